// Where is a run played? The real house on a simulated disk and simulated platforms, one virtual clock, killed and started again.
import { createHash } from 'node:crypto'
import { type Fenghuo, openFenghuo } from '../../bot/fenghuo.js'
import type { Clock } from '../../bot/time/clock.js'
import { openTurns } from '../../bot/turn/turns.js'
import { nextDueMs } from '../../rules/reminders.js'
import type { Rules } from '../../rules/rules.js'
import { nextSecrecyMs } from '../../rules/secrecy.js'
import type { World } from '../../rules/world.js'
import type { Directory, Matter } from '../../store/schema.js'
import { type Disk, type DiskFault, makeDisk } from './disk.js'
import { openFold } from './fold.js'
import { forgetHandles, type Ground, MOUNT, stand } from './fs.js'
import { machine, RealDate } from './machine.js'
import { addressOf, makePeople, type Person, personOf, strangers } from './people.js'
import { makePlatform } from './platform.js'
import { randomFrom, seedOf } from './random.js'
import { lawOf } from './record-law.js'
import { openSchedule } from './schedule.js'
import { SECRET, sendLawOf } from './send-law.js'
import { worldOf } from './world-of.js'

export type Campus = { directory: Directory; rules: Rules }
export const START_MS = Date.parse('2026-11-24T00:00:00.000Z')

export type Sim = ReturnType<typeof makeSim>

