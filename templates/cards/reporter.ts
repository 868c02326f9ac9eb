// What does the card say to whoever only reported it? That it came, who has it in hand, whom to ring, and what is still wanted.

import { inHand, isLiaison, onChain } from '../../rules/chain.js'
import { openDuties } from '../../rules/duties.js'
import { fieldLabels, showField } from '../../rules/fields.js'
import { deskPhone } from '../../store/campus.js'
import type { Matter, Party, PersonRef, Report } from '../../store/schema.js'
import type { Card } from '../card.js'
import { endName } from '../drill.js'
import { dated } from '../plain.js'
import { desksTold, detailFields, glanceOf, ownFacts, toneOf, unitOf } from './incident.js'
import { type Here, titleOf, withdrawnLine } from './parts.js'

/** A teacher who saw something; not who answers for the unit, works in the office, or is asked for anything. */
export const onlyReported = (reader: Party, incident: Matter, here: Here): boolean =>
  incident.reporters.some(({ id }) => id === reader.id) &&
  !reader.office &&
  !reader.leader &&
  !onChain(reader.id, incident, here) &&
  !isLiaison(reader, incident, here) &&
  !incident.delegations.some(({ to }) => to.id === reader.id) &&
  !openDuties(incident, here).some(({ owners }) => owners.some(({ id }) => id === reader.id))

const goesOn = ({ status, unlisted }: Matter, handlers: PersonRef[], seen: Set<string>): string => {
  if (status === 'resolved') return '已处理好，正在收尾'
  if (unlisted) return '网信办正在确定由哪个单位处理'
  return handlers.some(({ id }) => seen.has(id)) ? '正在处理' : '已通知负责的人'
}

const leadOf = (incident: Matter, how: string, here: Here): string => {
  const at = incident.closedAt ? `（${dated(incident.closedAt, here.now, here.rules.timezone)}）` : ''
  if (incident.status === 'closed') return `${endName(incident)}${at}，没有要您办的事了，谢谢您`
  if (incident.status === 'withdrawn') return `${withdrawnLine(incident, here)}；没有要您办的事了，谢谢您`
  return incident.subject ? `已发出：${how}` : `已收到，谢谢您：${how}`
}

/** What this reader said themselves; of the first the report as it stands, of the others never what somebody else said. */
const ownReport = (incident: Matter, reader: Party): Report | undefined => {
  if (incident.reporters[0]?.id === reader.id) return incident.report
  const joined = incident.record.findLast((event) => event.type === 'joined' && event.by.id === reader.id)
  return joined?.type === 'joined' ? joined.report : undefined
}

/** Beside what was read at a glance. */
const saidThemselves = (report: Report, glance: string, here: Here): Card['fields'] =>
  detailFields
    .filter((field) => report[field] !== undefined)
    .map((field) => ({ label: fieldLabels[field], value: showField(field, report[field], here) }))
    .filter(({ value }) => value !== glance)

export const reporterCard = (incident: Matter, reader: Party, here: Here): Card => {
  const own = ownReport(incident, reader)
  const joined = own !== undefined && incident.reporters[0]?.id !== reader.id
  const glance = joined ? showField('summary', own.summary, here) : glanceOf(incident, here)
  const system = incident.report?.system
  const going = incident.status === 'open' || incident.status === 'resolved'
  const handlers = inHand(incident, here)
  const seen = new Set(incident.acknowledged.map(({ by }) => by.id))
  const phone = deskPhone(here.directory, '网信办')
  const handling = [
    ...handlers.map((one) => `${one.name}（${seen.has(one.id) ? '已看到' : '已通知'}）`),
    '网信办',
  ].join('、')
  return {
    title: titleOf(incident, here),
    tone: toneOf(incident, [], here),
    lead: leadOf(incident, goesOn(incident, handlers, seen), here),
    fields: [
      { label: '单位', value: unitOf(incident) },
      ...(incident.subject
        ? ownFacts(incident, here)
        : [
            ...(system && system !== 'unknown' ? [{ label: '系统', value: system }] : []),
            { label: joined ? '您报告的' : '简要经过', value: glance },
            { label: '发现时间', value: dated(incident.discoveredAt, here.now, here.rules.timezone) },
          ]),
      ...(going ? [{ label: '谁在处理', value: handling }] : []),
      ...(going && phone ? [{ label: '电话', value: `网信办 ${phone}` }] : []),
    ],
    body: [
      ...(incident.status === 'open' && !incident.subject
        ? ['请您保护好现场：可以断网，先不要关机、重装、删除；保持电话畅通。']
        : []),
      ...(going && !incident.subject ? ['有截图、照片、日志等证据的，直接发到这里。'] : []),
      `有新情况请发送“补充 ${incident.id} 文字”。${going ? '没有别的事了，有进展会告诉您。' : ''}`,
    ].join('\n'),
    details: own ? saidThemselves(own, glance, here) : [],
    foot: `同时通知：${[...handlers.map(({ name }) => name), ...desksTold(incident)].join('、')}`,
    actions: [],
  }
}
