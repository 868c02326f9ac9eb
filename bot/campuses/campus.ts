// How does one campus open, serve and end? Its channels, store, clock and desk, as one handle; no port and no process of its own.
import type { Base } from '../../store/base.js'
import { readDirectoryAnew, watchDirectory, watchFiles } from '../../store/directory.js'
import type { Log } from '../../store/log.js'
import { Mistakes } from '../../store/mistakes.js'
import { openShelf } from '../../store/shelf.js'
import { tablesAsWorkbook } from '../../templates/documents/workbook.js'
import { openChannels } from '../channels/open.js'
import { openSandbox } from '../channels/sandbox/open.js'
import { deskRouter } from '../desk/desk.js'
import { openSeal } from '../desk/session.js'
import { type Fenghuo, openFenghuo } from '../fenghuo.js'
import type { Config } from '../process/config.js'
import { openHealth } from '../process/health.js'
import { openHeartbeat } from '../process/heartbeat.js'
import { openReader } from '../process/reader.js'
import type { House } from '../process/server.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import { machineClock } from '../time/clock.js'
import { readRules } from '../turn/rules.js'
import type { Campus } from '../turn/world.js'

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

export type Opened = House & {
  /** Reminds, sends and fetches from here on. */
  begin(): void
  /** Resolves when the store is another process's, with the sentence that says so: then only `stop` is left. */
  superseded: Promise<string>
  /** Lines in the journal. */
  seq(): number
  /** Answers why no last checkpoint could be written, if so; nothing is lost by that. */
  stop(): Promise<unknown>
}

/** `unlock` and `base` are its own from here on: given back by `stop`, or where it can't be opened. */
export const openCampus = async (options: {
  config: Config
  campus: Campus
  /** With it people play in the sandbox. */
  token: string | undefined
  watch: Watch
  unlock: () => Promise<void>
  base: Base | undefined
  log: Log
}): Promise<Opened> => {
  const { config, campus, token, watch, unlock, base, log } = options
  let fenghuo: Fenghuo | undefined
  const running = (): Fenghuo => {
    if (!fenghuo) throw new Error('not started yet')
    return fenghuo
  }
  const sandbox =
    token === undefined
      ? undefined
      : openSandbox({
          ...{ dir: config.DATA_DIR, token, running },
          directory: () => (fenghuo?.campus() ?? campus).directory,
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
    watch,
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
  let heartbeat: { stop(): void } | undefined
  return {
    // the platforms first: the sandbox keeps everything to this machine
    routers: [...platforms.routers, ...(desk ? [desk] : []), ...(sandbox ? [sandbox.router] : [])],
    health: health.health,
    ready: health.ready,
    // nobody may ever ask
    metrics: async () => {
      const { openMetrics } = await import('../process/metrics.js')
      const campus = () => running().campus()
      return openMetrics({ turns, courier, ticker, auditor, channels, campus, now: () => clock.now() })
    },
    begin() {
      ticker.start()
      courier.wake()
      collector.wake()
      if (config.HEARTBEAT_URL)
        heartbeat = openHeartbeat({
          ...{ url: config.HEARTBEAT_URL, well: health.well, after: machineClock.after, log },
        })
    },
    superseded: turns.superseded,
    seq: () => turns.head().seq,
    async stop() {
      heartbeat?.stop()
      unwatch()
      unwatchRules()
      try {
        return await running().stop()
      } finally {
        sandbox?.close()
      }
    },
  }
}
