// Does a clock that is set back stall anything? Back by a day, and right again: pauses, paces and health go on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Channel, DeliveryError } from '../../bot/channels/channel.js'
import { openPace as dingtalkPace } from '../../bot/channels/dingtalk/pace.js'
import { openPace as feishuPace, perChat } from '../../bot/channels/feishu/pace.js'
import { openSender } from '../../bot/delivery/sender.js'
import { openFenghuo } from '../../bot/fenghuo.js'
import { openHealth } from '../../bot/process/health.js'
import { type Clock, machineClock } from '../../bot/time/clock.js'
import { steady } from '../../bot/time/steady.js'
import { loadRules } from '../../bot/turn/rules.js'
import { readDirectory } from '../../store/directory.js'
import { makePlatform } from '../scenes/stage.js'

const DAY_MS = 24 * 3_600_000
const log = { info() {}, warn() {}, error() {} }

/** A clock that is set; what waits is woken when it has passed so long, whatever the wall says. */
const wall = () => {
  let now = Date.parse('2026-11-24T00:00:00.000Z')
  let waits: { leftMs: number; wake: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(ms, wake) {
      const one = { leftMs: ms, wake }
      waits.push(one)
      return () => {
        waits = waits.filter((other) => other !== one)
      }
    },
  }
  return {
    clock,
    set: (byMs: number) => {
      now += byMs
    },
    async pass(ms: number) {
      now += ms
      for (const one of waits) one.leftMs -= ms
      const ready = waits.filter(({ leftMs }) => leftMs <= 0)
      waits = waits.filter(({ leftMs }) => leftMs > 0)
      for (const { wake } of ready) wake()
      await new Promise((done) => setImmediate(done))
    },
  }
}

const one = (): Channel => {
  const [channel] = [makePlatform().open({ clock: machineClock, log })].flat()
  if (!channel) throw new Error('no platform')
  return channel
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a clock set back by a day', () => {
  it('what has passed never goes back, and goes on from there', () => {
    const { clock, set } = wall()
    const passed = steady(clock)
    set(1_000)
    expect(passed()).toBe(1_000)
    set(-DAY_MS)
    expect(passed()).toBe(1_000)
    set(500)
    expect(passed()).toBe(1_500)
  })

  it('healthz stays well while it is back, and when it is right again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const dir = mkdtempSync(join(tmpdir(), 'steady-'))
    const campus = {
      directory: await readDirectory('./templates/directory'),
      rules: await loadRules('./rules/rules.yaml'),
    }
    const channel = one()
    const fenghuo = await openFenghuo({ dir, clock: machineClock, log, campus, channels: [channel] })
    const { health } = openHealth({ ...fenghuo, channels: [channel] })
    const well = { ok: true, reasons: [] }
    await fenghuo.ticker.tick()
    vi.setSystemTime(Date.now() - DAY_MS)
    expect(await health()).toEqual(well)
    await fenghuo.ticker.tick()
    vi.setSystemTime(Date.now() + DAY_MS)
    expect(await health()).toEqual(well)
    await fenghuo.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('a platform that failed is tried again after its pause', async () => {
    const { clock, set } = wall()
    const channel = {
      ...one(),
      deliver: async () => Promise.reject(new DeliveryError('down', '')),
    }
    const sender = openSender({
      channels: [channel],
      clock,
      log,
      recovered() {},
      paper: async () => undefined,
    })
    const { directory, rules } = {
      directory: await readDirectory('./templates/directory'),
      rules: await loadRules('./rules/rules.yaml'),
    }
    const [person] = directory.people
    const world = {
      now: new Date(clock.now()).toISOString(),
      rules,
      directory,
      away: {},
      strangers: {},
      incidents: {},
      ledger: {},
      find: () => undefined,
      stubs: {},
      rulebooks: {},
      rulebook: () => undefined,
    }
    await sender.send(
      {
        key: 'k',
        to: { person: person?.id ?? '' },
        rank: 0,
        view: { view: 'text', text: '您好' },
        at: world.now,
        nth: 1,
      },
      world,
      undefined,
      undefined,
    )
    expect(sender.open('sandbox')).toBe(false)
    set(-DAY_MS)
    expect(sender.open('sandbox')).toBe(false)
    set(3_000)
    expect(sender.open('sandbox')).toBe(true)
  })

  it('Feishu’s pace lets a call go within its second', async () => {
    const { clock, set, pass } = wall()
    const pace = feishuPace(clock)
    for (let n = 0; n < 4; n++) await pace.wait([perChat('oc_1')])
    pace.hold('im', clock.now() + 2_000)
    set(-DAY_MS)
    const gone: string[] = []
    void pace.wait([perChat('oc_1')]).then(() => gone.push('chat'))
    void pace.wait([{ key: 'api im/s', most: 40, withinMs: 1_000 }]).then(() => gone.push('api'))
    for (let n = 0; n < 12; n++) await pass(100)
    expect(gone).toEqual(['chat'])
    for (let n = 0; n < 10; n++) await pass(100)
    expect(gone).toEqual(['chat', 'api'])
  })

  it('DingTalk’s pace lets a call go that waits while the clock is set back', async () => {
    const { clock, set, pass } = wall()
    const pace = dingtalkPace({ clock, log })
    let gone = 0
    for (let n = 0; n < 8; n++)
      void pace.turn('POST /a').then(() => {
        gone++
      })
    await pass(0)
    set(-DAY_MS)
    for (let n = 0; n < 20; n++) await pass(100)
    expect(gone).toBe(8)
  })
})
