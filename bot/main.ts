// How does the process live? Reads the configuration, opens its campus or its campuses and the door, and stops in good order.

import pino from 'pino'
import type { Log } from '../store/log.js'
import { inPrint, Mistakes } from '../store/mistakes.js'
import {
  campusSays,
  fallen,
  notStarted,
  notStartedFor,
  started,
  stoppedFor,
  stoppedLate,
  stoppedUnfinished,
  stoppedUnsaved,
  stoppedWell,
} from '../templates/operator/process.js'
import { openCampus } from './campuses/campus.js'
import { newToken } from './channels/sandbox/open.js'
import { BadConfiguration, type Config, loadDotEnv, readWhole } from './process/config.js'
import { readEverything } from './process/reading.js'
import { codeOf, inWords } from './process/reason.js'
import { type House, openServer } from './process/server.js'
import { standInLine } from './process/standby.js'
import { successorOf, takeTurn, watchedFlag } from './process/watchdog/successor.js'
import { openWatchdog, type Watchdog } from './process/watchdog/watchdog.js'
import { holdDataDir } from './turn/open-store.js'
import type { Campus } from './turn/world.js'

const BAD_CONFIGURATION = 78
const STOP_WITHIN_MS = 9_000

const complain = (mistakes: string[]): never => {
  process.stderr.write(notStartedFor(inPrint(mistakes)))
  process.exit(BAD_CONFIGURATION)
}

/** Whoever started us hears where we are, when it listens. */
const tellParent = (message: object): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

/** A mistake of ours: what it was about stays out of the log, where it happened does not. */
const fall = (log: Log, error: unknown): never => {
  const [name, stack] = error instanceof Error ? [error.name, error.stack ?? ''] : [typeof error, '']
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line))
  log.error({ name, code: codeOf(error), at: at.slice(0, 8) }, 'the program fell over a mistake of its own')
  process.stderr.write(fallen(name, codeOf(error)))
  process.exit(1)
}

/** What this process serves, not begun yet. */
type Whole = House & {
  begin(): void
  stop(): Promise<unknown>
  watchdog: Watchdog
  /** Whoever comes after us keeps it. */
  handedOn: Record<string, string>
  /** It listens at this address. */
  up(url: string): void
}
type Start = { config: Config; log: Log & { child(bindings: object): Log } }

const watchOver = (dirs: readonly string[], log: Log, handedOn: Record<string, string>): Watchdog =>
  openWatchdog({ dirs, log, successor: successorOf(process.argv, process.execArgv, handedOn) })

const openOne = async ({ config, log }: Start, readAtFirst: Campus): Promise<Whole> => {
  // before anything in it is touched: the sandbox's log has no second writer either
  const unlock = await holdDataDir(config.DATA_DIR, log)
  const base = config.DATABASE_URL ? await standInLine(config, config.DATABASE_URL, log) : undefined
  // days may have gone by in line
  const campus = base
    ? await readEverything(process.env).then(
        (read) => read.campus,
        () => readAtFirst,
      )
    : readAtFirst
  const token = config.SANDBOX === 'on' ? (config.SANDBOX_TOKEN ?? newToken()) : undefined
  // whoever comes after us keeps the token, so that an open page goes on
  const handedOn: Record<string, string> = token === undefined ? {} : { SANDBOX_TOKEN: token }
  const watchdog = watchOver([config.DATA_DIR], log, handedOn)
  const watch = watchdog.of(config.DATA_DIR)
  const opened = await openCampus({ config, campus, token, watch, unlock, base, log })
  void opened.superseded.then((sentence) => {
    process.stderr.write(stoppedFor(sentence))
    process.exit(1)
  })
  return {
    ...opened,
    ...{ watchdog, handedOn },
    up(url) {
      log.info({ url, sandbox: config.SANDBOX, seq: opened.seq() }, 'Fenghuo is watching')
      if (token !== undefined) process.stdout.write(started(`${url}/?token=${encodeURIComponent(token)}`))
    },
  }
}

const openMany = async (root: string, { config, log }: Start): Promise<Whole> => {
  const { openCampuses } = await import('./campuses/campuses.js')
  let url = ''
  const campuses = await openCampuses({
    ...{ root, log, mine: process.env.DATA_DIR?.trim() || undefined },
    logOf: (campus) => log.child({ campus }),
    watchOver: (dirs) => watchOver(dirs, log, {}),
    played: (path) => process.stdout.write(campusSays.page(`${url}${path}`)),
  })
  return {
    ...campuses,
    handedOn: {},
    up(at) {
      url = at
      log.info({ url, campuses: campuses.routers.length, host: config.HOST }, 'Fenghuo is watching')
      process.stdout.write(campusSays.serving(url, campuses.routers.length))
    },
  }
}

const start = async (): Promise<void> => {
  // nothing is confirmed before the start is over: until then an order to stop is simply followed
  let stop: (why: string) => void = () => process.exit(0)
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  await takeTurn(process.argv)
  loadDotEnv()
  const root = process.env.CAMPUSES?.trim()
  const one = root ? undefined : await readEverything(process.env)
  const config = one?.config ?? readWhole(process.env)
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  process.on('uncaughtException', (error) => fall(log, error))

  const whole = one ? await openOne({ config, log }, one.campus) : await openMany(root ?? '', { config, log })
  const server = await openServer({ host: config.HOST, port: config.PORT, ...whole })
  const { watchdog } = whole

  whole.begin()
  let stopping = false
  const stopInOrder = async (why: string): Promise<void> => {
    if (stopping) return
    stopping = true
    watchdog.stopping()
    tellParent({ leaving: true })
    log.info({ why }, 'stopping')
    setTimeout(() => {
      log.error({}, 'could not stop in time')
      process.stderr.write(stoppedLate)
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    try {
      await server.stop()
      const reason = await whole.stop()
      if (reason !== undefined) {
        process.stderr.write(stoppedUnsaved(inWords(reason)))
        process.exit(1)
      }
    } catch (error) {
      log.error({ code: codeOf(error) }, 'could not stop in good order; the journal has everything')
      process.stderr.write(stoppedUnfinished(inWords(error)))
      process.exit(1)
    }
    process.stdout.write(stoppedWell)
    process.exit(0)
  }
  stop = (why) => void stopInOrder(why)
  if (process.argv.includes(watchedFlag)) {
    process.on('disconnect', () => stop('whoever started us is gone'))
    if (process.connected === false) stop('whoever started us is gone')
  }
  watchdog.arm()
  tellParent({ up: whole.handedOn })
  whole.up(server.url)
}

start().catch((error: unknown) => {
  if (error instanceof BadConfiguration || error instanceof Mistakes) complain(error.mistakes)
  process.stderr.write(notStarted(inWords(error)))
  process.exit(1)
})
