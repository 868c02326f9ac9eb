// How does the process live? Reads the configuration, opens the house and the door, and stops in good order.

import pino from 'pino'
import { readDirectoryAnew, watchDirectory, watchFiles } from '../store/directory.js'
import type { Log } from '../store/log.js'
import { inPrint, Mistakes } from '../store/mistakes.js'
import { openShelf } from '../store/shelf.js'
import { tablesAsWorkbook } from '../templates/documents/workbook.js'
import {
  fallen,
  machineSays,
  notStarted,
  notStartedFor,
  started,
  stoppedFor,
  stoppedLate,
  stoppedUnfinished,
  stoppedUnsaved,
  stoppedWell,
  withReason,
} from '../templates/operator/process.js'
import { openChannels } from './channels/open.js'
import { openSandbox } from './channels/sandbox/open.js'
import { deskRouter } from './desk/desk.js'
import { openSeal } from './desk/session.js'
import { type Fenghuo, openFenghuo } from './fenghuo.js'
import { BadConfiguration, loadDotEnv } from './process/config.js'
import { openHealth } from './process/health.js'
import { openHeartbeat } from './process/heartbeat.js'
import { openReader } from './process/reader.js'
import { readEverything } from './process/reading.js'
import { openServer } from './process/server.js'
import { standInLine } from './process/standby.js'
import { successorOf, takeTurn, watchedFlag } from './process/watchdog/successor.js'
import { openWatchdog } from './process/watchdog/watchdog.js'
import { machineClock } from './time/clock.js'
import { holdDataDir } from './turn/open-store.js'
import { readRules } from './turn/rules.js'

const BAD_CONFIGURATION = 78
const STOP_WITHIN_MS = 9_000

const complain = (mistakes: string[]): never => {
  process.stderr.write(notStartedFor(inPrint(mistakes)))
  process.exit(BAD_CONFIGURATION)
}

