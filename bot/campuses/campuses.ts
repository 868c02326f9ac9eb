// How does one process serve many campuses? Each is kept by itself; health, readiness and figures are of the whole, each campus named.
import { readPlaces } from '../../store/campuses.js'
import type { Log } from '../../store/log.js'
import { Mistakes } from '../../store/mistakes.js'
import { type Address, addressOf } from '../../store/postgres/address.js'
import { openWorkers } from '../../store/postgres/workers.js'
import { campusSays } from '../../templates/operator/process.js'
import { BadConfiguration } from '../process/config.js'
import { readEverything } from '../process/reading.js'
import { below, type House, type Readiness } from '../process/server.js'
import { machineTime } from '../process/standby.js'
import { openHearts } from '../process/watchdog/heart.js'
import type { Watchdog } from '../process/watchdog/watchdog.js'
import { keep } from './keep.js'
import { givesBack, hasRoom, type Load } from './share.js'

const LOOK_EVERY_MS = 250
/** After one is given back, so long until the next: whoever takes it has said so by then. */
const NEXT_GIFT_MS = 2_000

/** All mistakes of all campuses at once, each with its folder. Throws `Mistakes`. */
const readAll = async (root: string, mine: string | undefined) => {
  const places = readPlaces(root, mine)
  const mistakes: string[] = []
  for (const { name, env } of places)
    await readEverything(env).catch((error: unknown) => {
      if (!(error instanceof Mistakes || error instanceof BadConfiguration)) throw error
      mistakes.push(...error.mistakes.map((one) => `${name}: ${one}`))
    })
  if (mistakes.length > 0) throw new Mistakes(mistakes)
  return places
}

type Places = Awaited<ReturnType<typeof readAll>>

/** The campuses that several processes share: by database, since whoever serves one of them can hear the others there. */
const byDatabase = (places: Places): { names: string[]; addresses: [Address, ...Address[]] }[] => {
  const found = new Map<string, { names: string[]; addresses: [Address, ...Address[]] }>()
  for (const { name, env } of places) {
    const address = addressOf(env.DATABASE_URL ?? '')
    if (!address) continue
    const known = found.get(address.url)
    if (known) {
      known.names.push(name)
      known.addresses.push(address)
    } else found.set(address.url, { names: [name], addresses: [address] })
  }
  return [...found.values()]
}

/** `mine`: DATA_DIR of the process. Throws `Mistakes`. */
export const openCampuses = async (options: {
  root: string
  mine: string | undefined
  /** Of one campus: its lines carry its name. */
  logOf: (name: string) => Log
  watchOver: (dirs: readonly string[]) => Watchdog
  /** The page of a sandbox, below the address of the whole. */
  played: (path: string) => void
  log: Log
}): Promise<House & { begin(): void; stop(): Promise<unknown>; watchdog: Watchdog }> => {
  const { root, mine, logOf, watchOver, played, log } = options
  const places = await readAll(root, mine)
  const watchdog = watchOver(places.map(({ env }) => env.DATA_DIR ?? ''))
  const hearts = places.some(({ env }) => env.DATABASE_URL) ? openHearts(log) : undefined
  const loads = new Map<string, () => Load>()
  const kept = places.map((place) =>
    keep({
      place,
      watch: watchdog.of(place.env.DATA_DIR ?? ''),
      heart: place.env.DATABASE_URL ? hearts?.(place.env.DATABASE_URL) : undefined,
      room: () => hasRoom(loads.get(place.name)?.() ?? { campuses: 1, mine: 0, others: [] }),
      served(token) {
        if (token !== undefined) played(`/${place.name}/?token=${encodeURIComponent(token)}`)
      },
      log: logOf(place.name),
    }),
  )
  const id = crypto.randomUUID()
  const groups = byDatabase(places).map(({ names, addresses }) => {
    const ours = kept.filter(({ name }) => names.includes(name))
    const count = () => ours.filter((one) => one.mine()).length
    const workers = openWorkers({ addresses, id, serves: count, time: machineTime, log })
    const load = (): Load => ({ campuses: ours.length, mine: count(), others: workers.others() })
    for (const name of names) loads.set(name, load)
    let notBeforeMs = 0
    const look = (): void => {
      if (machineTime.steadyMs() < notBeforeMs || !givesBack(load())) return
      const one = ours.findLast((each) => each.state() === 'serving')
      if (!one) return
      notBeforeMs = machineTime.steadyMs() + NEXT_GIFT_MS
      log.info({ campus: one.name }, 'another process has room: a campus is given back')
      one.give()
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    return {
      async stop() {
        clearInterval(timer)
        await workers.stop()
      },
    }
  })

  /** Of the whole: well while one campus is; a supervisor or a balancer must not end the others for one. */
  const whole = async (ask: 'health' | 'ready') => {
    const each = await Promise.all(
      kept.map(async ({ name, state, why, opened }) => {
        const said: Readiness | undefined = await opened()?.[ask]()
        const reasons = said ? said.reasons : [why()]
        const degraded = said?.degraded ?? []
        const standsBy = state() === 'standing-by' || state() === 'opening'
        return { name, state: state(), ok: said?.ok ?? false, standsBy, reasons, degraded }
      }),
    )
    const ok = each.some((one) => one.ok || (ask === 'health' && one.standsBy))
    const told = each.flatMap(({ name, reasons, degraded }) =>
      [...reasons, ...degraded].map((one) => campusSays.ofOne(name, one)),
    )
    const campuses = Object.fromEntries(each.map(({ name, state, ok }) => [name, { state, ok }]))
    return { ok, reasons: ok ? [] : told, ...(ok && told.length > 0 ? { degraded: told } : {}), campuses }
  }

  return {
    watchdog,
    routers: kept.map(({ name, opened, why }) =>
      below(name, () => opened()?.routers ?? campusSays.ofOne(name, why())),
    ),
    health: () => whole('health'),
    ready: () => whole('ready'),
    metrics: async () => {
      const { campusMetrics } = await import('../process/metrics.js')
      return campusMetrics(kept.map(({ name, state, opened }) => ({ name, state, house: opened() })))
    },
    begin() {
      for (const one of kept) one.begin()
    },
    async stop() {
      await Promise.all(groups.map((one) => one.stop())) // others have room for all from now on
      const left = await Promise.all(kept.map((one) => one.stop()))
      return left.find((one) => one !== undefined)
    },
  }
}
