// What follows when somebody was diverted to 保密办? It is reminded without content until it says that it took care (保密法实施条例 第六十一条).
import { dueSecrecy, holders, isAsked, once, secrecyDesk, secrecyDueMs } from '../rules/secrecy.js'
import type { World } from '../rules/world.js'
import type { Party, Refusal, Stub, Told } from '../store/schema.js'
import { refOf } from './decision.js'
import { RANK } from './tell.js'

/**
 * The reminder that has come, as the stub it leaves and who hears it: 4, 12, 20 hours by the shipped rules; once the 24
 * hours are over, and every day after, the school's 直接责任人 too (保密法实施条例 第六十一条).
 */
export const remindSecrecy = (stub: Stub, world: World): { stub: Stub; notices: Told[] } | undefined => {
  const nowMs = Date.parse(world.now)
  const nth = dueSecrecy(stub, world.rules, nowMs)
  if (nth === undefined) return undefined
  const above = nowMs >= secrecyDueMs(stub, world.rules) ? holders('学校', ['直接责任人'], world) : []
  return {
    stub: { ...stub, reminded: nth },
    notices: once([...secrecyDesk(world), ...above]).map(({ id }) => ({
      key: `stub/${stub.id}/${nth}/${id}`,
      to: { person: id },
      rank: RANK.statutory,
      view: { view: 'secrecy', stub: stub.id, nth },
      urgency: nth >= 3 ? 'phone' : nth === 2 ? 'sms' : 'app',
    })),
  }
}

/** What waits for this person of 保密办, the oldest first. */
export const secrecyOwed = (by: Party, stubs: Readonly<Record<string, Stub>>, world: World): Stub[] =>
  secrecyDesk(world).some(({ id }) => id === by.id)
    ? Object.values(stubs)
        .filter(isAsked)
        .sort((a, b) => (a.at < b.at ? -1 : 1))
    : []

/** «已依规办理»: only 保密办 may say so; what was done is not asked. */
export const secrecyDone = (by: Party, stub: Stub, world: World): Stub | Refusal => {
  if (stub.done) return { why: 'already', what: 'secrecy', by: stub.done.by, at: stub.done.at }
  const desk = secrecyDesk(world)
  if (!desk.some(({ id }) => id === by.id)) return { why: 'not-yours', may: desk }
  return { ...stub, done: { by: refOf(by), at: world.now } }
}
