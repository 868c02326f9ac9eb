// When does the watchdog say that the loop is held, and by what? Its own ticks decide, never the clock on the wall.
import { describe, expect, it } from 'vitest'
import { newMemory, openLoopSide, openWatchSide } from '../../../bot/process/watchdog/shared.js'
import { isManaged, pauseBefore, predecessorIn } from '../../../bot/process/watchdog/successor.js'

const open = (boundMs = 10_000) => {
  const memory = newMemory()
  const loop = openLoopSide(memory)
  loop.bound(boundMs)
  const watch = openWatchSide(memory, 250)
  /** So many looks while the loop does not come round: what the last one says. */
  const frozen = (looks: number) => {
    let last: ReturnType<typeof watch.look>
    for (let n = 0; n < looks; n++) last = watch.look()
    return last
  }
  /** The same while it does. */
  const alive = (looks: number) => {
    let last: ReturnType<typeof watch.look>
    for (let n = 0; n < looks; n++) {
      loop.beat()
      last = watch.look()
    }
    return last
  }
  return { loop, watch, frozen, alive }
}

describe('the loop is held', () => {
  it('after ten seconds of looks, not before; with the id and the sender of the turn', () => {
    const { loop, frozen, alive } = open()
    alive(100)
    loop.turn('feishu:ev_1')
    loop.from('{"channel":"feishu","address":"ou_1"}')
    expect(frozen(39)).toBeUndefined()
    expect(frozen(1)).toEqual({ id: 'feishu:ev_1', from: '{"channel":"feishu","address":"ou_1"}' })
  })

  it('with nothing to name outside a turn, and what is parsed before it', () => {
    const outside = open()
    outside.loop.turn('feishu:ev_1')
    outside.loop.over()
    outside.alive(10)
    expect(outside.frozen(40)).toEqual({})
    const parsing = open()
    parsing.alive(10)
    parsing.loop.parsing('dingtalk:msg_1')
    expect(parsing.frozen(40)).toEqual({ id: 'dingtalk:msg_1' })
  })

  it('a turn that never ends while the loop goes round is held as well; turns that follow each other are not', () => {
    const { loop, alive } = open()
    for (let n = 0; n < 200; n++) {
      loop.turn(`id${n}`)
      expect(alive(1)).toBeUndefined()
    }
    expect(alive(39)).toBeUndefined()
    expect(alive(1)).toEqual({ id: 'id199' })
  })

  it('not by a process that stood still as a whole: it gets one look for all that time', () => {
    const { frozen, alive } = open()
    alive(10)
    for (let night = 0; night < 100; night++) {
      expect(frozen(1)).toBeUndefined()
      alive(1)
    }
  })

  it('not while somebody holds it with a debugger, nor within the longer bound of a start', () => {
    const { loop, frozen, alive } = open(120_000)
    alive(1)
    expect(frozen(400)).toBeUndefined()
    loop.bound(10_000)
    loop.exempt(true)
    expect(frozen(400)).toBeUndefined()
    loop.exempt(false)
    expect(frozen(40)).toEqual({})
  })

  it('an id that does not fit is left out, one of many bytes is whole', () => {
    const { loop, frozen, alive } = open()
    alive(1)
    loop.turn('消息'.repeat(100))
    expect(frozen(40)).toEqual({ id: '消息'.repeat(100) })
    loop.turn('x'.repeat(5000))
    expect(frozen(1)).toEqual({})
  })
})

describe('who comes after', () => {
  it('the first at once, the next after growing pauses, a minute at most', () => {
    expect([1, 2, 3, 4, 8, 50].map(pauseBefore)).toEqual([0, 1_000, 2_000, 4_000, 60_000, 60_000])
  })
  it('somebody else, where a service manager or a container starts it again', () => {
    expect(isManaged({}, 7, 3)).toBe(false)
    expect(isManaged({ INVOCATION_ID: 'x' }, 7, 3)).toBe(false) // a terminal of a desktop has it too
    expect(isManaged({}, 1, 0)).toBe(true)
    expect(isManaged({ SYSTEMD_EXEC_PID: '7' }, 7, 3)).toBe(true)
    expect(isManaged({ INVOCATION_ID: 'x' }, 7, 1)).toBe(true)
    expect(isManaged({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 7, 3)).toBe(true)
  })
  it('reads whom it replaces', () => {
    expect(predecessorIn(['node', 'main.js', '--replaces=12,3'])).toEqual({ pid: 12, nth: 3 })
    expect(predecessorIn(['node', 'main.js'])).toBeUndefined()
  })
})
