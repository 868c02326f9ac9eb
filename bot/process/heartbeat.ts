// Who outside hears that all is well? An address that is called once a minute, and only while it is.
import type { Log } from '../../store/log.js'
import type { Clock } from '../time/clock.js'

const EVERY_MS = 60_000
const ANSWER_WITHIN_MS = 10_000

type Heartbeat = { stop(): void }

/**
 * `well` answers why all is not well, or nothing. Somebody outside misses the call and looks: so a failure of the call
 * itself is only logged, once until it changes, and never holds anything up.
 */
export const openHeartbeat = (options: {
  url: string
  well: () => Promise<string | undefined>
  after: Clock['after']
  log: Log
  get?: (url: string, signal: AbortSignal) => Promise<{ ok: boolean; status: number }>
}): Heartbeat => {
  const { url, well, after, log } = options
  const get =
    options.get ??
    (async (address, signal) => {
      const answer = await fetch(address, { signal, redirect: 'manual' })
      await answer.body?.cancel()
      return answer
    })
  let stopped = false
  let cancel = () => {}
  let before: string | undefined
  const say = (state: string, reason?: string): void => {
    if (state === before) return
    before = state
    if (reason === undefined) log.info({}, 'the heartbeat goes out')
    else log.warn({ reason }, 'the heartbeat does not go out')
  }
  const ping = async (): Promise<void> => {
    const ill = await well()
    if (ill !== undefined) return say(`ill ${ill}`, ill)
    const { ok, status } = await get(url, AbortSignal.timeout(ANSWER_WITHIN_MS))
    // the address may hold a key: it is never logged
    if (ok) say('out')
    else say(`status ${status}`, `the address answers ${status}`)
  }
  const beat = (): void => {
    cancel = after(EVERY_MS, beat)
    ping().catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'Error'
      if (!stopped) say(`failed ${name}`, `the address could not be reached (${name})`)
    })
  }
  beat()
  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}
