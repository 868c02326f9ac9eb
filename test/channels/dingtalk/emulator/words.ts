// What may a robot message be? The message kinds of §5.3 with their keys, the bodies of a session webhook (§5.4), and the pseudo-button (§5.12).
import type { Ground } from './ground.js'
import { isRecord, parsed } from './ground.js'

const actionCards = Object.fromEntries(
  [2, 3, 4, 5].map((n) => [
    `sampleActionCard${n}`,
    {
      needs: [
        'title',
        'text',
        ...Array.from({ length: n }, (_, at) => [`actionTitle${at + 1}`, `actionURL${at + 1}`]).flat(),
      ],
    },
  ]),
)

const kinds: Record<string, { needs: string[]; may?: string[] }> = {
  sampleText: { needs: ['content'] },
  sampleMarkdown: { needs: ['title', 'text'] },
  sampleImageMsg: { needs: ['photoURL'] },
  sampleLink: { needs: ['text', 'title', 'picUrl', 'messageUrl'] },
  sampleActionCard: { needs: ['title', 'text', 'singleTitle', 'singleURL'] },
  ...actionCards,
  sampleActionCard6: { needs: ['title', 'text', 'buttonTitle1', 'buttonUrl1', 'buttonTitle2', 'buttonUrl2'] },
  sampleAudio: { needs: ['mediaId', 'duration'] },
  sampleFile: { needs: ['mediaId', 'fileName', 'fileType'] },
  sampleVideo: {
    needs: ['duration', 'videoMediaId', 'videoType', 'picMediaId'],
    may: ['height', 'width'],
  },
}

/** Judges `msgKey` and `msgParam`; answers the parameters, or the code of the refusal. */
export const judgeMessage = (
  ground: Ground,
  msgKey: string,
  msgParam: string,
): { param: Record<string, string> } | { code: string } => {
  const forbid = (what: string): void => ground.forbid(`msgKey ${msgKey}: ${what}`)
  const kind = kinds[msgKey]
  if (!kind) {
    forbid('no such kind of message')
    return { code: 'invalidParameter.msgKey.invalid' }
  }
  if (ground.settings.refusedMsgKeys.some((beginning) => msgKey.startsWith(beginning)))
    return { code: 'invalidParameter.msg.unsupport' }
  if (Buffer.byteLength(msgParam) > 15_000) {
    forbid('msgParam is longer than 15 000 bytes')
    return { code: 'invalidParameter.msgParam.tooLong' }
  }
  const param = parsed(msgParam)
  if (!isRecord(param)) {
    forbid('msgParam is not the JSON of an object')
    return { code: 'invalidParameter.msgParam.invalid' }
  }
  const wrong = [
    ...kind.needs
      .filter((name) => param[name] === undefined || param[name] === '')
      .map((name) => `${name} is missing`),
    ...Object.keys(param)
      .filter((name) => !kind.needs.includes(name) && !kind.may?.includes(name))
      .map((name) => `${name} is not one of its keys`),
    ...Object.entries(param)
      .filter(([, value]) => typeof value !== 'string')
      .map(([name]) => `${name} is not a string`),
  ]
  if (wrong.length > 0) {
    wrong.forEach(forbid)
    return { code: 'invalidParameter.msgParam.invalid' }
  }
  const strings = param as Record<string, string> // every value was just seen to be a string
  for (const [name, value] of Object.entries(strings))
    if (/url\d?$/i.test(name)) judgeLink(ground, msgKey, value)
  if (msgKey === 'sampleFile') {
    if (!['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'].includes(strings.fileType ?? '')) {
      forbid(`a file of type ${strings.fileType} can't be sent`)
      return { code: 'invalidParameter.msgParam.invalid' }
    }
    if (!ground.state.media.has(strings.mediaId ?? '')) {
      forbid('mediaId was never uploaded')
      return { code: 'invalidParameter.msgParam.invalid' }
    }
  }
  return { param: strings }
}

const dtmdHead = 'dtmd://dingtalkclient/sendMessage?content='

