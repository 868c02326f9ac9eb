// What is asked and said of 零报告: while a key period is made, when it is ended, and when its roll-up is handed out?
import { localDate } from '../rules/calendar.js'
import type { World } from '../rules/world.js'
import { daysOf, missingOf } from '../rules/zero.js'
import type { Opening, Period, Zero } from '../store/schema.js'
import { wayOut } from './dialog.js'
import { names } from './plain.js'

type Offer = { title: string; text: string; words: { label: string; text: string; main?: true }[] }

/** `10月1日`, of a day of the campus. */
export const dayShown = (date: string): string => {
  const [, m, d] = date.split('-').map(Number)
  return `${m}月${d}日`
}

/** The same, with its year where that is not the one that goes on. */
const dayFrom = (date: string, year: string): string =>
  date.startsWith(year) ? dayShown(date) : `${date.slice(0, 4)}年${dayShown(date)}`

const daysShown = ({ from, to }: { from: string; to: string }, today: string): string => {
  const first = dayFrom(from, today.slice(0, 4))
  return from === to ? first : `${first}至${dayFrom(to, from.slice(0, 4))}`
}

const todayOf = ({ now, rules }: Pick<World, 'now' | 'rules'>): string =>
  localDate(Date.parse(now), rules.timezone)

export const zeroWords = wayOut
const cancel = { label: wayOut.cancel, text: wayOut.cancel }
const ways = [{ label: wayOut.back, text: wayOut.back }, cancel]
const pick = (...labels: string[]) => labels.map((label) => ({ label, text: label }))
const TITLE = '开启零报告时期'
const SUGGESTED = ['国庆', '元旦', '春节', '重要保障时期']
const MOST_WINDOWS = 4

/** The next question, or the whole of it to be looked over. `going`: periods of which days are the same. */
export const openingAsked = (
  opening: Opening,
  asked: NonNullable<Opening['asked']>,
  world: World,
  overlaps: readonly Period[],
): Offer => {
  const { name = '', from = '', to = '', at = '' } = opening
  const today = todayOf(world)
  switch (asked) {
    case 'name': {
      const windows = world.rules.keyPeriods.windows.filter((one) => one.to >= today).slice(0, MOST_WINDOWS)
      return {
        title: TITLE,
        text: '这个时期叫什么？可以一句写完，例如：国庆 10月1日至10月8日 每天17:00。',
        words: [
          ...windows.map((one) => ({
            label: `${one.name}（${daysShown(one, today)}）`,
            text: `${one.name} ${one.from}至${one.to}`,
          })),
          ...pick(...(windows.length > 0 ? [] : SUGGESTED)),
          cancel,
        ],
      }
    }
    case 'days':
      return {
        title: TITLE,
        text: `“${name}”从哪天到哪天？例如：10月1日至10月8日；到期自动结束。`,
        words: [...pick('今天起3天', '今天起7天', '明天起7天'), ...ways],
      }
    case 'cutoff':
      return {
        title: TITLE,
        text: '每天几点截止？例如：每天17:00。',
        words: [...pick('每天17:00', '每天16:00', '每天10:00'), ...ways],
      }
    case 'preview':
      return {
        title: '请核对后开始',
        text: [
          `时期：${name}`,
          `日期：${daysShown({ from, to }, today)}，共 ${daysOf({ from, to }).length} 天，到期自动结束`,
          `截止：每天 ${at}；截止前发卡片和提醒，截止后催未报的单位`,
          `单位：全部院级单位（${world.directory.units.filter(({ kind }) => kind === '院级单位').length} 个），两名责任人或代理人，谁先报算谁报`,
          ...(overlaps.length > 0
            ? [`与“${overlaps.map((one) => one.name).join('”“')}”日期重叠：同一天只报一次，按较早的截止时间`]
            : []),
          `要改的，按“${wayOut.back}”。`,
        ].join('\n'),
        words: [{ label: '开始零报告', text: `开始零报告 ${opening.id}`, main: true }, ...ways],
      }
  }
}

export const openingWrong = (
  wrong: 'backwards' | 'past' | 'long' | 'unread',
  asked: NonNullable<Opening['asked']>,
  days: number,
): string => {
  switch (wrong) {
    case 'backwards':
      return '结束的日期早于开始，请核对。'
    case 'past':
      return '这几天已经过去，请写将来的日期。'
    case 'long':
      return `一个时期最多 ${days} 天，请分几次开启。`
    case 'unread':
      return asked === 'preview' ? '请按“开始零报告”，或发送“开始零报告”；不开的，发送“取消”。' : '没有看懂。'
  }
}

/** 开始零报告 before the whole of it was shown. */
export const openingEarly = '还没有填完，不能开始；请先回答这一项。'
export const openingDropped = '已取消，没有开启。'
export const openingOver = '这个时期已经开启或取消了。'
export const noDayLeft = '今天已过截止时间，没有剩下的日子，没有开启。'

export const periodOpened = ({ name, from, to, at, day = from }: Period, world: World): string =>
  `已开启“${name}”零报告（${daysShown({ from, to }, todayOf(world))}，每天 ${at} 截止），第一次是 ${dayFrom(day, todayOf(world).slice(0, 4))}。谁没报会告诉您；发送“零报告”查看当天，“零报告 汇总”取汇总表，“零报告 结束”提前结束。`

export const periodEnded = ({ name }: Period): string =>
  `已提前结束“${name}”零报告，不再催报。已报的都在，发送“零报告 汇总 ${name}”取汇总表。`

/** To the office: what goes on, and what can be done with it. */
export const zeroOverview = (going: readonly Period[], some: boolean, world: World): Offer => ({
  title: '零报告',
  text:
    going.length > 0
      ? going.map((one) => `“${one.name}”：${daysShown(one, todayOf(world))}，每天 ${one.at} 截止`).join('\n')
      : '现在没有进行中的零报告时期。重要保障时期请按“开启”，或一句写完：零报告 国庆 10月1日至10月8日 每天17:00。',
  words: [
    ...(some ? [{ label: '零报告汇总', text: '零报告 汇总' }] : []),
    { label: going.length > 0 ? '再开一个时期' : '开启', text: '零报告 开启' },
    ...(going.length > 0 ? [{ label: '提前结束', text: '零报告 结束' }] : []),
  ],
})

/** 提前结束 asks once more. */
export const endAsked = (going: readonly Period[]): Offer => ({
  title: '提前结束哪个零报告时期？',
  text: '结束以后不再发卡片、不再催报，已报的保留。当天没有报的，不算未报。',
  words: going.map(({ id, name }) => ({ label: `结束“${name}”`, text: `零报告 结束 ${id}` })),
})

export const noPeriodGoing = '现在没有进行中的零报告时期。'
export const rollComes = ({ name }: Period): string =>
  `“${name}”零报告汇总表马上发来（.docx 签字盖章用，.xlsx 存档用）。里面有姓名，请按内部资料保管；谁取过写在“说明”里。`

/** `已报 37 个，未报 3 个`. */
export const countedIn = (zero: Zero['zero']): string => {
  const missing = missingOf(zero).length
  const told = zero.units.length - missing
  return missing === 0 ? `${told} 个单位全部已报` : `已报 ${told} 个，未报 ${missing} 个`
}

const MOST_NAMED = 12
/** Who has said nothing, as many as can be read at a glance. */
export const missingShown = (zero: Zero['zero']): string => {
  const missing = missingOf(zero)
  return missing.length > MOST_NAMED
    ? `${names(missing.slice(0, MOST_NAMED))}等 ${missing.length} 个单位`
    : names(missing)
}
