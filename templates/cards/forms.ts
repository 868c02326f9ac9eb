// How does the form of an action look? Its fields come from the table of actions; some are led in by what must be known to fill them.

import { type Duty, duties } from '../../rules/duties.js'
import { suggestLevel } from '../../rules/level.js'
import { rulesOf, sheetOf } from '../../rules/world.js'
import { type Incident, levelNames, type Party, type ViewOf } from '../../store/schema.js'
import { answered } from '../answered.js'
import type { ActionValue, Card } from '../card.js'
import { suggestionLines } from '../level.js'
import { letterBeside } from '../persons.js'
import { name, paperName } from '../plain.js'
import { eachInTurn } from '../platform/words.js'
import { usedBefore } from '../sentences.js'
import { settledCard } from './duty.js'
import { demand, type Here, offer, titleOf } from './parts.js'

type View = ViewOf<'reason-form'> | ViewOf<'receipt-form'>

const isOver = ({ status }: Incident): boolean => status === 'closed' || status === 'withdrawn'

/** A form that was filled, here or by typing: nothing is left to press. Blue: it was said already that it is done. */
const filled = ({ sheet }: View, incident: Incident, reader: Party, here: Here): Card | undefined => {
  const used = sheet ? here.used?.[sheetOf(reader.id, sheet)] : undefined
  return used && { ...answered(`已办理 · ${incident.id}`, usedBefore(used, here)), tone: 'blue' }
}

/** A receipt that is not owed any more, or waits for another person. */
const entered = (view: View, incident: Incident, here: Here): Card | undefined => {
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
const deedOf = (view: View, incident: Incident, here: Here): Duty | undefined =>
  view.view === 'reason-form' && view.action === 'perform'
    ? duties(incident, here).find(({ id }) => id === view.duty)
    : undefined

/** What stands over the fields. */
const ledIn = (view: View, incident: Incident, reader: Party, here: Here): Partial<Card> => {
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
      title: `${deed.clock.name} · ${incident.drill ? '【演练】' : ''}${incident.id}`,
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

export const actionForm = (view: View, incident: Incident, reader: Party, here: Here): Card => {
  const over = filled(view, incident, reader, here) ?? entered(view, incident, here)
  if (over) return over
  const action = view.view === 'receipt-form' ? 'submit_receipt' : view.action
  const sheet = here.sheet(action, reader, incident, view)
  // the receipt of a 撤销报告 is entered when all else is over
  const ended = isOver(incident) && view.view !== 'receipt-form'
  if (!sheet || sheet.ofSettled !== ended) return settledCard(incident, [], here)
  const keys: ActionValue = {
    action,
    incident: incident.id,
    ...(view.duty ? { duty: view.duty } : {}),
    ...(sheet.nth === undefined ? {} : { nth: String(sheet.nth) }),
    ...(view.sheet ? { sheet: view.sheet } : {}),
  }
  return {
    title: `${sheet.title} · ${incident.drill ? '【演练】' : ''}${incident.id}`,
    tone: 'orange',
    ...(sheet.ask ? { lead: sheet.ask } : {}),
    fields: [],
    actions: [],
    ...ledIn(view, incident, reader, here),
    form: { fields: sheet.fields, submit: { label: sheet.submit, value: keys } },
  }
}
