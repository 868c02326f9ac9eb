// What is on the wire just now? The calls of this process to the emulator, from the moment they are made: while one flies, time stands.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isRecord } from './ground.js'

/** Node's own fetch tells of each request here; what it calls `trailers` is the end of an answer. */
const begins = 'undici:request:create'
const ends = ['undici:request:trailers', 'undici:request:error'] as const

export const watchWire = () => {
  let origin = ''
  const flying = new Map<unknown, number>()
  const requestIn = (message: unknown): Record<string, unknown> | undefined =>
    isRecord(message) && isRecord(message.request) ? message.request : undefined
  const begin = (message: unknown): void => {
    const request = requestIn(message)
    if (request?.origin === origin) flying.set(request, performance.now())
  }
  const end = (message: unknown): void => {
    flying.delete(requestIn(message))
  }
  return {
    watch(base: string): void {
      origin = base
      subscribe(begins, begin)
      for (const name of ends) subscribe(name, end)
    },
    /** An answer that nobody reads to its end never ends: after a while it counts no longer. */
    under: (): number => [...flying.values()].filter((since) => performance.now() - since < 5000).length,
    stop(): void {
      unsubscribe(begins, begin)
      for (const name of ends) unsubscribe(name, end)
    },
  }
}
