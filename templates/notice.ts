// What is asked and shown while a rectification notice is made (通报)?
import type { World } from '../rules/world.js'
import type { Issuing, System } from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { dated, names } from './plain.js'

type Offer = { title: string; text: string; words: { label: string; text: string }[] }

const TITLE = '下发整改通报'
export const noticeWords = { issue: '下发', cancel: '取消' } as const
const cancel = { label: '取消', text: '取消' }
const pick = (...labels: string[]) => [...labels.map((label) => ({ label, text: label })), cancel]

/** The next question, or the whole of it to be looked over. `nth`: which preview this is. */
export const noticeAsked = (
  issuing: Issuing,
  asked: NonNullable<Issuing['asked']>,
  world: World,
  unclear: readonly string[] = [],
  systems: readonly System[] = [],
): Offer => {
  switch (asked) {
    case 'units':
      return {
        title: TITLE,
        text:
          unclear.length > 0
            ? `是哪个单位？`
            : '通报哪个单位？可以写几个单位，用顿号隔开，也可以写“全部单位”“全部院级单位”。',
        words: pick(...unclear.slice(0, 8)),
      }
    case 'text':
      return {
        title: TITLE,
        text: `通报${units(issuing)}：存在什么问题，要求怎么改？请用一段话写明。密码、漏洞利用方法不要写。`,
        words: [cancel],
      }
    case 'term':
      return {
        title: TITLE,
        text: '整改期限到什么时候？例如：11月30日前、3天内、10个工作日内。',
        words: pick('3天内', '7天内', '10个工作日内'),
      }
    case 'source':
      return {
        title: TITLE,
        text: '是上级转来的吗？请写来文单位（可带文号），例如：自治区教育厅 教网〔2026〕3号；不是的，按“本校自查”。',
        words: pick('本校自查', ...world.rules.authorities.slice(0, 3).map(({ name }) => name)),
      }
    case 'reply':
      return {
        title: TITLE,
        text: `${issuing.source ?? ''}要求什么时候以前反馈？例如：12月2日前；没有要求的，按“没有”。`,
        words: pick('没有'),
      }
    case 'preview':
      return {
        title: '请核对后下发',
        text: [
          `单位：${units(issuing)}`,
          `存在问题：${issuing.text ?? ''}`,
          ...systems.map((system) => `涉及系统：${system.name}${alsoTold(system, issuing)}`),
          `整改期限：${day(issuing.term, world)}`,
          `来源：${issuing.source ?? '本校自查'}${issuing.reference ? `，${issuing.reference}` : ''}`,
          ...(issuing.reply ? [`反馈期限：${day(issuing.reply, world)}`] : []),
          ...(issuing.files?.length ? [`附件：${issuing.files.length} 个，随通报保存`] : []),
          '下发后立即通知两名责任人；要改的，请取消后重新发送“通报”。',
        ].join('\n'),
        words: [{ label: '下发', text: `下发 ${issuing.id}` }, cancel],
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

export const noticeUnread = (asked: NonNullable<Issuing['asked']>): string =>
  asked === 'units'
    ? '没有找到这个单位。'
    : asked === 'preview'
      ? '请按“下发”，或发送“下发”；不发的，发送“取消”。'
      : '没有看懂这个时间，须是将来的时间。'

export const noticeDropped = '已取消，没有下发。'
export const noticeIssued = (ids: readonly string[]): string =>
  ids.length === 1
    ? `已下发，编号 ${ids[0]}。进展会告诉您；发送“状态 ${ids[0]}”查看。`
    : `已下发 ${ids.length} 份：${ids[0]} 至 ${ids.at(-1)}。每个单位各自确认、整改、复测。`
export const noticeForWhom = '整改通报由网信办或信息中心下发。'
export const noticeOver = '这份通报已经处理过了。'

export const noticeTaken = '这像是整改通报，按通报填写。如果已经发生了事件，请先发送“取消”，再发送“报告”。'
