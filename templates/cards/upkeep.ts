// What does a change of the directory look like? Who comes, goes and changes, which open matters change hands, and whose signature is next.
import { type Change, type Changed, changesOf, postsOf } from '../../rules/upkeep.js'
import type { Directory, Incoming, Party, Person, Proposal } from '../../store/schema.js'
import type { Card, CardAction } from '../card.js'
import { dated, name, names } from '../plain.js'
import { countsInWords, fieldNames, maskedPhone, proposalStates, tableNames } from '../upkeep.js'
import { type Here, press, primary } from './parts.js'

const MOST_LINES = 40

const valued = (field: string, value: string): string =>
  value === ''
    ? '（空）'
    : field === 'phone' || field === 'desk' || field === 'vendorPhone'
      ? maskedPhone(value)
      : field === 'critical'
        ? value === 'true'
          ? '是'
          : '否'
        : value

const changeLine = <T extends { name: string }>({ row, what }: Change<T>): string =>
  `变 ${row.name}：${what
    .map(({ field, before, after }) =>
      // an account of a platform is no word that anybody reads
      field === 'feishu' || field === 'dingtalk'
        ? `${fieldNames[field]}有变`
        : `${fieldNames[field] ?? field} ${valued(field, before)} → ${valued(field, after)}`,
    )
    .join('；')}`

const personLine = (person: Person, of: Directory): string =>
  [
    person.name,
    person.title ? `（${person.title}）` : '',
    ` ${postsOf(person, of)}`,
    person.phone ? ` ${maskedPhone(person.phone)}` : '',
  ].join('')

const linesOf = <T extends { name: string }>(
  { comes, goes, changes }: Changed<T>,
  of: (row: T, gone: boolean) => string,
): string[] => [
  ...comes.map((row) => `来 ${of(row, false)}`),
  ...goes.map((row) => `走 ${of(row, true)}`),
  ...changes.map(changeLine),
]

const sections = ({ directory, moves }: Incoming, here: Here): { head: string; lines: string[] }[] => {
  const was = here.directory
  const { people, units, systems, roster } = changesOf(was, directory)
  return [
    {
      head: tableNames.people,
      lines: linesOf(people, (person, gone) => personLine(person, gone ? was : directory)),
    },
    { head: tableNames.units, lines: linesOf(units, (unit) => `${unit.name}（${unit.kind}）`) },
    { head: tableNames.systems, lines: linesOf(systems, ({ name, owner }) => `${name}（${owner.name}）`) },
    {
      head: tableNames.roster,
      lines: linesOf(
        roster,
        ({ name, person }, gone) =>
          `${name} ${(gone ? was : directory).people.find(({ id }) => id === person)?.name ?? person}`,
      ),
    },
    {
      head: '未结事项随之易手',
      lines: moves.map(({ matter, from, to }) =>
        [matter, from.length > 0 ? `${names(from)}不再承办` : '', to.length > 0 ? `转由${names(to)}承办` : '']
          .filter(Boolean)
          .join('，'),
      ),
    },
  ].filter(({ lines }) => lines.length > 0)
}

const bodyOf = (incoming: Incoming, here: Here): string => {
  const all = sections(incoming, here).flatMap(({ head, lines }) => [`【${head}】`, ...lines])
  return [
    ...all.slice(0, MOST_LINES),
    ...(all.length > MOST_LINES ? [`……还有 ${all.length - MOST_LINES} 行，请在表格里核对`] : []),
  ].join('\n')
}

const buttons = ({ id, state, sent, asked }: Proposal, reader: Party): CardAction[] => {
  const value = { proposal: id }
  if (!reader.office) return []
  if (state === 'sent')
    return [press('提请核定', 'ask_directory', value), press('不采用', 'return_directory', value)]
  if (state !== 'asked') return []
  const maker = sent.by.id === reader.id || asked?.by.id === reader.id
  return maker
    ? [press('撤回', 'return_directory', value)]
    : [press('核定生效', 'approve_directory', value), press('退回', 'return_directory', value)]
}

const leadOf = (proposal: Proposal, waits: boolean): string => {
  const { state, ended } = proposal
  if (!waits && (state === 'sent' || state === 'asked')) return proposalStates.lapsed
  if (state === 'returned' && ended?.by)
    return `${name(ended.by)}${proposal.sent.by.id === ended.by.id ? '已撤回，不采用' : '已退回，不采用'}${ended.reason ? `：${ended.reason}` : ''}`
  return proposalStates[state]
}

const tones: Record<Proposal['state'], Card['tone']> = {
  sent: 'orange',
  asked: 'orange',
  approved: 'blue',
  'in-force': 'green',
  returned: 'grey',
  replaced: 'grey',
  stale: 'grey',
}

/** What it says can be read as long as it waits; after that the card says how much there was, and who signed. */
export const directoryCard = (proposal: Proposal, reader: Party, here: Here): Card => {
  const zone = here.rules.timezone
  const incoming = here.incoming?.[proposal.id]
  const waits = incoming !== undefined
  const open = proposal.state === 'sent' || proposal.state === 'asked'
  const signed = (label: string, one: { by: { name: string }; at: string } | undefined): Card['fields'] =>
    one ? [{ label, value: `${one.by.name} ${dated(one.at, here.now, zone)}` }] : []
  const body = incoming && open && reader.office ? bodyOf(incoming, here) : ''
  return {
    title: '通讯录更新',
    tone: open && !waits ? 'grey' : tones[proposal.state],
    lead: leadOf(proposal, waits),
    fields: [
      { label: '变动', value: countsInWords(proposal.counts) },
      ...signed('送来', proposal.sent),
      ...signed('提请', proposal.asked),
      ...signed('核定', proposal.approved),
    ],
    ...(body ? { body } : {}),
    ...(open && waits ? { foot: '核定之前，通讯录不变。7 天内没有核定，文件内容自动清除。' } : {}),
    actions: waits ? primary(buttons(proposal, reader)) : [],
  }
}
