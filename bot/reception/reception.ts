// What happens with a thing that came in? One turn: who is it, what do they mean, may they; then record, tell, answer.

import { LONGEST_MESSAGE, length, shortFileName, tooLong } from '../../handlers/limits.js'
import { partyOf, visible } from '../../handlers/see.js'
import { isBare } from '../../handlers/understand/bare.js'
import { redactCredentials } from '../../handlers/understand/credentials.js'
import { legible } from '../../handlers/understand/legible.js'
import { mentionsSecret } from '../../handlers/understand/watch-words.js'
import { Damaged } from '../../store/journal.js'
import { inPrint, Mistakes } from '../../store/mistakes.js'
import type { Draft, Fetching, Rulebook } from '../../store/schema.js'
import { digestOf, type Received, type Shelf } from '../../store/shelf.js'
import { besideLost } from '../../templates/reception.js'
import { fileUnreadable } from '../../templates/sentences.js'
import { upkeepText } from '../../templates/upkeep.js'
import type { Channel } from '../channels/channel.js'
import type { Answer, Receive, Speaker } from '../channels/inbound.js'
import type { ReportDialog } from '../dialogs/report.js'
import type { Reader } from '../process/reader.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import type { Bench } from '../turn/happen.js'
import { forgetShown, type ShownIndex, shownAs } from '../turn/shown.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldOf } from '../turn/world.js'
import { toldBeside } from './beside.js'
import { type Desk, greetBack, identify, ownUp, reply, say, todoOf } from './desk.js'
import { file } from './file.js'
import { standing } from './forms.js'
import { hear } from './hear.js'
import { openHeld, Unread } from './held.js'
import { noteMoved, whoMoved } from './moved.js'
import { offerTold } from './offered.js'
import { press } from './press.js'
import { quietNow } from './quiet.js'
import { noteRecalled, noteSeen, noteTicked } from './signs.js'
import { isLate, twinOf } from './twin.js'
import { takeFile } from './upkeep.js'

export type Reception = Receive & {
  /** Files a report that waited too long for «是同一件事吗». For the ticker. */
  fileWaiting(bench: Bench, draft: Draft): void
  /** Said beside the bot, by a person of this id or address: must no log keep it? */
  withholds(person: string, text: string): boolean
  /** A file came of which nobody knew whose it is; nothing where it could not be fetched. For the collector. */
  lookedInto(key: string, row: Fetching, bytes?: Uint8Array): Promise<void>
}

type Wiring = {
  turns: Turns
  campus: () => Campus
  index: ShownIndex
  channels: readonly Channel[]
  dialog: ReportDialog
  /** After a turn is on disk: wake the courier, and have the ticker look at these incidents anew. */
  stored: (touched: ReadonlySet<string>) => void
  rulesApproved: (book: Rulebook) => void
  /** Where the directory lies, and whom to tell that another one has both signatures. */
  shelf?: Shelf | undefined
  directoryApproved: () => void
  /** A file of the store can't be read: the office is told which. */
  damaged: (error: Damaged) => void
  now: () => number
  /** Reads what a sentence tells, beside our own tables. */
  reader?: Reader | undefined
  /** Hears who is spoken with. */
  watch?: Pick<Watch, 'from'> | undefined
}

const legibleForm = (form: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(form).map(([name, text]) => [name, legible(text)]))

/** More than any message that is kept, or than the question that is open now takes. */
const isTooMuch = (desk: Desk, text: string): boolean => {
  const field =
    desk.turn.row('drafts', desk.party.id)?.question ?? desk.turn.row('asking', desk.party.id)?.field
  return length(text) > LONGEST_MESSAGE || (field !== undefined && tooLong(field, text) !== undefined)
}

