// What do the cards of the roster show: who is on duty, what is handed over, next week, a swap, and the 到达测试?
import { localParts, momentOf } from '../../rules/calendar.js'
import { lawFirst, openDuties } from '../../rules/duties.js'
import { desksIn, gaps, mayTake, officersOf, onDuty, type Turn, turnsOf } from '../../rules/roster.js'
import { isOffice } from '../../store/campus.js'
import type { Party, PersonRef, ViewOf } from '../../store/schema.js'
import type { Card, CardAction } from '../card.js'
import { clockTime, dated, dateTime, names, owedName } from '../plain.js'
import { officePhone, swapText, turnTime } from '../roster.js'
import { type Here, press, primary } from './parts.js'

const DAY_MS = 86_400_000
const MOST_OWN = 8
const MOST_LISTED = 10
const MOST_MISSING = 30

const iso = (ms: number): string => new Date(ms).toISOString()
const word = (label: string, text = label): CardAction => press(label, 'word', { text })

const at = (ms: number, here: Here): string => clockTime(iso(ms), here.now, here.rules.timezone)

const person = ({ person, of }: Turn): string =>
  of && of.id !== person.id ? `${person.name}（代 ${of.name}）` : person.name

const people = (turns: readonly Turn[]): string => [...new Set(turns.map(person))].join('、')

/** 值班: who is on duty now and next, and the reader's own turns. */
export const rotaCard = (reader: Party, here: Here): Card => {
  const nowMs = Date.parse(here.now)
  const turns = turnsOf(here)
  const desks = desksIn(here)
  const officers = officersOf({ chain: [], delegations: [], unreachable: [] }, here)
  const own = turns.filter((turn) => turn.person.id === reader.id && turn.to > nowMs)
  const rows = desks.map((desk) => {
    const now = onDuty(here).filter((turn) => turn.desk === desk)
    const next = turns.find((turn) => turn.desk === desk && turn.from > nowMs)
    const until = now.length > 0 ? at(Math.max(...now.map(({ to }) => to)), here) : '—'
    return [desk, people(now) || '无人', until, next ? `${next.person.name} ${at(next.from, here)}` : '未排']
  })
  const take = mayTake(reader.id, here).map((desk) => word(`接班 ${desk}`))
  const more = own.length - MOST_OWN
  return {
    title: '值班',
    tone: officers.length > 0 ? 'blue' : 'orange',
    lead:
      officers.length > 0
        ? `现在有事先找${names(officers)}`
        : `现在没有网信办的同志值班，事项由网信办全体办理`,
    fields: [],
    table: [['岗位', '现在', '到', '下一班'], ...rows],
    ...(own.length > 0
      ? {
          body: [
            '您的班：',
            ...own
              .slice(0, MOST_OWN)
              .map(
                (turn) => `${turnTime(turn, here)} ${turn.desk}${turn.of ? `（代 ${turn.of.name}）` : ''}`,
              ),
            ...(more > 0 ? [`……另有 ${more} 班，见日历文件`] : []),
          ].join('\n'),
        }
      : {}),
    foot: officePhone(here),
    actions: [...(own.length > 0 ? [word('换班'), word('日历文件', '值班 日历')] : []), ...take],
  }
}

/** To who comes on duty: until when, from whom, and everything that is open. */
export const handoverCard = (view: ViewOf<'handover'>, here: Here): Card => {
  const zone = here.rules.timezone
  const matters = Object.values(here.incidents).filter(
    ({ status }) => status === 'open' || status === 'resolved',
  )
  const open = matters
    .flatMap((matter) => openDuties(matter, here).map((duty) => ({ matter, duty })))
    .toSorted((a, b) => Number(a.matter.drill) - Number(b.matter.drill) || lawFirst(a.duty, b.duty))
  const leaders = onDuty(here).filter(({ desk }) => desk === '带班领导')
  const left = open.length - MOST_LISTED
  return {
    title: `接班 · ${view.desks.join('、')}`,
    tone: open.length > 0 ? 'orange' : 'green',
    lead: `您现在值班，到 ${dated(view.until, here.now, zone)}；${
      open.length > 0 ? `未办结 ${matters.length} 件，待办 ${open.length} 项` : '现在没有未办结的事项'
    }`,
    fields: [
      ...(view.gone.length > 0 ? [{ label: '交班人', value: names([...view.gone]) }] : []),
      ...(leaders.length > 0 ? [{ label: '带班领导', value: people(leaders) }] : []),
    ],
    ...(open.length > 0
      ? {
          table: [
            ['编号', '单位', '待办', '期限'],
            ...open
              .slice(0, MOST_LISTED)
              .map(({ matter, duty }) => [
                `${matter.drill && !matter.id.startsWith('演练') ? '演练 ' : ''}${matter.id}`,
                matter.unit.name,
                `${owedName(duty)}（${names(duty.owners)}）`,
                dated(duty.due, here.now, zone),
              ]),
          ],
        }
      : {}),
    foot: `${left > 0 ? `另有 ${left} 项，发送“列表”查看。` : ''}不能到岗的，请立即请同志按“接班”，并电话告知带班领导。`,
    actions: primary([word('待办'), word('列表'), word('值班')]),
  }
}

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

