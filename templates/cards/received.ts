// What does somebody read who acknowledged by a word? Which incident it was, what comes next for them, and how it is taken back.

import type { Incident, Party } from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card } from '../card.js'
import { basis } from '../plain.js'
import { demand, type Here, offer, titleOf, waitingFor } from './parts.js'

export const receivedCard = (incident: Incident, reader: Party, here: Here): Card => {
  const given = incident.acknowledged.some(({ by }) => by.id === reader.id)
  const [next] = waitingFor(reader, incident, here).filter(({ readers }) => !readers)
  const goesOn = next
    ? `接下来：${demand(next, here)}${inBrackets(basis(next))}`
    : offer('resolve', incident, reader, here).length > 0
      ? `请组织处置；处置好后发送“处置结束 ${incident.id}”，有新情况发送“补充 ${incident.id} 文字”。`
      : '您这里没有别的事了，有进展会告诉您。'
  return {
    title: titleOf(incident, here),
    tone: given ? 'green' : 'orange',
    lead: given ? '已确认收到，谢谢' : '确认已撤回',
    fields: [],
    body: [goesOn, given ? '如果点错了，10 分钟内可以撤回。' : ''].filter(Boolean).join('\n'),
    actions: offer('unacknowledge', incident, reader, here),
  }
}
