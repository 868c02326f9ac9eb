// Are the thirteen things heeded that bite on Feishu? One by one, as platforms/feishu.md numbers them.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../bot/channels/channel.js'
import { openAnswering } from '../../../bot/channels/feishu/answering.js'
import { openHttp, redact, sdkLogger } from '../../../bot/channels/feishu/http.js'
import { uuidOf } from '../../../bot/channels/feishu/send.js'
import { post } from './emulator/webhook.js'
import { breathe, card, type Ground, makeLog, manual, openGround, outgoing, toA } from './ground.js'

let ground: Ground
let expected: RegExp[] = []
afterEach(async () => {
  const violations = ground?.feishu.violations() ?? []
  await ground?.end()
  expect(violations.filter((one) => !expected.some((known) => known.test(one)))).toEqual([])
  expected = []
})
const standing = (message: string, at = '2026-11-24T00:00:00.000Z') => ({
  key: 'k',
  message,
  to: toA,
  at,
  rank: 4,
})
const modes = ['websocket', 'webhook'] as const

describe.each(modes)('1. three seconds, by %s', (mode) => {
  it('an event is acknowledged when it is stored, and not before', async () => {
    ground = await openGround(mode)
    const { feishu, house } = ground
    let store = () => {}
    house.state.before = () =>
      new Promise((resolve) => {
        store = resolve
      })
    let taken = false
    const push = feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' }).then((one) => {
      taken = one.taken
    })
    await breathe()
    expect(taken).toBe(false)
    store()
    await push
    expect(taken).toBe(true)
  })

  it('an event that could not be stored is brought again by Feishu, until it can', async () => {
    ground = await openGround(mode)
    const { feishu, house } = ground
    house.state.broken = true
    expect(await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })).toMatchObject({
      taken: false,
    })
    house.state.broken = false
    await feishu.advance(16_000)
    expect(house.said).toMatchObject([{ text: '报告' }])
    expect(ground.log.text()).toContain('the disk is full')
  })

  it('a press that could not be stored is told so, since it is never brought again', async () => {
    ground = await openGround(mode)
    const { feishu, channel, house } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    house.state.broken = true
    expect(await feishu.click({ messageId: message, openId: 'ou_a', label: '确认收到' })).toMatchObject({
      toast: { type: 'error', content: expect.stringContaining('没有保存成功') },
    })
  })

  it('a house that takes too long costs a press no more than 2.5 s, and an event comes again', async () => {
    const wire = manual()
    ground = await openGround(mode, { options: { wire } })
    const { feishu, channel, house } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    house.state.before = () => new Promise(() => {})
    const pressing = feishu.click({ messageId: message, openId: 'ou_a', label: '确认收到' })
    const saying = feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    for (let nth = 0; nth < 50 && wire.waiting().filter((ms) => ms === 2500).length < 2; nth++)
      await breathe(5)
    wire.pass(2500)
    expect(await pressing).toMatchObject({ toast: { type: 'info' } })
    expect(await saying).toMatchObject({ taken: false })
  })
})

describe.each(modes)('2. a press is always answered with an object, by %s', (mode) => {
  it('also when nothing changes', async () => {
    ground = await openGround(mode)
    const { message } = await ground.channel.deliver(outgoing('k', { card: card() }))
    expect(await ground.feishu.click({ messageId: message, openId: 'ou_a', label: '转办' })).toEqual({})
  })

  it('also when Feishu does not say who pressed', async () => {
    ground = await openGround(mode)
    const { feishu, house } = ground
    const { message } = await ground.channel.deliver(outgoing('k', { card: card() }))
    const press = {
      operator: { user_id: 'u1' },
      token: 'c-1',
      action: { value: { action: 'acknowledge' } },
      context: { open_message_id: message },
    }
    const answered = await feishu.events.call(feishu.events.envelope('card.action.trigger', press))
    expect(answered).toMatchObject({ code: 200, data: { toast: { type: 'warning' } } })
    expect(house.pressed).toEqual([])
  })
})

describe.each(modes)('3. no card is drawn while a press on it is being answered, by %s', (mode) => {
  it('the redraw that a press sets off goes after its answer', async () => {
    ground = await openGround(mode)
    const { feishu, channel, house } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    let redraw: Promise<unknown> = Promise.resolve()
    house.state.answer = async () => {
      redraw = channel.redraw(standing(message), card({ tone: 'green', actions: [] }))
      await breathe()
      return { card: card({ tone: 'red' }) }
    }
    await feishu.click({ messageId: message, openId: 'ou_a', label: '确认收到' })
    await redraw
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'green' } })
  })

  it('a lock of Feishu’s own is waited for', async () => {
    ground = await openGround(mode)
    const { feishu, channel } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    const locked = {
      code: 230099,
      msg: 'Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; ',
    }
    feishu.faults.failNext('PATCH', { status: 400, body: locked, times: 2 })
    expect(await channel.redraw(standing(message), card({ tone: 'green' }))).toEqual({ message })
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'green' } })
  })
})

