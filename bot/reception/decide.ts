// Which decision does a word or a button ask for? Hands what was typed or pressed to the handler that decides it.
import { acknowledge } from '../../handlers/acknowledge.js'
import { assess } from '../../handlers/assess.js'
import { close, resolve, withdraw } from '../../handlers/close.js'
import type { Decision, Which } from '../../handlers/decision.js'
import { grade } from '../../handlers/grade.js'
import { correct, note } from '../../handlers/note.js'
import { confirmReceipt, type ReceiptForm, returnReceipt, submitReceipt } from '../../handlers/receipt.js'
import { reopen } from '../../handlers/reopen.js'
import { appoint, callFollowUp, write } from '../../handlers/series.js'
import { delegate, snooze, undelegate } from '../../handlers/standin.js'
import { type Command, parseLevel } from '../../handlers/words.js'
import type { Incident } from '../../store/schema.js'
import { contextOf, type Desk } from './desk.js'

export const decideWord = (desk: Desk, { command, rest }: Command, incident: Incident): Decision => {
  const { party, world } = desk
  switch (command) {
    case 'grade': {
      const level = parseLevel(rest)
      if (!level && rest.trim()) return { kind: 'refuse', refusal: { why: 'level-needed' } }
      return grade(party, incident, { level: level?.level, reason: level?.rest }, world)
    }
    case 'submitted':
      return submitReceipt(party, incident, { authority: rest }, world)
    case 'confirm':
      return confirmReceipt(party, incident, { authority: rest }, world)
    case 'resolve':
      return resolve(party, incident, world)
    case 'close':
      return close(party, incident, world)
    case 'withdraw':
      return withdraw(party, incident, rest.trim() || undefined, world)
    case 'reopen':
      return reopen(party, incident, rest.trim() || undefined, world)
    case 'note':
      return note(party, incident, rest, world)
    case 'correct':
      return correct(party, incident, undefined, contextOf(desk), world)
    case 'delegate': {
      const [person = '', ...reason] = rest.trim().split(/\s+/)
      return delegate(party, incident, person ? { person, reason: reason.join(' ') } : undefined, world)
    }
    case 'undelegate':
      return undelegate(party, incident, rest, world)
    case 'assess':
      return assess(party, incident, undefined, world)
    case 'follow_up':
      return callFollowUp(party, incident, rest, world)
    case 'appoint': {
      const [officer, deputy] = rest.split(/[\s,，、]+|副手?/u).filter(Boolean)
      return appoint(party, incident, officer ? { officer, deputy } : undefined, world)
    }
    default:
      throw new Error(`no decision for ${command}`)
  }
}

/** What must name its duty, lest it mean another; 确认收到 without one gives all that this person owes, and no others. */
const ofOneDuty: ReadonlySet<string> = new Set([
  'submit_receipt',
  'confirm_receipt',
  'return_receipt',
  'snooze',
  'write_follow_up',
  'write_final',
])

/** What a button or a form asks for. `which` is what it carries: what names too little is dead, and never means what a typed word would. */
export const decideForm = (
  desk: Desk,
  action: string,
  incident: Incident,
  { duty, nth }: Which,
  form: Record<string, string> | undefined,
): Decision => {
  const { party, world } = desk
  if (duty === undefined && ofOneDuty.has(action)) return { kind: 'refuse', refusal: { why: 'button-dead' } }
  switch (action) {
    case 'acknowledge':
      return acknowledge(party, incident, world, duty)
    case 'grade': {
      const level = form?.level ? parseLevel(form.level) : undefined
      if (form && !level) return { kind: 'refuse', refusal: { why: 'level-needed' } }
      return grade(party, incident, { level: level?.level, reason: form?.reason, duty, nth }, world)
    }
    case 'submit_receipt':
      return submitReceipt(party, incident, { duty, form: form as ReceiptForm | undefined }, world) // parsed field by field there
    case 'confirm_receipt':
      return confirmReceipt(party, incident, { duty, nth }, world)
    case 'return_receipt':
      return returnReceipt(party, incident, { duty, nth, reason: form && (form.reason ?? '') }, world)
    case 'resolve':
      return resolve(party, incident, world)
    case 'close':
      return close(party, incident, world)
    case 'withdraw':
      return withdraw(party, incident, form && (form.reason ?? ''), world, nth)
    case 'reopen':
      return reopen(party, incident, form && (form.reason ?? ''), world)
    case 'delegate':
      return delegate(party, incident, form && { person: form.to, reason: form.reason }, world)
    case 'correct':
      return correct(party, incident, form, contextOf(desk), world)
    case 'assess':
      return assess(party, incident, form, world)
    case 'follow_up':
      return callFollowUp(party, incident, form?.reason, world)
    case 'write_follow_up':
      return write(party, incident, 'follow-up', form, world, duty)
    case 'write_final':
      return write(party, incident, 'final', form, world, duty)
    case 'appoint':
      return appoint(party, incident, form, world, nth)
    case 'snooze':
      return snooze(party, incident, duty, world, nth)
    default:
      return { kind: 'refuse', refusal: { why: 'button-dead' } }
  }
}
