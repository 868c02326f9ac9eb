// Who stands at the desk, and how are they answered? One turn's desk: everything that answering needs, gathered once.
import type { Case } from '../../handlers/actions/action.js'
import { shortName } from '../../handlers/limits.js'
import { partyOf } from '../../handlers/see.js'
import type { World } from '../../rules/world.js'
import type { Matter, Party, Refusal, Rulebook, View, ViewOf } from '../../store/schema.js'
import { todoView } from '../../templates/cards/lists.js'
import * as words from '../../templates/sentences.js'
import { personBehind } from '../channels/behind.js'
import type { Channel } from '../channels/channel.js'
import type { Answer, Speaker, Toast } from '../channels/inbound.js'
import type { ReportDialog } from '../dialogs/report.js'
import { hereOf } from '../turn/drawing.js'
import { type Bench, owe } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'
import type { Held } from './held.js'

export type Desk = Bench & {
  party: Party
  world: World
  dialog: ReportDialog
  held: Held
  said: { id: string; channel: Speaker['channel'] }
  replies: number
  /** New rules have both signatures: put them in force, once the turn is on disk. */
  rulesApproved: (book: Rulebook) => void
  /** Another directory has both signatures; nothing where it is kept by nobody that we could hand it to. */
  directoryApproved?: (() => void) | undefined
}

/** The directory's person behind a platform address, else a stranger known by the name the platform gives. */
export const identify = (by: Speaker, { turn, campus }: Bench, channels: readonly Channel[]): Party => {
  const world = worldOf(turn, campus)
  const person = personBehind(by, campus.directory, channels)
  const id = person?.id ?? `${by.channel}:${by.address}`
  if (!person) {
    const known = turn.row('strangers', id)
    const name = shortName(by.name ?? known?.name ?? by.address)
    if (known?.name !== name)
      turn.put('strangers', id, { id, name, channel: by.channel, address: by.address })
    return partyOf({ id, name }, worldOf(turn, campus))
  }
  if (turn.row('meta', `channel/${id}`) !== by.channel) turn.put('meta', `channel/${id}`, by.channel)
  return partyOf({ id, name: person.name, ...(person.title ? { title: person.title } : {}) }, world)
}

/** Somebody who could not be reached speaks again: what they missed comes to them now. */
export const greetBack = (desk: Desk): void => {
  for (const id of desk.index.lost.of(desk.party.id)) {
    const incident = desk.turn.row('incidents', id)
    if (!incident?.unreachable.includes(desk.party.id)) continue
    owe(desk, {
      key: `${incident.id}/back${incident.record.filter((event) => event.type === 'undeliverable').length}/${desk.party.id}`,
      to: { person: desk.party.id },
      rank: 0,
      view: { view: 'incident', incident: incident.id },
      incident: incident.id,
    })
  }
}

/** What somebody had begun could not be read at a start: they hear so before anything else. */
export const ownUp = (desk: Desk): void => {
  const key = `lost/${desk.party.id}`
  if (desk.turn.row('meta', key) === undefined) return
  desk.turn.drop('meta', key)
  say(desk, words.answersLost)
}

/** What a report, an acknowledgement or a receipt hangs on: a question, a form, and every word of a turn that recorded something. */
const vitalViews = new Set<View['view']>([
  'question',
  'preview',
  'same-thing',
  'report-form',
  'receipt-form',
  'reason-form',
])
const isVital = ({ turn, party, touched }: Desk, { view }: View): boolean =>
  vitalViews.has(view) || touched.size > 0 || turn.row('drafts', party.id) !== undefined

export const reply = (
  desk: Desk,
  view: View,
  to: { person: string } | { group: true } = { person: desk.party.id },
  vital = isVital(desk, view),
): void => {
  owe(desk, {
    key: `reply/${desk.said.id}/${desk.replies++}`,
    to,
    rank: 3,
    view,
    channel: desk.said.channel,
    ...(vital ? { vital } : {}),
    ...('incident' in view && view.view !== 'same-thing' ? { incident: view.incident } : {}),
  })
}
/** 待办 of this person, with the matters that it lists. */
export const todoOf = ({ party, world }: Desk, filter?: string, page?: number): ViewOf<'todo'> =>
  todoView(party, hereOf(world), filter, page)

export const say = (desk: Desk, text: string, vital?: boolean): void =>
  reply(desk, { view: 'text', text }, undefined, vital)

/** Whoever stands here, before this incident. */
export const caseOf = ({ party: by, world }: Desk, incident: Matter): Case => ({ by, incident, world })

/** Why not: it may repeat what was typed, which is kept nowhere else. */
export const refuse = (desk: Desk, refusal: Refusal): void => {
  desk.turn.repeatsWords()
  say(desk, words.refusal(refusal, desk.world))
}

export const toast = (type: Toast['type'], text: string): Answer => ({ toast: { type, text } })
