// How does a view look in this world, to the one it is meant for? And is a drawing still what it was?
import { createHash } from 'node:crypto'
import { buttonOf, sheetOf } from '../../handlers/actions/show.js'
import { helpFor } from '../../handlers/help.js'
import { contextOf, formFields } from '../../handlers/questions.js'
import { maySee, partyOf } from '../../handlers/see.js'
import type { World } from '../../rules/world.js'
import type { Button, Matter, Notice, Party } from '../../store/schema.js'
import type { Rendered, Task } from '../../templates/card.js'
import { type Here, render } from '../../templates/cards.js'
import { refById } from './world.js'

const heres = new WeakMap<World, Map<boolean, Here>>()

/** The same for the same world: what is computed for one card of it is known for the next. */
export const hereOf = (world: World, still = false): Here => {
  const known = heres.get(world) ?? new Map<boolean, Here>()
  heres.set(world, known)
  const here = known.get(still) ?? makeHere(world, still)
  known.set(still, here)
  return here
}

type Decided = WeakMap<Matter, Map<string, Button | undefined>>
const decisions = new WeakMap<World, Decided>()

/**
 * Its buttons and forms are decided in it itself: what was computed for the lines of a card is known to them, too. A button
 * is decided once for all the cards of one person that have it, and for both of their drawings: no decision asks how it is drawn.
 */
const makeHere = (world: World, still: boolean): Here => {
  const decided: Decided = decisions.get(world) ?? new WeakMap()
  decisions.set(world, decided)
  const button: Here['button'] = (action, by, incident, which = {}) => {
    const known = decided.get(incident) ?? new Map<string, Button | undefined>()
    decided.set(incident, known)
    const key = JSON.stringify([action, by.id, which.duty, which.nth])
    if (!known.has(key)) known.set(key, buttonOf(action, { by, incident, world: here }, which))
    return known.get(key)
  }
  const here: Here = Object.freeze<Here>({
    ...world,
    still,
    maySee: (reader, incident) => maySee(reader, incident, here),
    reportFields: (reader) => formFields(contextOf(reader, here)),
    button,
    sheet: (action, by, incident, which) => sheetOf(action, { by, incident, world: here }, which),
    help: (reader) => helpFor(partyOf(reader, here), here),
  })
  return here
}

/** Whom it is meant for; a group is nobody. */
export const readerOf = ({ to }: Pick<Notice, 'to'>, world: World): Party =>
  'person' in to
    ? partyOf(refById(to.person, world), world)
    : { id: '', name: '', office: false, leader: false }

/** What somebody is shown: a message, or an entry of their own task list. */
export type Drawn = Rendered | { task: Task }

/** Draws a notice's or card's view for the one it is meant for. */
export const drawFor = (row: Pick<Notice, 'to' | 'view'>, world: World, still = false): Drawn | undefined =>
  render(row.view, readerOf(row, world), hereOf(world, still))

/** The fingerprint of a drawing without its relative times. */
export const fingerprint = (rendered: Drawn | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify(rendered ?? null))
    .digest('base64url')
    .slice(0, 22)
