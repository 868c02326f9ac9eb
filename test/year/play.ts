// How is a plan played? Its happenings at their moments, and its people between them, until nothing is left to wait for.
import { expect } from 'vitest'
import type { Directory, Shift } from '../../store/schema.js'
import type { Stage } from '../scenes/acts.js'
import { makePeople, type People } from './people.js'
import { DAY, type Happening, START } from './plan.js'

const dayOf = (ms: number): string => new Date(ms + DAY / 3).toISOString().slice(0, 10)

/** The two 值班员 take turns of twelve hours at both desks, the week-ends too. */
export const rosterOf = ({ people, units }: Directory, until: number): Shift[] => {
  const office = units.find(({ kind }) => kind === '网信办')?.id
  const onDuty = people.filter(({ posts }) =>
    posts.some(({ unit, role }) => unit === office && role === '值班员'),
  )
  const days = Array.from({ length: Math.ceil((until - START) / DAY) }, (_, nth) => nth)
  return days.flatMap((nth) =>
    [
      { from: '08:00', to: '20:00' },
      { from: '20:00', to: '08:00' },
    ].flatMap((hours, half) =>
      (['技术值班', '内容值班'] as const).map((desk) => ({
        date: dayOf(START + nth * DAY),
        ...hours,
        desk,
        person: onDuty[(nth + half) % onDuty.length]?.id ?? '',
      })),
    ),
  )
}

const begin = async (one: Happening, people: People, stage: Stage): Promise<void> => {
  const all = () => Object.keys(stage.fenghuo.turns.peek().incidents)
  const before = new Set(all())
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
      return people.leave(one.days)
    case 'succession':
      return people.succeed()
    case 'period': {
      const who = people.office()
      await people.say(who, `零报告 ${one.name} ${one.from}至${one.to} 每天17:00`)
      return people.say(who, '开始零报告')
    }
  }
  const fresh = all().filter((id) => !before.has(id))
  if (fresh.length === 0)
    throw new Error(JSON.stringify([one, people.messages.slice(-3).map(({ text }) => text)]))
  for (const id of fresh) await people.follow(id, one.what === 'incident' ? one : {})
}

/** Plays it on a stage that stands at its beginning. Nobody may be left with what nobody can do. */
export const playThrough = async (options: {
  seed: number
  stage: Stage
  plan: readonly Happening[]
  until: number
}): Promise<People> => {
  const { seed, stage, plan, until } = options
  const queue: { at: number; nth: number; run: () => Promise<void> }[] = []
  let nth = 0
  const people = makePeople(seed, stage, (at, run) => queue.push({ at, nth: nth++, run }))
  for (const one of plan) queue.push({ at: one.at, nth: nth++, run: () => begin(one, people, stage) })
  // somebody looks at their chat every few hours, whatever else happens
  const last = Math.max(...plan.map(({ at }) => at)) + DAY
  for (let at = stage.now(); at < last; at += DAY / 6) queue.push({ at, nth: nth++, run: people.discover })
  for (;;) {
    queue.sort((a, b) => a.at - b.at || a.nth - b.nth)
    const next = queue.shift()
    if (!next || next.at > until) break
    await stage.moveTo(Math.max(next.at, stage.now()))
    people.look()
    await next.run()
  }
  expect(people.stuck).toEqual([])
  await stage.moveTo(until)
  people.look()
  return people
}
