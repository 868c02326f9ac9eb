// What happens with a thing that came in? One turn: who is it, what do they mean, may they; then record, tell, answer.
import { partyOf, visible } from '../../handlers/see.js'
import type { Draft, Rulebook } from '../../store/schema.js'
import { whatOf } from '../../templates/cards.js'
import type { Channel } from '../channels/channel.js'
import type { ReportDialog } from '../dialogs/report.js'
import {
  type Bench,
  type Campus,
  forgetShown,
  happen,
  refById,
  type ShownIndex,
  shownAs,
  worldOf,
} from '../happen.js'
import type { Answer, Receive, Speaker } from '../inbound.js'
import type { House } from '../turn.js'
import type { Watch } from '../watchdog/watchdog.js'
import { type Desk, greetBack, identify, reply, say, todoOf } from './desk.js'
import { takeFiles } from './evidence.js'
import { file } from './file.js'
import { hear } from './hear.js'
import { press } from './press.js'

export type Reception = Receive & {
  /** Files a report that waited too long for «是同一件事吗». For the ticker. */
  fileWaiting(bench: Bench, draft: Draft): void
}

export type Wiring = {
  house: House
  campus: () => Campus
  index: ShownIndex
  channels: readonly Channel[]
  dialog: ReportDialog
  /** After a turn is on disk: wake the courier, and have the ticker look at these incidents anew. */
  settled: (touched: ReadonlySet<string>) => void
  rulesApproved: (book: Rulebook) => void
  /** Hears who is spoken with. */
  watch?: Pick<Watch, 'from'> | undefined
}

export const openReception = (wiring: Wiring): Reception => {
  const { house, campus, index, channels, dialog, settled, rulesApproved, watch } = wiring
  const benchOf = (turn: Bench['turn'], touched: Set<string>): Bench => {
    turn.afterCommit(() => settled(touched))
    return { turn, campus: campus(), index, touched, channels }
  }
  const inTurn = (
    id: string,
    by: Speaker,
    body: (desk: Desk) => Promise<Answer | undefined> | Answer | undefined,
  ): Promise<Answer> =>
    house.turn(id, async (turn) => {
      watch?.from(by)
      const bench = benchOf(turn, new Set())
      const party = identify(by, bench, channels)
      const desk: Desk = {
        ...bench,
        party,
        world: worldOf(turn, bench.campus),
        dialog,
        said: { id, channel: by.channel },
        replies: 0,
        rulesApproved,
      }
      greetBack(desk)
      return (await body(desk)) ?? {}
    })
  const toasts = (name: Speaker['channel']) =>
    channels.find((channel) => channel.name === name)?.toasts !== false

  return {
    said: (said) =>
      inTurn(said.id, said.by, async (desk) => {
        const answer = (await takeFiles(desk, said)) ?? (await hear(desk, said))
        if (said.message && desk.touched.size > 0)
          desk.turn.put('heard', `${said.by.channel}/${said.message}`, {
            at: desk.world.now,
            incidents: [...desk.touched],
          })
        return answer
      }),
    pressed: (pressed) =>
      inTurn(pressed.id, pressed.by, async (desk) => {
        const answer = (await press(desk, pressed)) ?? {}
        const card = answer.card ?? shownAs(desk, pressed.by.channel, pressed.message)
        if (answer.card) forgetShown(desk, pressed.by.channel, pressed.message)
        const withCard = card ? { ...answer, card } : answer
        if (!answer.toast || toasts(pressed.by.channel)) return withCard
        say(desk, answer.toast.text)
        const { toast: _, ...rest } = withCard
        return rest
      }),
    async entered({ id, by }) {
      await inTurn(id, by, (desk) => {
        const waits = visible(desk.party, desk.world).some(({ status }) => status === 'open')
        reply(desk, waits ? todoOf(desk) : { view: 'welcome' })
        return undefined
      })
    },
    async recalled({ id, channel, message }) {
      await house.turn(id, (turn) => {
        const bench = benchOf(turn, new Set())
        const heard = turn.row('heard', `${channel}/${message}`)
        for (const incident of heard?.incidents ?? [])
          if (turn.row('incidents', incident))
            happen(bench, incident, [{ type: 'recalled', at: bench.turn.at }])
      })
    },
    async seen({ id, by, messages }) {
      await house.turn(id, (turn) => {
        const bench = benchOf(turn, new Set())
        const party = identify(by, bench, channels)
        for (const message of messages) {
          const key = index.keyOf(by.channel, message)
          const shown = key === undefined ? undefined : turn.row('shown', key)
          const incident = shown?.incident ? turn.row('incidents', shown.incident) : undefined
          if (!shown || !incident || !('person' in shown.to) || shown.to.person !== party.id) continue
          const known = incident.record.some((event) => event.type === 'seen' && event.notice === shown.key)
          if (known || incident.status === 'closed' || incident.status === 'withdrawn') continue
          happen(bench, incident.id, [
            {
              type: 'seen',
              at: turn.at,
              notice: shown.key,
              by: refById(party.id, worldOf(turn, bench.campus)),
              what: whatOf(shown.view),
            },
          ])
        }
      })
    },
    fileWaiting: (bench, draft) => {
      const world = worldOf(bench.turn, bench.campus)
      const desk: Desk = {
        ...bench,
        world,
        party: partyOf(draft.person, world),
        dialog,
        said: { id: `waited/${draft.id}`, channel: draft.channel },
        replies: 0,
        rulesApproved,
      }
      file(desk, draft)
    },
  }
}
