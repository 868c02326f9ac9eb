// What happens when it may be a state secret? Stop, keep nothing but an empty stub, say where to go, call 保密办 without content.
import { refOf } from '../../handlers/decision.js'
import { isAsked, secrecyDesk } from '../../rules/secrecy.js'
import { deskPhone } from '../../store/campus.js'
import { clockTime } from '../../templates/plain.js'
import * as words from '../../templates/sentences.js'
import { owe } from '../turn/happen.js'
import { type Desk, say } from './desk.js'
import { forget } from './drafts.js'
import { leaveOffer } from './offered.js'
import { beginQuiet, endQuiet, inQuiet } from './quiet.js'
import { endDraft } from './used.js'

/** Whoever writes on is told and noted again, but the telephone of 保密办 rang a moment ago. */
const RING_AGAIN_MS = 10 * 60_000

/** 涉密: stop, keep nothing but an empty stub, tell the reporter where to go, and 保密办 that somebody will come. */
export const divert = (desk: Desk): void => {
  const { turn, party, world } = desk
  const draft = turn.row('drafts', party.id)
  if (draft) endDraft(desk, draft.id, { how: 'diverted' })
  const [since] = [draft?.startedAt, turn.row('asking', party.id)?.startedAt]
    .filter((at) => at !== undefined)
    .sort()
  const about = turn.row('asking', party.id)?.incident
  forget(desk)
  leaveOffer(desk)
  turn.drop('asking', party.id)
  turn.drop('issuing', party.id)
  turn.drop('opening', party.id)
  turn.drop('planning', party.id)
  turn.forgetAnswers(party.id)
  const before = inQuiet(desk)
    ? Object.values(turn.rows('stubs')).find((stub) => stub.by.id === party.id && isAsked(stub))
    : undefined
  const id = `s${turn.next('stub')}`
  turn.put('stubs', id, {
    id,
    at: world.now,
    by: refOf(party),
    what: '疑似涉密, 已引导至保密办',
    ...(since === undefined ? {} : { since }),
    ...(before ? { with: before.id } : {}),
  })
  endQuiet(desk) // what was opened before counts no more
  beginQuiet(desk, about)
  say(desk, words.classifiedText(deskPhone(world.directory, '保密办')), true)
  if (draft?.state === 'same-thing') say(desk, words.reportDropped, true)
  const rung = turn.row('meta', `rung/${party.id}`)
  const quiet = typeof rung === 'string' && Date.parse(world.now) - Date.parse(rung) < RING_AGAIN_MS
  if (!quiet) turn.put('meta', `rung/${party.id}`, world.now)
  for (const to of secrecyDesk(world)) {
    owe(desk, {
      key: `stub/${id}/${to.id}`,
      to: { person: to.id },
      rank: 0,
      view: {
        view: 'text',
        text: words.classifiedPing(clockTime(world.now, world.now, world.rules.timezone), refOf(party)),
      },
      urgency: quiet ? 'app' : 'phone',
    })
  }
}
