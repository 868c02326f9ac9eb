// How is a drill told from the real thing? By one mark on whatever leaves the house about it, and words of its own, also while it is planned.
import { localParts } from '../rules/calendar.js'
import { eveMs } from '../rules/planned.js'
import type { Drill } from '../rules/rules.js'
import type { World } from '../rules/world.js'
import { drillsOf } from '../rules/yearly.js'
import type { EventOf, Party, Planned, Planning } from '../store/schema.js'
import type { Rendered } from './card.js'
import { clockTime, dated, name } from './plain.js'

export const drillMark = '【演练】'

/** In front of what is written about it. */
export const markOf = ({ drill }: { drill: boolean }): string => (drill ? drillMark : '')

/** What is said of what is over: a drill is no case that was settled. */
export const endName = ({ drill }: { drill: boolean }): string => (drill ? '演练已结束' : '已办结')

/** `3 起事件`, `3 起事件，演练 1 起`, `演练 1 起`: a drill is in no figure of the real ones. */
export const apart = (real: number, drills: number, unit: string, what = ''): string =>
  [
    ...(real > 0 || drills === 0 ? [`${real} ${unit}${what}`] : []),
    ...(drills > 0 ? [`演练 ${drills} ${unit}`] : []),
  ].join('，')

/** Whatever is drawn of a drill and does not say so is made to: nobody may take it for real. */
export const marked = <D extends Rendered | object>(drawn: D): D => {
  if ('text' in drawn && typeof drawn.text === 'string')
    return drawn.text.includes('演练') ? drawn : { ...drawn, text: `${drillMark}${drawn.text}` }
  if ('card' in drawn && isCard(drawn.card))
    return drawn.card.title.includes('演练')
      ? drawn
      : { ...drawn, card: { ...drawn.card, title: `${drillMark}${drawn.card.title}` } }
  return drawn
}
const isCard = (card: unknown): card is { title: string } =>
  typeof card === 'object' && card !== null && 'title' in card && typeof card.title === 'string'

/** What 信息中心 is asked for where the year lacks its drills. */
export const quotaText = (done: number, { now, rules }: Pick<World, 'now' | 'rules'>): string => {
  const { y } = localParts(Date.parse(now), rules.timezone)
  return [
    `每年至少组织 ${rules.yearlyDrills.least} 次网络安全应急预案演练（实施细则 第十一条（四）），${y} 年已完成 ${done} 次。`,
    '请商网信办定单位和时间，由网信办发送“演练”安排；演练结束，这件督办自动办结。',
    '已经线下演练的，请按“已办理”写明时间、参加人员和发现的问题，由网信办审核。',
  ].join('\n')
}

/** That assignment is over by itself; `drill`: by which drill. */
export const quotaMet = (drill: string): string =>
  `${drill} 已结束，今年的演练次数已够，这件督办自动办结。谢谢您的配合。`
export const quotaRecorded = (drill: string): string => `${drill} 已结束，今年的演练次数已够`

/** Of which no scenario is known. */
export const drillName = '演练'

/** The button that begins it at once. */
export const drillNow = '现在开始'

export const drillBegins =
  '按“现在开始”马上通知责任人；按“定时间”到时自动开始。全程注明演练，不向任何上级报送，不计入统计'

export const drillPapers =
  '【演练】正在生成演练材料，稍后以文件发给您。不签发、不报送，不给任何上级打电话；回执按模拟的情形填写。'

type Offer = { title: string; text: string; words: { label: string; text: string }[] }

/** 演练 without a scenario: which there are, and how one is begun. */
export const drillScenarios = (drills: readonly Drill[], unknown?: string): string =>
  drills.length === 0
    ? '规则里没有登记演练场景（drills），请先补上。'
    : [
        ...(unknown ? [`没有“${unknown}”这个演练场景。`] : []),
        '选一个演练场景和单位，例如：',
        ...drills.map(({ name }, at) => `演练 ${at + 1} 单位名：${name}`),
        '要定时间的，写在后面：演练 1 单位名 12月3日 10:00。',
        '开始前可以核对和修改；按真实流程走，不向任何上级报送。通报、督办不演练，只演练事件。',
      ].join('\n')

const MOST_SCENARIOS = 8
const MOST_PLANS = 4

