// When does the courier say that it stands still? For reasons of its own; never for a platform that is down.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Channel, DeliveryError } from '../../bot/channels/channel.js'
import { type Fenghuo, openFenghuo } from '../../bot/fenghuo.js'
import { machineClock } from '../../bot/time/clock.js'
import { loadRules } from '../../bot/turn/rules.js'
import { readDirectory } from '../../store/directory.js'
import { makePlatform } from '../scenes/stage.js'

const log = { info() {}, warn() {}, error() {} }
const speaker = { channel: 'sandbox' as const, address: 'nobody-known', name: '刘老师' }

let dir: string
let fenghuo: Fenghuo
let passed = 0
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'courier-'))
  passed = 0
  vi.spyOn(performance, 'now').mockImplementation(() => passed)
})
afterEach(async () => {
  await fenghuo.stop()
  rmSync(dir, { recursive: true, force: true })
  vi.restoreAllMocks()
})

const open = async (deliver: Channel['deliver']): Promise<void> => {
  const [platform] = [makePlatform().open({ clock: machineClock, log })].flat()
  if (!platform) throw new Error('no platform')
  const campus = {
    directory: await readDirectory('./templates/directory'),
    rules: await loadRules('./rules/rules.yaml'),
  }
  const channels = [{ ...platform, deliver }]
  fenghuo = await openFenghuo({ dir, clock: machineClock, log, campus, channels })
}
const say = () => fenghuo.reception.said({ id: 'sandbox:1', by: speaker, chat: 'dm', text: '帮助' })
const soon = () => new Promise((done) => setTimeout(done, 50))

describe('the courier', () => {
  it('a send that never ends is told from when it began; when it ends, all is well', async () => {
    let end = (_: { message: string }): void => {}
    await open(
      () =>
        new Promise((resolve) => {
          end = resolve
        }),
    )
    await say()
    await soon()
    passed = 300_000
    expect(fenghuo.courier.stuckMs()).toBe(300_000)
    end({ message: 'm1' })
    await soon()
    expect(fenghuo.courier.stuckMs()).toBe(0)
  })

  it('a platform that is down is no reason', async () => {
    await open(async () => {
      throw new DeliveryError('down', '')
    })
    await say()
    await fenghuo.courier.drain()
    passed = 300_000
    expect(fenghuo.courier.state()).toMatchObject({ down: ['sandbox'] })
    expect(fenghuo.courier.stuckMs()).toBe(0)
  })
})
