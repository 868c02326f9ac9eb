// Does any press, repeated, late or from another copy, change nothing and say who and when? Over all actions, on two platforms.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { worldOf } from '../../bot/turn/world.js'
import { actionOf } from '../../handlers/actions/index.js'
import { openDuties } from '../../rules/duties.js'
import { lastSnooze } from '../../rules/rounds.js'
import type { Field } from '../../store/schema.js'
import type { ActionValue, Card } from '../../templates/card.js'
import { bothPlatforms } from '../scenes/both.js'
import { type MakeBelieve, makePlatform, openStage, type Stage } from '../scenes/stage.js'

const cast = ['刘老师', '书记', '副院长', '值班甲', '值班乙', '常务甲', '中心副主任'] as const
const desk = ['值班甲', '值班乙', '常务甲'] as const
const ID = '2026-0001'

/** A button or a form as it stood somewhere, at some time; `form` where it is one. */
type Seen = { who: string; message: string; value: ActionValue; form?: Record<string, string> }

type Step =
  | { do: 'press'; nth: number }
  | { do: 'say'; who: number; what: number }
  | { do: 'wait'; minutes: number }
  /** One of the office enters the next receipt for an authority; one presses what confirms or returns the newest. */
  | { do: 'enter'; who: number; to: string }
  | { do: 'judge'; who: number; action: 'confirm_receipt' | 'return_receipt' }
  /** A form is opened, and the level changes before it is sent; a reminder is put off; a report is typed and sent. */
  | { do: 'regrade' | 'put-off' | 'preview' }
  /** `days` later it is in the archive. */
  | { do: 'withdraw' | 'close'; days: number }

const typed = ['报告', '否', '否', '文学院', '学院网站', '网络攻击', '打不开', '刚刚', '预览']
const words = [
  '待办',
  '列表',
  `状态 ${ID}`,
  `报送 ${ID} 自治区党委网信办`,
  `报送 ${ID} 自治区教育厅`,
  `定级 ${ID}`,
  `定级 ${ID} 重大 范围扩大`,
  `定级 ${ID} 一般 影响很小`,
  `更正 ${ID}`,
  `转办 ${ID}`,
  `续报 ${ID}`,
  `上报责任人 ${ID}`,
  `研判 ${ID}`,
  `误报 ${ID}`,
  `处置结束 ${ID}`,
  '填表',
  '取消',
]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('press' as const), nth: fc.nat(1_000) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      who: fc.nat(cast.length - 1),
      what: fc.nat(words.length - 1),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('enter' as const),
      who: fc.nat(desk.length - 1),
      to: fc.constantFrom('自治区党委网信办', '自治区教育厅'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('judge' as const),
      who: fc.nat(desk.length - 1),
      action: fc.constantFrom('confirm_receipt' as const, 'return_receipt' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 20, 70),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('regrade' as const, 'put-off' as const, 'preview' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('withdraw' as const, 'close' as const),
      days: fc.constantFrom(0, 2),
    }),
  },
)
const plays = fc.array(fc.record({ step, again: fc.nat(1_000), elsewhere: fc.nat(1_000) }), {
  minLength: 4,
  maxLength: 14,
})

/** Each of the ways in which a press comes too late, once; what else happens is drawn by lot. */
const steps: Step[] = [
  { do: 'enter', who: 0, to: '自治区党委网信办' },
  { do: 'enter', who: 0, to: '自治区教育厅' },
  { do: 'judge', who: 1, action: 'return_receipt' },
  { do: 'judge', who: 1, action: 'confirm_receipt' },
  { do: 'regrade' },
  { do: 'put-off' },
  { do: 'preview' },
  { do: 'wait', minutes: 20 },
  { do: 'withdraw', days: 2 },
  { do: 'wait', minutes: 1 },
]
const eachOnce = steps.map((step, nth) => ({ step, again: nth, elsewhere: nth }))

const filled = (field: Field, stage: Stage): string => {
  const given: Record<string, string> = {
    classified: '否',
    unit: '文学院',
    summary: '首页被改',
    discovered_at: '刚刚',
    channel: '电话',
    sent_at: '刚刚',
    received_by: '王科长',
    to: stage.id('文学院书记'),
    officer: '冯一鸣',
    deputy: '吴晓岚',
    field: 'impact',
    value: '约 300 人',
    reason: '已核对',
    level: '较大（III 级）',
  }
  return given[field.name] ?? (field.type === 'longtext' ? '说明' : '')
}

const pressables = (card: Card, stage: Stage): Pick<Seen, 'value' | 'form'>[] => [
  ...card.actions.filter(({ action }) => action !== 'word').map(({ value }) => ({ value })),
  ...(card.form
    ? [
        {
          value: card.form.submit.value,
          form: Object.fromEntries(card.form.fields.map((field) => [field.name, filled(field, stage)])),
        },
      ]
    : []),
]

