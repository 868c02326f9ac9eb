// What does a typed word do? In the group one line; in the private chat an answer, a field, or a command.

import type { Refusal } from '../../handlers/decision.js'
import { askDocument } from '../../handlers/document.js'
import { asksToHide, mentionsSecret } from '../../handlers/secrets.js'
import { maySee, maySeeRecord, visible } from '../../handlers/see.js'
import { type Command, isWayOut, nearest, understand } from '../../handlers/words.js'
import { localParts } from '../../rules/calendar.js'
import type { Incident } from '../../store/schema.js'
import { listView } from '../../templates/cards/lists.js'
import * as words from '../../templates/sentences.js'
import { hereOf } from '../happen.js'
import type { Answer, Said } from '../inbound.js'
import { goAway } from './away.js'
import { begin, converse } from './converse.js'
import { decideWord } from './decide.js'
import { type Desk, refuse, reply, say, todoOf } from './desk.js'
import { divert } from './divert.js'
import { noteHiding, showRules } from './law.js'
import { carryOut } from './settle.js'
import { fill } from './typed.js'
import { newSheet } from './used.js'

export const hear = async (desk: Desk, said: Said): Promise<Answer | undefined> => {
  if (mentionsSecret(said.text)) {
    divert(desk)
    return { withheld: true }
  }
  if (said.chat === 'group') {
    await hearInGroup(desk, said.text)
    return undefined
  }
  return hearInPrivate(desk, said.text)
}

/** In the group one line, and everything else in the private chat. */
const hearInGroup = async (desk: Desk, text: string): Promise<void> => {
  if (asksToHide(text)) {
    noteHiding(desk)
    return say(desk, words.noHiding)
  }
  const command = understand(text)
  if (command.command === 'unknown') {
    reply(desk, { view: 'text', text: words.unknownWord(nearest(text)) }, { group: true })
    return
  }
  reply(desk, { view: 'text', text: `${desk.party.name}，${words.toPrivateChat}` }, { group: true })
  await obey(desk, command)
}

export const hearInPrivate = async (desk: Desk, text: string): Promise<Answer | undefined> => {
  const draft = desk.turn.row('drafts', desk.party.id)
  const slash = text.trim().startsWith('/')
  if (draft && !slash) return converse(desk, draft, text)
  if (asksToHide(text)) {
    noteHiding(desk)
    say(desk, words.noHiding)
    return undefined
  }
  const understood = understand(text)
  const command = understood.command === 'unknown' ? undefined : understood
  const asking = desk.turn.row('asking', desk.party.id)
  if (asking && (!command || !leaves(text, command))) {
    fill(desk, asking, text)
    return undefined
  }
  if (asking) {
    desk.turn.drop('asking', desk.party.id)
    say(desk, words.formLeft)
  }
  if (command) {
    await obey(desk, command)
    return undefined
  }
  if (isWayOut(text) === 'cancel') say(desk, words.nothingToCancel)
  else say(desk, words.unknownWord(nearest(text)))
  return undefined
}

/** Is this a command, or an answer that begins like one («更正 2 项数据»)? A bare word, a number or a slash is a command. */
const leaves = (text: string, { rest, number }: Command): boolean =>
  text.trim().startsWith('/') || number !== undefined || rest.trim() === ''

/** A word is understood: do it. Replies go to the private chat. */
const obey = async (desk: Desk, command: Command): Promise<void> => {
  const { party } = desk
  switch (command.command) {
    case 'report':
      return begin(desk)
    case 'form':
      return reply(desk, { view: 'report-form', sheet: newSheet(desk) })
    case 'help':
      return reply(desk, { view: 'help' })
    case 'todo':
      return reply(desk, todoOf(desk))
    case 'list':
      return reply(desk, listView(command.rest, desk.party, hereOf(desk.world)))
    case 'rules':
      return showRules(desk)
    case 'away':
      return goAway(desk, command.rest)
    case 'doc': {
      const incident = meant(desk, command.number)
      if ('why' in incident) return refuse(desk, incident)
      const answer = askDocument(party, incident, command.rest, desk.world)
      if (answer.kind === 'refuse') return refuse(desk, answer.refusal)
      say(desk, words.documentComes)
      return reply(desk, { view: 'document', incident: incident.id, document: answer.document })
    }
    case 'drill':
    case 'notice':
    case 'zero':
    case 'stats':
    case 'export':
      return refuse(desk, { why: 'not-here-yet', word: laterWords[command.command] })
    case 'status':
    case 'log': {
      const incident = meantBy(desk, command)
      if ('why' in incident) return refuse(desk, incident)
      if (command.command === 'log' && !maySeeRecord(party))
        return refuse(desk, { why: 'office-or-leader-only' })
      return reply(
        desk,
        command.command === 'log'
          ? { view: 'record', incident: incident.id }
          : { view: 'incident', incident: incident.id },
      )
    }
    default: {
      const incident = wordy.has(command.command) ? meant(desk, command.number) : meantBy(desk, command)
      if ('why' in incident) return refuse(desk, incident)
      carryOut(desk, incident, decideWord(desk, command, incident), command.command)
      return
    }
  }
}

const laterWords = {
  drill: '演练',
  notice: '通报',
  zero: '零报告',
  stats: '统计',
  export: '导出',
} as const

/** Words after which something other than a number may be typed. */
const wordy = new Set<Command['command']>([
  'note',
  'grade',
  'submitted',
  'confirm',
  'withdraw',
  'delegate',
  'correct',
  'assess',
  'follow_up',
  'appoint',
])

/** Where only a number may follow, anything else names no incident: least of all the only one there is. */
const meantBy = (desk: Desk, { number, rest }: Command): Incident | Refusal => {
  if (number || rest.trim() === '') return meant(desk, number)
  const ids = visible(desk.party, desk.world).filter(
    ({ status }) => status === 'open' || status === 'resolved',
  )
  return { why: 'which-incident', ids: ids.map(({ id }) => id) }
}

/** The incident that is meant: by its number, or the only one that can be. A number one may not see does not exist. */
const meant = ({ party, world }: Desk, number: string | undefined): Incident | Refusal => {
  if (number) {
    const year = localParts(Date.parse(world.now), world.rules.timezone).y
    const incident = world.find(/^\d{1,4}$/.test(number) ? `${year}-${number.padStart(4, '0')}` : number)
    return incident && maySee(party, incident, world) ? incident : { why: 'no-such-incident' }
  }
  const open = visible(party, world).filter(({ status }) => status === 'open' || status === 'resolved')
  const [only] = open
  return only && open.length === 1 ? only : { why: 'which-incident', ids: open.map(({ id }) => id) }
}
