// What does the register say of a system, in one line? 谁主管、谁运维、谁使用 (细则 第七条).

import { type Hat, hatsOf, seatsIn } from '../rules/chain.js'
import type { Duty } from '../rules/duties.js'
import type { Incident, PostName, System, UnitRef } from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { postNames } from './plain.js'

const hatNames: Record<Hat, string> = { owner: '谁主管', operator: '谁运维', user: '谁使用' }

/** `信息中心（谁运维）`, `教务处（谁主管，牵头）`; the bare name where one unit answers alone. */
export const unitMarked = (unit: UnitRef, incident: Incident): string => {
  if (seatsIn(incident).length < 2) return unit.name
  const hats = hatsOf(incident, unit.id).map((hat) => hatNames[hat])
  const leads = unit.id === incident.unit.id
  const marks = [...(leads && hats.length === 0 ? ['事发单位'] : hats), ...(leads ? ['牵头'] : [])]
  return `${unit.name}${inBrackets(marks.join('，'))}`
}

/** `第一责任人`, of another unit than the reported one `信息中心第一责任人`. */
export const seatName = ({ post, unit }: { post: PostName; unit?: UnitRef | undefined }): string =>
  `${unit?.name ?? ''}${postNames[post]}`

/** Who has not acknowledged yet: of the unit that leads by post, of another by its name. */
export const waitedFor = (waiting: readonly Duty[], { unit: lead }: Incident): string => {
  const elsewhere = ({ unit }: Duty): boolean => unit !== undefined && unit.id !== lead.id
  return [
    ...waiting.filter((duty) => !elsewhere(duty)).map(({ post }) => postNames[post]),
    ...new Set(waiting.filter(elsewhere).map(({ unit }) => unit?.name ?? '')),
  ].join('、')
}

/** `示例软件公司，电话 0471-1234567`: printed for whoever may ring them, and never contacted. */
export const vendorOf = ({ system }: Pick<Incident, 'system'>): string | undefined =>
  system?.vendor && `${system.vendor}${system.vendorPhone ? `，电话 ${system.vendorPhone}` : ''}`

const unitNames = (units: readonly { name: string }[]): string => units.map(({ name }) => name).join('、')

export const systemLine = ({ owner, operator, users, protection }: System): string =>
  [
    `主管单位 ${owner.name}`,
    `运维单位 ${operator?.name ?? '未登记'}`,
    ...(users.length > 0 ? [`使用单位 ${unitNames(users)}`] : []),
    ...(protection ? [`等保${protection}`] : []),
  ].join('，')