/** Friday afternoon: the week that begins on this Monday, and where it has holes. */
export const nextWeekCard = ({ monday }: ViewOf<'next-week'>, here: Here): Card => {
  const zone = here.rules.timezone
  const begins = momentOf(Date.parse(`${monday}T00:00:00Z`), zone)
  const ends = momentOf(Date.parse(`${monday}T00:00:00Z`) + 7 * DAY_MS, zone)
  const desks = desksIn(here)
  const turns = turnsOf(here).filter((turn) => turn.from < ends && turn.to > begins)
  const holes = desks.flatMap((desk) => gaps(desk, begins, ends, here).map((gap) => ({ desk, ...gap })))
  const days = WEEKDAYS.map((name, nth) => {
    const [from, to] = [nth, nth + 1].map((day) =>
      momentOf(Date.parse(`${monday}T00:00:00Z`) + day * DAY_MS, zone),
    )
    const { m, d } = localParts(from ?? begins, zone)
    return [
      `${name} ${m}月${d}日`,
      ...desks.map(
        (desk) =>
          people(
            turns.filter((turn) => turn.desk === desk && turn.from >= (from ?? 0) && turn.from < (to ?? 0)),
          ) || '—',
      ),
    ]
  })
  return {
    title: '下周值班',
    tone: holes.length > 0 ? 'orange' : 'blue',
    lead:
      turns.length === 0
        ? '下周还没有值班表，请今天补上；没有排班时由网信办全体办理'
        : holes.length > 0
          ? `下周有 ${holes.length} 段没有排班，请今天补上`
          : '下周排班完整',
    fields: [],
    table: [['日期', ...desks], ...days],
    ...(turns.length > 0 && holes.length > 0
      ? {
          body: [
            '没有排班：',
            ...holes.slice(0, MOST_LISTED).map((hole) => `${hole.desk} ${turnTime(hole, here)}`),
            ...(holes.length > MOST_LISTED ? [`……共 ${holes.length} 段`] : []),
          ].join('\n'),
        }
      : {}),
    foot: '按当天开始的班列出。要换班的，发送“换班”。',
    actions: [word('值班')],
  }
}

/** To the colleague who is asked, and to nobody else with buttons. */
export const swapCard = (view: ViewOf<'swap'>, reader: Party, here: Here): Card | undefined => {
  const cover = here.covers?.[view.cover]
  if (!cover) return undefined
  const zone = here.rules.timezone
  const mine = cover.by.id === reader.id && cover.state === 'asked' && cover.to > here.now
  return {
    title: '换班请求',
    tone: cover.state === 'agreed' ? 'green' : cover.state === 'declined' ? 'grey' : 'orange',
    lead:
      cover.state === 'asked'
        ? `${cover.person?.name ?? ''}请您替班，同意后才算换好`
        : `${cover.by.name}已于 ${dated(cover.answeredAt ?? cover.at, here.now, zone)} ${cover.state === 'agreed' ? '同意换班' : '回复不换'}`,
    fields: [{ label: '哪一班', value: swapText(cover, here) }],
    actions: mine
      ? primary([
          press('同意换班', 'agree_swap', { cover: cover.id }),
          press('不换', 'decline_swap', { cover: cover.id }),
        ])
      : [],
  }
}

/** «请回复收到»: it asks for nothing else, and says that no incident is behind it. */
export const reachCallCard = (view: ViewOf<'reach-call'>, reader: Party, here: Here): Card | undefined => {
  const call = here.reach?.[view.test]?.calls[reader.id]
  if (!call) return undefined
  return call.answeredAt
    ? {
        title: '到达测试',
        tone: 'green',
        lead: `您已于 ${dateTime(call.answeredAt, here.rules.timezone)} 回复收到，谢谢`,
        fields: [],
        actions: [],
      }
    : {
        title: '到达测试',
        tone: 'orange',
        lead: '请回复收到',
        fields: [],
        body: '这是每月一次的到达测试，看紧急通知能不能送到您，没有发生事件。',
        foot: `按下面的按钮，或回复“收到”。${officePhone(here)}`,
        actions: primary([press('收到', 'reach_ok', { test: view.test })]),
      }
}

const PARTS = { night: '夜间', daytime: '日间' } as const

/** To the office: who was called, who answered, how fast, and who did not. */
export const reachCard = (view: ViewOf<'reach'>, here: Here): Card | undefined => {
  const test = here.reach?.[view.test]
  if (!test) return undefined
  const calls = Object.values(test.calls)
  const missing = calls.filter(({ answeredAt }) => !answeredAt)
  const rows = (['night', 'daytime'] as const).map((part) => {
    const called = calls.filter((one) => one.part === part)
    const took = called.flatMap((one) =>
      one.answeredAt
        ? [Math.max(1, Math.ceil((Date.parse(one.answeredAt) - Date.parse(one.at)) / 60_000))]
        : [],
    )
    const when = called[0] ? dateTime(called[0].at, here.rules.timezone) : '未发'
    return [
      PARTS[part],
      when,
      String(called.length),
      String(took.length),
      took.length > 0 ? `${Math.max(...took)} 分钟` : '—',
    ]
  })
  const shown = (one: { person: PersonRef; part: 'night' | 'daytime'; lost?: string | undefined }): string =>
    `${one.person.name}${isOffice(here.directory, one.person.id) ? '（网信办）' : ''}${one.lost ? '，未送达' : ''}`
  return {
    title: '到达测试结果',
    tone: missing.length > 0 ? 'orange' : 'green',
    lead:
      missing.length > 0
        ? `${calls.length} 人中 ${missing.length} 人没有回复，请电话核对`
        : `${calls.length} 人全部回复`,
    fields: [],
    table: [['时段', '发出', '应回复', '已回复', '最慢'], ...rows],
    ...(missing.length > 0
      ? {
          body: `没有回复：${missing.slice(0, MOST_MISSING).map(shown).join('、')}${missing.length > MOST_MISSING ? `等 ${missing.length} 人` : ''}`,
        }
      : {}),
    foot: '请核对手机号、账号和通知设置。结果同时记入 npm run doctor。',
    actions: [],
  }
}
