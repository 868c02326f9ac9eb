// How far is one notice to many units? One table for whoever follows it up: who has not confirmed, who is late, who is done.
import { batchOf } from '../../rules/batch.js'
import { isLate, openDuties } from '../../rules/duties.js'
import { kindOf, type LedgerLine, type Matter, type Party, type ViewOf } from '../../store/schema.js'
import { inBrackets } from '../brackets.js'
import type { Card } from '../card.js'
import { drillMark, endName } from '../drill.js'
import { aboutOf, kindNames, warningOf } from '../kinds.js'
import { dutyName } from '../plain.js'
import { type Here, stateOf } from './parts.js'

/** `phase`: by which they are counted; the lower the `rank`, the sooner somebody must be rung up. */
type Row = { id: string; unit: string; phase: string; shown: string; rank: number }

const CONFIRM = '待确认收到'

const rowOf = (matter: Matter, here: Here): Row => {
  const open = openDuties(matter, here)
  const waits = open.some(({ kind }) => kind === 'acknowledge')
  const late = here.still ? [] : open.filter((duty) => isLate(duty, here.now, here))
  const warning = here.still ? undefined : warningOf(matter, here)
  const urged = late.length > 0 ? `超期未${[...new Set(late.map(dutyName))].join('、')}` : warning
  const over = matter.status === 'closed' || matter.status === 'withdrawn'
  return {
    id: matter.id,
    unit: matter.unit.name,
    phase: waits ? CONFIRM : stateOf(matter, here),
    shown: `${stateOf(matter, here)}${urged && !over ? inBrackets(urged) : ''}`,
    rank: over ? 3 : late.length > 0 ? 0 : waits ? 1 : 2,
  }
}

const archivedRow = ({ id, unit, status, drill }: LedgerLine): Row => {
  const phase = status === 'closed' ? endName({ drill }) : '已撤销'
  return { id, unit: unit.name, phase, shown: phase, rank: 3 }
}

/** Who is late first, then who has not confirmed, then by number; what is over last. */
const byUrgency = (a: Row, b: Row): number => a.rank - b.rank || (a.id < b.id ? -1 : 1)

/** All that were issued together, as far as this reader may see them; nothing where `batch` is the number of none. */
export const batchView = (batch: string, reader: Party, here: Here): ViewOf<'list'> | undefined => {
  const live = batchOf(batch, here).filter((matter) => here.maySee(reader, matter))
  const archived = reader.office ? Object.values(here.ledger).filter((line) => line.batch === batch) : []
  const items = [...live, ...archived].map(({ id }) => id)
  return items.length === 0 ? undefined : { view: 'list', filter: batch, items, total: items.length }
}

const PAGE = 15

/** The page that is meant. `undefined`: it lists no batch, or nothing of it is here any more. */
export const batchCard = (
  { filter: batch, items = [], page: wanted = 1 }: ViewOf<'list'>,
  here: Here,
): { card: Card; page: number; pages: number } | undefined => {
  const live = items.flatMap((id) => here.incidents[id] ?? [])
  const lines = items.flatMap((id) => (here.incidents[id] ? [] : (here.ledger[id] ?? [])))
  const [one] = live
  if (!live.some((matter) => matter.batch === batch) && !lines.some((line) => line.batch === batch))
    return undefined
  const rows = [...live.map((matter) => rowOf(matter, here)), ...lines.map(archivedRow)].sort(byUrgency)
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  const page = Math.min(wanted, pages)
  const phases = [...new Set(rows.map(({ phase }) => phase))]
  const counts = phases.map((phase) => `${rows.filter((row) => row.phase === phase).length} 个${phase}`)
  const late = rows.filter(({ rank }) => rank === 0).length
  const title = one ? `【${kindNames[kindOf(one)]} ${batch}】` : batch
  const card: Card = {
    title: `${one?.drill ? drillMark : ''}${title}等 ${rows.length} 份${one ? ` · ${aboutOf(one, here)}` : ''}`,
    tone: late > 0 ? 'red' : rows.every(({ rank }) => rank === 3) ? 'green' : 'blue',
    lead: `${rows.length} 个单位：${counts.join('；')}${late > 0 ? `；${late} 个超期` : ''}`,
    fields: [],
    table: [
      ['单位', '进展', '编号'],
      ...rows.slice((page - 1) * PAGE, page * PAGE).map(({ unit, shown, id }) => [unit, shown, id]),
    ],
    foot: `${pages > 1 ? `第 ${page} 页，共 ${pages} 页。` : ''}看最新进展请发送“列表 ${batch}”，看一份请发送“状态 编号”。`,
    actions: [],
  }
  return { card, page, pages }
}
