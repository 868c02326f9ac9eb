// How is a report asked for, question by question? Botkit keeps the place in the conversation; the answers are judged by handlers/questions.

import type { Activity } from 'botbuilder'
import type { BotWorker } from 'botkit'
import type { View } from '../../store/schema.js'
import { Botkit, BotkitConversation, DialogTurnStatus, TurnContext } from './botkit.js'
import { OutboxAdapter } from './outbox-adapter.js'

/** Rises when the conversation changes shape: a place kept under another version is not read but asked for anew. */
const DIALOG = 'report-v1'

/** What one answer leads to: things to say, and whether the conversation goes on. */
export type Reply = { views: View[]; goesOn: boolean }

/** The desk of the turn that is being run: turns are serial, so there is one at a time. */
type Asker = {
  /** What is asked now. */
  question(): View[]
  answer(text: string): Reply
  say(view: View): void
  places: Places
}

/** The rows in which Botkit keeps where each conversation stands, under names of its own. */
export type Places = {
  get(key: string): unknown
  put(key: string, place: unknown): void
  drop(key: string): void
}

export type ReportDialog = {
  /** Starts the conversation: asks the first question. */
  begin(person: string, asker: Asker): Promise<void>
  /** Hands an answer to the conversation. `false`: there is none under this version, the place was dropped. */
  continue(person: string, text: string, asker: Asker): Promise<boolean>
}

const activity = (person: string, text: string): Partial<Activity> => ({
  type: 'message',
  channelId: 'fenghuo',
  conversation: { id: person, isGroup: false, conversationType: 'dm', name: '' },
  from: { id: person, name: '' },
  recipient: { id: 'fenghuo', name: '' },
  text,
})

export const reportDialog = (): ReportDialog => {
  let asker: Asker | undefined
  const now = (): Asker => {
    if (!asker) throw new Error('Botkit ran outside of a turn')
    return asker
  }
  const adapter = new OutboxAdapter((view) => now().say(view))
  const storage = {
    async read(keys: string[]) {
      const kept = keys.map((key) => [key, now().places.get(key)] as const)
      return Object.fromEntries(
        kept.filter(([, place]) => place !== undefined).map(([key, place]) => [key, structuredClone(place)]),
      )
    },
    async write(changes: Record<string, unknown>) {
      for (const [key, place] of Object.entries(changes)) now().places.put(key, structuredClone(place))
    },
    async delete(keys: string[]) {
      for (const key of keys) now().places.drop(key)
    },
  }
  // Botkit's types ask for its own adapter class; it uses only what every BotAdapter has.
  const bot = new Botkit({
    adapter,
    storage,
    disable_webserver: true,
    disable_console: true,
  } as ConstructorParameters<typeof Botkit>[0])

  const conversation = new BotkitConversation(DIALOG, bot)
  const ask = async (worker: BotWorker) => {
    for (const view of now().question()) await worker.say({ channelData: { view } })
  }
  conversation.before('default', async (_convo, worker) => ask(worker))
  conversation.ask(
    { text: [''] },
    async (text, convo, worker) => {
      const reply = now().answer(text)
      for (const view of reply.views) await worker.say({ channelData: { view } })
      await (reply.goesOn ? convo.gotoThread('default') : convo.stop())
    },
    { key: '' },
  )
  bot.addDialog(conversation)

  const run = async (
    person: string,
    text: string,
    step: (worker: BotWorker, dialogs: Dialogs) => Promise<void>,
  ) => {
    const context = new TurnContext(adapter, activity(person, text))
    await adapter.run(context, async () => {
      const dialogs = await bot.dialogSet.createContext(context)
      const worker = await bot.spawn(dialogs, adapter)
      await step(worker, dialogs)
      await bot.saveState(worker)
    })
  }
  type Dialogs = Awaited<ReturnType<typeof bot.dialogSet.createContext>>

  return {
    async begin(person, desk) {
      asker = desk
      try {
        await run(person, '', async (worker, dialogs) => {
          await dialogs.cancelAllDialogs()
          await worker.beginDialog(DIALOG)
        })
      } finally {
        asker = undefined
      }
    },
    async continue(person, text, desk) {
      asker = desk
      let alive = true
      try {
        await run(person, text, async (_worker, dialogs) => {
          if (dialogs.stack.some(({ id }) => id !== DIALOG && !id.startsWith(DIALOG))) {
            await dialogs.cancelAllDialogs()
            alive = false
            return
          }
          const { status } = await dialogs.continueDialog()
          alive = status !== DialogTurnStatus.empty
        })
      } finally {
        asker = undefined
      }
      return alive
    },
  }
}