/** What tapping this link makes the user say; nothing when it is an ordinary link. */
export const dtmdText = (link: string): string | undefined =>
  link.startsWith(dtmdHead) ? decodeURIComponent(link.slice(dtmdHead.length).replaceAll('+', ' ')) : undefined

const judgeLink = (ground: Ground, where: string, link: string): void => {
  if (/^dtmd:/i.test(link)) {
    if (!link.startsWith(dtmdHead))
      ground.forbid(`${where}: ${link} is no dtmd link that a client understands`)
    else if (/[\s&#]|[^\x20-\x7e]/.test(link.slice(dtmdHead.length)))
      ground.forbid(`${where}: the content of a dtmd link is not URL-encoded: ${link}`)
  } else if (!/^(https?|dingtalk):\/\//.test(link) && !link.startsWith('@')) {
    ground.forbid(`${where}: ${link} is no link`)
  }
}

/** The buttons of an ActionCard message, and links in a message's markdown: label and link. */
export const linksOf = (param: Record<string, string>): { label: string; link: string }[] => {
  const pairs: [string, string][] = [
    ['singleTitle', 'singleURL'],
    ...[1, 2, 3, 4, 5].map((n): [string, string] => [`actionTitle${n}`, `actionURL${n}`]),
    ['buttonTitle1', 'buttonUrl1'],
    ['buttonTitle2', 'buttonUrl2'],
  ]
  return [
    ...pairs.flatMap(([label, link]) =>
      param[label] && param[link] ? [{ label: param[label], link: param[link] }] : [],
    ),
    ...[...(param.text ?? '').matchAll(/(?<!!)\[([^\]]*)\]\(([^)\s]*)\)/g)].map((found) => ({
      label: found[1] ?? '',
      link: found[2] ?? '',
    })),
  ]
}

const texts = (value: unknown): value is Record<string, string> => isRecord(value)

/** The body of a session webhook or of a custom robot: judged, and brought into the shape of the other messages. */
export const judgeHook = (
  ground: Ground,
  body: Record<string, unknown>,
): { msgKey: string; param: Record<string, string>; at: string[] } | { errcode: number; errmsg: string } => {
  const { msgtype, at } = body
  const content = typeof msgtype === 'string' ? body[msgtype] : undefined
  const wrong = (what: string) => {
    ground.forbid(`webhook ${String(msgtype)}: ${what}`)
    return { errcode: 400105, errmsg: 'unsupported msgtype' }
  }
  if (
    typeof msgtype !== 'string' ||
    !['text', 'markdown', 'link', 'actionCard', 'feedCard'].includes(msgtype)
  )
    return wrong('not a kind that a webhook takes')
  if (!texts(content)) return wrong('its content is missing')
  const needs = {
    text: ['content'],
    markdown: ['title', 'text'],
    link: ['title', 'text', 'messageUrl'],
    actionCard: ['title', 'text'],
    feedCard: ['links'],
  }[msgtype as 'text'] // one of the five, as was just seen
  const missing = needs.filter((name) => !content[name])
  if (missing.length > 0) return wrong(`${missing.join(', ')} missing`)
  const called = isRecord(at) && Array.isArray(at.atUserIds) ? at.atUserIds.map(String) : []
  const text = content.content ?? content.text ?? ''
  for (const id of called)
    if (!text.includes(`@${id}`))
      ground.forbid(`webhook: ${id} is called, but @${id} does not stand in the text`)
  const param: Record<string, string> = Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
  if (msgtype === 'actionCard') {
    const buttons: unknown = content.btns
    if (Array.isArray(buttons)) {
      for (const [nth, button] of buttons.entries()) {
        if (!isRecord(button)) continue
        param[`actionTitle${nth + 1}`] = String(button.title)
        param[`actionURL${nth + 1}`] = String(button.actionURL)
        judgeLink(ground, 'webhook actionCard', String(button.actionURL))
      }
    } else if (!content.singleTitle || !content.singleURL) return wrong('no button')
  }
  return { msgKey: msgtype, param, at: called }
}
