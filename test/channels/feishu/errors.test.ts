// What does each error of Feishu come to? Every class of its table, once by itself and once over the wire.
import { afterEach, describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../bot/channels/channel.js'
import { isGone, isLocked, judge, mendOf, nextMonth } from '../../../bot/channels/feishu/errors.js'
import { FeishuError } from '../../../bot/channels/feishu/http.js'
import { card, type Ground, openGround, outgoing, toA } from './ground.js'

const NOW = Date.parse('2026-11-24T00:00:00.000Z')
const error = (code: number | undefined, status?: number, text = '') =>
  new FeishuError({
    text,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
  })

describe('the class of an error', () => {
  it.each([
    ['limited', [99991400, 11232, 11233, 1000004, 1000005, 90217]],
    ['transient', [230020, 230049, 99991663, 99991671]],
    ['unreachable', [230002, 230013, 230027, 230029, 230034, 230035, 230038, 230053, 232009, 99992361]],
    ['refused', [230001, 230012, 230017, 230022, 230028, 230025, 230099, 230054, 234006, 99992402]],
    ['down', [99991672, 99991401, 230006, 99991673]],
  ] as const)('is %s', (failure, codes) => {
    for (const code of codes) expect([code, judge(error(code, 400), NOW).failure]).toEqual([code, failure])
  })

  it('is down where nothing was said at all, or by a gateway', () => {
    for (const status of [undefined, 500, 502, 503, 504, 408, 425, 302])
      expect([status, judge(error(undefined, status), NOW).failure]).toEqual([status, 'down'])
  })

  it('of HTTP 429 is a pause, but the month used up is the end until the next', () => {
    expect(judge(error(undefined, 429), NOW)).toMatchObject({ failure: 'limited', retryAt: NOW + 2000 })
    expect(
      judge(new FeishuError({ code: 99991400, status: 429, text: '', resetMs: 7000 }), NOW),
    ).toMatchObject({
      failure: 'limited',
      retryAt: NOW + 7000,
    })
    expect(judge(error(99991403, 429), NOW)).toMatchObject({
      failure: 'limited',
      retryAt: Date.parse('2026-11-30T16:00:00.000Z'),
    })
    expect(nextMonth(Date.parse('2026-12-31T23:00:00.000Z'))).toBe(Date.parse('2027-01-31T16:00:00.000Z'))
  })

  it('of a receiver that is none is unreachable, of another parameter refused', () => {
    expect(judge(error(230001, 400, 'ext=invalid receive_id'), NOW).failure).toBe('unreachable')
    expect(judge(error(230001, 400, 'ext=content'), NOW).failure).toBe('refused')
  })

  it('tells a locked card from a bad one, and what is gone', () => {
    expect(isLocked(error(230099, 400, 'ErrCode: 11310; ErrMsg: card action is lock'))).toBe(true)
    expect(isLocked(error(230099, 400, 'ErrCode: 11310; ErrMsg: element exceeds the limit'))).toBe(false)
    for (const code of [230031, 230011, 230110, 99992354]) expect(isGone(error(code, 400))).toBe(true)
  })

  it('that an operator must mend says how', () => {
    expect(mendOf(error(99991401), 'cli_x')).toContain('白名单')
    expect(mendOf(error(230006), 'cli_x')).toContain('机器人')
    const scope = new FeishuError({
      code: 99991672,
      text: 'denied (im:message)',
      grant: 'https://open.feishu.cn/app/cli_x/auth?q=im:message',
    })
    expect(mendOf(scope, 'cli_x')).toContain('https://open.feishu.cn/app/cli_x/auth?q=im:message')
    expect(mendOf(error(230020), 'cli_x')).toBeUndefined()
  })

  it('keeps one that is judged already, and takes a stranger for transient', () => {
    const known = new DeliveryError('limited', 'x', 5)
    expect(judge(known, NOW)).toBe(known)
    expect(judge(new Error('x'), NOW).failure).toBe('transient')
  })
})

describe('over the wire', () => {
  let ground: Ground
  afterEach(async () => {
    await ground.end()
  })
  const failing = async (script: Parameters<Ground['feishu']['faults']['failNext']>[1]) => {
    ground.feishu.faults.failNext('POST /open-apis/im/v1/messages', script)
    return ground.channel.deliver(outgoing('k', { text: '您好' })).then(
      () => undefined,
      (one: DeliveryError) => one,
    )
  }

  it('HTTP 200 with a code is an error, whatever the SDK makes of it', async () => {
    ground = await openGround('webhook')
    expect(await failing({ status: 200, body: { code: 230013, msg: 'no availability' } })).toMatchObject({
      failure: 'unreachable',
    })
  })

  it.each([
    [{ status: 503, body: { msg: 'x' } }, 'down'],
    [{ cut: 'before' as const }, 'down'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: {} }, 'down'],
    [{ status: 400, body: { code: 230020, msg: 'frequency' } }, 'transient'],
    [{ status: 400, body: { code: 230053, msg: 'user stopped' } }, 'unreachable'],
    [{ status: 400, body: { code: 230017, msg: 'owner' } }, 'refused'],
    [{ status: 200, body: 'a page of a captive portal' }, 'down'],
    [{ status: 400, body: { code: 99991401, msg: 'ip' } }, 'down'],
  ])('%o is %s', async (script, failure) => {
    ground = await openGround('webhook')
    expect(await failing(script)).toMatchObject({ failure })
    expect(await ground.channel.deliver(outgoing('k', { text: '您好' }))).toMatchObject({
      message: expect.any(String),
    })
    expect(ground.channel.wrong()).toBeUndefined()
  })

  it('what an operator must mend is said until a call goes through again', async () => {
    ground = await openGround('webhook')
    ground.feishu.state.scopes.delete('im:message:send_as_bot')
    await expect(ground.channel.deliver(outgoing('k', { text: '您好' }))).rejects.toMatchObject({
      failure: 'down',
    })
    expect(ground.channel.wrong()).toContain('缺少权限 im:message:send_as_bot')
    expect(ground.channel.wrong()).toContain('https://open.feishu.cn/app/')
    ground.feishu.state.scopes.add('im:message:send_as_bot')
    await ground.channel.deliver(outgoing('k', { text: '您好' }))
    expect(ground.channel.wrong()).toBeUndefined()
  })

  it('nothing is called again before the announced reset', async () => {
    ground = await openGround('webhook')
    const before = ground.feishu.time.now()
    const limited = await failing({
      status: 429,
      headers: { 'x-ogw-ratelimit-reset': '30' },
      body: { code: 99991400, msg: 'limit' },
    })
    expect(limited).toMatchObject({ failure: 'limited' })
    expect(limited?.retryAt).toBeGreaterThanOrEqual(before + 30_000)
    const calls = ground.feishu.calls.length
    await expect(ground.channel.deliver(outgoing('k2', { text: '您好' }))).rejects.toMatchObject({
      failure: 'limited',
      retryAt: limited?.retryAt,
    })
    expect(ground.feishu.calls.length).toBe(calls)
    await ground.feishu.advance(31_000)
    await ground.channel.deliver(outgoing('k2', { text: '您好' }))
  })

  it('the month used up is said to the office, and no further call is made', async () => {
    ground = await openGround('webhook')
    ground.feishu.state.quota.limit = ground.feishu.state.quota.used
    await expect(ground.channel.deliver(outgoing('k', { text: '您好' }))).rejects.toMatchObject({
      failure: 'limited',
      retryAt: Date.parse('2026-11-30T16:00:00.000Z'),
    })
    expect([...ground.house.told.keys()]).toEqual(['feishu/month/2026-11/used-up'])
    const calls = ground.feishu.calls.length
    await expect(ground.channel.deliver(outgoing('k2', { text: '您好' }))).rejects.toMatchObject({
      failure: 'limited',
    })
    expect(ground.feishu.calls.length).toBe(calls)
  })

  it('a card that is not taken goes leaner, then as text: whoever must know is told something', async () => {
    ground = await openGround('webhook')
    const audit = { status: 400, body: { code: 230028, msg: 'DLP audit' } }
    ground.feishu.faults.failNext('POST /open-apis/im/v1/messages', { ...audit, times: 2 })
    await ground.channel.deliver(outgoing('k', { card: card() }))
    expect(ground.feishu.inboxOf('ou_a')).toMatchObject([
      { type: 'text', content: expect.stringContaining('请您确认收到') },
    ])
    ground.feishu.faults.failNext('POST /open-apis/im/v1/messages', audit)
    await ground.channel.deliver(outgoing('k2', { card: card() }))
    expect(ground.feishu.inboxOf('ou_a')[1]).toMatchObject({ type: 'interactive' })
    ground.feishu.faults.failNext('POST /open-apis/im/v1/messages', { ...audit, times: 3 })
    await expect(ground.channel.deliver(outgoing('k3', { card: card() }))).rejects.toMatchObject({
      failure: 'refused',
    })
  })

  it('a group without the bot is refused, and the office hears of it once', async () => {
    ground = await openGround('webhook')
    const chat = ground.feishu.state.chats.get('oc_group')
    if (chat) chat.bot = false
    for (const key of ['g1', 'g2'])
      await expect(
        ground.channel.deliver({ ...outgoing(key, { card: card() }), to: { group: true } }),
      ).rejects.toMatchObject({ failure: 'refused' })
    expect([...ground.house.told.keys()]).toEqual(['feishu/group-unreachable/oc_group'])
  })

  it('a buzz that does not go becomes quieter and says why', async () => {
    ground = await openGround('webhook')
    const { feishu, channel, house } = ground
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    feishu.state.urgentLeft.phone = 0
    feishu.state.urgentLeft.sms = 0
    const urged = await channel.urge(message, toA, 'phone', '')
    expect(urged).toEqual({ level: 'app', lower: '电话加急未成功：额度已用完；短信加急未成功：额度已用完' })
    expect([...house.told.keys()]).toEqual(['feishu/urgent/phone/2026-11', 'feishu/urgent/sms/2026-11'])
    feishu.state.unreadUrgent.set('ou_a', 201)
    expect(await channel.urge(message, toA, 'app', '')).toEqual({
      lower: '应用内加急未成功：对方未读的加急消息已超过 200 条；已改为将机器人会话置顶',
    })
    expect([...feishu.state.pinned]).toEqual(['ou_a'])
    await feishu.click({ messageId: message, openId: 'ou_a', label: '确认收到' })
    await feishu.settle()
    expect([...feishu.state.pinned]).toEqual([])
    expect(await channel.urge(message, { group: true }, 'app', '')).toEqual({ lower: '群消息不加急' })
  })

  it('a permission for SMS that was never granted is no trouble for the rest', async () => {
    ground = await openGround('webhook')
    const { message } = await ground.channel.deliver(outgoing('k', { card: card() }))
    ground.feishu.state.scopes.delete('im:message.urgent:sms')
    expect(await ground.channel.urge(message, toA, 'sms', '')).toMatchObject({
      level: 'app',
      lower: expect.stringContaining('缺少权限'),
    })
    expect(ground.channel.wrong()).toBeUndefined()
  })

  it('a file that is gone is refused, whatever the status says', async () => {
    ground = await openGround('webhook')
    const { feishu, channel, house } = ground
    await feishu.userSendsPicture({ openId: 'ou_a', chat: 'p2p', bytes: Buffer.from('{"code":1}') })
    const ref = house.said[0]?.files?.[0]?.ref ?? ''
    expect(Buffer.from(await channel.fetchFile(ref)).toString()).toBe('{"code":1}')
    feishu.faults.failNext('/resources/', { status: 200, body: { code: 234003, msg: 'file not in msg' } })
    await expect(channel.fetchFile(ref)).rejects.toMatchObject({ failure: 'refused' })
    await expect(channel.fetchFile('nonsense')).rejects.toMatchObject({ failure: 'refused' })
    await expect(
      channel.sendFile('f', toA, { name: 'a.docx', bytes: new Uint8Array() }),
    ).rejects.toMatchObject({
      failure: 'refused',
    })
  })

  it('a buzz during an outage is the courier’s to try again', async () => {
    ground = await openGround('webhook')
    const { message } = await ground.channel.deliver(outgoing('k', { card: card() }))
    ground.feishu.faults.down = '503'
    await expect(ground.channel.urge(message, toA, 'phone', '')).rejects.toMatchObject({ failure: 'down' })
  })
})
