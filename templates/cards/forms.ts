// How does the form of an action look? Its fields come from the table of actions; some are led in by what must be known to fill them.

import { type Duty, duties } from '../../rules/duties.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { suggestLevel } from '../../rules/level.js'
import { rulesOf, sheetOf } from '../../rules/world.js'
import {
  type Asking,
  type Field,
  levelNames,
  type Matter,
  type Party,
  type ViewOf,
} from '../../store/schema.js'
import { answered } from '../answered.js'
import type { ActionValue, Card } from '../card.js'
import { wayOut } from '../dialog.js'
import { markOf } from '../drill.js'
import { suggestionLines } from '../level.js'
import { letterBeside } from '../persons.js'
import { name, paperName } from '../plain.js'
import { eachInTurn } from '../platform/words.js'
import { lookOver } from '../reception.js'
import { usedBefore } from '../sentences.js'
import { settledCard } from './duty.js'
import { demand, type Here, offer, press, primary, titleOf } from './parts.js'

type View = ViewOf<'reason-form'> | ViewOf<'receipt-form'>

const isOver = ({ status }: Matter): boolean => status === 'closed' || status === 'withdrawn'

/** A form that was filled, here or by typing: nothing is left to press. Blue: it was said already that it is done. */
const filled = ({ sheet }: View, incident: Matter, reader: Party, here: Here): Card | undefined => {
  const used = sheet ? here.used?.[sheetOf(reader.id, sheet)] : undefined
  return used && { ...answered(`已办理 · ${incident.id}`, usedBefore(used, here)), tone: 'blue' }
}

/** A receipt that is not owed any more, or waits for another person. */
const entered = (view: View, incident: Matter, here: Here): Card | undefined => {
  const deed = deedOf(view, incident, here)
  if (deed?.done) return settledCard(incident, [deed], here)
  if (view.view !== 'receipt-form') return undefined
  const duty = duties(incident, here).find(({ id }) => id === view.duty)
  if (!duty || duty.done || (isOver(incident) && duty.clock.from !== 'withdrawn'))
    return settledCard(incident, duty ? [duty] : [], here)
  if (!duty.submission || duty.submission.returned) return undefined
  return {
    title: titleOf(incident, here),
    tone: 'green',
    lead: `回执已由${name(duty.submission.by)}填写，等待网信办另一位同志核实`,
    fields: [],
    actions: [],
  }
}

/** The duty that 已办 is said of. */
const deedOf = (view: View, incident: Matter, here: Here): Duty | undefined =>
  view.view === 'reason-form' && view.action === 'perform'
    ? duties(incident, here).find(({ id }) => id === view.duty)
    : undefined

/** What stands over the fields. */
const ledIn = (view: View, incident: Matter, reader: Party, here: Here): Partial<Card> => {
  if (view.view === 'receipt-form') {
    const duty = duties(incident, here).find(({ id }) => id === view.duty)
    return {
      lead: `${duty?.authority?.name ?? ''}${duty ? paperName(duty) : ''}的回执`,
      fields: [{ label: '单位', value: incident.unit.name }],
      body: `请在实际报送之后填写。${eachInTurn}`,
    }
  }
  const deed = deedOf(view, incident, here)
  if (deed)
    return {
      title: `${deed.clock.name} · ${markOf(incident)}${incident.id}`,
      lead: demand(deed, here),
      body: deed.demand
        ? `${deed.demand.text}\n请写明怎样答复、何时、受理编号`
        : deed.clock.ground
          ? '已经办理的，直接提交；依法决定不办的，请写明依据'
          : (here.sheet('perform', reader, incident, view)?.ask ?? ''),
      details: letterBeside([deed], incident, here),
    }
  if (view.action !== 'grade' && view.action !== 'assess') return {}
  const body = suggestionLines(suggestLevel(incident, rulesOf(incident, here))).join('\n')
  if (view.action === 'assess') return { body }
  const questions = here.sheet('assess', reader, incident, {})?.fields ?? []
  return {
    lead: incident.grading
      ? `现为${levelNames[incident.grading.level]}，更改级别须说明原因`
      : view.level
        ? `定为${levelNames[view.level]}须说明原因：低于建议级别、低于现在计时的级别，或有情况不详、须慎重`
        : '请确认级别；时限仍从发现时间起算',
    body,
    actions: questions.length > 0 ? offer('assess', incident, reader, here) : [],
  }
}

