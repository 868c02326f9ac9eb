// 转办: who acts when the responsible person can't? Somebody else, in this incident, recorded as 代.
import { isAway } from '../../rules/away.js'
import { acting, actingFor, mayActAs, seatsIn, seenFrom, unitPosts } from '../../rules/chain.js'
import type { World } from '../../rules/world.js'
import { evolve } from '../../store/matter.js'
import { type EventOf, type Matter, type PersonRef, PostName, type Refusal } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { responsibleOf } from '../see.js'
import { takeBack, whom, whomWrong } from '../standin.js'
import { named, TO_WHOM } from '../understand/meant.js'
import { type Action, person } from './action.js'

/** The one of a unit's two responsible persons who would be alone with both posts, or for whom `to` acts already (细则 第十三条 names two). */
const otherPost = (after: Matter, incident: Matter, world: World): PersonRef | undefined =>
  seatsIn(incident)
    .map(({ seat }) => {
      const unit = seenFrom(incident, seat)
      const [only, another] = actingFor(unitPosts, seenFrom(after, seat), world)
      if (!only || another || actingFor(unitPosts, unit, world).length < 2) return undefined
      return responsibleOf(unit).find((person) => acting(person, incident, world).id === only.id)
    })
    .find(Boolean)

/** Why it may not be handed to them: they are away, it would come back in a ring, or both posts would be in one hand. */
const unfit = (handed: EventOf<'delegated'>, incident: Matter, world: World): Refusal | undefined => {
  const { from, to } = handed
  if (isAway(to.id, world)) return { why: 'to-is-away', to }
  const after = evolve(incident, handed)
  const round = new Set([to.id])
  for (const one of round) {
    const next = after.delegations.find((known) => known.from.id === one)?.to.id
    if (next === from.id) return { why: 'handed-round', to }
    if (next) round.add(next)
  }
  const other = otherPost(after, incident, world)
  return other && { why: 'both-posts', to, other }
}

export const delegate: Action<'delegate'> = {
  name: 'delegate',
  label: '转办',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['转办'],
    slash: ['delegate'],
    short: true,
    long: true,
    glued: TO_WHOM,
    read(rest) {
      const [to = '', ...reason] = named(rest).split(/\s+/)
      return to ? { answers: { to, reason: reason.join(' ') } } : {}
    },
  },
  help: { rest: '编号 人', does: '由他人代您办理', for: 'unit' },
  form: {
    ask: '请写明由谁代为办理',
    submit: '转办',
    items: [
      {
        ...person('to', '转给', whomWrong),
        also: ['not-to-yourself', 'already-acting', 'to-is-away', 'handed-round', 'both-posts'],
      },
      { name: 'reason', label: '原因', type: 'longtext', required: false },
    ],
  },

  decide({ by, incident, world, answers }) {
    const over = settled(incident)
    if (over) return refuse(over)
    const actor = mayActAs(refOf(by), PostName.options, incident, world)
    if (!actor) return refuse({ why: 'not-yours', may: responsibleOf(incident) })
    if (!answers) return { kind: 'form' }
    const long = tooLong('to', answers.to) ?? tooLong('reason', answers.reason)
    if (long) return refuse(long)
    const to = whom(answers.to, world)
    if ('why' in to) return refuse(to)
    const from = actor.for ?? refOf(by)
    if (to.id === from.id && incident.delegations.some((known) => known.from.id === from.id))
      return takeBack(by, incident, from, world)
    if (to.id === by.id || to.id === from.id) return refuse({ why: 'not-to-yourself' })
    if (incident.delegations.some((known) => known.from.id === from.id && known.to.id === to.id)) {
      const since = incident.record.findLast(
        (event) => event.type === 'delegated' && event.from.id === from.id && event.to.id === to.id,
      )
      return refuse({
        why: 'already-acting',
        by: since?.type === 'delegated' ? since.by : from,
        at: since?.at ?? incident.reportedAt,
      })
    }
    const reason = answers.reason?.trim()
    const handed: EventOf<'delegated'> = {
      type: 'delegated',
      at: world.now,
      by: actor,
      from,
      to,
      ...(reason ? { reason } : {}),
    }
    const wrong = unfit(handed, incident, world)
    return wrong ? refuse(wrong) : record({ did: 'delegated', to }, handed)
  },
}
