// How does a process wait until the campus is its own? It follows the journal in PostgreSQL, says over HTTP that it stands by, and takes over.
import type { Base } from '../../store/base.js'
import type { Log } from '../../store/log.js'
import { addressOf } from '../../store/postgres/address.js'
import { openPostgres } from '../../store/postgres/base.js'
import { standingBy, takenOver, unwell } from '../../templates/operator/process.js'
import { machineClock } from '../time/clock.js'
import type { Config } from './config.js'
import { openServer } from './server.js'
import { openHearts } from './watchdog/heart.js'

/** How much time has passed: as the processor counts it, or the clock on the wall where the machine slept meanwhile; never back. */
const passed = (): (() => number) => {
  let [seen, wall, sum] = [performance.now(), machineClock.now(), 0]
  return () => {
    const [now, then] = [performance.now(), machineClock.now()]
    sum += Math.max(now - seen, then - wall)
    seen = now
    wall = then
    return sum
  }
}
/** The machine's own time, for pauses and leases. */
export const machineTime = { after: machineClock.after, steadyMs: passed() }

/** Whoever asks meanwhile hears that it lives and is not ready: a balancer sends nothing here, a supervisor leaves it alone. */
const openDoor = ({ HOST: host, PORT: port }: Config) =>
  openServer({
    ...{ host, port, routers: [] },
    health: async () => ({ ok: true, reasons: [unwell.standingBy] }),
    ready: async () => ({ ok: false, reasons: [unwell.standingBy] }),
    // loaded when the first asks, as by whoever serves
    metrics: async () => (await import('./metrics.js')).standbyMetrics(),
  })

type Line = Pick<Parameters<typeof openPostgres>[0], 'waiting' | 'stopped' | 'claim' | 'heart'>

/** Resolves with the store once it is this process's to write. Rejects as `openPostgres`. */
export const inLine = (config: Config, url: string, log: Log, line: Line): Promise<Base> => {
  const address = addressOf(url)
  if (!address) throw new Error('DATABASE_URL was read before') // config.ts refuses what is none
  return openPostgres({
    ...{ address, dir: config.DATA_DIR, digest: config.CHAIN_DIGEST, time: machineTime, log },
    ...line,
  })
}

/** As `inLine`, for the only campus of a process. */
export const standInLine = async (config: Config, url: string, log: Log): Promise<Base> => {
  let door: ReturnType<typeof openDoor> | undefined
  const base = await inLine(config, url, log, {
    heart: openHearts(log)(url),
    waiting(holder) {
      door = openDoor(config)
      door.catch(() => {}) // said below, when the port is wanted for good
      process.stdout.write(standingBy(holder, addressOf(url)?.shown ?? ''))
    },
  })
  if (door) {
    await door.then((open) => open.stop()).catch(() => {}) // the port is taken: whoever opens it next says so
    process.stdout.write(takenOver)
  }
  return base
}