describe('3. the guard', () => {
  it('lets go by itself when an answer never comes', async () => {
    const wire = manual()
    const answering = openAnswering(wire)
    answering.begin('om_1')
    let over = false
    const wait = answering.over('om_1').then(() => {
      over = true
    })
    await breathe(3)
    expect(over).toBe(false)
    wire.pass(4_000)
    await wait
    await answering.over('om_1')
  })
})

describe('4. cards live fourteen days', () => {
  it('an older one is sent anew, once, and the new one is answered', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    await feishu.advance(13.5 * 86_400_000)
    const anew = await channel.redraw(standing(message), card({ tone: 'red' }))
    expect(anew.message).not.toBe(message)
    expect(await channel.redraw(standing(message), card({ tone: 'red' }))).toEqual(anew)
    expect(feishu.inboxOf('ou_a')).toHaveLength(2)
  })

  it.each([230031, 230011, 230110, 99992354])('one that Feishu calls gone (%i) too', async (code) => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    feishu.faults.failNext('PATCH', { status: 400, body: { code, msg: 'gone' } })
    const anew = await channel.redraw(standing(message), card({ tone: 'red' }))
    expect(anew.message).not.toBe(message)
    expect(feishu.cardNow(anew.message)).toMatchObject({ header: { template: 'red' } })
  })
})

describe('5. the webhook checks for itself (forged.test.ts), and takes a valid request twice', () => {
  it('byte for byte the same: 200, under the same id', async () => {
    ground = await openGround('webhook')
    const { feishu, house, url } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    const sent = feishu.events.posted.at(-1)
    expect(sent && (await post(feishu.state, url, sent))).toMatchObject({ code: 200, text: '{}' })
    expect(house.said.map(({ id }) => id)).toEqual([house.said[0]?.id, house.said[0]?.id])
  })
})

describe('6. a code is an error also with HTTP 200', () => {
  it.each(['POST /open-apis/im/v1/messages', 'PATCH', 'POST /open-apis/im/v1/files'])(
    'at %s',
    async (path) => {
      ground = await openGround('webhook')
      const { feishu, channel } = ground
      const { message } = await channel.deliver(outgoing('k', { card: card() }))
      feishu.faults.failNext(path, { status: 200, body: { code: 230001, msg: 'no' } })
      const work = path.endsWith('files')
        ? channel.sendFile('f', toA, { name: 'a.docx', bytes: Buffer.from('x') })
        : path === 'PATCH'
          ? channel.redraw(standing(message), card())
          : channel.deliver(outgoing('k2', { card: card() }))
      await expect(work).rejects.toBeInstanceOf(DeliveryError)
    },
  )
})

describe('7. 429 is two things', () => {
  it('see errors.test.ts: a pause, or the end of the month', () => {})
})

describe('8. presses are ours from the first byte', () => {
  it('what was filled in arrives, and two clicks with one value are two', async () => {
    ground = await openGround('websocket')
    const { feishu, channel, house } = ground
    const value = { action: 'submit_receipt', incident: '2026-0001', duty: 'd' }
    const form = {
      fields: [
        {
          name: 'channel',
          label: '报送渠道',
          type: 'select' as const,
          required: true,
          options: [{ label: '电话', value: '电话' }],
        },
        { name: 'sent_at', label: '报送时间', type: 'time' as const, required: true },
        { name: 'received_by', label: '接报人', type: 'text' as const, required: true },
        { name: 'instructions', label: '上级要求', type: 'longtext' as const, required: false },
      ],
      submit: { label: '提交回执', value },
    }
    const { message } = await channel.deliver(outgoing('k', { card: card({ form, actions: [] }) }))
    const filled = { channel: '电话', sent_at: '2026-11-23 14:30', received_by: '王处长' }
    await feishu.click({ messageId: message, openId: 'ou_a', label: '提交回执', form: filled })
    await feishu.click({ messageId: message, openId: 'ou_a', label: '提交回执', form: filled })
    expect(house.pressed.map(({ value: carried, form: entered }) => ({ carried, entered }))).toEqual([
      { carried: value, entered: filled },
      { carried: value, entered: filled },
    ])
    expect(new Set(house.pressed.map(({ id }) => id)).size).toBe(2)
  })
})

