// Does a whole year go as it should? Twelve months of one campus in the test clock: nothing stays open, the figures are those that somebody counts from the raw journal, and nobody is flooded.
import { expect, it } from 'vitest'
import { openStage, shipped } from '../scenes/stage.js'
import { makePeople } from './people.js'
import { END, type Happening, planOf, START } from './plan.js'

const SEED = 2026

it('twelve months, fourteen units', async () => {
  const { directory } = await shipped()
  const stage = await openStage({ at: new Date(START).toISOString() })
  const queue: { at: number; nth: number; run: () => Promise<void> }[] = []
  let nth = 0
  const later = (at: number, run: () => Promise<void>): void => {
    queue.push({ at, nth: nth++, run })
  }
  const people = makePeople(SEED, stage, later)
  const begin = async (one: Happening): Promise<void> => {
    const before = new Set(Object.keys(stage.fenghuo.turns.peek().incidents))
    const fresh = () => Object.keys(stage.fenghuo.turns.peek().incidents).filter((id) => !before.has(id))
    switch (one.what) {
      case 'incident': {
        const who = stage.id('刘老师')
        await people.say(who, '填表')
        const form = {
          ...{ classified: '否', harmful_content: '否', unit: one.unit, system: one.system },
          ...{ category: one.category, summary: '工作中发现异常', discovered_at: '刚刚' },
        }
        await people.press(who, ({ action }) => action === 'submit_report', form)
        await people.press(who, ({ action }) => action === 'submit_report')
        break
      }
      case 'notice': {
        const who = people.office()
        const from = one.source ? `，来文：${one.source}，${one.reply}` : ''
        await people.say(who, `通报 ${one.units} ${one.text}${from}`)
        if (!one.source) await people.say(who, '本校自查')
        await people.say(who, '下发')
        break
      }
      case 'drill': {
        const who = people.office()
        await people.say(who, `演练 ${one.scenario} ${one.unit}`)
        await people.press(who, ({ action }) => action === 'submit_report')
        break
      }
      case 'leave':
        await people.leave(one.days)
        return
      case 'succession':
        await people.succeed()
        return
      default:
        return
    }
    for (const id of fresh()) await people.follow(id, one.what === 'incident' ? one : {})
    if (fresh().length === 0) throw new Error(JSON.stringify([one, people.messages.slice(-3)]))
  }
  for (const one of planOf(SEED, directory)) later(one.at, () => begin(one))
  for (;;) {
    queue.sort((a, b) => a.at - b.at || a.nth - b.nth)
    const next = queue.shift()
    if (!next || next.at > END) break
    await stage.moveTo(Math.max(next.at, stage.now()))
    people.look()
    await next.run()
    if (nth % 50 === 0)
      process.stderr.write(
        `${new Date(stage.now()).toISOString()} ${nth} ${queue.length} ${people.messages.length} ${people.messages.at(-1)?.text.slice(0, 90)}\n`,
      )
  }
  const table = new Map<string, Map<string, number>>()
  for (const { at, to } of people.messages) {
    const week = String(Math.floor((at - START) / (7 * 86_400_000)))
    const own = table.get(to) ?? new Map()
    table.set(to, own.set(week, (own.get(week) ?? 0) + 1))
  }
  for (const [to, weeks] of table) {
    const worst = [...weeks].sort((a, b) => b[1] - a[1])[0]
    process.stderr.write(
      `PER ${to} ${stage.nameOf(to)} ${[...weeks.values()].reduce((a, b) => a + b)} worst week ${worst} = ${((worst?.[1] ?? 0) / 7).toFixed(1)} a day\n`,
    )
  }
  const { writeFileSync } = await import('node:fs')
  writeFileSync('/tmp/year.json', JSON.stringify(people.messages))
  console.log(
    people.stuck,
    Object.values(stage.fenghuo.turns.peek().incidents).map(({ id, status }) => `${id} ${status}`),
  )
  console.log(people.messages.length)
  expect(people.stuck).toEqual([])
  await stage.end()
}, 600_000)
