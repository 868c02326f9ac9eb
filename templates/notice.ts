// What is asked and shown while a rectification notice or an assignment is made (通报, 督办)?
import type { World } from '../rules/world.js'
import type { Issuing, System, UnitRef } from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { wayOut } from './dialog.js'
import { dated, names } from './plain.js'

type Offer = { title: string; text: string; words: { label: string; text: string; main?: true }[] }
type Made = Issuing['kind']

export const noticeWords = wayOut
const cancel = { label: wayOut.cancel, text: wayOut.cancel }
/** Behind the first question there is a way back, and out. */
const ways = [{ label: wayOut.back, text: wayOut.back }, cancel]
const pick = (...labels: string[]) => labels.map((label) => ({ label, text: label }))

/** What the two kinds call the same things. `verb`: 下发, 下达; `whole`: 整改通报, 督办; `own`: nobody above asked for it. */
const saidOf = (kind: Made) =>
  kind
    ? ({
        title: '下达督办事项',
        verb: '下达',
        whole: '督办',
        text: '要办什么事、办到什么程度？请用一段话写明。密码、涉密内容不要写。',
        what: '督办内容',
        term: '办理期限',
        own: '本校督办',
        steps: '确认、办理、审核',
        forWhom: '督办事项由网信办下达。',
      } as const)
    : ({
        title: '下发整改通报',
        verb: '下发',
        whole: '通报',
        text: '存在什么问题，要求怎么改？请用一段话写明。密码、漏洞利用方法不要写。',
        what: '存在问题',
        term: '整改期限',
        own: '本校自查',
        steps: '确认、整改、复测',
        forWhom: '整改通报由网信办或信息中心下发。',
      } as const)

/** The next question, or the whole of it to be looked over. */
export const noticeAsked = (
  issuing: Issuing,
  asked: NonNullable<Issuing['asked']>,
  world: World,
  unclear: readonly string[] = [],
  systems: readonly System[] = [],
): Offer => {
  const said = saidOf(issuing.kind)
  const { title } = said
  switch (asked) {
    case 'units':
      return {
        title,
        text:
          unclear.length > 0
            ? `是哪个单位？`
            : `${said.whole}哪个单位？可以写几个单位，用顿号隔开，也可以写“全部单位”“全部院级单位”。`,
        words: [...pick(...unclear.slice(0, 8)), cancel],
      }
    case 'text':
      return { title, text: `${said.whole}${units(issuing)}：${said.text}`, words: ways }
    case 'term':
      return {
        title,
        text: `${said.term}到什么时候？例如：11月30日前、3天内、10个工作日内。`,
        words: [...pick('3天内', '7天内', '10个工作日内'), ...ways],
      }
    case 'source':
      return {
        title,
        text: `是上级转来的吗？请写来文单位（可带文号），例如：自治区教育厅 教网〔2026〕3号；不是的，按“${said.own}”。${said.term}写错了，发送“${wayOut.back}”。`,
        // five buttons are as many as stand everywhere, so the way back is typed
        words: [...pick(said.own, ...world.rules.authorities.slice(0, 3).map(({ name }) => name)), cancel],
      }
    case 'reply':
      return {
        title,
        text: `${issuing.source ?? ''}要求什么时候以前反馈？例如：12月2日前；没有要求的，按“没有”。`,
        words: [...pick('没有'), ...ways],
      }
    case 'preview':
      return {
        title: `请核对后${said.verb}`,
        text: [
          `单位：${units(issuing)}`,
          `${said.what}：${issuing.text ?? ''}`,
          ...systems.map((system) => `涉及系统：${system.name}${alsoTold(system, issuing)}`),
          `${said.term}：${day(issuing.term, world)}`,
          `来源：${issuing.source ?? said.own}${issuing.reference ? `，${issuing.reference}` : ''}`,
          ...(issuing.reply ? [`反馈期限：${day(issuing.reply, world)}`] : []),
          ...(issuing.files?.length ? [`附件：${issuing.files.length} 个，随${said.whole}保存`] : []),
          `${said.verb}后立即通知两名责任人；要改的，按“${wayOut.back}”。`,
        ].join('\n'),
        words: [{ label: said.verb, text: `${said.verb} ${issuing.id}`, main: true }, ...ways],
      }
  }
}

/** 谁主管、谁运维、谁使用: whoever answers for the system besides is told and confirms, too. */
const alsoTold = ({ owner, operator, users }: System, { units: written }: Issuing): string => {
  const others = [owner, ...(operator ? [operator] : []), ...users].filter(
    ({ id }, at, all) =>
      !written.some((one) => one.id === id) && all.findIndex((other) => other.id === id) === at,
  )
  return others.length > 0 ? inBrackets(`同时通知 ${names(others)}`) : ''
}

const day = (at: string | undefined, { now, rules }: World): string =>
  at ? dated(at, now, rules.timezone) : ''

const MOST_NAMED = 6
const units = ({ units: all }: Issuing): string =>
  all.length > MOST_NAMED ? `${names(all.slice(0, MOST_NAMED))}等 ${all.length} 个单位` : names(all)

export const noticeUnread = ({ kind, asked = 'units' }: Pick<Issuing, 'kind' | 'asked'>): string => {
  const { verb } = saidOf(kind)
  return asked === 'units'
    ? '没有找到这个单位。'
    : asked === 'preview'
      ? `请按“${verb}”，或发送“${verb}”；不${verb.slice(1)}的，发送“取消”。`
      : '没有看懂这个时间，须是将来的时间。'
}

/** 下发 before the whole of it was shown. */
export const noticeEarly = (kind: Made): string => {
  const { verb } = saidOf(kind)
  return `还没有填完，不能${verb}；请先回答这一项。`
}

/** Between the preview and the word something has changed. */
export const noticeOutdated = (kind: Made, gone: readonly UnitRef[]): string => {
  const { verb } = saidOf(kind)
  return gone.length > 0
    ? `没有${verb}：${names([...gone])}已不在通讯录里。请重新核对。`
    : `没有${verb}：您写的期限已经过去，请重新写。`
}

export const noticeSender = '来文单位'
export const noticeBody = (kind: Made): string => saidOf(kind).what

export const noticeDropped = '已取消，没有下发。'
export const noticeIssued = (kind: Made, ids: readonly string[]): string => {
  const { verb, steps } = saidOf(kind)
  return ids.length === 1
    ? `已${verb}，编号 ${ids[0]}。进展会告诉您；发送“状态 ${ids[0]}”查看。`
    : `已${verb} ${ids.length} 份：${ids[0]} 至 ${ids.at(-1)}。每个单位各自${steps}。`
}
export const noticeForWhom = (kind: Made): string => saidOf(kind).forWhom
export const noticeOver = (kind: Made): string => `这份${saidOf(kind).whole}已经处理过了。`

export const noticeTaken = '这像是整改通报，按通报填写。如果已经发生了事件，请先发送“取消”，再发送“报告”。'