describe('9. one key is one message', () => {
  it('the uuid is made from the key alone and fits', () => {
    expect(uuidOf('2026-0001/reported/p1')).toBe(uuidOf('2026-0001/reported/p1'))
    expect(uuidOf('2026-0001/reported/p1')).toMatch(/^[0-9a-f]{32}$/)
  })

  it('an answer that was lost costs no second message; what changed meanwhile is drawn', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    feishu.faults.failNext('POST /open-apis/im/v1/messages', { cut: 'after' })
    await expect(channel.deliver(outgoing('k', { card: card() }))).rejects.toMatchObject({ failure: 'down' })
    await feishu.advance(60_000)
    const { message } = await channel.deliver(outgoing('k', { card: card({ tone: 'red' }) }))
    expect(feishu.inboxOf('ou_a').map(({ id }) => id)).toEqual([message])
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'red' } })
  })

  it('also after a restart', async () => {
    ground = await openGround('webhook')
    const { feishu } = ground
    const { message } = await ground.channel.deliver(outgoing('k', { card: card() }))
    await feishu.advance(20_000)
    await ground.restart()
    expect(await ground.channel.deliver(outgoing('k', { card: card({ tone: 'red' }) }))).toEqual({ message })
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'red' } })
  })
})

describe('10. the long connection is watched', () => {
  it('a half-open one is noticed and opened again', async () => {
    ground = await openGround('websocket', { emulator: { config: { PingInterval: 120 } } })
    const { feishu, house } = ground
    feishu.socket.freeze()
    await feishu.advance(6 * 60_000)
    await feishu.advance(60_000)
    await feishu.socket.whenReady()
    expect(await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })).toMatchObject({
      taken: true,
    })
    expect(house.said).toHaveLength(1)
  })

  it('one that is cut is opened again', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    feishu.socket.drop()
    await breathe()
    await feishu.socket.whenReady()
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    expect(house.said).toHaveLength(1)
  })

  it.each([
    ['busy', undefined],
    ['limit', '长连接已达上限'],
    ['forbidden', '使用长连接接收'],
    ['auth', '应用凭证'],
    ['no-data', '应用凭证'],
  ] as const)('an end that the SDK accepts (%s) is not one', async (endpoint, said) => {
    ground = await openGround('websocket', { idle: true })
    const { feishu, channel, house } = ground
    feishu.faults.endpoint = endpoint
    await channel.start(house.inside)
    await feishu.settle()
    if (said === undefined) expect(channel.wrong()).toBeUndefined()
    else expect(channel.wrong()).toContain(said)
    const asked = () => feishu.calls.filter((one) => one.includes('/ws/endpoint')).length
    expect(asked()).toBeGreaterThan(0)
    const before = asked()
    await feishu.advance(60_000)
    expect(asked() - before).toBeLessThanOrEqual(4)
    feishu.faults.endpoint = 'ok'
    await feishu.advance(20 * 60_000)
    await feishu.socket.whenReady()
    expect(channel.wrong()).toBeUndefined()
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    expect(house.said).toHaveLength(1)
  })

  it('frames called card are events in all but name', async () => {
    ground = await openGround('websocket')
    const { feishu, channel, house } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    const press = {
      operator: { open_id: 'ou_a' },
      token: 'c-1',
      action: { value: { action: 'acknowledge' }, tag: 'button' },
      context: { open_message_id: message },
    }
    const answered = await feishu.socket.push(feishu.events.envelope('card.action.trigger', press), 'card')
    expect(answered).toMatchObject({ code: 200, data: {} })
    expect(house.pressed).toHaveLength(1)
  })

  it('a second process on the same app is warned of', async () => {
    ground = await openGround('websocket')
    const { feishu, house, log } = ground
    const first = ground.channel
    feishu.faults.failNext('GET /open-apis/event/v1/connection', {
      body: { code: 0, msg: 'ok', data: { online_instance_cnt: 2 } },
      times: 5,
    })
    await ground.restart()
    await feishu.settle()
    expect(log.text()).toContain('takes events away')
    expect(house.told.has('feishu/second-consumer')).toBe(false)
    await feishu.advance(61_000)
    expect(house.told.get('feishu/second-consumer')).toContain('2 个进程')
    await first.stop()
  })

  it('events in fragments, twice and in another order arrive, each under its own id', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    feishu.faults.fragments = 3
    feishu.faults.reverseFragments = true
    feishu.faults.duplicates = 1
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    expect(house.said.map(({ id }) => id)).toEqual([house.said[0]?.id, house.said[0]?.id])
    feishu.faults.fragments = 1
    feishu.events.reorderNext(2)
    await Promise.all([
      feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' }),
      feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '二' }),
    ])
    expect(new Set(house.said.map(({ id }) => id)).size).toBe(3)
  })

  it('an app id that the SDK would silently not start with is said to be wrong', async () => {
    ground = await openGround('websocket', { idle: true, options: { appId: 'cli_wrong' } })
    await ground.channel.start(ground.house.inside)
    await ground.feishu.settle()
    expect(ground.channel.wrong()).toContain('FEISHU_APP_ID 的格式不对')
  })
})

