// What becomes of a file with the directory in it? Shown as what it changes, asked for by one of the office, approved by another.

import { directoryWay } from '../../handlers/understand/upkeep.js'
import { approveDirectory, askDirectory, movesUnder, returnDirectory } from '../../handlers/upkeep.js'
import { changesOf, countsOf } from '../../rules/upkeep.js'
import { isOffice } from '../../store/campus.js'
import { inPrint } from '../../store/mistakes.js'
import type { FileRef, Proposal, Refusal } from '../../store/schema.js'
import { fingerprintOf, type Received } from '../../store/shelf.js'
import type { ActionValue } from '../../templates/card.js'
import { directoryCard } from '../../templates/cards/upkeep.js'
import * as words from '../../templates/sentences.js'
import { upkeepText } from '../../templates/upkeep.js'
import type { Answer } from '../channels/inbound.js'
import { hereOf } from '../turn/drawing.js'
import { owe } from '../turn/happen.js'
import { redrawProposal } from '../turn/shown.js'
import { worldOf } from '../turn/world.js'
import { type Desk, refuse, reply, say, toast } from './desk.js'
import { openHere, placeFiles } from './evidence.js'

const MOST_ROWS = 20

/** May this be a part of the directory? Only of the office, and where nothing is being filled in. */
export const mayBeDirectory = ({ party, directoryApproved }: Desk, files: readonly FileRef[]): boolean =>
  directoryApproved !== undefined &&
  party.office &&
  files.length === 1 &&
  /\.(?:xlsx|csv)$/iu.test(files[0]?.name ?? '')

/** It is looked into once it was fetched; until then nobody knows whose it is. */
export const lookInto = (desk: Desk, files: readonly FileRef[]): void => {
  const { id, name, title } = desk.party
  for (const file of files)
    desk.turn.put('fetching', `f${desk.turn.next('file')}`, {
      file,
      channel: desk.said.channel,
      incident: '',
      unknown: true,
      by: { id, name, ...(title ? { title } : {}) },
      at: desk.world.now,
    })
}

const waiting = (desk: Desk): Proposal | undefined =>
  Object.values(desk.turn.rows('proposals')).find(({ state }) => state === 'sent' || state === 'asked')

/** Ends what waits, and with it what the file said. */
const end = (desk: Desk, proposal: Proposal): void => {
  desk.turn.put('proposals', proposal.id, proposal)
  desk.turn.drop('incoming', proposal.id)
}

/** `sha256` of the file as it was sent. */
export const takeFile = (desk: Desk, file: FileRef, found: Received & { sha256: string }): void => {
  if (!desk.party.office) return placeFiles(desk, [file]) // not any more
  switch (found.is) {
    case 'mistaken':
      return say(desk, upkeepText.mistaken(file.name, inPrint(found.rows, MOST_ROWS)))
    case 'foreign':
      return placeFiles(desk, [file])
    case 'unreadable':
    case 'huge':
      // among matters that are open it may be evidence of one, whatever it is
      return openHere(desk).length > 0 ? placeFiles(desk, [file]) : say(desk, upkeepText[found.is](file.name))
    case 'directory':
      return propose(desk, found)
  }
}

const propose = (
  desk: Desk,
  { directory, tables, sha256 }: Extract<Received, { is: 'directory' }> & { sha256: string },
): void => {
  const { turn, world, party } = desk
  const counts = countsOf(changesOf(world.directory, directory))
  if (Object.keys(counts).length === 0) return say(desk, upkeepText.same)
  const before = waiting(desk)
  if (before) {
    const replaced: Proposal = { ...before, state: 'replaced', ended: { at: world.now } }
    end(desk, replaced)
    if (before.asked) tellOffice(desk, replaced)
  }
  const id = `u${turn.next('proposal')}`
  const { id: person, name, title } = party
  turn.put('incoming', id, { at: world.now, tables, directory, moves: movesUnder(directory, world) })
  turn.put('proposals', id, {
    id,
    sha256,
    sent: { by: { id: person, name, ...(title ? { title } : {}) }, at: world.now },
    state: 'sent',
    base: fingerprintOf(world.directory),
    makes: fingerprintOf(directory),
    counts,
  })
  reply(desk, { view: 'directory', proposal: id })
}

/** Everybody else of the office sees how it stands. */
const tellOffice = (desk: Desk, { id: proposal, state }: Proposal): void => {
  redrawProposal(desk.turn, proposal)
  for (const { id } of desk.world.directory.people)
    if (id !== desk.party.id && isOffice(desk.world.directory, id))
      owe(desk, {
        key: `directory/${proposal}/${state}/${id}`,
        to: { person: id },
        rank: 0,
        view: { view: 'directory', proposal },
      })
}

type Way = 'ask_directory' | 'approve_directory' | 'return_directory'

/** One of the three signatures: what was wrong with it, or the proposal as it is now. */
const sign = (desk: Desk, way: Way, proposal: Proposal | undefined, reason?: string): Proposal | Refusal => {
  const { party, turn } = desk
  const world = worldOf(turn, desk.campus)
  const next =
    way === 'ask_directory'
      ? askDirectory(party, proposal, world)
      : way === 'approve_directory'
        ? approveDirectory(party, proposal, world, fingerprintOf(world.directory))
        : returnDirectory(party, proposal, world, reason)
  if ('why' in next) return next
  const incoming = turn.row('incoming', next.id)
  if (next.state === 'asked' && incoming)
    turn.put('incoming', next.id, { ...incoming, moves: movesUnder(incoming.directory, world) })
  if (next.state === 'asked' || next.state === 'approved') turn.put('proposals', next.id, next)
  else end(desk, next)
  if (next.state === 'approved') turn.afterCommit(() => desk.directoryApproved?.())
  else tellOffice(desk, next)
  return next
}

const saidOf = ({ state }: Proposal): string =>
  state === 'asked' ? upkeepText.asked : state === 'approved' ? upkeepText.approved : upkeepText.returned

export const pressDirectory = (desk: Desk, way: Way, value: ActionValue): Answer => {
  const { turn, party } = desk
  const no = (refusal: Refusal): Answer => toast('warning', words.refusal(refusal, desk.world))
  if (!party.office) return no({ why: 'office-only' })
  const next = sign(desk, way, value.proposal ? turn.row('proposals', value.proposal) : undefined)
  if ('why' in next) return no(next)
  const said =
    next.state === 'stale'
      ? toast('warning', words.refusal(over(next), desk.world))
      : toast('success', saidOf(next))
  return { ...said, card: directoryCard(next, party, hereOf(worldOf(turn, desk.campus))) }
}

const over = ({ state }: Proposal): Refusal => ({ why: 'proposal-over', state })

/** 通讯录: what waits; 通讯录 提请, 核定, 退回: the buttons, typed. */
export const typeDirectory = (desk: Desk, rest: string): void => {
  if (!desk.party.office) return refuse(desk, { why: 'office-only' })
  const proposal = waiting(desk)
  const meant = directoryWay(rest)
  if (!proposal) return say(desk, upkeepText.none)
  if (!meant) return reply(desk, { view: 'directory', proposal: proposal.id })
  const next = sign(desk, meant.way, proposal, meant.reason)
  if ('why' in next) return refuse(desk, next)
  if (next.state === 'stale') return refuse(desk, over(next))
  say(desk, saidOf(next))
}
