// 文书: who may have which document of an incident, and which one is meant when none is named?
import { isResponsible } from '../rules/chain.js'
import type { World } from '../rules/world.js'
import type { Incident, Party, Refusal } from '../store/schema.js'
import { maySee, maySeeRecord } from './see.js'
import { type DocumentKind, documentIn } from './understand/document.js'

type DocumentDecision = { kind: 'document'; document: DocumentKind } | { kind: 'refuse'; refusal: Refusal }

/** The next in the series: 首报 until one was sent, then 续报; 终报 once the handling has ended (报告管理办法 第七条、第八条). */
const nextOf = (incident: Incident, world: Pick<World, 'rules'>): DocumentKind => {
  if (incident.resolvedAt) return 'final'
  const sent = Object.entries(incident.submissions).some(
    ([duty, { returned }]) =>
      !returned && world.rules.clocks.some(({ id, stage }) => stage === 'first' && duty.startsWith(`${id}/`)),
  )
  return sent ? 'follow-up' : 'first'
}

/**
 * The reports are for the office and the unit, the record for the office and the leaders (contract §6). A number that
 * one may not see does not exist; neither does a document of a classified stub, which is no incident.
 */
export const askDocument = (
  by: Party,
  incident: Incident | undefined,
  asked: string,
  world: World,
): DocumentDecision => {
  const no = (refusal: Refusal): DocumentDecision => ({ kind: 'refuse', refusal })
  if (!incident || !maySee(by, incident, world)) return no({ why: 'no-such-incident' })
  const kind = documentIn(asked) ?? nextOf(incident, world)
  if (kind === 'record')
    return maySeeRecord(by) ? { kind: 'document', document: kind } : no({ why: 'office-or-leader-only' })
  return by.office || isResponsible(by, incident, world)
    ? { kind: 'document', document: kind }
    : no({
        why: 'not-yours',
        may: incident.chain
          .filter(({ post }) => post === 'first' || post === 'direct' || post === 'office')
          .map(({ person }) => person),
      })
}
