// How is a small form filled by typing? One field after another; at the end it is decided like the card.
import { maySee } from '../../handlers/see.js'
import { isWayOut, normalize } from '../../handlers/words.js'
import type { Asking } from '../../store/schema.js'
import { decideForm } from './decide.js'
import { type Desk, refuse, say } from './desk.js'
import { attach } from './evidence.js'
import { fieldsOf, isForm } from './forms.js'
import { settle } from './settle.js'

/** A typed answer to the small form that is open. */
export const fill = (desk: Desk, asking: Asking, text: string): void => {
  const out = isWayOut(text)
  if (asking.action === 'evidence' && out !== 'cancel') return placeFiles(desk, asking, text)
  const incident = desk.world.find(asking.incident)
  if (!incident || !isForm(asking.action) || out === 'cancel') {
    desk.turn.drop('asking', desk.party.id)
    return say(desk, '已取消，没有改动。')
  }
  const fields = fieldsOf(asking.action, incident, desk)
  const at = fields.findIndex(({ name }) => name === asking.field)
  const value = (out === 'skip' || out === 'unknown') && fields[at]?.optional ? '' : text.trim()
  const answers = { ...asking.answers, [asking.field]: value }
  const next = fields
    .slice(at + 1)
    .find(({ name }) => answers[name] === undefined && !(asking.action === 'grade' && !incident.grading))
  if (next) {
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: next.name,
      answers,
      touchedAt: desk.world.now,
    })
    return say(
      desk,
      `${fields[at]?.label ?? ''}：${value || '—'}\n请回复${next.label}${next.optional ? '（可回复“跳过”）' : ''}。`,
    )
  }
  const outcome = settle(
    desk,
    incident,
    decideForm(desk, asking.action, incident, asking.duty, answers),
    asking.action,
  )
  if (!outcome) return
  if (outcome.ok) return say(desk, outcome.text)
  const first = fields[0]
  if (first)
    desk.turn.put('asking', desk.party.id, {
      ...asking,
      field: first.name,
      answers: {},
      touchedAt: desk.world.now,
    })
  say(desk, `${outcome.text}\n请重新回复${first?.label ?? ''}，或回复“取消”。`)
}

/** The files wait for the number of the incident that they belong to. */
const placeFiles = (desk: Desk, asking: Asking, text: string): void => {
  const incident = desk.world.find(normalize(text))
  if (!incident || !maySee(desk.party, incident, desk.world)) return refuse(desk, { why: 'no-such-incident' })
  desk.turn.drop('asking', desk.party.id)
  attach(desk, incident, asking.files ?? [])
}
