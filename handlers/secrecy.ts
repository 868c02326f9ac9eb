// What follows when somebody was diverted to 保密办? It is reminded without content until it says that it took care (保密法实施条例 第六十一条).
import { acting } from '../rules/chain.js'
import { dueSecrecy } from '../rules/secrecy.js'
import type { World } from '../rules/world.js'
import { unitOfKind } from '../store/campus.js'
import type { Actor, Party, Refusal, Stub, Told } from '../store/schema.js'
import { refOf } from './decision.js'
import { RANK } from './tell.js'

/** The two responsible people of 保密办, or who acts for them. */
export const secrecyDesk = (world: Pick<World, 'directory' | 'away' | 'now'>): Actor[] => {
  const desk = unitOfKind(world.directory, '保密办')
  return world.directory.people
    .filter(({ posts }) =>
      posts.some(({ unit, role }) => unit === desk?.id && (role === '第一责任人' || role === '直接责任人')),
    )
    .map(({ id, name, title }) =>
      acting({ id, name, ...(title ? { title } : {}) }, { delegations: [], unreachable: [] }, world),
    )
    .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
}

/** The reminder that has come, as the stub it leaves and who hears it: 4, 12, 20 hours by the shipped rules. */
export const remindSecrecy = (stub: Stub, world: World): { stub: Stub; notices: Told[] } | undefined => {
  const nth = dueSecrecy(stub, world.rules, Date.parse(world.now))
  if (nth === undefined) return undefined
  return {
    stub: { ...stub, reminded: nth },
    notices: secrecyDesk(world).map(({ id }) => ({
      key: `stub/${stub.id}/${nth}/${id}`,
      to: { person: id },
      rank: RANK.statutory,
      view: { view: 'secrecy', stub: stub.id, nth },
      urgency: nth >= 3 ? 'phone' : nth === 2 ? 'sms' : 'app',
    })),
  }
}

/** «已依规办理»: only 保密办 may say so; what was done is not asked. */
export const secrecyDone = (by: Party, stub: Stub, world: World): Stub | Refusal => {
  if (stub.done) return { why: 'already', what: 'secrecy', by: stub.done.by, at: stub.done.at }
  const desk = secrecyDesk(world)
  if (!desk.some(({ id }) => id === by.id)) return { why: 'not-yours', may: desk }
  return { ...stub, done: { by: refOf(by), at: world.now } }
}