/** Of an error, or of what the system wrote of one: `ENOSPC: no space left on device`. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : (/^E[A-Z]+(?=:)/.exec(String(error))?.[0] ?? '')

/** What an operator can do about a machine that says no. */
const inWords = (error: unknown): string => {
  const known: Record<string, string> = {
    EADDRINUSE: machineSays.portTaken(process.env.PORT ?? 3000),
    EACCES: machineSays.notAllowed,
    EROFS: machineSays.readOnly,
    ENOSPC: machineSays.diskFull,
    EDQUOT: machineSays.quotaFull,
    ENOTDIR: machineSays.noFolder,
    ENOTFOUND: machineSays.foreignHost,
    EADDRNOTAVAIL: machineSays.foreignHost,
  }
  const reason = error instanceof Error ? error.message : String(error)
  const said = known[codeOf(error)]
  return said ? withReason(said, reason) : reason
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

/** What the office saves comes in force at once; with mistakes in it the old one stays. The answer ends it. */
const followDirectory = (path: string, running: () => Fenghuo, log: Log): (() => void) =>
  watchDirectory(
    path,
    () => {
      void readDirectoryAnew(path, running().campus().directory)
        .then(
          async ({ directory, refused, refusedRoster }) => {
            await running().takeDirectory(directory)
            if (refused) await running().refuseSystems(refused)
            if (refusedRoster) await running().refuseRoster(refusedRoster)
            log.info({ people: directory.people.length }, 'a new directory is in force')
          },
          async (error) => {
            if (!(error instanceof Mistakes)) throw error
            log.warn(
              { mistakes: error.mistakes.length },
              'the directory has mistakes; the old one stays in force',
            )
            await running().refuseDirectory(error)
          },
        )
        .catch((error) => log.error({ reason: String(error) }, 'the directory could not be read anew'))
    },
    machineClock.after,
  )

/** What is saved in the rules file waits for its two signatures at once; with mistakes in it nothing changes. The answer ends it. */
const followRules = (path: string, running: () => Fenghuo, log: Log): (() => void) =>
  watchFiles(
    [path],
    () => {
      const read = async (): Promise<void> => {
        try {
          await running().takeRules(readRules(path))
          log.info({}, 'the rules file was read anew')
        } catch (error) {
          if (!(error instanceof Mistakes)) throw error
          log.warn(
            { mistakes: error.mistakes.length },
            'the rules file has mistakes; the old rules stay in force',
          )
          await running().refuseRules(error)
        }
      }
      void read().catch((error) => log.error({ reason: String(error) }, 'the rules could not be read anew'))
    },
    machineClock.after,
  )

const start = async (): Promise<void> => {
  // nothing is confirmed before the start is over: until then an order to stop is simply followed
  let stop: (why: string) => void = () => process.exit(0)
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  await takeTurn(process.argv)
  loadDotEnv()
  const { config, campus: readAtFirst } = await readEverything(process.env)
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  process.on('uncaughtException', (error) => fall(log, error))

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
  let fenghuo: Fenghuo | undefined
  const running = (): Fenghuo => {
    if (!fenghuo) throw new Error('not started yet')
    return fenghuo
  }
  const sandbox =
    config.SANDBOX === 'on'
      ? openSandbox({
          dir: config.DATA_DIR,
          token: config.SANDBOX_TOKEN,
          directory: () => (fenghuo?.campus() ?? campus).directory,
          running,
        })
      : undefined
  // whoever comes after us keeps the token, so that an open page goes on
  const handedOn: Record<string, string> = sandbox ? { SANDBOX_TOKEN: sandbox.token } : {}
  const watchdog = openWatchdog({
    dir: config.DATA_DIR,
    log,
    successor: successorOf(process.argv, process.execArgv, handedOn),
  })
  const clock = sandbox?.clock ?? machineClock
  const platforms = await openChannels(config, { clock, log }, campus.rules.platforms)
  const channels = [...(sandbox ? [sandbox.channel] : []), ...platforms.channels]
  fenghuo = await openFenghuo({
    dir: config.DATA_DIR,
    clock,
    log,
    campus,
    channels,
    watch: watchdog,
    digest: config.CHAIN_DIGEST,
    witnessUrl: config.WITNESS_URL,
    reader: config.READER_URL
      ? openReader({ url: config.READER_URL, model: config.READER_MODEL, clock, log })
      : undefined,
    shelf: openShelf(config.DIRECTORY, tablesAsWorkbook),
    unlock,
    base,
  })
  const { turns, courier, collector, ticker, auditor } = fenghuo
  void turns.superseded.then((sentence) => {
    process.stderr.write(stoppedFor(sentence))
    process.exit(1)
  })
  sandbox?.forgetWith(turns)

  const unwatch = followDirectory(config.DIRECTORY, running, log)
  const unwatchRules = followRules(config.RULES, running, log)

  const desk = deskRouter({
    publicUrl: config.PUBLIC_URL,
    channels: platforms.channels,
    seal: openSeal([config.FEISHU_APP_SECRET ?? '', config.DINGTALK_CLIENT_SECRET ?? '']),
    plays: sandbox?.plays,
    directory: () => running().campus().directory,
    look: (body) => running().look(body),
    now: () => clock.now(),
    log,
  })
  const health = openHealth({ turns, courier, ticker, channels })
  const server = await openServer({
    host: config.HOST,
    port: config.PORT,
    // the platforms first: the sandbox keeps everything to this machine
    routers: [...platforms.routers, ...(desk ? [desk] : []), ...(sandbox ? [sandbox.router] : [])],
    health: health.health,
    ready: health.ready,
    // nobody may ever ask
    metrics: async () => {
      const { openMetrics } = await import('./process/metrics.js')
      const campus = () => running().campus()
      return openMetrics({ turns, courier, ticker, auditor, channels, campus, now: () => clock.now() })
    },
  })

  ticker.start()
  courier.wake()
  collector.wake()
  const heartbeat = config.HEARTBEAT_URL
    ? openHeartbeat({ url: config.HEARTBEAT_URL, well: health.well, after: machineClock.after, log })
    : undefined

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
      heartbeat?.stop()
      unwatch()
      unwatchRules()
      await server.stop()
      const reason = await running().stop()
      sandbox?.close()
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
  tellParent({ up: handedOn })
  log.info({ url: server.url, sandbox: config.SANDBOX, seq: turns.head().seq }, 'Fenghuo is watching')
  if (sandbox) process.stdout.write(started(`${server.url}/?token=${encodeURIComponent(sandbox.token)}`))
}

start().catch((error: unknown) => {
  if (error instanceof BadConfiguration || error instanceof Mistakes) complain(error.mistakes)
  process.stderr.write(notStarted(inWords(error)))
  process.exit(1)
})
