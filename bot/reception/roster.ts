// 值班, 换班, 接班, and the 到达测试: what is answered of the roster, and what of it is put down?

import { answeredReach, testOf } from '../../handlers/reach.js'
import { acknowledgementsOwed } from '../../handlers/received.js'
import { answerSwap, askedOf, askSwap, takeOver, turnsOwn } from '../../handlers/roster.js'
import { asksCalendar } from '../../handlers/understand/roster.js'
import { personOf } from '../../rules/world.js'
import type { Cover, RosterNo } from '../../store/schema.js'
import type { ActionValue } from '../../templates/card.js'
import { reachCallCard, swapCard } from '../../templates/cards/roster.js'
import * as words from '../../templates/roster.js'
import type { Answer } from '../channels/inbound.js'
import { hereOf } from '../turn/drawing.js'
import { changeDuty } from '../turn/duty.js'
import { owe } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'
import { type Desk, reply, say, toast, todoOf } from './desk.js'
import { openHere } from './evidence.js'

const no = (desk: Desk, refused: RosterNo): void => say(desk, words.rosterNo(refused, desk.world))

const hereNow = (desk: Desk) => hereOf(worldOf(desk.turn, desk.campus))

/** 值班; 值班 日历 sends the file. */
export const showRota = (desk: Desk, rest: string): void => {
  const { world, party } = desk
  if (!world.directory.roster?.length) return no(desk, { no: 'no-roster' })
  if (!personOf(world, party.id)) return no(desk, { no: 'not-listed' })
  if (!asksCalendar(rest)) return reply(desk, { view: 'rota' })
  if (turnsOwn(party, world).length === 0) return no(desk, { no: 'no-turns' })
  say(desk, words.calendarComes)
  reply(desk, { view: 'shifts', person: party.id })
}

const put = (desk: Desk, cover: Omit<Cover, 'id'>): Cover => {
  const id = `c${desk.turn.next('cover')}`
  const made = { id, ...cover }
  desk.turn.put('covers', id, made)
  return made
}

/** 接班: by one press, at once; who is relieved hears it with the handover. */
export const takeDuty = (desk: Desk, rest: string): void => {
  const taken = takeOver(desk.party, rest, desk.world)
  if ('no' in taken) return no(desk, taken)
  if ('which' in taken) return reply(desk, { view: 'offer', ...words.whichDesk(taken.which), rash: true })
  const covers = taken.covers.map((cover) => put(desk, cover))
  const until = covers.map(({ to }) => to).reduce((a, b) => (a > b ? a : b))
  say(
    desk,
    words.takenOver(
      taken.desk,
      until,
      covers.flatMap(({ person }) => person ?? []),
      desk.world,
    ),
  )
  changeDuty(desk)
}

/** 换班: what is lacking is asked; the colleague gets a card with two buttons. */
export const swapDuty = (desk: Desk, rest: string): void => {
  const wanted = askSwap(desk.party, rest, desk.world)
  if ('no' in wanted) return no(desk, wanted)
  if ('which' in wanted)
    return reply(desk, { view: 'offer', ...words.whichTurn(wanted.which, desk.world), rash: true })
  if ('whom' in wanted)
    return reply(desk, {
      view: 'offer',
      ...words.whichColleague(wanted.turn, wanted.whom, desk.world),
      rash: true,
    })
  const cover = put(desk, wanted.cover)
  owe(desk, {
    key: `swap/${cover.id}/${cover.by.id}`,
    to: { person: cover.by.id },
    rank: 0,
    view: { view: 'swap', cover: cover.id },
  })
  say(desk, words.swapAsked(cover, desk.world))
}

type State = 'agreed' | 'declined'

const settle = (desk: Desk, asked: Cover | undefined, state: State): { text: string; ok: boolean } => {
  const cover = answerSwap(desk.party, asked, state, desk.world)
  if ('no' in cover) return { text: words.rosterNo(cover, desk.world), ok: false }
  desk.turn.put('covers', cover.id, cover)
  if (cover.person)
    owe(desk, {
      key: `swap/${cover.id}/${cover.person.id}/answered`,
      to: { person: cover.person.id },
      rank: 0,
      view: { view: 'text', text: words.swapAnswered(cover, desk.world) },
    })
  if (state === 'agreed') changeDuty(desk)
  return { text: words.swapDone(cover, desk.world), ok: true }
}

/** 同意换班, 不换, typed: the one that waits; of several the cards say which. */
export const answerSwapTyped = (desk: Desk, state: State): void => {
  const [only, ...others] = askedOf(desk.party, desk.world)
  if (!only) return say(desk, words.nothingAsked)
  if (others.length > 0) {
    say(desk, words.whichSwap)
    for (const { id } of [only, ...others]) reply(desk, { view: 'swap', cover: id })
    return
  }
  say(desk, settle(desk, only, state).text)
}

export const pressSwap = (desk: Desk, { action, cover: id }: ActionValue): Answer => {
  const state = action === 'agree_swap' ? 'agreed' : 'declined'
  const cover = id ? desk.turn.row('covers', id) : undefined
  const { text, ok } = settle(desk, cover, state)
  const card =
    cover?.by.id === desk.party.id
      ? swapCard({ view: 'swap', cover: cover.id }, desk.party, hereNow(desk))
      : undefined
  return { ...toast(ok ? 'success' : 'warning', text), ...(card ? { card } : {}) }
}

/** [收到] of the 到达测试: it is put down there, and nowhere else. */
export const pressReach = (desk: Desk, { test: id }: ActionValue): Answer => {
  const { turn, party, world } = desk
  const test = id ? turn.row('reach', id) : undefined
  const own = test?.calls[party.id]
  if (!test || !own) return toast('warning', words.reachNotYours)
  if (!own.answeredAt && test.closedAt) return toast('info', words.reachOver)
  if (!own.answeredAt) turn.put('reach', test.id, answeredReach(party, test, world))
  const said = own.answeredAt ? words.reachAgain(own.answeredAt, world) : words.reachThanks
  const card = reachCallCard({ view: 'reach-call', test: test.id }, party, hereNow(desk))
  return { ...toast(own.answeredAt ? 'info' : 'success', said), ...(card ? { card } : {}) }
}

/**
 * 收到, typed, while a 到达测试 waits for this person: it answers that, and never an incident. Where an incident waits as
 * well, the word is taken for neither: each has its own button. Answers whether the word was taken.
 */
export const reachedByWord = (desk: Desk): boolean => {
  const test = testOf(desk.party, desk.world)
  if (!test) return false
  const owed = acknowledgementsOwed(desk.party, openHere(desk), desk.world)
  if (owed.length > 0) {
    say(desk, words.reachOrIncident)
    reply(desk, { view: 'reach-call', test: test.id })
    const waits = todoOf(desk)
    if (waits.items?.length) reply(desk, waits)
    return true
  }
  desk.turn.put('reach', test.id, answeredReach(desk.party, test, desk.world))
  say(desk, words.reachThanks)
  return true
}
