// How is one of many campuses kept open? Opened, served, closed where it fails or is given back, said, and opened again after a pause.
import type { Base } from '../../store/base.js'
import type { Place } from '../../store/campuses.js'
import type { Log } from '../../store/log.js'
import { Mistakes } from '../../store/mistakes.js'
import { campusSays } from '../../templates/operator/process.js'
import { newToken } from '../channels/sandbox/open.js'
import { BadConfiguration } from '../process/config.js'
import { readEverything } from '../process/reading.js'
import { codeOf, inWords } from '../process/reason.js'
import { inLine } from '../process/standby.js'
import type { Watch } from '../process/watchdog/watchdog.js'
import { machineClock } from '../time/clock.js'
import { holdDataDir } from '../turn/open-store.js'
import { type Opened, openCampus } from './campus.js'

/** So long a campus that could not go on is left in peace, and one that was given back is left to others. */
const AGAIN_MS = 5_000
const GIVEN_MS = 1_500

type State = 'opening' | 'standing-by' | 'serving' | 'closed'
type Kept = {
  name: string
  state(): State
  opened(): Opened | undefined
  begin(): void
  /** It is ours, or about to be. */
  mine(): boolean
  /** Where it is not served: why. */
  why(): string
  /** Closes it in order, so that another process takes it at once; later on it stands by again. */
  give(): void
  /** Resolves when it is closed for good, with why something was left undone. */
  stop(): Promise<unknown>
}

export const keep = (options: {
  place: Place
  watch: Watch
  /** Beats for it beside the loop, where it is in PostgreSQL. */
  heart: ((epoch: number) => void) | undefined
  /** Is there room for one more campus in this process? */
  room: () => boolean
  /** Said with the address of its sandbox page below the whole. */
  served: (token: string | undefined) => void
  log: Log
}): Kept => {
  const { place, watch, heart, room, served, log } = options
  const { name, env } = place
  let state: State = 'opening'
  let why = campusSays.opening
  let opened: Opened | undefined
  let claimed = false
  let stopping = false
  let rouse: () => void = () => {}
  /** Resolves when somebody wants it closed. */
  let wanted: () => void = () => {}
  let left: unknown

  const pause = (ms: number) =>
    new Promise<void>((wake) => {
      rouse = wake
      if (stopping) wake()
      else machineClock.after(ms, wake)
    })
  const say = (what: State, sentence: string): void => {
    state = what
    why = sentence
  }

  const open = async (): Promise<{ opened: Opened; token: string | undefined }> => {
    say('opening', campusSays.opening)
    const { config, campus: readAtFirst } = await readEverything(env)
    const unlock = await holdDataDir(config.DATA_DIR, log)
    let base: Base | undefined
    try {
      base =
        config.DATABASE_URL === undefined
          ? undefined
          : await inLine(config, config.DATABASE_URL, log, {
              ...(heart ? { heart } : {}),
              stopped: () => stopping,
              waiting: () => say('standing-by', campusSays.standingBy),
              claim() {
                if (claimed || !room()) return undefined
                claimed = true
                return () => {
                  claimed = false
                }
              },
            })
      claimed = true
      say('opening', campusSays.opening)
      // days may have gone by in line
      const campus = base
        ? await readEverything(env).then(
            (read) => read.campus,
            () => readAtFirst,
          )
        : readAtFirst
      const token = config.SANDBOX === 'on' ? (config.SANDBOX_TOKEN ?? newToken()) : undefined
      return { opened: await openCampus({ config, campus, token, watch, unlock, base, log }), token }
    } catch (error) {
      await base?.close().catch(() => {}) // both are given back already, where the store was opened
      await unlock().catch(() => {})
      throw error
    }
  }

  const once = async (): Promise<number> => {
    const given = new Promise<undefined>((resolve) => {
      wanted = () => resolve(undefined)
    })
    try {
      const now = await open()
      opened = now.opened
      opened.begin()
      say('serving', '')
      log.info({ seq: opened.seq() }, 'the campus is served')
      served(now.token)
      const ended = await Promise.race([opened.superseded, given])
      const closing = opened
      opened = undefined
      say('closed', ended ?? campusSays.given)
      log.warn({ why: ended ?? 'given back' }, 'the campus is closed')
      left = await closing.stop()
      return ended === undefined ? GIVEN_MS : AGAIN_MS
    } catch (error) {
      if (stopping) return 0
      const mistakes =
        error instanceof BadConfiguration || error instanceof Mistakes ? error.mistakes : undefined
      say('closed', mistakes ? mistakes.join('；') : inWords(error))
      log.error({ code: codeOf(error), mistakes: mistakes?.length ?? 0 }, 'the campus could not go on')
      process.stderr.write(campusSays.closed(name, why))
      return AGAIN_MS
    } finally {
      opened = undefined
      claimed = false
    }
  }
  const run = async (): Promise<void> => {
    while (!stopping) {
      const ms = await once()
      if (!stopping) await pause(ms)
    }
  }
  let running: Promise<void> | undefined

  return {
    name,
    state: () => state,
    opened: () => opened,
    mine: () => claimed,
    why: () => why,
    begin() {
      running = run()
    },
    give: () => wanted(),
    async stop() {
      stopping = true
      wanted()
      rouse()
      await running
      return left
    },
  }
}