export const openReception = (wiring: Wiring): Reception => {
  const { turns, campus, index, channels, dialog, stored, rulesApproved, damaged, now, watch, reader } =
    wiring
  const { shelf, directoryApproved } = wiring
  const held = openHeld(reader !== undefined)
  const beingRead = new Map<string, Promise<void>>()
  /** What was told before the first question had its no. Outside of any turn, for nobody else waits; once, though a platform asks twice. */
  const readAlong = (unread: Unread): Promise<void> => {
    const { directory, rules } = campus()
    const read = async () => {
      const hints = await reader?.(redactCredentials(unread.sentence).text, {
        units: directory.units.map(({ name }) => name),
        categories: rules.categories.map(({ short }) => short),
      })
      held.hint(unread, hints)
    }
    const reading = beingRead.get(unread.draft) ?? read().finally(() => beingRead.delete(unread.draft))
    beingRead.set(unread.draft, reading)
    return reading
  }
  const benchOf = (turn: Bench['turn'], touched: Set<string>): Bench => {
    turn.afterCommit(() => stored(touched))
    return { turn, campus: campus(), index, touched, channels }
  }
  const deskOf = (turn: Bench['turn'], id: string, by: Speaker): Desk => {
    watch?.from(by)
    const bench = benchOf(turn, new Set())
    const party = identify(by, bench, channels)
    turn.belongsTo(party.id)
    return {
      ...bench,
      party,
      world: worldOf(turn, bench.campus),
      dialog,
      held,
      said: { id, channel: by.channel },
      replies: 0,
      rulesApproved,
      ...(shelf ? { directoryApproved } : {}),
    }
  }
  const inTurn = (
    id: string,
    by: Speaker,
    body: (desk: Desk) => Promise<Answer | undefined> | Answer | undefined,
  ): Promise<Answer> =>
    turns
      .turn(id, async (turn) => {
        const desk = deskOf(turn, id, by)
        greetBack(desk)
        ownUp(desk)
        return (await body(desk)) ?? {}
      })
      .catch(async (error: unknown) => {
        if (error instanceof Unread) {
          await readAlong(error)
          return inTurn(id, by, body)
        }
        // nothing of the turn remains; who asked must not meet silence, and the file is named to who can restore it
        if (!(error instanceof Damaged)) throw error
        damaged(error)
        return turns.turn(id, (turn): Answer => {
          say(deskOf(turn, id, by), fileUnreadable)
          return {}
        })
      })
  /** A file that was sent, read; or what is wrong with the ones beside which it would stand. */
  const receivedFrom = (bytes: Uint8Array, name: string): Promise<Received | Mistakes> =>
    (shelf ? shelf.receive(bytes, name) : Promise.resolve<Received>({ is: 'foreign' })).catch(
      (error: unknown) => {
        if (error instanceof Mistakes) return error
        throw error
      },
    )
  const toasts = (name: Speaker['channel']) =>
    channels.find((channel) => channel.name === name)?.toasts !== false

  return {
    said: (given, saidMs) =>
      inTurn(given.id, given.by, async (desk) => {
        const files = given.files?.map((file) => ({ ...file, name: shortFileName(file.name) }))
        const said = { ...given, text: legible(given.text), ...(files ? { files } : {}) }
        const twin = twinOf(said, saidMs)
        const again = twin !== undefined && isLate(saidMs, desk.turn.at)
        const before = again ? desk.turn.row('inbox', twin) : undefined
        // it came under another id before: the same answer, and nothing else
        if (before) return before.answer as Answer // kept by this very place
        // as much as is refused is kept by no log either
        const tooMuch = isTooMuch(desk, said.text)
        const answered = await hear(desk, said)
        const answer = tooMuch ? { ...answered, withheld: true } : answered
        if (twin !== undefined && !answer?.withheld)
          desk.turn.put('inbox', twin, { at: desk.turn.at, answer: answer ?? {} })
        if (said.message && desk.touched.size > 0)
          desk.turn.put('heard', `${said.by.channel}/${said.message}`, {
            at: desk.world.now,
            incidents: [...desk.touched],
          })
        return answer
      }),
    async pressed(given) {
      /** What a form has wrong in it, on its card: no store holds that. */
      let refused: Pick<Answer, 'card' | 'wrong'> = {}
      const kept = await inTurn(given.id, given.by, async (desk) => {
        const pressed = given.form ? { ...given, form: legibleForm(given.form) } : given
        const { wrong, ...answer } = (await press(desk, pressed)) ?? {}
        refused = wrong ? standing(desk, pressed, wrong) : {}
        const card = answer.card ?? shownAs(desk, pressed.by.channel, pressed.message)
        if (answer.card) forgetShown(desk, pressed.by.channel, pressed.message)
        const withCard = card ? { ...answer, card } : answer
        if (!answer.toast || toasts(pressed.by.channel)) return withCard
        say(desk, answer.toast.text)
        const { toast: _, ...rest } = withCard
        return rest
      })
      return { ...kept, ...refused }
    },
    async entered({ id, by }) {
      await inTurn(id, by, (desk) => {
        const waits = visible(desk.party, desk.world).some(({ status }) => status === 'open')
        reply(desk, waits ? todoOf(desk) : { view: 'welcome' })
        return undefined
      })
    },
    async recalled({ id, ...recalled }) {
      await turns.turn(id, (turn) => noteRecalled(benchOf(turn, new Set()), recalled))
    },
    async seen({ id, by, messages }) {
      await turns.turn(id, (turn) => {
        const bench = benchOf(turn, new Set())
        noteSeen(bench, identify(by, bench, channels), by.channel, messages)
      })
    },
    async ticked({ id, ...ticked }) {
      await turns.turn(id, (turn) => noteTicked(benchOf(turn, new Set()), ticked))
    },
    async moved(moved) {
      if (moved.what !== 'leave-over' && whoMoved(moved, campus(), channels).length === 0) return
      await turns.turn(moved.id, (turn) => noteMoved(benchOf(turn, new Set()), moved, channels))
    },
    withholds: (person, text) =>
      mentionsSecret(text) ||
      (!isBare(text) && [person, `sandbox:${person}`].some((id) => quietNow(turns.peek().meta, id, now()))),
    async lookedInto(key, row, bytes) {
      const found = bytes && (await receivedFrom(bytes, row.file.name))
      await turns.turn(undefined, (turn) => {
        if (!turn.row('fetching', key)) return
        turn.drop('fetching', key)
        // what is wrong with a file repeats what stands in it
        turn.belongsTo(row.by.id)
        turn.repeatsWords()
        const bench = benchOf(turn, new Set())
        const world = worldOf(turn, bench.campus)
        const desk: Desk = {
          ...bench,
          world,
          party: partyOf(row.by, world),
          dialog,
          held,
          said: { id: `file/${key}`, channel: row.channel },
          replies: 0,
          rulesApproved,
          directoryApproved,
        }
        if (!found) return say(desk, upkeepText.unfetched(row.file.name))
        if (found instanceof Mistakes) return say(desk, upkeepText.diskMistaken(inPrint(found.mistakes, 10)))
        takeFile(desk, row.file, { ...found, sha256: digestOf(bytes) })
      })
    },
    fileWaiting: (bench, draft) => {
      const world = worldOf(bench.turn, bench.campus)
      const desk: Desk = {
        ...bench,
        world,
        party: partyOf(draft.person, world),
        dialog,
        held,
        said: { id: `waited/${draft.id}`, channel: draft.channel },
        replies: 0,
        rulesApproved,
      }
      const told = toldBeside(desk, draft)
      file(desk, draft)
      if (told === 'lost') say(desk, besideLost)
      else if (told) offerTold(desk, told.told)
    },
  }
}
