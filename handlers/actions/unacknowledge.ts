// 撤回确认: who may take back an acknowledgement? Whoever gave it, for ten minutes: one word is soon typed by mistake.

import type { Event, EventOf, Matter, PersonRef } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import type { Action } from './action.js'

/** After that others have relied upon it. */
const WITHIN_MS = 10 * 60_000

type Given = EventOf<'acknowledged'>

/** What this person acknowledged, and not by opening only, that still stands. */
const givenBy = ({ id }: PersonRef, { record, acknowledged }: Matter): Given[] =>
  record.filter(
    (event): event is Given =>
      event.type === 'acknowledged' &&
      !event.opened &&
      event.by.id === id &&
      acknowledged.some(({ by, at, post }) => by.id === id && at === event.at && post === event.post),
  )

export const unacknowledge: Action<'unacknowledge'> = {
  name: 'unacknowledge',
  label: '撤回确认',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['撤回确认', '撤回确认收到', '收回确认', '取消确认'],
    slash: ['unack'],
    short: true,
    rare: true,
  },
  help: { rest: '编号', does: '确认点错了，10 分钟内收回', for: 'unit' },

  decide({ by, incident, world }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const given = givenBy(by, incident)
    const last = given.at(-1)
    if (!last) return refuse({ why: 'not-acknowledged' })
    const fresh = given.filter(({ at }) => Date.parse(world.now) - Date.parse(at) < WITHIN_MS)
    if (fresh.length === 0) return refuse({ why: 'acknowledged-long-ago', by: last.by, at: last.at })
    return record(
      { did: 'unacknowledged' },
      ...fresh.map(
        ({ post, unit }): Event => ({
          type: 'unacknowledged',
          at: world.now,
          by: refOf(by),
          post,
          ...(unit ? { unit } : {}),
        }),
      ),
    )
  },
}