const weekdays = ['日', '一', '二', '三', '四', '五', '六'] as const

/** `12月3日 10:00（周四）` */
const hourShown = (at: string, { now, rules }: Pick<World, 'now' | 'rules'>): string =>
  `${dated(at, now, rules.timezone)}（周${weekdays[localParts(Date.parse(at), rules.timezone).weekday] ?? ''}）`

const planShown = ({ at, scenario, unit }: Planned, world: World): string =>
  `${hourShown(at, world)} ${scenario} · ${unit.name}`

const foretoldShown = (foretold: boolean): string => (foretold ? '预告' : '不预告')

const cancelWord = ({ id }: Planned, label: string) => ({ label, text: `演练 取消 ${id}` })

/** 演练 alone: what is planned, and which scenarios there are, a button each. */
export const drillOverview = (drills: readonly Drill[], plans: readonly Planned[], world: World): Offer => {
  const { least } = world.rules.yearlyDrills
  const { y: year } = localParts(Date.parse(world.now), world.rules.timezone)
  const done = drillsOf(year, world).length
  return {
    title: '演练',
    text: [
      ...(plans.length > 0
        ? [
            '已定时间：',
            ...plans.map(
              (one) => `${planShown(one, world)}，${foretoldShown(one.foretold)}，${name(one.by)}定`,
            ),
            '',
          ]
        : []),
      drillScenarios(drills),
      ...(least > 0
        ? [`${year} 年已完成 ${done} 次，每年至少 ${least} 次：有人确认收到、已结束的才算。`]
        : []),
    ].join('\n'),
    words: [
      ...drills.slice(0, MOST_SCENARIOS).map(({ name: label }) => ({ label, text: `演练 ${label}` })),
      ...plans
        .slice(0, MOST_PLANS)
        .map((one) => cancelWord(one, `取消 ${dated(one.at, world.now, world.rules.timezone)}`)),
    ],
  }
}

/** The next weekdays, at ten. */
const hoursOffered = ({ now, rules: { timezone } }: World): string[] => {
  const { y, m, d } = localParts(Date.parse(now), timezone)
  return [1, 2, 3, 4, 5, 6, 7]
    .map((days) => new Date(Date.UTC(y, m - 1, d + days)))
    .filter((day) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6)
    .filter((_, at) => at === 0 || at === 1 || at === 4)
    .map((day) => `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日 10:00`)
}

const unknowing = (planning: Pick<Planning, 'unit'>, world: World): string =>
  world.directory.units.some(({ id, kind }) => id === planning.unit?.id && kind === '信息中心')
    ? '前一天告诉网信办'
    : '前一天告诉网信办和信息中心'

/** What is asked next of a drill that is being planned. */
export const planAsking = (
  planning: Planning,
  asked: NonNullable<Planning['asked']>,
  world: World,
): Offer => {
  const { id, at = '', unit, scenario } = planning
  const title = `演练定时间 · ${scenario}${unit ? ` · ${unit.name}` : ''}`
  const says = (label: string, said = label) => ({ label, text: `演练 定时 ${id} ${said}` })
  const cancel = says('取消')
  switch (asked) {
    case 'unit':
      return { title, text: '演练哪个单位？请写单位名称或简称。', words: [cancel] }
    case 'time':
      return {
        title,
        text: '哪天几点开始？例如：12月3日 10:00。到时自动开始，不用守着。',
        words: [...hoursOffered(world).map((one) => says(one.replace(/^\d+年/u, ''), one)), cancel],
      }
    case 'night': {
      const quiet = world.rules.quietHours
      return {
        title,
        text: `${hourShown(at, world)}是夜间${quiet ? `（${quiet.from}–${quiet.to}）` : ''}，会把责任人叫醒。夜间也开始吗？`,
        words: [says('夜间也开始'), says('改时间'), cancel],
      }
    }
    case 'foretell':
      return {
        title,
        text: `${hourShown(at, world)}自动开始，${unknowing(planning, world)}。要不要预告${unit?.name ?? ''}的责任人？不预告的，到时才知道。`,
        words: [says('不预告'), says('预告'), cancel],
      }
  }
}

