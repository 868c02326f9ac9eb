// «先别报», «时间改晚一点», «删掉记录»: where is such a request noted? In the record, without its words; nothing else changes (细则 第十四条).
import type { World } from '../rules/world.js'
import { type Event, HIDING, type Party } from '../store/schema.js'
import { refOf } from './decision.js'
import { visible } from './see.js'

/**
 * Where the request is noted: in the newest open incident that this person has to do with, else in a row of its own. The
 * clocks go on, the reminders too (regulations.md §6, text ③).
 */
export const hidingAsked = (
  by: Party,
  world: World,
): { incident: string; event: Event } | { row: { at: string; by: ReturnType<typeof refOf> } } => {
  const incident = visible(by, world).find(({ status }) => status === 'open' || status === 'resolved')
  return incident
    ? {
        incident: incident.id,
        event: {
          type: 'turned-away',
          at: world.now,
          by: refOf(by),
          ...HIDING,
        },
      }
    : { row: { at: world.now, by: refOf(by) } }
}