/** What this reader has typed into the form so far; nothing where that is over, or was never to be looked over. */
const typedInto = ({ filled, sheet }: View, reader: Party, here: Here): Asking | undefined => {
  const asking = here.asking?.[reader.id]
  return filled && sheet && asking?.sheet === sheet ? asking : undefined
}

const withValue = (field: Field, value: string | undefined): Field => (value ? { ...field, value } : field)

/** What the report says now where it shall be corrected. */
const standsNow = (view: View, said: string | undefined, { report }: Matter, here: Here): Card['fields'] => {
  const names = Object.keys(fieldLabels) as (keyof typeof fieldLabels)[] // the table's own keys
  const field = names.find((name) => name !== 'classified' && (name === said || fieldLabels[name] === said))
  return view.view === 'reason-form' && view.action === 'correct' && field && field !== 'classified'
    ? [{ label: lookOver.now, value: showField(field, report?.[field], here) }]
    : []
}

/** What was typed, before it is recorded: a form shows it in its fields; where there are none, it is listed with its buttons. */
const lookedOver = (
  view: View,
  typed: Asking | undefined,
  fields: readonly Field[],
  incident: Matter,
  reader: Party,
  here: Here,
): Partial<Card> => {
  const { filled, sheet } = view
  if (!filled || !typed) return {}
  const { answers, unread } = typed
  const { at } = filled
  const lacking = filled.lacking.filter(
    (label) => !fields.some((one) => one.label === label && answers[one.name]),
  )
  const known = fields.filter(({ name }) => answers[name])
  const empty = fields.filter(({ name, label }) => !answers[name] && !lacking.includes(label))
  const say = (text: string) => press(text, 'fill', { sheet, field: at, text })
  const body = [
    unread ? lookOver.unread(unread) : '',
    lacking.length > 0 ? lookOver.lacking(lacking) : lookOver.how,
    empty.length > 0 ? lookOver.more(empty.map(({ label }) => label)) : '',
  ].filter(Boolean)
  const of = view.view === 'receipt-form' ? `${ledIn(view, incident, reader, here).lead}：` : ''
  const now = standsNow(view, answers.field, incident, here)
  return {
    lead: `${of}${lacking.length > 0 ? lookOver.begun(known.length, lacking) : lookOver.lead}`,
    fields: now,
    body: unread ? lookOver.unread(unread) : '',
    instead: {
      fields: [
        ...now,
        ...known.map(({ name, label, options }) => ({
          label,
          value: options?.find(({ value }) => value === answers[name])?.label ?? answers[name] ?? '',
        })),
      ],
      body: body.join('\n'),
      actions: [
        // an older card, of which nothing is lacking by now, asks for no yes: that is the newer one's
        ...(filled.lacking.length > 0 ? [] : primary([say(lookOver.yes)])),
        ...known.map(({ name, label }) => press(lookOver.fix(label), 'fix', { sheet, field: name })),
        { ...say(wayOut.cancel), wayOut: true },
      ],
    },
  }
}

export const actionForm = (view: View, incident: Matter, reader: Party, here: Here): Card => {
  const over = filled(view, incident, reader, here) ?? entered(view, incident, here)
  if (over) return over
  const action = view.view === 'receipt-form' ? 'submit_receipt' : view.action
  const sheet = here.sheet(action, reader, incident, view)
  // the receipt of a 撤销报告 is entered when all else is over
  const ended = isOver(incident) && view.view !== 'receipt-form'
  if (!sheet || sheet.ofSettled !== ended) return settledCard(incident, [], here)
  const typed = typedInto(view, reader, here)
  const keys: ActionValue = {
    action,
    incident: incident.id,
    ...(view.duty ? { duty: view.duty } : {}),
    ...(sheet.nth === undefined ? {} : { nth: String(sheet.nth) }),
    ...(view.sheet ? { sheet: view.sheet } : {}),
  }
  return {
    title: `${sheet.title} · ${markOf(incident)}${incident.id}`,
    tone: 'orange',
    ...(sheet.ask ? { lead: sheet.ask } : {}),
    fields: [],
    actions: [],
    ...ledIn(view, incident, reader, here),
    ...lookedOver(view, typed, sheet.fields, incident, reader, here),
    form: {
      fields: sheet.fields.map((field) => withValue(field, typed?.answers[field.name])),
      submit: { label: sheet.submit, value: keys },
    },
  }
}
