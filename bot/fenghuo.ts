// How do the parts become one running whole? Opens the store, wires reception, courier, ticker and channels; no HTTP, no process.

import { turnsOwn } from '../handlers/roster.js'
import { successions } from '../handlers/succession.js'
import { chainToday } from '../rules/chain.js'
import type { Rules } from '../rules/rules.js'
import { changesOf } from '../rules/upkeep.js'
import type { World } from '../rules/world.js'
import { allIdsOf, idsOf } from '../rules/year.js'
import type { Base } from '../store/base.js'
import type { Digest } from '../store/digest.js'
import { forgetFrozen, readFrozen } from '../store/frozen.js'
import type { Log } from '../store/log.js'
import { inPrint, type Mistakes } from '../store/mistakes.js'
import { type Directory, isIncident, type Rulebook } from '../store/schema.js'
import type { Shelf } from '../store/shelf.js'
import { assessmentFile } from '../templates/documents/assessment.js'
import { calendarFile } from '../templates/documents/calendar.js'
import { documentOf } from '../templates/documents/document.js'
import { ledgerFile } from '../templates/documents/ledger.js'
import { rollFile } from '../templates/documents/zero.js'
import {
  directoryRefused,
  foundAtStart,
  rosterRefused,
  rulesRefused,
  systemsRefused,
} from '../templates/operator/process.js'
import { rosterChanged } from '../templates/roster.js'
import type { Channel, Memory } from './channels/channel.js'
import { type Collector, openCollector } from './delivery/collector.js'
import { type Courier, openCourier } from './delivery/courier.js'
import type { WritePaper } from './delivery/sender.js'
import { reportDialog } from './dialogs/report.js'
import { type Overview, overviewOf } from './overview.js'
import type { Reader } from './process/reader.js'
import type { Watch } from './process/watchdog/watchdog.js'
import { openWitness } from './process/witness.js'
import { openReception, type Reception } from './reception/reception.js'
import { setAside } from './reception/set-aside.js'
import { openTakingIn, overtake } from './taking-in.js'
import { type Auditor, openAuditor } from './time/auditor.js'
import type { Clock } from './time/clock.js'
import { openTicker, type Ticker } from './time/ticker.js'
import { changeDuty } from './turn/duty.js'
import { standInAnew } from './turn/hands.js'
import { type Bench, happen } from './turn/happen.js'
import { sayToOffice, showRules, tellOnce } from './turn/office.js'
import { readBook, rulesInForce } from './turn/rules.js'
import { indexShown, redraw } from './turn/shown.js'
import { openTurns, type Turns } from './turn/turns.js'
import { type Campus, worldIn, worldOf } from './turn/world.js'

export type Fenghuo = {
  turns: Turns
  reception: Reception
  courier: Courier
  collector: Collector
  ticker: Ticker
  auditor: Auditor
  campus(): Campus
  /** Puts a directory that was read anew in force; people who left are succeeded in every open incident. */
  takeDirectory(directory: Directory): Promise<void>
  /** A directory that can't be used: the old one stays, the office is told where the mistakes are. */
  refuseDirectory(mistakes: Mistakes): Promise<void>
  /** A register of systems that can't be used: the old one stays, whoever is on the campus was taken all the same. */
  refuseSystems(mistakes: Mistakes): Promise<void>
  /** A roster that can't be used: the old one stays, whoever is on the campus was taken all the same. */
  refuseRoster(mistakes: Mistakes): Promise<void>
  /** Rules that were read anew: they wait for two people of the office, who are told now (docs/adr/0011). */
  takeRules(rules: Rules): Promise<void>
  /** A rules file that can't be used: the old rules stay in force, the office is told where the mistakes are. */
  refuseRules(mistakes: Mistakes): Promise<void>
  /** Resolves when no directory that two people signed is on its way into its folder. */
  takenIn(): Promise<void>
  /** Moves on to `untilMs` in the clock's time, letting everything that falls due on the way happen and be delivered. */
  passTime(untilMs: number, set: (ms: number) => void): Promise<void>
  overview(): Promise<Overview>
  /** Looks at the campus and everything that is on disk, archived matters too; changes nothing. */
  look<A>(body: (world: World) => A): Promise<A>
  /** Answers why no last checkpoint could be written, if so; nothing is lost by that. */
  stop(): Promise<string | undefined>
}

/** Who left the directory is succeeded in everything that goes on, be it as holder of a post or as stand-in; who stands in now is told. */
const succeed = (bench: Bench, was: Directory, directory: Directory): void => {
  const world = worldOf(bench.turn, bench.campus)
  for (const incident of Object.values(world.incidents)) {
    if (incident.status === 'closed' || incident.status === 'withdrawn') continue
    const events = successions(incident, was, world, chainToday(incident, directory))
    if (events.length > 0) happen(bench, incident.id, events)
    else if (was !== directory) standInAnew(bench, incident, was, world)
  }
}