const keyOf = ({ who, message, value }: Seen): string => JSON.stringify([who, message, value])

/** Everything that anybody could press now. */
const onScreen = (stage: Stage, platforms: readonly [string, MakeBelieve][]): Seen[] =>
  platforms.flatMap(([side, { messages }]) =>
    [...messages].flatMap(([message, { to, content }]) => {
      const who = cast.find((name) => stage.id(name) === to)
      if (!who || !('card' in content)) return []
      return pressables(content.card, stage).map((one) => ({ who, message: `${side} ${message}`, ...one }))
    }),
  )

/** One press of each action, by lot. */
const oneOfEach = (all: readonly Seen[], lot: number): Seen[] =>
  [...new Set(all.map(({ value }) => value.action))].flatMap((action) => {
    const same = all.filter(({ value }) => value.action === action)
    return same[lot % same.length] ?? []
  })

/** What a press may not change: every table of people's doings, and every record but for what was turned away. */
const stateOf = (stage: Stage): string => {
  const { incidents, drafts, asking, stubs, away, rulebooks, fetching, ledger } = stage.fenghuo.turns.peek()
  const facts = Object.entries(incidents).map(([id, { record, ...rest }]) => {
    const silent = new Set(['delivered', 'undeliverable', 'turned-away'])
    return [id, { ...rest, unreachable: 0 }, record.filter(({ type }) => !silent.has(type))]
  })
  return JSON.stringify({ facts, drafts, asking, stubs, away, rulebooks, fetching, ledger })
}

/** Is the matter of this press over: settled, done, owed no more, or another receipt, grading or reminder by now? */
const isLate = ({ who, value }: Seen, stage: Stage): boolean => {
  if (value.draft)
    return stage.fenghuo.turns.peek().used[`sandbox:staff-1/draft/${value.draft}`] !== undefined
  const incident = value.incident ? stage.incident(value.incident) : undefined
  if (!incident) return false
  if (incident.status === 'closed' || incident.status === 'withdrawn') return true
  const { turns, campus } = stage.fenghuo
  const tables = turns.peek()
  const world = worldOf(
    { at: new Date(stage.now()).toISOString(), rows: (table) => tables[table], incident: turns.find },
    campus(),
  )
  if (value.duty && !openDuties(incident, world).some(({ id }) => id === value.duty)) return true
  if (value.nth === undefined) return false
  if (value.action === 'snooze')
    return (lastSnooze(incident, value.duty ?? '', { id: stage.id(who) })?.nth ?? -1) >= Number(value.nth)
  const round = actionOf(value.action)?.round?.(incident, value.duty)
  // a receipt that went back is over, though no other was entered yet
  const back = value.action.endsWith('_receipt') && incident.submissions[value.duty ?? '']?.returned
  return round !== undefined && (Number(value.nth) < round || Boolean(back))
}

