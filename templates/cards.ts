// What does a reader see? Every view becomes a text or a channel-neutral card, made for that reader at that moment.

import { secrecyDesk } from '../rules/secrecy.js'
import type { Party, View } from '../store/schema.js'
import { offerCard, welcome } from './answered.js'
import type { Rendered, Task } from './card.js'
import { briefingCard } from './cards/briefing.js'
import { digestCard } from './cards/digest.js'
import { dutyCard, reminderCard } from './cards/duty.js'
import { actionForm } from './cards/forms.js'
import { bulletin, incidentCard, leftCard } from './cards/incident.js'
import { rulesCard, secrecyCard } from './cards/law.js'
import { helpCard, listCard, recordCard, todoCard } from './cards/lists.js'
import type { Here } from './cards/parts.js'
import { receivedCard } from './cards/received.js'
import { reportView } from './cards/report.js'
import { onlyReported, reporterCard } from './cards/reporter.js'
import { handoverCard, nextWeekCard, reachCallCard, reachCard, rotaCard, swapCard } from './cards/roster.js'
import { statsCard } from './cards/stats.js'
import { taskOf } from './cards/task.js'
import { directoryCard } from './cards/upkeep.js'
import { zeroCard } from './cards/zero.js'
import { marked } from './drill.js'
import { eventsOf, gatheredText, newsText } from './news.js'

export { type Here, titleOf } from './cards/parts.js'

/**
 * Draws one view for one reader. `undefined` when there is nothing left to draw (its incident is not there). What is drawn
 * of a drill says so, whoever drew it.
 */
export const render = (view: View, reader: Party, here: Here): Rendered | { task: Task } | undefined => {
  const drawn = plainly(view, reader, here)
  return drawn && isOfDrill(view, here) ? marked(drawn) : drawn
}

const isOfDrill = (view: View, here: Here): boolean =>
  'incident' in view && view.view !== 'same-thing' && here.find(view.incident)?.drill === true

const plainly = (view: View, reader: Party, here: Here): Rendered | { task: Task } | undefined => {
  if ('incident' in view && view.view !== 'same-thing') {
    const incident = here.find(view.incident)
    if (!incident) return undefined
    switch (view.view) {
      case 'incident':
        if (!here.maySee(reader, incident)) return { card: leftCard(incident, here) }
        return {
          card:
            zeroCard(incident, reader, here) ??
            (onlyReported(reader, incident, here)
              ? reporterCard(incident, reader, here)
              : incidentCard(incident, reader, here)),
        }
      case 'duty':
        if (!here.maySee(reader, incident)) return { card: leftCard(incident, here) }
        return { card: dutyCard(incident, view.duties, reader, here, view.ticked) }
      case 'task':
        return { task: taskOf(view, incident, reader, here) }
      case 'reminder':
        if (!here.maySee(reader, incident)) return { card: leftCard(incident, here) }
        return { card: reminderCard(view, incident, reader, here) }
      case 'receipt-form':
      case 'reason-form':
        return { card: actionForm(view, incident, reader, here) }
      case 'news': {
        const [event, ...more] = eventsOf(view).flatMap((at) => incident.record[at] ?? [])
        if (!event) return undefined
        const text =
          more.length > 0
            ? gatheredText(incident, [event, ...more], reader.id, here)
            : newsText(incident, event, reader.id, here)
        return { text }
      }
      case 'bulletin':
        return { card: bulletin(incident, here) }
      case 'received':
        return { card: receivedCard(incident, reader, here) }
      case 'record':
        return { card: recordCard(view, incident, here) }
    }
  }
  switch (view.view) {
    case 'welcome':
      return { card: welcome() }
    case 'text':
      return { text: view.text }
    case 'offer':
      return { card: offerCard(view, reader) }
    case 'secrecy': {
      const stub = here.stubs?.[view.stub]
      const mayPress = secrecyDesk(here).some(({ id }) => id === reader.id)
      return stub ? { card: secrecyCard(stub, here, mayPress) } : undefined
    }
    case 'rules': {
      const book = here.rulebooks?.[view.version]
      return book ? { card: rulesCard(book, reader, here) } : undefined
    }
    case 'directory': {
      const proposal = here.proposals?.[view.proposal]
      return proposal ? { card: directoryCard(proposal, reader, here) } : undefined
    }
    case 'todo':
      return { card: todoCard(view, reader, here) }
    case 'list':
      return { card: listCard(view, reader, here) }
    case 'digest':
      return { card: digestCard(view, reader, here) }
    case 'briefing':
      return { card: briefingCard(view, reader, here) }
    case 'stats':
      return { card: statsCard(view.year, here) }
    case 'rota':
      return { card: rotaCard(reader, here) }
    case 'handover':
      return { card: handoverCard(view, here) }
    case 'next-week':
      return { card: nextWeekCard(view, here) }
    case 'swap': {
      const card = swapCard(view, reader, here)
      return card && { card }
    }
    case 'reach-call': {
      const card = reachCallCard(view, reader, here)
      return card && { card }
    }
    case 'reach': {
      const card = reachCard(view, here)
      return card && { card }
    }
    case 'help':
      return { card: helpCard(reader, here) }
    default:
      return reportView(view, reader, here)
  }
}

/** In a few words, for the record of deliveries. */
export const whatOf = (view: View): string => {
  switch (view.view) {
    case 'incident':
      return '事件通知'
    case 'duty':
      return '应办事项'
    case 'reminder':
      return '催办'
    case 'news':
      return view.more ? `进展通知 ${eventsOf(view).length} 条` : '进展通知'
    case 'bulletin':
      return '群通报'
    case 'digest':
      return '催办汇总'
    case 'secrecy':
      return '保密提醒'
    case 'rules':
      return '规则改动'
    case 'directory':
      return '通讯录更新'
    case 'receipt-form':
      return '回执表'
    default:
      return '回复'
  }
}