/** The roster is another one: the office hears what is different, whoever is on duty now gets what is open. */
const rosterAnew = (bench: Bench, was: Directory): void => {
  const { comes, goes, changes } = changesOf(was, bench.campus.directory).roster
  if (comes.length + goes.length + changes.length > 0)
    sayToOffice(
      bench,
      `roster/changed/${bench.turn.next('directory')}`,
      rosterChanged(comes.length, goes.length, changes.length),
    )
  changeDuty(bench)
}

/** The campus is another one: who owes what, and until when, may be another on every card and task list that stands. */
const drawAllAnew = (bench: Bench): void => {
  const tasks = bench.channels.some((channel) => channel.tasks?.open())
  for (const { id, status } of Object.values(bench.turn.rows('incidents')))
    if (status !== 'closed') redraw(bench, id, tasks)
}

export const openFenghuo = async (options: {
  dir: string
  clock: Clock
  log: Log
  campus: Campus
  channels: Channel[]
  openTurns?: typeof openTurns
  watch?: Watch
  digest?: Digest
  /** Who is told once a day where the record stands. */
  witnessUrl?: string | undefined
  /** Reads sentences beside our own tables: READER_URL. */
  reader?: Reader | undefined
  /** Where the directory lies: with it, the office can change it in the chat (docs/adr/0033). */
  shelf?: Shelf | undefined
  /** Gives back the hold on `dir`, where it was taken before (bot/turn/open-store.ts, `holdDataDir`). */
  unlock?: () => Promise<void>
  /** What the store stands on, where that is not the files of `dir`. */
  base?: Base | undefined
}): Promise<Fenghuo> => {
  const { clock, log, channels } = options
  let current = options.campus
  const campus = () => current
  const watch = options.watch
  const turns = await (options.openTurns ?? openTurns)({
    dir: options.dir,
    now: () => clock.now(),
    log,
    ...(watch ? { watch } : {}),
    unlock: options.unlock,
    base: options.base,
    ...(options.digest ? { digest: options.digest } : {}),
  })
  const index = await turns.read(indexShown)
  /** Nothing is sent or fetched before every channel has started: whoever opens the house wakes them then. */
  let open = false
  const stored = (touched: ReadonlySet<string>): void => {
    ticker.look(touched)
    if (!open) return
    courier.wake()
    collector.wake()
  }
  const rulesApproved = (book: Rulebook): void => {
    const rules = readBook(book)
    if (!rules) return
    current = { ...current, rules }
    log.info({ version: book.version }, 'new rules are in force')
    void inTurn(drawAllAnew)
      .then(() => ticker.lookAtAll())
      .catch((reason: unknown) =>
        log.error({ reason: String(reason) }, 'not all was looked at under the new rules'),
      )
  }
  const reception = openReception({
    turns,
    campus,
    index,
    channels,
    dialog: reportDialog(),
    stored,
    rulesApproved,
    shelf: options.shelf,
    directoryApproved: () => takingIn?.wake(),
    now: () => clock.now(),
    watch,
    reader: options.reader,
    damaged: (error) =>
      void tellOffice(`damaged/${error.message}`, error.message).catch((reason: unknown) =>
        log.error({ reason: String(reason) }, 'the office could not be told of a damaged file'),
      ),
  })

  const inTurn = (body: (bench: Bench) => void): Promise<void> => {
    const touched = new Set<string>()
    return turns.turn(undefined, (turn) => {
      turn.afterCommit(() => stored(touched))
      body({ turn, campus: current, index, touched, channels })
    })
  }

  const tellOffice = (key: string, text: string): Promise<void> =>
    inTurn((bench) => tellOnce(bench, key, text))
  const sayOfDirectory = (text: string): Promise<void> =>
    inTurn((bench) => sayToOffice(bench, `directory/${bench.turn.next('directory')}`, text))
  const memoryOf = (name: string): Memory => ({
    get(key) {
      const value = turns.peek().meta[`${name}/${key}`]
      return typeof value === 'boolean' ? undefined : value
    },
    put: (key, value) => inTurn(({ turn }) => turn.put('meta', `${name}/${key}`, value)),
  })

  /** A document says what is known when it is sent, and where the record stands then. */
  const paper: WritePaper = async (view, world) => {
    const chainHead = turns.head().prev
    if (view.view === 'ledger') {
      const exports = Object.values(turns.peek().exports).filter(
        ({ year, of }) => year === view.year && of === view.of,
      )
      const matters = allIdsOf(view.year, world).flatMap((id) => world.find(id) ?? [])
      if (view.of) return assessmentFile(view.year, matters, world, { chainHead, exports })
      const listed = new Set(idsOf(view.year, world))
      const found = matters.filter(isIncident).filter(({ id }) => listed.has(id))
      return ledgerFile(view.year, found, world, { matters, chainHead, exports })
    }
    if (view.view === 'shifts') {
      const { name, text } = calendarFile(turnsOwn({ id: view.person }, world), world)
      return { name, bytes: Buffer.from(text) }
    }
    if (view.view === 'roll') {
      const period = turns.peek().periods[view.period]
      return period && rollFile(period, view.as, world)
    }
    const incident = world.find(view.incident)
    return incident && documentOf(view.document, incident, world, { to: view.to, chainHead })
  }
  const urgent = (): boolean => ticker.behind()
  const courier = openCourier({
    paper,
    urgent,
    turns,
    channels,
    campus,
    index,
    clock,
    log,
    stored,
    tellOffice,
  })
  const collector = openCollector({
    turns,
    channels,
    campus,
    index,
    evidence: turns.evidence,
    clock,
    log,
    stored,
    lookedInto: reception.lookedInto,
  })
  const witness = options.witnessUrl ? openWitness({ url: options.witnessUrl, turns, clock, log }) : undefined
  const auditor = openAuditor({ turns, campus, clock, log, tellOffice })
  const ticker = openTicker({ turns, campus, index, channels, reception, auditor, clock, log, stored })
  const takeDirectory = async (directory: Directory): Promise<void> => {
    const was = current.directory
    current = { ...current, directory }
    await inTurn((bench) => {
      overtake(bench, directory)
      succeed(bench, was, directory)
      rosterAnew(bench, was)
      drawAllAnew(bench)
    })
    for (const channel of channels) channel.meet(directory)
    await ticker.lookAtAll()
  }
  const takingIn = options.shelf && openTakingIn({ turns, shelf: options.shelf, log, inTurn, takeDirectory })
  const takeRules = (found: Rules): Promise<void> =>
    inTurn((bench) => {
      const { rules, asks } = rulesInForce(bench.turn, found)
      if (asks) showRules(bench, found.version)
      current = { ...current, rules }
    })
  if (turns.peek().rulebooks[current.rules.version]?.state !== 'in-force') await takeRules(current.rules)
  const frozen = readFrozen(options.dir)
  if (frozen.length > 0) {
    const ids = frozen.flatMap(({ id }) => id ?? [])
    log.warn(
      { ids, times: frozen.length },
      ids.length > 0
        ? 'the process was frozen; what froze it is set aside'
        : 'the process was frozen; what froze it left no id',
    )
    await inTurn((bench) => {
      for (const one of frozen) setAside(bench, one, channels, (key, text) => tellOnce(bench, key, text))
    })
    forgetFrozen(options.dir)
  }
  // the directory may be another one than when the process went down
  await inTurn((bench) => succeed(bench, current.directory, current.directory))
  for (const sentence of turns.found) await tellOffice(`store/${turns.head().seq}`, foundAtStart(sentence))
  await ticker.lookAtAll()
  const directory = () => current.directory
  const reading = <A>(id: string, read: () => A): A | undefined => {
    if (turns.peek().inbox[id]?.aside) return undefined
    return watch ? watch.parsing(id, read) : read()
  }
  const startAll = async (): Promise<void> => {
    for (const channel of channels)
      await channel.start({
        receive: reception,
        memory: memoryOf(`memory/${channel.name}`),
        directory,
        tellOffice,
        reading,
      })
  }
  await startAll().catch(async (error: unknown) => {
    // nobody stops what was never opened: here it ends, before anybody opens it again
    await Promise.all(channels.map((channel) => channel.stop()))
    await turns.stop()
    throw error
  })
  witness?.look()
  open = true
  takingIn?.wake()
  await takingIn?.done()

  const look = <A>(body: (world: World) => A): Promise<A> =>
    turns.read((tables) => body(worldIn(tables, clock.now(), current, turns.find)))

  return {
    turns,
    reception,
    courier,
    collector,
    ticker,
    auditor,
    campus,
    takeDirectory,
    takenIn: () => takingIn?.done() ?? Promise.resolve(),
    refuseDirectory: ({ mistakes }) => sayOfDirectory(directoryRefused(inPrint(mistakes, 10))),
    refuseSystems: ({ mistakes }) => sayOfDirectory(systemsRefused(inPrint(mistakes, 10))),
    refuseRoster: ({ mistakes }) => sayOfDirectory(rosterRefused(inPrint(mistakes, 10))),
    takeRules,
    refuseRules: ({ mistakes }) =>
      inTurn((bench) =>
        sayToOffice(
          bench,
          `rules-file/${bench.turn.next('rules-file')}`,
          rulesRefused(inPrint(mistakes, 10)),
        ),
      ),
    async passTime(untilMs, set) {
      for (let guard = 0; guard < 100_000; guard++) {
        const next = Math.min(ticker.next(), courier.next())
        if (next > untilMs) break
        set(Math.max(next, clock.now()))
        await ticker.tick()
        await courier.drain()
      }
      set(Math.max(untilMs, clock.now()))
      await ticker.tick()
      await courier.drain()
    },
    overview: () => look(overviewOf),
    look,
    async stop() {
      await takingIn?.done()
      await ticker.stop()
      await witness?.stop()
      await courier.stop()
      await collector.stop()
      await Promise.all(channels.map((channel) => channel.stop()))
      return turns.stop()
    },
  }
}