describe('11. logs keep secrets', () => {
  it('wrong credentials are said, tried again after a minute and more, and never shown', async () => {
    ground = await openGround('websocket', { idle: true, options: { appSecret: 'a-very-secret-secret' } })
    const { feishu, channel, house, log } = ground
    await channel.start(house.inside)
    await feishu.settle()
    expect(channel.wrong()).toContain('FEISHU_APP_SECRET')
    const tokens = () => feishu.calls.filter((one) => one.includes('tenant_access_token')).length
    const ends = () => feishu.calls.filter((one) => one.includes('/ws/endpoint')).length
    expect(tokens()).toBe(1)
    await expect(channel.deliver(outgoing('k', { card: card() }))).rejects.toMatchObject({
      failure: 'limited',
      retryAt: expect.any(Number),
    })
    await feishu.advance(59_000)
    expect(tokens()).toBe(1)
    await feishu.advance(60 * 60_000)
    expect(tokens()).toBeLessThanOrEqual(12)
    expect(ends()).toBe(0)
    expect(log.text()).not.toContain('a-very-secret-secret')
    expect(log.text()).toContain('refuses the app')
  })

  it('nothing of a token, a ticket or a telephone gets through', () => {
    const log = makeLog()
    const { logger } = sdkLogger(log)
    const shown = redact(
      '{"app_secret":"s3cret","app_id":"cli_1"} Authorization: Bearer t-g1044q ws://x/?access_key=abc&ticket=def&service_id=1 13800000000',
    )
    for (const secret of ['s3cret', 't-g1044q', 'abc', 'def', '13800000000'])
      expect(shown).not.toContain(secret)
    logger.error([new Error('failed app_secret=s3cret'), { config: { data: 's3cret' } }])
    logger.debug(['the text of somebody'])
    expect(log.text()).not.toContain('s3cret')
    expect(log.text()).not.toContain('somebody')
  })

  it('what people say and press is in no log', async () => {
    ground = await openGround('websocket')
    await ground.feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '教务系统首页被篡改' })
    expect(ground.log.text()).not.toContain('教务系统')
  })
})

describe('12. every call ends', () => {
  it('after its time, also where nobody ever answers; no proxy, no redirect', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo // it listens on TCP
    process.env.HTTP_PROXY = 'http://127.0.0.1:1'
    const http = openHttp({ timeoutMs: 30 })
    await expect(http.get(`http://127.0.0.1:${port}/open-apis/x`)).rejects.toMatchObject({
      trouble: { text: expect.stringContaining('no answer within 30 ms') },
    })
    delete process.env.HTTP_PROXY
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
  })
})

describe('13. a message is known by its own id', () => {
  it('the same message in another event is the same thing', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告', messageId: 'om_same', eventId: 'e1' })
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告', messageId: 'om_same', eventId: 'e2' })
    await feishu.enter('ou_a', 'e3')
    await feishu.enter('ou_a', 'e3')
    expect(house.said.map(({ id }) => id)).toEqual(['feishu:om_same', 'feishu:om_same'])
    expect(house.entered.map(({ id }) => id)).toEqual(['feishu:e3', 'feishu:e3'])
  })
})

describe('the token', () => {
  it('is asked for once however many wait, and once again when it is no longer good', async () => {
    ground = await openGround('webhook')
    const { feishu, channel } = ground
    feishu.state.tokens.clear()
    expected = [/a token that was never given out/]
    const tokens = () => feishu.calls.filter((one) => one.includes('tenant_access_token')).length
    const before = tokens()
    await Promise.all(
      ['ou_a', 'ou_b'].map((address) =>
        channel.deliver({ ...outgoing(address, { card: card() }), to: { person: address, address } }),
      ),
    )
    expect(tokens()).toBe(before + 1)
    await feishu.advance(3 * 3_600_000)
    await channel.deliver(outgoing('later', { card: card() }))
    expect(tokens()).toBe(before + 2)
  })
})