it('whatever was pressed: again, too late, or on another copy, nothing changes, and it says who and when', async () => {
  const names = new Set<string>(['刘老师'])
  await fc.assert(
    fc.asyncProperty(plays, async (all) => {
      const [a, b] = [makePlatform(), makePlatform('feishu')]
      const stage = await openStage({ platform: () => bothPlatforms(a, b, () => 'a') })
      const sides: [string, MakeBelieve][] = [
        ['a', a],
        ['b', b],
      ]
      for (const { name } of stage.directory.people) names.add(name)
      const seen = new Map<string, Seen>()
      const acted = new Map<string, Seen>()
      const look = (): Seen[] => {
        const now = onScreen(stage, sides)
        for (const one of now) seen.set(keyOf(one), one)
        return now
      }
      const press = async (one: Seen): Promise<string> => {
        const before = stateOf(stage)
        const toast = await stage.press(stage.id(one.who), one.message, one.value, one.form)
        if (stateOf(stage) !== before && changed(before, stateOf(stage))) acted.set(keyOf(one), one)
        return toast?.text ?? ''
      }
      /** A press that only opened a form is none that acted. */
      const changed = (before: string, after: string): boolean => {
        const parts = (text: string) => {
          const { asking: _, ...rest } = JSON.parse(text)
          return JSON.stringify(rest)
        }
        return parts(before) !== parts(after)
      }
      const mustBeSpent = async (one: Seen, why: string): Promise<void> => {
        const before = stateOf(stage)
        const toast = await stage.press(stage.id(one.who), one.message, one.value, one.form)
        const told = `${why} ${JSON.stringify(one)} → ${toast?.text}`
        expect(stateOf(stage), told).toBe(before)
        expect(toast?.text, told).toMatch(/\d{1,2}:\d{2}/)
        expect(
          [...names].some((name) => toast?.text.includes(name)),
          told,
        ).toBe(true)
      }
      /** Without its duty a press means no other; 确认收到 without one is the button that gives all of one's own. */
      const mustBeDead = async (one: Seen): Promise<void> => {
        const { duty, ...value } = one.value
        if (duty === undefined || one.value.action === 'acknowledge') return
        const before = stateOf(stage)
        const toast = await stage.press(
          stage.id(one.who),
          one.message,
          { ...value, action: one.value.action },
          one.form,
        )
        expect(changed(before, stateOf(stage)), `${JSON.stringify(one)} → ${toast?.text}`).toBe(false)
      }
      const say = (who: string, text: string) => stage.say(stage.id(who), text)
      /** The newest button of this action that somebody sees; or the newest form. */
      const newest = async (who: string, action: string, form = false) => {
        const found = look().findLast(
          (one) => one.who === who && one.value.action === action && (one.form !== undefined) === form,
        )
        if (found) await press(found)
      }
      try {
        await say('刘老师', '填表')
        await newest('刘老师', 'submit_report', true)
        expect(stage.incident(ID)).toBeDefined()
        await say('值班甲', `定级 ${ID} 较大`)
        for (const { step, again, elsewhere } of all) {
          const now = look()
          switch (step.do) {
            case 'press': {
              const one = now[step.nth % Math.max(1, now.length)]
              if (one) await press(one)
              break
            }
            case 'say': {
              // people are on both platforms: where they type, the answer comes
              const who = cast[step.who] ?? '书记'
              const both = stage.platform as ReturnType<typeof bothPlatforms>
              both.moveHome(stage.id(who), step.what % 2 === 0 && who !== '刘老师' ? 'b' : 'a')
              await say(who, words[step.what] ?? '待办')
              break
            }
            case 'wait':
              await stage.moveTo(stage.now() + step.minutes * 60_000)
              break
            case 'enter': {
              const who = desk[step.who] ?? '值班甲'
              await say(who, `报送 ${ID} ${step.to}`)
              await newest(who, 'submit_receipt', true)
              break
            }
            case 'judge': {
              const who = desk[step.who] ?? '值班甲'
              await newest(who, step.action)
              if (step.action === 'return_receipt') await newest(who, 'return_receipt', true)
              break
            }
            case 'regrade':
              await say('值班甲', `定级 ${ID}`)
              look() // this form is old in a moment
              await say('值班乙', `定级 ${ID} 一般 影响很小`)
              await newest('值班甲', 'confirm_grade')
              await say('值班乙', `定级 ${ID} 重大 范围扩大`)
              break
            case 'put-off':
              await stage.moveTo(stage.now() + 70 * 60_000)
              for (const who of ['副院长', '值班甲', '值班乙']) await newest(who, 'snooze')
              break
            case 'preview':
              for (const text of typed) await say('刘老师', text)
              await newest('刘老师', 'submit_report')
              break
            case 'withdraw':
              await say('书记', `误报 ${ID} 演示页面`)
              await say('值班甲', `误报 ${ID} 已核实`)
              break
            case 'close':
              await say('值班甲', `定级 ${ID} 一般 影响很小`)
              await say('值班乙', `核定定级 ${ID}`)
              await newest('书记', 'acknowledge')
              await newest('副院长', 'acknowledge')
              await say('值班甲', `报送 ${ID} 自治区党委网信办`)
              await newest('值班甲', 'submit_receipt', true)
              await say('值班乙', `核实 ${ID} 网信办`)
              await say('值班甲', `处置结束 ${ID}`)
              await say('值班甲', `办结 ${ID}`)
              break
          }
          const over = stage.incident(ID)?.closedAt !== undefined
          if ('days' in step && over) await stage.moveTo(stage.now() + step.days * 86_400_000)
          look()
          for (const repeat of oneOfEach([...acted.values()], again)) {
            await mustBeSpent(repeat, 'again')
            // the same press on another copy: any other card of this person, here or on the other platform
            const copies = [...seen.values()].filter(
              ({ who, message }) => who === repeat.who && message !== repeat.message,
            )
            const copy = copies[elsewhere % Math.max(1, copies.length)]
            if (copy) await mustBeSpent({ ...repeat, message: copy.message }, 'copy')
          }
          for (const one of oneOfEach(look(), again)) await mustBeDead(one)
          const tooLate = [...seen.values()].filter((one) => isLate(one, stage))
          for (const late of oneOfEach(tooLate, elsewhere)) await mustBeSpent(late, 'late')
        }
      } finally {
        await stage.end()
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12), examples: [[eachOnce]] },
  )
}, 240_000)
