// Does whoever speaks find what a look at everything would find them, whatever happened, came due or was taken back?
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hereOf } from '../../bot/turn/drawing.js'
import { worldIn } from '../../bot/turn/world.js'
import { reported } from '../../handlers/report.js'
import { partyOf, visible } from '../../handlers/see.js'
import { involving } from '../../rules/concerning.js'
import type { World } from '../../rules/world.js'
import { openDays } from '../../rules/zero.js'
import { todoView } from '../../templates/cards/lists.js'
import { openStage, type Stage } from '../scenes/stage.js'
import { held, noSpace } from '../store/ground.js'

const CAST = [
  ...['书记', '副院长', '文学院书记', '书记代理', '中心副主任', '分管领导'],
  ...['值班甲', '值班乙', '常务甲', '主任', '校党委书记', '刘老师', '朱墨涵', '杨书言'],
] as const
const UNITS = ['信息学院', '文学院', '信息中心'] as const
const WORDS = [
  ...['确认收到', '处置结束', '办结', '误报 不是事件', '重开 又来了', '撤回转办', '补充 现场已断网'],
  ...['转办 杨书言', '转办 朱墨涵', '定级 重大 范围扩大', '稍后', '报送 自治区教育厅', '上报责任人 值班乙'],
] as const

const which = fc.nat(3)
const who = fc.constantFrom(...CAST)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ report: fc.constantFrom(...UNITS), drill: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ who, what: fc.constantFrom(...WORDS), which, lost: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ who, what: fc.constantFrom('外出 今天 明天', '销假'), lost: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom(1, 20, 61, 24 * 60, 4 * 24 * 60) }) },
  { weight: 3, arbitrary: fc.record({ undone: fc.constantFrom('drop', 'report', 'event'), which }) },
)

const factOf = (stage: Stage, world: World, unit: string, number: string, drill: boolean) =>
  reported(
    { id: stage.id('刘老师'), name: '刘老师' },
    {
      unit: stage.directory.units.find(({ name }) => name === unit)?.id ?? '',
      category: 'NA',
      summary: '首页被换',
    },
    { number, drill },
    world,
  )

it('the index by whom, the list of each and what is theirs are what all of it says', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { wrap, fail } = held()
      const stage = await openStage({ wrap })
      try {
        const { turns } = stage.fenghuo
        const now = (): World =>
          worldIn(turns.peek(), stage.now(), { directory: stage.directory, rules: stage.rules }, turns.find)
        const numbers = (): string[] => Object.keys(turns.peek().incidents)
        const compare = (): void => {
          const world = now()
          // of these nobody keeps count: everything is looked at
          const bare: World = { ...world, incidents: { ...world.incidents } }
          for (const name of CAST) {
            const party = partyOf({ id: stage.id(name), name }, world)
            const ids = (of: World) => visible(party, of).map(({ id }) => id)
            expect(ids(world), name).toEqual(ids(bare))
            expect(todoView(party, hereOf(world)), name).toEqual(todoView(party, hereOf(bare)))
            expect(todoView(party, hereOf(world), '超期'), name).toEqual(
              todoView(party, hereOf(bare), '超期'),
            )
            expect(involving(party.id, world)).toEqual(
              Object.values(world.incidents).filter((one) => involving(party.id, world).includes(one)),
            )
          }
          expect(openDays(world)).toEqual(openDays(bare))
        }
        for (const one of steps) {
          const known = numbers()
          const number = 'which' in one ? (known[one.which % Math.max(known.length, 1)] ?? '') : ''
          if ('report' in one)
            await turns.turn(undefined, (turn) => {
              const next = `${one.drill ? '演练' : ''}2026-${String(turn.next('n')).padStart(4, '0')}`
              turn.record(next, factOf(stage, now(), one.report, next, one.drill))
            })
          else if ('what' in one) {
            const [word = '', ...rest] = one.what.split(' ')
            fail(one.lost ? noSpace() : undefined)
            await stage
              .say(stage.id(one.who), [word, ...(number ? [number] : []), ...rest].join(' '))
              .catch(() => {})
            fail(undefined)
          } else if ('wait' in one) await stage.moveTo(stage.now() + one.wait * 60_000)
          else
            await expect(
              turns.turn(undefined, (turn) => {
                if (one.undone === 'report')
                  turn.record('2026-9999', factOf(stage, now(), '文学院', '2026-9999', false))
                else if (number && one.undone === 'drop') turn.drop('incidents', number)
                else if (number)
                  turn.record(number, {
                    type: 'delegated',
                    at: turn.at,
                    by: { id: stage.id('书记'), name: '书记' },
                    from: { id: stage.id('书记'), name: '书记' },
                    to: { id: stage.id('杨书言'), name: '杨书言' },
                  })
                compare() // in the middle of it, too
                throw new Error('taken back')
              }),
            ).rejects.toThrow('taken back')
          compare()
        }
      } finally {
        await stage.end()
      }
    }),
    { numRuns: Number(process.env.FOUND ?? 12) },
  )
})