export const planWrong = (wrong: 'past' | 'far' | 'hour' | 'unread' | 'unit' | 'choice'): string => {
  switch (wrong) {
    case 'past':
      return '这个时间已经过去，演练还没有定下。'
    case 'far':
      return '最多提前一年定，演练还没有定下。'
    case 'hour':
      return '几点开始没有写，演练还没有定下。'
    case 'unread':
      return '没有看懂时间，演练还没有定下。'
    case 'unit':
      return '没有看懂是哪个单位，演练还没有定下。'
    case 'choice':
      return '没有看懂，演练还没有定下。'
  }
}

export const planKept = (planned: Planned, world: World): Offer => {
  const { at, foretold, unit, night } = planned
  const eve = new Date(Math.max(eveMs(planned, world.rules), Date.parse(world.now))).toISOString()
  const center = world.directory.units.some(({ id, kind }) => id === unit.id && kind === '信息中心')
  return {
    title: '演练已定',
    text: [
      planShown(planned, world),
      `到时自动开始${night ? '（夜间）' : ''}，按真实流程通知、催办；${clockTime(eve, world.now, world.rules.timezone)} 告诉网信办${center ? '' : '、信息中心'}${foretold ? `和${unit.name}` : ''}。`,
      foretold ? `已选预告${unit.name}。` : `不预告${unit.name}，请不要说出去。`,
      `到时${unit.name}正在处置真实事件的，不开始，会告诉您。发送“演练”可以查看和取消。`,
    ].join('\n'),
    words: [cancelWord({ ...planned, at }, '取消这次演练')],
  }
}

export const planDropped = '已取消，演练没有定下。'
export const planOver = '没有这次定时的演练：已经开始、取消，或者过期。发送“演练”查看。'

export const planCancelAsked = (plans: readonly Planned[], world: World): Offer => ({
  title: '取消哪一次演练？',
  text: plans.map((one) => planShown(one, world)).join('\n'),
  words: plans.slice(0, MOST_SCENARIOS).map((one) => cancelWord(one, planShown(one, world))),
})

/** `by`: told to others, who it was. */
export const planCancelled = (planned: Planned, world: World, by?: Party): string =>
  `${drillMark}${by ? `${name(by)}取消了` : '已取消'}：${planShown(planned, world)}，不会开始。`

/** The day before, to whoever may know. */
export const drillTomorrow = (planned: Planned, world: World): string =>
  [
    `${drillMark}${hourShown(planned.at, world)}演练“${planned.scenario}”，${planned.unit.name}，到时自动开始。由${name(planned.by)}安排。`,
    planned.foretold ? `已预告${planned.unit.name}。` : `没有预告${planned.unit.name}，请不要说出去。`,
    '不向任何上级报送。网信办要取消的，请发送“演练”。',
  ].join('')

export const planCalledOff = (
  planned: Planned,
  off: { why: 'late' } | { why: 'unit-gone' } | { why: 'busy'; incident: string },
  world: World,
): string => {
  const why = {
    late: '系统停机，错过一天以上',
    'unit-gone': `${planned.unit.name}已不在通讯录里`,
    busy: `${planned.unit.name}正在处置真实事件${off.why === 'busy' ? ` ${off.incident}` : ''}`,
  }[off.why]
  return `${drillMark}${planShown(planned, world)}没有开始：${why}。需要时请重新定时间。`
}

type Began = NonNullable<EventOf<'reported'>['planned']>

/** To who planned it: it goes on by itself now. */
export const planBegun = (number: string, { at, late, scenario }: Began, world: World): string =>
  `${drillMark}${late ? `原定 ${clockTime(at, world.now, world.rules.timezone)} 的演练“${scenario}”晚了，现在才开始（系统停机或夜间）` : `定时的演练“${scenario}”已经开始`}，编号 ${number}。请看流程走得怎么样；结束请发送“演练结束 ${number}”。`

/** In its record. */
export const planRecorded = (
  { by, unit }: Pick<EventOf<'reported'>, 'by' | 'unit'>,
  { scenario, at, on, foretold, late }: Began,
  { now, rules: { timezone } }: World,
): string =>
  `演练“${scenario}”自动开始，${unit.name}；${name(by)}于 ${dated(on, now, timezone)} 定在 ${dated(at, now, timezone)}，${foretoldShown(foretold)}事发单位${late ? '；晚于原定时间开始' : ''}`
