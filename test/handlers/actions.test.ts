// Do the word, the button, 帮助 and 待办 say the same of every action, to every post, in every state of an incident?
import { describe, expect, it } from 'vitest'
import { drawFor } from '../../bot/turn/drawing.js'
import type { Wanted } from '../../handlers/actions/action.js'
import { actionOf, actions, spoken } from '../../handlers/actions/index.js'
import type { Decision } from '../../handlers/decision.js'
import { helpFor } from '../../handlers/help.js'
import { partyOf } from '../../handlers/see.js'
import { duties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { ActionName, Event, Matter, Party, View } from '../../store/schema.js'
import type { CardAction } from '../../templates/card.js'
import { directory, frozen, HOUR, incidentOf, rules, T0, worldAt } from '../rules/ground.js'
import { castOf } from '../scenes/stage.js'

const cast = castOf(directory)
const posts = [
  ...[
    '书记',
    '副院长',
    '书记代理',
    '分管领导',
    '值班甲',
    '值班乙',
    '常务甲',
    '主任',
    '中心副主任',
    '宣传副部长',
  ],
  ...['保密办主任', '校党委书记', '文学院书记', '报告人', '路人'],
] as const

/** Frozen to its last word: every decision, card and help of this file would be refused a write into it. */
const world = (incident: Matter, ms = T0): World =>
  frozen<World>({
    ...worldAt(ms, rules, incident),
    strangers: {
      s: { id: 's', name: '刘老师', channel: 'sandbox', address: 's' },
      other: { id: 'other', name: '路人', channel: 'sandbox', address: 'other' },
    },
  })
const partyIn = (name: string, { directory }: World): Party => {
  const id = name === '报告人' ? 's' : name === '路人' ? 'other' : cast.get(name)
  const person = directory.people.find((one) => one.id === id)
  if (!id) throw new Error(`nobody in the cast is called ${name}`)
  return partyOf({ id, name: person?.name ?? name }, { directory })
}
const decide = (name: string, who: string, incident: Matter, wanted: Wanted = {}, ms = T0): Decision => {
  const here = world(incident, ms)
  const decision = actionOf(name)?.decide({
    by: partyIn(who, here),
    incident,
    world: here,
    ...wanted,
  })
  if (!decision) throw new Error(`there is no action ${name}`)
  return decision
}

type Step = [who: string, action: ActionName, wanted?: Wanted]
const after = (incident: Matter, ...steps: Step[]): Matter =>
  steps.reduce((before, [who, action, wanted]) => {
    const decision = decide(action, who, before, wanted)
    if (decision.kind !== 'record') throw new Error(`${who} ${action}: ${JSON.stringify(decision)}`)
    return decision.events.reduce<Matter>(evolve, before)
  }, incident)
const said = (answers: Record<string, string>): Wanted => ({ answers })
const receipt = (authority: string): Wanted => ({
  authority,
  answers: { channel: '电话', sent_at: '刚刚', received_by: '王科长' },
})
/** Everything that is owed is done, by two people of the office where it takes two. */
const allDone = (incident: Matter): Matter => {
  let now = incident
  for (let guard = 0; guard < 50; guard++) {
    const owed = duties(now, world(now)).find(({ done }) => !done)
    if (!owed) return now
    const { id: duty, kind, post } = owed
    if (owed.readers) now = after(now, [owed.readers[0]?.name ?? '', 'acknowledge', { duty }])
    else if (kind === 'internal' && post !== 'office' && owed.owners[0]) {
      // what several bodies owe, each says for itself
      now = evolve(now, { type: 'performed', at: world(now).now, by: owed.owners[0], duty })
    } else if (kind === 'acknowledge') {
      const by = owed.owners[0]
      if (!by) throw new Error(`nobody owes ${duty}`)
      now = evolve(now, { type: 'acknowledged', at: world(now).now, by, post })
    } else if (kind === 'internal') now = after(now, ['值班甲', 'perform', { ...said({}), duty }])
    else if (kind === 'grade') now = after(now, ['值班甲', 'grade', said({ level: '3', reason: '核实' })])
    else
      now = after(
        now,
        ['值班甲', 'submit_receipt', { ...receipt(''), duty }],
        ['值班乙', 'confirm_receipt', { duty }],
      )
  }
  throw new Error('it never ends')
}

const reported: Matter = incidentOf()
const issued = {
  type: 'issued',
  at: worldAt(T0).now,
  by: partyIn('值班甲', worldAt(T0)),
  number: '通报2026-0001',
  drill: false,
  unit: reported.unit,
  chain: reported.chain,
  subject: { text: '弱口令', term: worldAt(T0 + 72 * HOUR).now, source: '自治区教育厅', authority: 'edu' },
} satisfies Event
const notice = begin(issued)
const given = begin({ ...issued, kind: 'assignment', number: '督办2026-0001' })
const people = begin({
  ...issued,
  kind: 'assignment',
  number: '督办2026-0002',
  subject: { ...issued.subject, people: true },
})
const carriedOut = after(
  given,
  ['书记', 'acknowledge'],
  ['副院长', 'acknowledge'],
  ['副院长', 'carry_out', said({ measures: '已清查' })],
)
const fixed = after(
  notice,
  ['书记', 'acknowledge'],
  ['副院长', 'acknowledge'],
  ['副院长', 'rectify', said({ measures: '已改' })],
)
const graded = after(reported, ['值班甲', 'grade', said({ level: '3', reason: '核实' })])
const entered = after(graded, ['值班甲', 'submit_receipt', receipt('自治区党委网信办')])
const NAT = Object.keys(entered.submissions)[0] ?? ''
const asked = after(reported, ['书记', 'withdraw', said({ reason: '测试' })])
const resolved = after(allDone(graded), ['副院长', 'resolve'])
const finished = allDone(resolved)

const states: Record<string, Matter> = {
  刚报告: reported,
  涉违法有害信息: incidentOf({ report: { harmful_content: true } }),
  书记已确认: after(reported, ['书记', 'acknowledge']),
  书记转给别人: after(reported, ['书记', 'delegate', said({ to: cast.get('文学院书记') ?? '' })]),
  书记联系不上: evolve(reported, {
    type: 'undeliverable',
    at: worldAt(T0).now,
    notice: 'n',
    to: partyIn('书记', worldAt(T0)),
    what: '事件通知',
    reason: '对方不可达',
  } satisfies Event),
  已定级: graded,
  待核定一般: after(reported, ['值班甲', 'grade', said({ level: '4', reason: '影响很小' })]),
  待核定更正: after(incidentOf({ report: { crime_suspected: true } }), [
    '值班甲',
    'correct',
    said({ field: 'crime_suspected', value: '否', reason: '看错' }),
  ]),
  回执待核实: entered,
  回执已退回: after(entered, ['值班乙', 'return_receipt', { duty: NAT, ...said({ reason: '号码不对' }) }]),
  回执已核实: after(entered, ['值班乙', 'confirm_receipt', { duty: NAT }]),
  书记提出误报: asked,
  处置结束: after(graded, ['副院长', 'resolve']),
  全部办完: finished,
  已办结: after(finished, ['值班甲', 'close']),
  已按误报撤销: after(asked, ['值班甲', 'withdraw', said({ reason: '确是测试' })]),
  已标注: after(graded, ['值班甲', 'mark', said({ item: '六', reason: '拒不提供日志' })]),
  已重开: after(
    asked,
    ['值班甲', 'withdraw', said({ reason: '确是测试' })],
    ['值班乙', 'reopen', said({ reason: '又发现了' })],
  ),
  演练: { ...reported, drill: true },
  通报已下发: notice,
  通报已整改: fixed,
  通报复测通过: after(fixed, ['中心副主任', 'pass_retest', said({})]),
  督办已下达: given,
  年度核对: people,
  年度核对有变化: after(people, ['副院长', 'change_people', said({ changes: '朱墨涵调离' })]),
  督办已办理: carriedOut,
  督办已退回: after(carriedOut, ['值班甲', 'send_back', said({ reason: '缺负责人' })]),
}
const places = Object.entries(states)
const isOpen = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'

/** Refused for what was not said, not for who said it or when. */
const unsaid: ReadonlySet<string> = new Set(['text-needed', 'which-authority', 'which-person'])
const may = (decision: Decision): boolean => decision.kind !== 'refuse' || unsaid.has(decision.refusal.why)

const buttonsOn = (view: View, incident: Matter, who: string, ms: number): CardAction[] => {
  const here = world(incident, ms)
  const drawn = drawFor({ to: { person: partyIn(who, here).id }, view }, here)
  // a button that types a word for its reader (下一页) is no action
  return drawn && 'card' in drawn ? drawn.card.actions.filter(({ action }) => action !== 'word') : []
}
/** Every card of this incident that may stand in somebody's chat. */
const cardsOf = (incident: Matter): View[] => {
  const ids = duties(incident, world(incident)).map(({ id }) => id)
  return [
    { view: 'incident', incident: incident.id },
    { view: 'todo' },
    { view: 'reason-form', incident: incident.id, action: 'grade' },
    ...ids.flatMap((id): View[] => [
      { view: 'duty', incident: incident.id, duties: [id] },
      { view: 'reminder', incident: incident.id, duties: [id], nth: 1, role: 'owner' },
    ]),
  ]
}

describe.each(places)('%s', (_, incident) => {
  it('no button is refused to whom it is shown, at once or hours later', () => {
    const lies = posts.flatMap((who) =>
      [T0, T0 + 3 * HOUR].flatMap((ms) =>
        cardsOf(incident).flatMap((view) =>
          buttonsOn(view, incident, who, ms).flatMap(({ label, value: { action, duty, nth } }) => {
            const decision = decide(
              action,
              who,
              incident,
              { duty, nth: nth === undefined ? nth : Number(nth) },
              ms,
            )
            return decision.kind === 'refuse'
              ? [`${who} [${label}] ${view.view}: ${decision.refusal.why}`]
              : []
          }),
        ),
      ),
    )
    expect(lies).toEqual([])
  })

  it('whatever waits in somebody’s 待办 has a button there', () => {
    const idle = posts.flatMap((who) => {
      const here = world(incident)
      const drawn = drawFor({ to: { person: partyIn(who, here).id }, view: { view: 'todo' } }, here)
      if (!drawn || !('card' in drawn)) return []
      const waits = /待办 (\d+) 项/.exec(drawn.card.title)?.[1]
      return waits && drawn.card.actions.length < Math.min(Number(waits), 5)
        ? [`${who}: ${drawn.card.lead}`]
        : []
    })
    expect(idle).toEqual([])
  })

  it('帮助 names to everybody what they may do now', () => {
    const untold = posts.flatMap((who) => {
      const here = world(incident)
      const words = helpFor(partyIn(who, here), here).map(({ word }) => word.split(' ')[0])
      return spoken
        .filter(({ action }) => isOpen(incident) && may(decide(action.name, who, incident)))
        .filter(({ typed }) => !words.includes(typed.words[0]))
        .map(({ action }) => `${who} ${action.label}`)
    })
    expect(untold).toEqual([])
  })
})

it('帮助 of an idle day names a word only to posts of which one may do it in some state', () => {
  const idle = { ...world(reported), incidents: {} }
  const vain = spoken
    .filter(({ action, typed }) => {
      const told = posts.filter((who) =>
        helpFor(partyIn(who, idle), idle).some(({ word }) => word.split(' ')[0] === typed.words[0]),
      )
      const stray = told.some((who) => action.help?.for === 'office' && !partyIn(who, idle).office)
      return stray || !told.some((who) => places.some(([, one]) => may(decide(action.name, who, one))))
    })
    .map(({ action }) => action.label)
  expect(vain).toEqual([])
})

it('who may do what in which state is what it was', async () => {
  const lines = places.flatMap(([state, incident]) => [
    `── ${state}`,
    ...Object.values(actions).map(({ name, label }) => {
      const who = posts.filter((one) => may(decide(name, one, incident)))
      return `${label}：${who.length === posts.length ? '人人' : who.join(' ') || '—'}`
    }),
    '',
  ])
  await expect(lines.join('\n')).toMatchFileSnapshot('who-may.txt')
})

it('no decision writes into the world that it looks at, whoever decides what, in whatever state', () => {
  const writable = (value: unknown, path: string): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : [
          ...(Object.isFrozen(value) ? [] : [path]),
          ...Object.entries(value).flatMap(([key, part]) => writable(part, `${path}.${key}`)),
        ]
  expect(writable(world(graded), 'world')).toEqual([])
  const answers = { reason: '核实', note: '已断网', to: cast.get('书记代理') ?? '', level: '2', text: '首页' }
  for (const [, incident] of places) {
    const duty = duties(incident, world(incident)).find(({ done }) => !done)?.id
    for (const { name } of Object.values(actions))
      for (const who of posts)
        for (const wanted of [{ duty }, { duty, answers }, { duty, ...receipt('') }])
          decide(name, who, incident, wanted) // a write would throw here
  }
})