export const makeSim = (seed: number, campus: Campus) => {
  const lots = randomFrom(seedOf('world', seed))
  const diskLots = randomFrom(seedOf('disk', seed))
  const faults: Record<string, number> = {}
  const history: string[] = []
  let failed: string | undefined
  let current = campus
  let fenghuo: Fenghuo | undefined
  let state: 'down' | 'starting' | 'up' | 'stopping' = 'down'
  let calmSince = START_MS
  let lastReason = ''
  /** Calls until the process dies, and where they are counted. */
  let doom: { on: 'disk' | 'platform'; left: number; power: boolean } | undefined
  /** Killed, started again, and then the power fails, before the machine has written out by itself what it held. */
  let twice = false
  const trouble = { fullUntil: 0, fsync: 0, slowUntil: 0, shortWrites: 0 }
  const queued = lots.chance(0.5)
  const checkpointEvery = lots.of([3, 12, 60, 2000])
  let pendingDisk = 0

  const schedule = openSchedule(seed, START_MS, () => dueMoment())
  machine.now = schedule.now
  const machineLots = randomFrom(seedOf('machine', seed))
  machine.random = machineLots.next

  const fault = (kind: string): void => {
    faults[kind] = (faults[kind] ?? 0) + 1
    calmSince = schedule.now()
  }
  const tell = (line: string): void => {
    history.push(
      `${new RealDate(schedule.now() + 8 * 3_600_000).toISOString().slice(5, 19).replace('T', ' ')} ${line}`,
    )
  }
  const wrong = (sentence: string): void => {
    failed ??= sentence
  }

  const disk: Disk = makeDisk(diskLots, schedule.now, (path, call, file) => fold.heard(path, call, file))
  const fold = openFold({
    disk,
    now: schedule.now,
    each: (change, entry) => law.each(change, entry),
    after: () => {
      world = undefined
    },
    wrong,
  })
  let world: World | undefined
  const worldNow = (): World => {
    if (!world || world.now !== new RealDate(schedule.now()).toISOString())
      world = worldOf(fold.tables, current, schedule.now())
    return world
  }

  // ── what is due, by the record ──
  const dues = new Map<string, number>()
  let dueSince = START_MS
  const dueMoment = (): number => {
    if (state !== 'up') return Number.POSITIVE_INFINITY
    let earliest = Number.POSITIVE_INFINITY
    for (const at of dues.values()) earliest = Math.min(earliest, at)
    for (const stub of Object.values(fold.tables.stubs))
      earliest = Math.min(earliest, nextSecrecyMs(stub, current.rules) ?? earliest)
    return earliest
  }
  const lookAt = (id: string): void => {
    const incident = fold.tables.incidents[id]
    const at = incident && nextDueMs(incident, worldNow())
    if (at === undefined) dues.delete(id)
    else if (dues.get(id) !== at) {
      dues.set(id, at)
      dueSince = schedule.now() // the next beat of the ticker finds it
    }
  }

  // ── platforms and people ──
  const people = (): Person[] => [
    ...current.directory.people.map(({ id, name }): Person => {
      const [feishu, dingtalk] = [addressOf('feishu', id), addressOf('dingtalk', id)]
      return { id, name, stranger: false, ...(feishu ? { feishu } : {}), ...(dingtalk ? { dingtalk } : {}) }
    }),
    ...strangers,
  ]
  const byAddress = (address: string): Person | undefined =>
    people().find(({ id }) => id === personOf(address))
  const law = lawOf(() => ({
    tables: fold.tables,
    world: worldNow(),
    nowMs: schedule.now(),
    wrong,
    answered: (id) => fold.inboxAt.get(id),
    delivered: (key) => platforms.some((platform) => platform.arrivedBy(key) !== undefined),
    unreachable: (id) =>
      // who left the directory has no address any more
      (!id.includes(':') && !people().some((person) => person.id === id)) ||
      platforms.every((platform) => {
        const address = id.includes(':') ? id.split(':')[1] : addressOf(platform.name, id)
        return !address || everOff.has(address)
      }),
  }))
  const everOff = new Set<string>()
  const sendLaw = sendLawOf(() => ({
    fold,
    nowMs: schedule.now(),
    world: worldNow(),
    directory: current.directory,
    wrong,
    calmSince,
  }))
  const deliveries = { count: 0, hash: createHash('sha256') }
  const note = (line: string): void => {
    deliveries.count++
    deliveries.hash.update(line)
  }
  const platforms = (['feishu', 'dingtalk'] as const).map((name) => {
    const platform = makePlatform({
      name,
      schedule,
      random: randomFrom(seedOf('platform', name, seed)),
      living: disk.living,
      dies: () => doomed('platform'),
      crash: () => crash(doom?.power ?? false),
      personOf: (address) => {
        const id = personOf(address)
        return current.directory.people.some((one) => one.id === id) ? id : undefined
      },
      addressOf: (person) => addressOf(name, person),
      watch: {
        calling: (call, key, channel, to) => sendLaw.calling(call, key, channel, to, disk.living()),
        ended: (_, key) => sendLaw.ended(key),
        arrived(message, channel, again) {
          if (again) faults['sent again after the window'] = (faults['sent again after the window'] ?? 0) + 1
          note(
            `${schedule.now()} ${channel} ${message.chat} ${message.key} ${JSON.stringify(message.versions[0])}`,
          )
          sendLaw.arrived(message, channel)
          campusPeople.arrived(message, platform, byAddress(message.chat))
        },
        redrawn(message, channel) {
          note(
            `${schedule.now()} ${channel} ${message.chat} ${message.key} redrawn ${JSON.stringify(message.versions.at(-1))}`,
          )
          sendLaw.redrawn(message)
        },
        acknowledged(id, what, by) {
          const line = fold.inbox.get(id)
          if (!line) wrong(`${what} ${id} of ${by} was answered, and no line of the record has it`)
          else if (!fold.durable(line))
            wrong(`${what} ${id} of ${by} was answered before line ${line.seq} was durable`)
        },
        gaveUp() {},
        fault,
      },
    })
    return platform
  })
  const campusPeople = makePeople({
    seed,
    schedule,
    platforms,
    units: campus.directory.units
      .filter(({ kind }) => kind === '院级单位' || kind === '部门')
      .map(({ name }) => name),
    done: tell,
  })

  // ── the machine's life ──
  const doomed = (on: 'disk' | 'platform'): 'before' | 'after' | undefined => {
    if (doom?.on !== on || --doom.left > 0 || state === 'down') return undefined
    return lots.chance(0.5) ? 'before' : 'after'
  }
  const diskFault = (call: string, path: string): DiskFault | undefined => {
    if (schedule.now() < trouble.fullUntil && (call === 'write' || call === 'open-new')) {
      fault('disk full')
      return 'full'
    }
    if (call === 'sync' && trouble.fsync > 0 && path.includes('journal/')) {
      trouble.fsync--
      fault('fsync fails')
      return 'fsync'
    }
    return undefined
  }
  const ground: Ground = {
    disk,
    fate(call, path) {
      const dies = doomed('disk')
      const found = diskFault(call, path)
      const slow = schedule.now() < trouble.slowUntil
      if (slow) fault('slow disk call')
      const waits = slow
        ? diskLots.between(500, 20_000)
        : queued && ['write', 'sync', 'open', 'rename'].includes(call)
          ? diskLots.between(0.1, 12)
          : undefined
      return {
        ...(waits === undefined ? {} : { waitMs: waits }),
        ...(found ? { fault: found } : {}),
        ...(dies ? { dies } : {}),
      }
    },
    crash: () => crash(doom?.power ?? false),
    after(ms, run) {
      pendingDisk++
      schedule.after(ms, () => {
        pendingDisk--
        run()
      })
    },
    part: (length) => diskLots.below(length),
  }

  const log = {
    info() {},
    warn() {},
    error(about: object) {
      const needed = lastReason
      lastReason = 'reason' in about ? String(about.reason) : ''
      // whoever watches over it sees 503, and starts it again
      if (lastReason.includes('请重启') && !needed.includes('请重启')) schedule.after(30_000, mend)
    },
  }

  const clockOf = (process: number): Clock => {
    const alive = (wake: () => void) => () => {
      if (process === disk.living()) wake()
    }
    return {
      now: schedule.now,
      after: (ms, wake) =>
        // what beats again and again may be slept on; what waits for a moment of its own may not
        ms >= 15_000 && ms <= 60_000
          ? schedule.nap(ms, alive(wake))
          : schedule.after(Math.max(1, ms), alive(wake)),
    }
  }

  const start = (): void => {
    if (state !== 'down' || failed) return
    state = 'starting'
    const process = disk.begin()
    openFenghuo({
      dir: `${MOUNT}/p${process}`,
      clock: clockOf(process),
      log,
      campus: current,
      channels: platforms.map((platform) => platform.channelFor(process)),
      openTurns: (wanted) => openTurns({ ...wanted, checkpointEvery }),
    }).then(
      (opened) => {
        if (process !== disk.living()) return
        fenghuo = opened
        state = 'up'
        calmSince = schedule.now()
        fold.catchUp()
        compareAll('after the start')
        for (const id of Object.keys(fold.tables.incidents)) lookAt(id)
        if (twice) schedule.after(lots.between(500, 20_000), () => process === disk.living() && crash(true))
        twice = false
        opened.ticker.start()
        opened.courier.wake()
        opened.collector.wake()
      },
      (error: unknown) => {
        if (process !== disk.living()) return
        tell(`启动失败：${String(error)}`)
        const excused = schedule.now() < trouble.fullUntil + 1000 || /EIO|ENOSPC/.test(String(error))
        if (!excused) wrong(`it did not start: ${String(error)}`)
        fault('start refused')
        disk.die()
        state = 'down'
        schedule.after(10_000, start)
      },
    )
  }

  const crash = (power: boolean): void => {
    if (state === 'down') return
    doom = undefined
    fault(power ? 'power failure' : 'killed')
    tell(power ? '💥 断电' : '💥 kill -9')
    state = 'down'
    fenghuo = undefined
    disk.die()
    forgetHandles()
    if (power) disk.powerLoss()
    fold.review()
    schedule.after(lots.between(500, twice ? 4000 : 60_000), start)
  }

  const restart = (): void => {
    if (state !== 'up' || !fenghuo) return
    const process = disk.living()
    state = 'stopping'
    fault('restarted')
    tell('重启')
    const over = (): void => {
      if (process !== disk.living()) return
      disk.die()
      forgetHandles()
      fenghuo = undefined
      state = 'down'
      schedule.after(lots.between(500, 20_000), start)
    }
    fenghuo.stop().then(over, over)
  }

  // ── memory and record ──
  /** An archived incident as it is found, or why it can't be. */
  const inArchive = (id: string): string | undefined => {
    try {
      return JSON.stringify(fenghuo?.turns.find(id))
    } catch (error) {
      return String(error)
    }
  }
  const compare = (table: string, key: string, when: string): void => {
    const memory = fenghuo?.turns.peek() as Record<string, Record<string, unknown>> | undefined // by the names of tables
    if (!memory) return
    if (table === 'incidents' && when === 'now') {
      // the whole of it is compared at the end and after every start
      const [mine, theirs] = [fold.tables.incidents[key], memory.incidents?.[key] as Matter | undefined] // by the name of the table
      const short = (one: Matter | undefined) =>
        one && `${one.status} ${one.record.length} ${JSON.stringify(one.record.at(-1))}`
      if (short(mine) !== short(theirs))
        wrong(`${key} in memory is not what the record says: ${short(theirs)} | ${short(mine)}`)
      return
    }
    const inMemory = JSON.stringify(memory[table]?.[key])
    const recorded = JSON.stringify((fold.tables as Record<string, Record<string, unknown>>)[table]?.[key])
    if (inMemory !== recorded)
      wrong(
        `${table} ${key} in memory is not what the record says ${when}: ${difference(inMemory, recorded)}`,
      )
  }
  const compareAll = (when: string): void => {
    fold.touched.clear()
    const memory = fenghuo?.turns.peek() as Record<string, Record<string, unknown>> | undefined
    if (!memory) return
    for (const [table, rows] of Object.entries(fold.tables)) {
      for (const key of new Set([...Object.keys(rows), ...Object.keys(memory[table] ?? {})]))
        compare(table, key, when)
    }
    for (const [id, then] of fold.archived) {
      if (fold.tables.incidents[id]) continue
      const found = inArchive(id)
      if (found !== then) wrong(`${id} in the archive is not what it was ${when}: ${difference(found, then)}`)
    }
  }

  const check = (): void => {
    if (fold.touched.size > 0) {
      const touched = [...fold.touched]
      if (pendingDisk === 0) fold.touched.clear()
      for (const entry of touched) {
        const [table = '', key = ''] = entry.split('\n')
        if (table === 'incidents') lookAt(key)
        if (state === 'up' && pendingDisk === 0 && !/^(channel|redraw|n)\//.test(key))
          compare(table, key, 'now')
        if (
          table === 'incidents' &&
          state === 'up' &&
          !fold.tables.incidents[key] &&
          fold.archived.has(key)
        ) {
          const found = inArchive(key)
          if (found !== fold.archived.get(key))
            wrong(`${key} in the archive is not what it was: ${difference(found, fold.archived.get(key))}`)
        }
      }
    }
    if (state !== 'up' || !fenghuo || pendingDisk > 0) return
    const due = dueMoment()
    const now = schedule.now()
    if (now - Math.max(due, calmSince, dueSince) > 60_000) {
      for (const [id, at] of dues) if (at === due) lookAt(id)
      if (now - Math.max(dueMoment(), calmSince, dueSince) > 60_000) {
        const id = [...dues].find(([, at]) => at === dueMoment())?.[0]
        wrong(
          `a reminder of ${id ?? '保密办'} is due since ${Math.round((now - due) / 1000)} s and was not said`,
        )
      }
    }
  }

  /** Where the log says that only a restart helps. */
  const mend = (): void => {
    if (state === 'up' && lastReason.includes('请重启')) crash(false)
    lastReason = ''
  }

  stand(ground)
  return {
    seed,
    schedule,
    disk,
    fold,
    platforms,
    people,
    campusPeople,
    faults,
    history,
    trouble,
    deliveries,
    everOff,
    lots,
    now: schedule.now,
    tell,
    fault,
    wrong,
    check,
    compareAll,
    /** Something is on its way to the disk: memory may be ahead of the record. */
    writing: () => pendingDisk > 0,
    start,
    restart,
    crash,
    world: worldNow,
    campus: () => current,
    fenghuo: () => fenghuo,
    state: () => state,
    failed: () => failed,
    doom(on: 'disk' | 'platform', left: number, power: boolean, again = false): void {
      doom = { on, left, power }
      twice = again
    },
    calm(): void {
      doom = undefined
      Object.assign(trouble, { fullUntil: 0, fsync: 0, slowUntil: 0 })
      for (const { ill, off } of platforms) {
        Object.assign(ill, {
          lost: 0,
          answerLost: 0,
          downUntil: 0,
          limitedUntil: 0,
          deafUntil: 0,
          slowUntil: 0,
        })
        off.clear()
      }
    },
    takeDirectory(directory: Directory): void {
      current = { ...current, directory }
      world = undefined
      fenghuo?.takeDirectory(directory).catch(() => {})
    },
    /** Nothing of what may not be kept lies anywhere on the disk. */
    noSecret(): void {
      const places = [
        ...disk.files().map(({ path, data }) => ({ path, text: data.toString('utf8') })),
        ...fold.readable().map((text) => ({ path: 'a sealed row whose key is still there', text })),
      ]
      for (const { path, text } of places) {
        const found = SECRET.exec(text)?.[0] ?? campusPeople.diverted.find((answer) => text.includes(answer))
        if (found) wrong(`${found}, which may not be kept, lies in ${path}`)
      }
    },
    end: () => stand(undefined),
  }
}

const difference = (a: string | undefined, b: string | undefined): string => {
  if (a === undefined || b === undefined) return `${a?.slice(0, 120)} | ${b?.slice(0, 120)}`
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `…${a.slice(Math.max(0, at - 30), at + 80)} | …${b.slice(Math.max(0, at - 30), at + 80)}`
}
