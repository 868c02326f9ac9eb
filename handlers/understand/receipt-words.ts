// Which parts of a receipt does a typed line hold? Authority, channel, times, who took it, number, what they demand; the rest is said to be unread; pure.
import { localParts } from '../../rules/calendar.js'
import type { World } from '../../rules/world.js'
import type { Answers } from '../actions/action.js'
import { redactCredentials } from './credentials.js'
import { normalize } from './letters.js'
import { momentsSaid } from './moments.js'

/** How people call the channels; the first that is found is meant, so 12387热线 stands before 电话. */
const CHANNELS: readonly (readonly [string, RegExp])[] = [
  ['12387网站', /(?:12387)?的?(?:网站|网页|网上)(?:填报|报送|提交)?/u],
  ['小程序', /(?:微信)?小程序/u],
  ['12387热线', /(?:打的?)?12387(?:热线|电话)?|热线(?:电话)?/u],
  ['邮件', /(?:发的?)?(?:电子)?邮件|(?:电子)?邮箱/u],
  ['传真', /(?:发的?)?传真/u],
  ['专用系统', /专用系统|系统报送|专网/u],
  ['公文', /(?:发的?)?公文|红头文件|发文/u],
  ['当面', /当面(?:报告|报送|交|送达?)?|面报/u],
  ['电话', /(?:已经?)?(?:打的?|致)?电话(?:报的?|报告|报送|打的|通知)?|打过?去的?/u],
]
const TITLE =
  '科长|处长|主任|局长|部长|队长|书记|老师|同志|干事|科员|警官|民警|值班员|值班人员|值班室|先生|女士|工'
const NAMED = new RegExp(
  `(?:(?:接报人|接收人|接电话的?人?|对方)[是为:：\\s]{0,4}|[由是][:：\\s]{0,2})((?:\\p{Script=Han}|·){1,8}?(?:${TITLE})?)(?=接|收|签|$|[\\s,，。;；、])`,
  'u',
)
const TITLED = new RegExp(
  `((?:\\p{Script=Han}|·){1,6}?(?:${TITLE}))(?:接报|接收|接听|签收|接|收|听)?的?`,
  'u',
)
const TOOK = /(\p{Script=Han}{2,4}?)(?:接的|接听|接报|接收|接电话|接了|签收|收的)/u
const NUMBER =
  /(?:受理编?号码?|受理号|回执号|流水号|登记号|编号|文号)[是为:：\s]*([\p{Script=Han}A-Za-z0-9〔〕()（）_/-]{1,60})/u
const DEMANDS =
  /(?:^|[\s,，。;；])((?:对方|上级|他们|那边)?(?:还|另)?(?:要求|请我们|让我们|叫我们|指示)[^。;；\n]*)/u
const FILLER =
  /^(?:已经?|我们?|的|了|是|在|由|于|报[送告]?|接(?:报人|收时间)?|收到|对方|打|发|通过|用|并|且|时间|渠道|受理编号)+$/u
const RECEIVED = /对方|收到|接收|签收|接报时间|接收时间/u

/** `2026-11-23 14:20`: what was said relative to now stays what it meant then. */
export const wallClock = (at: number, timezone: string): string => {
  const { y, m, d, h, min } = localParts(at, timezone)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}`
}

/** `text` without what was found at this place; a comma keeps its neighbours apart. */
const without = (text: string, from: number, length: number): string =>
  `${text.slice(0, from)}，${text.slice(from + length)}`

type Found = { answers: Answers; unread: string; redacted?: true }

const timesIn = (text: string, { now, rules: { timezone } }: World): { answers: Answers; rest: string } => {
  const moments = momentsSaid(text, Date.parse(now), timezone)
  let rest = text
  for (const { from, length } of moments.toReversed()) rest = without(rest, from, length)
  const [first, second] = moments
  if (!first) return { answers: {}, rest }
  const clause = ({ from, length }: typeof first): string =>
    `${text
      .slice(0, from)
      .split(/[,，。;；]/u)
      .at(-1)}${text.slice(from + length).split(/[,，。;；]/u)[0]}`
  const sent = second && RECEIVED.test(clause(first)) && !RECEIVED.test(clause(second)) ? second : first
  const received = second && (sent === first ? second : first)
  return {
    answers: {
      sent_at: wallClock(sent.at, timezone),
      ...(received && RECEIVED.test(clause(received))
        ? { received_at: wallClock(received.at, timezone) }
        : {}),
    },
    rest,
  }
}

/** The parts of a receipt in a line, in the words of its form. */
const receiptIn = (line: string, world: World): Found => {
  const answers: Record<string, string> = {}
  let text = line.trim()
  const take = (name: string, pattern: RegExp, value?: string): void => {
    const found = pattern.exec(text)
    const said = value ?? found?.[1]?.trim()
    if (!found || !said || answers[name] !== undefined) return
    answers[name] = said
    text = without(text, found.index, found[0].length)
  }
  take('instructions', DEMANDS)
  take('ref_no', NUMBER)
  const times = timesIn(text, world)
  Object.assign(answers, times.answers)
  text = times.rest
  const [channel, pattern] = CHANNELS.find(([, words]) => words.test(text)) ?? []
  if (channel && pattern) take('channel', pattern, channel)
  for (const who of [NAMED, TITLED, TOOK]) take('received_by', who)
  // before it is cut up: a password is told by what stands before it
  const less = redactCredentials(text)
  const unread = less.text
    .split(/[\s,，。;；、:：]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !FILLER.test(word))
  return { answers, unread: unread.join('，'), ...(less.redacted ? { redacted: true } : {}) }
}

/** What stands behind 报送: which authority is meant, and what of the receipt was said with it. */
export const reportedTo = (
  rest: string,
  names: readonly string[],
  world: World,
): { authority: string; given?: Found } => {
  const isName = (word: string): boolean =>
    normalize(word) !== '' &&
    !CHANNELS.some(([channel]) => channel === word) &&
    names.some((name) => name.includes(word))
  // 教育厅电话: the name and the channel without a space between
  const first = /^[^\s,，。;；、]+/u.exec(rest)?.[0] ?? ''
  const lengths = Array.from({ length: first.length }, (_, less) => first.length - less)
  const glued = lengths.find((length) => length > 2 && isName(first.slice(0, length))) ?? first.length
  const parts = `${rest.slice(0, glued)} ${rest.slice(glued)}`.split(/([\s,，。;；、]+)/u)
  const words = parts.filter((_, at) => at % 2 === 0)
  const named = words.filter(isName)
  const details = parts.map((part, at) => (at % 2 === 0 && isName(part) ? '' : part)).join('')
  const found = receiptIn(details, world)
  if (Object.keys(found.answers).length === 0) return { authority: rest }
  // a body that is owed nothing is named as it was typed, and refused by its name
  const unknown = named.length === 0 && first !== '' && found.unread.startsWith(first) ? [first] : []
  return { authority: [...named, ...unknown].join(' '), given: found }
}
