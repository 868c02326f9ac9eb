// Who is watching? The open pages, and what each of them is told as it happens.
import type { Response } from 'express'
import type { SandboxMessage } from '../../../store/sandbox-log.js'
import type { Urgency } from '../../../store/schema.js'

export type Happening =
  | { event: 'message' | 'update'; chat: string; message: SandboxMessage }
  | { event: 'urgent'; chat: string; messageId: string; level: Urgency }
  | { event: 'clock'; now: string }
  | { event: 'reach'; person: string; reachable: boolean }

/** `people` is one id for the plain form, or several, or everyone: then each line says whose chat it is. */
export type Watch = { people: string[] | 'everyone'; several: boolean }

type Watcher = Watch & { response: Response }

const heartbeatMs = 15_000

const dataFor = (happening: Happening, { people, several }: Watch): unknown => {
  if (happening.event === 'clock') return several ? { now: happening.now } : undefined
  if (happening.event === 'reach')
    return several ? { as: happening.person, reachable: happening.reachable } : undefined
  const { chat } = happening
  const group = chat === 'group'
  if (!group && people !== 'everyone' && !people.includes(chat)) return undefined
  const plain =
    happening.event === 'urgent'
      ? { messageId: happening.messageId, level: happening.level }
      : happening.message
  if (!several) return plain
  // A group message is one line for the whole stream, not one for each of its people.
  const as = !group ? chat : people === 'everyone' ? '*' : people[0]
  return { ...plain, as, chat: group ? 'group' : 'dm' }
}

/** The open event streams. `tell` reaches everyone who sees the chat; `close` ends all of them. */
export const openStreams = () => {
  const watchers = new Set<Watcher>()
  const heartbeat = setInterval(() => {
    for (const { response } of watchers) response.write(': still here\n\n')
  }, heartbeatMs)
  heartbeat.unref()

  return {
    watch(watch: Watch, response: Response): void {
      const watcher = { ...watch, response }
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 1000\n\n')
      watchers.add(watcher)
      response.on('close', () => watchers.delete(watcher))
    },
    tell(happening: Happening): void {
      for (const watcher of watchers) {
        const data = dataFor(happening, watcher)
        if (data !== undefined)
          watcher.response.write(`event: ${happening.event}\ndata: ${JSON.stringify(data)}\n\n`)
      }
    },
    close(): void {
      clearInterval(heartbeat)
      for (const { response } of watchers) response.end()
      watchers.clear()
    },
  }
}
export type Streams = ReturnType<typeof openStreams>
