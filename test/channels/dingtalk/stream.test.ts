import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, card, openBench } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})
const opened = () =>
  bench.emulator.calls.filter(({ path }) => path === '/v1.0/gateway/connections/open').length
const texts = () => bench.house.said.map(({ text }) => text)

describe('the stream', () => {
  it('opens once, answers the pings of the platform, and closes for good', async () => {
    const { channel } = await bench.begin()
    expect([bench.emulator.listening(), opened()]).toEqual([1, 1])
    bench.emulator.stream.ping()
    await bench.emulator.settle()
    expect(bench.emulator.stream.echoed()).toBe(1)
    await channel.stop()
    await bench.emulator.advance(600_000)
    expect([bench.emulator.listening(), opened()]).toEqual([0, 1])
  })

  it('an ack that is lost: the message comes again under its id, and is acknowledged again', async () => {
    const { channel } = await bench.begin()
    bench.emulator.dropAcks()
    void bench.emulator.userSays({ staffId: 'u2', text: '报告', msgId: 'm1' })
    await bench.emulator.advance(60_000)
    await bench.emulator.advance(600_000)
    expect(bench.house.said.map(({ id }) => id)).toEqual(['dingtalk:m1', 'dingtalk:m1'])
    await channel.stop()
  })

  it('the same frame twice at once is handed in under one id, and both are acknowledged', async () => {
    const { channel } = await bench.begin()
    bench.emulator.duplicateNext()
    expect(await bench.emulator.userSays({ staffId: 'u2', text: '报告', msgId: 'm1' })).toMatchObject({
      ok: true,
    })
    await bench.emulator.advance(120_000)
    expect(new Set(bench.house.said.map(({ id }) => id))).toEqual(new Set(['dingtalk:m1']))
    await channel.stop()
  })

  it('what could not be stored is not acknowledged and comes again; an event is asked for later; a press fails', async () => {
    const { channel } = await bench.begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    bench.house.state.full = true
    void bench.emulator.userSays({ staffId: 'u2', text: '报告', msgId: 'm1' })
    const press = await bench.emulator.click({ outTrackId: message, staffId: 'u2', buttonText: '确认收到' })
    expect(press.ok).toBe(false)
    const read = { userId: 'u2', processQueryKey: 'k' }
    expect(await bench.emulator.emitEvent('robot_msg_read', read, 'e1')).toEqual({
      ok: false,
      reason: 'later',
    })
    bench.house.state.full = false
    await bench.emulator.advance(60_000)
    expect([texts(), bench.house.seen.length, bench.house.pressed.length]).toEqual([['报告'], 1, 0])
    await channel.stop()
  })

  it('asked to leave, it opens another socket first and reads the old one to its end', async () => {
    const { channel } = await bench.begin()
    await bench.emulator.advance(120_000)
    bench.emulator.stream.disconnect()
    await bench.emulator.settle()
    expect(bench.emulator.listening()).toBe(1)
    await bench.emulator.userSays({ staffId: 'u2', text: '一' })
    await bench.emulator.advance(15_000)
    expect(bench.emulator.state.connections).toHaveLength(1)
    await bench.emulator.userSays({ staffId: 'u2', text: '二' })
    expect(texts()).toEqual(['一', '二'])
    expect(opened()).toBe(2)
    await channel.stop()
  })

  it('a platform that asks to leave again and again is not stormed', async () => {
    const { channel } = await bench.begin()
    for (let n = 0; n < 20; n++) {
      bench.emulator.stream.disconnect()
      await bench.emulator.settle()
    }
    expect(opened()).toBeLessThan(12)
    await bench.emulator.advance(120_000)
    expect(bench.emulator.listening()).toBe(1)
    await channel.stop()
  })

  it('a frozen socket is found out by two pings without an answer', async () => {
    const { channel } = await bench.begin()
    bench.emulator.zombie()
    void bench.emulator.userSays({ staffId: 'u2', text: '报告', msgId: 'm1' })
    await bench.emulator.advance(110_000)
    expect(bench.emulator.listening()).toBe(1)
    expect(opened()).toBe(2)
    await bench.emulator.advance(120_000)
    expect(texts()).toEqual(['报告'])
    await channel.stop()
  })

  it('a machine that slept looks at its socket at once', async () => {
    let now = bench.emulator.clock.now()
    bench.emulator.clock.follow(() => now)
    const { channel } = await bench.begin()
    bench.emulator.zombie()
    now += 3_600_000
    for (let n = 0; n < 50; n++) await bench.emulator.settle()
    now = bench.emulator.clock.now() + 7_000
    for (let n = 0; n < 200 && opened() < 2; n++) await bench.emulator.settle()
    expect(opened()).toBe(2)
    // Where the socket is well, nothing happens.
    now = bench.emulator.clock.now() + 3_600_000
    for (let n = 0; n < 50; n++) await bench.emulator.settle()
    expect(opened()).toBe(2)
    await channel.stop()
  })

  it('a cut connection, and a platform that is away: one timer, growing pauses, and back', async () => {
    const { channel } = await bench.begin()
    bench.emulator.setDown(true)
    bench.emulator.closeAll()
    await bench.emulator.advance(600_000)
    // 1, 2, 4 … 60 s and then a minute each: a handful, not a storm.
    expect(opened()).toBeGreaterThan(8)
    expect(opened()).toBeLessThan(22)
    bench.emulator.setDown(false)
    await bench.emulator.advance(62_000)
    expect(bench.emulator.listening()).toBe(1)
    expect(channel.wrong()).toBeUndefined()
    await bench.emulator.userSays({ staffId: 'u2', text: '回来了' })
    expect(texts()).toEqual(['回来了'])
    await channel.stop()
  })

  it('a platform that answers calls again is listened to at once', async () => {
    const { channel } = await bench.begin()
    bench.emulator.setDown(true)
    bench.emulator.closeAll()
    await bench.emulator.advance(600_000)
    bench.emulator.setDown(false)
    await channel.deliver(bench.out('通了'))
    await bench.emulator.settle()
    for (let n = 0; n < 20 && bench.emulator.listening() === 0; n++) await bench.emulator.settle()
    expect(bench.emulator.listening()).toBe(1)
    await channel.stop()
  })

  it('wrong credentials: minutes between tries, told to the operator, well again when mended', async () => {
    const secret = bench.emulator.app.clientSecret
    bench.emulator.app.clientSecret = 'changed in the console'
    const { channel } = await bench.begin({ clientSecret: secret })
    await bench.emulator.advance(30 * 60_000)
    expect(opened()).toBeLessThan(8)
    expect(channel.wrong()).toContain('DINGTALK_CLIENT_SECRET')
    expect(bench.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(0)
    bench.emulator.app.clientSecret = secret
    await bench.emulator.advance(16 * 60_000)
    expect([bench.emulator.listening(), channel.wrong()]).toEqual([1, undefined])
    await channel.stop()
  })

  it('frames that can not be read are refused where they have an id, and nothing breaks', async () => {
    const { channel } = await bench.begin()
    const { raw } = bench.emulator.stream
    raw('not JSON at all')
    raw('{"type":"CALLBACK","headers":')
    raw('[]')
    raw('null')
    raw(JSON.stringify({ type: 'SYSTEM', headers: { messageId: 'x', topic: 'CONNECTED' }, data: '{}' }))
    await bench.emulator.settle()
    expect(await bench.emulator.userSays({ staffId: 'u2', text: '还在' })).toMatchObject({ ok: true })
    expect(
      await bench.emulator.stream.push(bench.emulator.app.clientId, 'robot', { odd: true }),
    ).toMatchObject({
      ok: false,
      reason: 'answered 400',
    })
    expect(texts()).toEqual(['还在'])
    await channel.stop()
  })

  it('two sockets, frames dealt out among them: nothing lost, nothing doubled', async () => {
    // A second process during a hand-over: the platform deals frames to either, whatever we wish.
    const first = await bench.begin()
    const second = await bench.begin()
    for (let n = 0; n < 10; n++) await bench.emulator.userSays({ staffId: 'u2', text: `第${n}条` })
    expect(texts().sort()).toEqual(Array.from({ length: 10 }, (_, n) => `第${n}条`))
    expect(bench.emulator.violations.splice(0).every((one) => one.startsWith('two connections'))).toBe(true)
    await first.channel.stop()
    await second.channel.stop()
  })

  it('stopped while it opens, it stays stopped', async () => {
    bench.emulator.delay('/v1.0/gateway/connections/open', 5_000)
    const { channel } = await bench.begin()
    await channel.stop()
    await bench.emulator.advance(300_000)
    expect(bench.emulator.listening()).toBe(0)
    expect(opened()).toBe(1)
  })
})

describe('what is lost on the way', () => {
  const randomOf = (seed: number) => () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  it.each([1, 2, 3])('one frame in ten: all is heard within three minutes, once (seed %i)', async (seed) => {
    const { channel } = await bench.begin()
    bench.emulator.lose(0.1, randomOf(seed))
    const sent: string[] = []
    for (let nth = 0; nth < 40; nth++) {
      sent.push(`dingtalk:m${nth}`)
      void bench.emulator.userSays({ staffId: nth % 2 ? 'u2' : 'manager01', text: '否', msgId: `m${nth}` })
      await bench.emulator.advance(5_000)
    }
    await bench.emulator.advance(180_000)
    expect(bench.emulator.lostFrames()).toBeGreaterThan(0)
    expect(bench.house.said.map(({ id }) => id).toSorted()).toEqual(sent.toSorted())
    await channel.stop()
  })

  it('while the stream was gone for long can not be read back: the office is told', async () => {
    const { channel } = await bench.begin()
    await bench.emulator.advance(120_000)
    const short = bench.house.told.length
    bench.emulator.refuseConnections(60_000)
    bench.emulator.closeAll()
    await bench.emulator.advance(180_000)
    expect(bench.house.told.length).toBe(short)
    bench.emulator.refuseConnections(600_000)
    bench.emulator.closeAll()
    await bench.emulator.advance(900_000)
    expect(bench.house.told.map(({ text }) => text)).toEqual([
      expect.stringContaining('没有读取历史消息的接口'),
    ])
    await channel.stop()
  })
})
