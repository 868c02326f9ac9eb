// Both have signed under another directory: how does it come into force? Put into its folder, read from there, recorded; begun anew where that was cut short.

import { isOffice } from '../store/campus.js'
import type { Log } from '../store/log.js'
import { Mistakes } from '../store/mistakes.js'
import type { Directory, Proposal } from '../store/schema.js'
import { fingerprintOf, type Shelf } from '../store/shelf.js'
import { upkeepText } from '../templates/upkeep.js'
import { type Bench, owe } from './turn/happen.js'
import { sayToOffice } from './turn/office.js'
import { redrawProposal } from './turn/shown.js'
import type { Turns } from './turn/turns.js'

type TakingIn = {
  /** Takes in what both have signed, if anything. */
  wake(): void
  /** Resolves when nothing is being taken in. */
  done(): Promise<void>
}

type Options = {
  turns: Turns
  shelf: Shelf
  log: Log
  inTurn(body: (bench: Bench) => void): Promise<void>
  takeDirectory(directory: Directory): Promise<void>
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** Another hand changed the files: what was compared with the ones before is worth nothing any more, and says so. */
export const overtake = (bench: Bench, directory: Directory): void => {
  const here = fingerprintOf(directory)
  for (const proposal of Object.values(bench.turn.rows('proposals')))
    if ((proposal.state === 'sent' || proposal.state === 'asked') && proposal.base !== here)
      conclude(bench, { ...proposal, state: 'stale', ended: { at: bench.turn.at } })
}

/** What the file said is forgotten; the office sees what became of it. */
const conclude = (bench: Bench, proposal: Proposal): void => {
  const { directory } = bench.campus
  bench.turn.put('proposals', proposal.id, proposal)
  bench.turn.drop('incoming', proposal.id)
  redrawProposal(bench.turn, proposal.id)
  for (const { id } of directory.people)
    if (isOffice(directory, id))
      owe(bench, {
        key: `directory/${proposal.id}/${proposal.state}/${id}`,
        to: { person: id },
        rank: 0,
        view: { view: 'directory', proposal: proposal.id },
      })
}

export const openTakingIn = ({ turns, shelf, log, inTurn, takeDirectory }: Options): TakingIn => {
  let running: Promise<void> = Promise.resolve()

  /** Nothing of it came into force: whoever approved it may do so again. */
  const giveBack = ({ approved: _, ...proposal }: Proposal, code: string): Promise<void> =>
    inTurn((bench) => {
      bench.turn.put('proposals', proposal.id, { ...proposal, state: 'asked' })
      sayToOffice(
        bench,
        `directory/${proposal.id}/unwritten${bench.turn.next('unwritten')}`,
        upkeepText.unwritten(code),
      )
    })

  const takeIn = async (proposal: Proposal): Promise<void> => {
    const tables = turns.peek().incoming[proposal.id]?.tables
    const lies = await shelf.read().catch((error: unknown) => {
      if (error instanceof Mistakes) return undefined // another hand was at it: it is no longer what was compared
      throw error
    })
    const before = lies && fingerprintOf(lies)
    if (before !== proposal.makes) {
      if (before !== proposal.base || !tables)
        return inTurn((bench) =>
          conclude(bench, { ...proposal, state: 'stale', ended: { at: bench.turn.at } }),
        )
      await shelf.put(tables)
    }
    const directory = await shelf.read()
    await takeDirectory(directory)
    await inTurn((bench) => conclude(bench, { ...proposal, state: 'in-force' }))
    log.info({ people: directory.people.length }, 'a directory that two people signed is in force')
  }

  const round = async (): Promise<void> => {
    for (const proposal of Object.values(turns.peek().proposals)) {
      if (proposal.state !== 'approved') continue
      try {
        await takeIn(proposal)
      } catch (error) {
        log.error({ code: codeOf(error) }, 'a signed directory could not be put into its folder')
        await giveBack(proposal, codeOf(error))
      }
    }
  }

  return {
    wake() {
      running = running
        .then(round)
        .catch((error: unknown) =>
          log.error({ reason: error instanceof Error ? error.message : '' }, 'a directory was not taken in'),
        )
    },
    done: () => running,
  }
}
