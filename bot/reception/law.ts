// What is answered off the incidents: a request to hide, «已依规办理» of 保密办, and the two signatures under new rules?

import { hidingAsked } from '../../handlers/hiding.js'
import { approveRules, askRules } from '../../handlers/rulebook.js'
import { secrecyDone } from '../../handlers/secrecy.js'
import { secrecyDesk } from '../../rules/secrecy.js'
import { isOffice } from '../../store/campus.js'
import type { Refusal, Rulebook } from '../../store/schema.js'
import type { ActionValue } from '../../templates/card.js'
import { rulesCard, secrecyCard } from '../../templates/cards/law.js'
import { pressedText } from '../../templates/reception.js'
import * as words from '../../templates/sentences.js'
import type { Answer } from '../channels/inbound.js'
import { hereOf } from '../turn/drawing.js'
import { happen, owe } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'
import { type Desk, refuse, reply, toast } from './desk.js'

/** 先别报, 改时间, 删记录: noted without its words; nothing else changes (regulations.md §6). */
export const noteHiding = (desk: Desk): void => {
  const asked = hidingAsked(desk.party, desk.world)
  if ('incident' in asked) happen(desk, asked.incident, [asked.event])
  else {
    const id = `h${desk.turn.next('hiding')}`
    desk.turn.put('hiding', id, { id, ...asked.row })
  }
}

const no = (desk: Desk, refusal: Refusal): Answer => toast('warning', words.refusal(refusal, desk.world))

const hereNow = (desk: Desk) => hereOf(worldOf(desk.turn, desk.campus))

/** 已依规办理: only 保密办, and not a word of content. */
export const pressSecrecy = (desk: Desk, value: ActionValue): Answer => {
  const stub = value.stub ? desk.turn.row('stubs', value.stub) : undefined
  // who is not of 保密办 learns nothing, not even whether there is such a stub
  const may = secrecyDesk(desk.world)
  if (!may.some(({ id }) => id === desk.party.id)) return no(desk, { why: 'not-yours', may })
  if (!stub) return toast('error', pressedText.noStub)
  const done = secrecyDone(desk.party, stub, desk.world)
  if ('why' in done) return no(desk, done)
  desk.turn.put('stubs', stub.id, done)
  return { ...toast('success', words.secrecySettled), card: secrecyCard(done, hereNow(desk)) }
}

/** 提请生效 and 核定生效: two people of the office, and the record of both. */
export const pressRules = (desk: Desk, value: ActionValue): Answer => {
  const { turn, party, world } = desk
  if (!party.office) return no(desk, { why: 'office-only' })
  const book = value.version ? turn.row('rulebooks', value.version) : undefined
  if (!book) return toast('error', pressedText.noRules)
  const next = value.action === 'ask_rules' ? askRules(party, book, world) : approveRules(party, book, world)
  if ('why' in next) return no(desk, next)
  if (next.state === 'in-force') {
    for (const old of Object.values(turn.rows('rulebooks')))
      if (old.state === 'in-force') turn.put('rulebooks', old.version, { ...old, state: 'replaced' })
  }
  turn.put('rulebooks', next.version, next)
  tellOffice(desk, next)
  if (next.state === 'in-force') turn.afterCommit(() => desk.rulesApproved(next))
  const said = next.state === 'in-force' ? words.rulesApproved : words.rulesAsked
  return { ...toast('success', said), card: rulesCard(next, party, hereNow(desk)) }
}

const tellOffice = (desk: Desk, book: Rulebook): void => {
  for (const { id } of desk.world.directory.people)
    if (id !== desk.party.id && isOffice(desk.world.directory, id))
      owe(desk, {
        key: `rules/${book.version}/${book.state}/${desk.said.id}/${id}`,
        to: { person: id },
        rank: 0,
        view: { view: 'rules', version: book.version },
      })
}

/** 规则: the version in force, and the one that waits. */
export const showRules = (desk: Desk): void => {
  if (!desk.party.office) return refuse(desk, { why: 'office-only' })
  const shown = Object.values(desk.turn.rows('rulebooks')).filter(({ state }) => state !== 'replaced')
  for (const { version } of shown) reply(desk, { view: 'rules', version })
}
