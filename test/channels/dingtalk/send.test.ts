import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../../../bot/channels/channel.js'
import { type Bench, card, openBench, person, template } from './bench.js'

let bench: Bench
let channel: Channel
const begin = async (...options: Parameters<Bench['begin']>) => {
  channel = (await bench.begin(...options)).channel
  return channel
}
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await channel.stop()
  expect(bench.emulator.violations).toEqual([])
  await bench.emulator.stop()
})
const green = card({ tone: 'green', lead: '您已确认收到', actions: [] })
const create = '/v1.0/card/instances/createAndDeliver'
const dm = '/v1.0/robot/oToMessages/batchSend'
const standing = (message: string, key = 'key-1', rank = 4) => ({
  key,
  message,
  to: { person: 'p-manager01', address: 'manager01' },
  at: '2026-11-24T00:00:00.000Z',
  rank,
})
const callsTo = (path: string) => bench.emulator.calls.filter((one) => one.path === path)

describe('cards', () => {
  it('goes out, is pressed, and is drawn anew for everybody after the answer', async () => {
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    expect(message).toMatch(/^[0-9a-f]{32}$/)
    expect(bench.emulator.cardView(message, 'manager01').markdown).toContain('请您确认收到')
    bench.house.state.answer = { card: green }
    const press = { outTrackId: message, staffId: 'manager01', buttonText: '确认收到' }
    expect(await bench.emulator.click(press)).toEqual({ ok: true, response: {} })
    expect(bench.house.pressed).toEqual([
      {
        id: expect.stringMatching(/^dingtalk:212b9d7c/),
        by: { channel: 'dingtalk', address: 'manager01', name: '张书记' },
        message,
        value: { action: 'acknowledge', incident: '2026-0001', duty: 'ack/first' },
      },
    ])
    await bench.emulator.settle()
    expect(bench.emulator.cardView(message, 'u2').markdown).toContain('您已确认收到')
    expect(() => bench.emulator.click(press)).toThrow()
  })

  it('a redraw by the house waits for the answer to a press on the same card', async () => {
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    bench.house.state.answer = { card: green }
    const press = bench.emulator.click({ outTrackId: message, staffId: 'manager01', buttonText: '转办' })
    while (bench.house.pressed.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await channel.redraw(standing(message), card({ lead: '第二次' }))
    await press
    await bench.emulator.settle()
    expect(bench.emulator.cardView(message, 'u2').markdown).toContain('第二次')
  })

  it('a drawing that does not go through is tried again; a newer one makes it give way', async () => {
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    bench.house.state.answer = { card: green }
    bench.emulator.failNext('/v1.0/card/instances', { status: 500, body: { code: 'system.busy' } })
    await bench.emulator.click({ outTrackId: message, staffId: 'manager01', buttonText: '转办' })
    await bench.emulator.settle()
    await bench.emulator.advance(10_000)
    expect(bench.emulator.cardView(message, 'u2').markdown).toContain('您已确认收到')
  })

  it('the same key again is the same card, brought up to date', async () => {
    await begin()
    const out = bench.out({ card: card() })
    const first = await channel.deliver(out)
    const second = await channel.deliver({ ...out, content: { card: green } })
    expect(second).toEqual(first)
    expect(bench.emulator.state.cards.size).toBe(1)
    expect(bench.emulator.cardView(first.message, 'manager01').markdown).toContain('您已确认收到')
    bench.emulator.settings.duplicateCard = 'silent'
    expect(await channel.deliver(out)).toEqual(first)
  })

  it('an answer that got lost: sent again, still one card', async () => {
    await begin()
    const out = bench.out({ card: card() })
    bench.emulator.delay(create, 60_000)
    const first = channel.deliver(out)
    const failed = expect(first).rejects.toMatchObject({ failure: 'down' })
    await bench.emulator.advance(11_000)
    await failed
    bench.emulator.delay(create, 0)
    await channel.deliver(out)
    await bench.emulator.advance(60_000)
    expect(bench.emulator.cardsOf('manager01')).toHaveLength(1)
  })

  it('redraws, and sends anew what is no longer there', async () => {
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    expect(await channel.redraw(standing(message), green)).toEqual({ message })
    expect(bench.emulator.cardView(message, 'manager01').sys_full_json_obj).toBe('{"msgButtons":[]}')
    bench.emulator.state.cards.delete(message)
    const anew = await channel.redraw(standing(message), card())
    expect(bench.emulator.cardsOf('manager01').map(({ outTrackId }) => outTrackId)).toEqual([anew.message])
  })

  it('to the campus group', async () => {
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card({ actions: [] }) }, { group: true }))
    expect(bench.emulator.cardsOf('cidcampus==').map(({ outTrackId }) => outTrackId)).toEqual([message])
  })

  it('somebody who is not there can not be reached', async () => {
    await begin()
    await expect(channel.deliver(bench.out({ card: card() }, 'nobody'))).rejects.toMatchObject({
      failure: 'unreachable',
    })
    await expect(channel.deliver(bench.out('您好', 'nobody'))).rejects.toMatchObject({
      failure: 'unreachable',
    })
  })
})

describe('the ladder', () => {
  const withoutCards = () => bench.emulator.app.templates.clear()

  it('own template refused: the public one, drawn anew as what it is', async () => {
    await begin({ cardTemplateId: 'own.schema' })
    const { message } = await channel.deliver(bench.out({ card: card() }))
    expect(message).toMatch(/-b$/)
    expect(bench.emulator.state.cards.get(message)?.templateId).toBe(template)
    await channel.redraw(standing(message), green)
    expect(bench.emulator.cardView(message, 'u2').markdown).toContain('您已确认收到')
    await channel.deliver(bench.out({ card: card() }))
    expect(callsTo(create)).toHaveLength(3) // what was refused is not asked for again for a while
    expect(bench.house.told).toEqual([]) // an operator's matter: the log and the doctor say it
    await bench.emulator.advance(31 * 60_000)
    bench.emulator.app.templates.add('own.schema')
    expect((await channel.deliver(bench.out({ card: card() }))).message).toMatch(/^[0-9a-f]{32}$/)
  })

  it('own template: a form is filled on the card and comes back with what it submits, also after a restart', async () => {
    bench.emulator.app.templates.add('own.schema')
    await begin({ cardTemplateId: 'own.schema' })
    const value = { action: 'return_receipt', incident: '2026-0001', duty: 'd' }
    const form = {
      fields: [{ name: 'reason', label: '原因', type: 'longtext' as const, required: true }],
      submit: { label: '退回', value },
    }
    const { message } = await channel.deliver(bench.out({ card: card({ actions: [], form }) }))
    await channel.stop()
    await begin({ cardTemplateId: 'own.schema' })
    await bench.emulator.clickBody(message, 'manager01')
    await bench.emulator.submitForm(message, 'manager01', { reason: '编号不符' })
    expect(bench.house.pressed).toMatchObject([{ message, value, form: { reason: '编号不符' } }])
  })

  it('no cards at all: message buttons, which lead back to the value after a restart', async () => {
    withoutCards()
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    expect(message).toMatch(/^m:/)
    const [sent] = bench.emulator.inboxOf('manager01')
    expect(sent?.msgKey).toBe('sampleActionCard2')
    await channel.stop()
    await begin()
    await bench.emulator.clickDtmd(sent?.key ?? '', '转办', 'manager01')
    expect(bench.house.pressed).toMatchObject([
      { message, value: { action: 'delegate', incident: '2026-0001' } },
    ])
    // Nothing to draw anew while it is open; once it is settled that is said once.
    expect(await channel.redraw(standing(message), card())).toEqual({ message })
    const after = await channel.redraw(standing(message), green)
    expect(after.message).toMatch(/^d:/)
    expect(await channel.redraw(standing(after.message), green)).toEqual(after)
    const second = await channel.deliver(bench.out({ card: card() }))
    expect((await channel.redraw(standing(second.message, 'key-2'), green)).message).toMatch(/^d:/)
    expect(bench.emulator.inboxOf('manager01').map(({ msgKey }) => msgKey)).toEqual([
      'sampleActionCard2',
      'sampleText',
      'sampleActionCard2',
    ])
  })

  it('a missing permission for cards, and no message buttons either: numbered text, a number presses', async () => {
    bench.emulator.app.scopes.delete('Card.Instance.Write')
    bench.emulator.settings.refusedMsgKeys = ['sampleActionCard']
    await begin()
    const { message } = await channel.deliver(bench.out({ card: card() }))
    const [sent] = bench.emulator.inboxOf('manager01')
    expect(sent?.msgKey).toBe('sampleText')
    await bench.emulator.userSays({ staffId: 'manager01', text: '1' })
    const code = sent?.param.content?.match(/([A-Z]{2}2) 转办/)?.[1] ?? ''
    await channel.deliver(bench.out('另一条'))
    await bench.emulator.userSays({ staffId: 'manager01', text: '1' })
    await bench.emulator.userSays({ staffId: 'manager01', text: code.toLowerCase() })
    expect(bench.house.pressed.map(({ value }) => value.action)).toEqual(['acknowledge', 'delegate'])
    expect(bench.house.pressed[0]?.message).toBe(message)
    expect(bench.house.said.map(({ text }) => text)).toEqual(['1'])
  })

  it('words that the platform holds for unsafe: the call to act arrives without them', async () => {
    await begin()
    bench.emulator.failNext(create, { status: 400, body: { code: 'param.contentUnsafe', message: 'x' } })
    await channel.deliver(bench.out({ card: card({ body: '敏感内容' }) }))
    const [sent] = bench.emulator.inboxOf('manager01')
    expect(sent?.param.text).toContain('请您确认收到')
    expect(sent?.param.text).not.toContain('敏感内容')
    // It was these words, not the tenant: the next one is a card again.
    expect((await channel.deliver(bench.out({ card: card() }))).message).toMatch(/^[0-9a-f]{32}$/)
  })

  it('an answer of 200 that hides a failed delivery', async () => {
    await begin()
    const result = {
      outTrackId: 'x',
      deliverResults: [{ spaceType: 'IM_ROBOT', success: false, errorMsg: '失败' }],
    }
    bench.emulator.failNext(create, { status: 200, body: { success: true, result } })
    await channel.deliver(bench.out({ card: card() }))
    expect(bench.emulator.inboxOf('manager01')).toHaveLength(1)
  })
})

describe('texts and files', () => {
  it('text in private and in the group; addresses in it are no links', async () => {
    await begin()
    await channel.deliver(bench.out('请看 http://evil.com'))
    await channel.deliver(bench.out('通报', { group: true }))
    expect(bench.emulator.inboxOf('manager01')[0]?.param).toEqual({ content: '请看 http：//evil．com' })
    expect(bench.emulator.groupLog('cidcampus==')[0]?.param).toEqual({ content: '通报' })
  })

  it('somebody who named the bot in a group is named in the answer, in that group, while its session lives', async () => {
    bench.emulator.addGroup('cidother==', '别的群', ['u2'])
    await begin()
    await bench.emulator.userSays({ staffId: 'u2', cid: 'cidother==', text: '报告', msgId: 'm7' })
    const [said] = bench.house.said
    const reply = bench.out('李院长，请看私聊', { group: true }, { key: `reply/${said?.id}/0`, rank: 3 })
    await channel.deliver(reply)
    const [sent] = bench.emulator.groupLog('cidother==')
    expect(sent).toMatchObject({ way: 'session', param: { content: '@u2 李院长，请看私聊' } })
    expect(bench.lines.some(({ about }) => JSON.stringify(about).includes('cidother=='))).toBe(true)
    await bench.emulator.advance(91 * 60_000)
    await channel.deliver({ ...reply, key: `reply/${said?.id}/1` })
    expect(bench.emulator.groupLog('cidcampus==')).toHaveLength(1)
  })

  it('an answer by the session that was on its way when the process was killed says so, too', async () => {
    const session = '/robot/sendBySession'
    bench.emulator.addGroup('cidother==', '别的群', ['u2'])
    await begin()
    await bench.emulator.userSays({ staffId: 'u2', cid: 'cidother==', text: '报告', msgId: 'm7' })
    const [said] = bench.house.said
    const reply = bench.out('请看私聊', { group: true }, { key: `reply/${said?.id}/0`, rank: 3 })
    bench.emulator.delay(session, 20_000)
    const underWay = channel.deliver(reply).catch(() => {}) // nobody hears of it: the process is dead
    await bench.emulator.advance(5_000)
    await channel.stop()
    bench.emulator.delay(session, 0)
    const next = await bench.begin()
    // the platform brings what nobody took: its session lives
    await bench.emulator.userSays({ staffId: 'u2', cid: 'cidother==', text: '报告', msgId: 'm7' })
    await next.channel.deliver(reply)
    expect(bench.emulator.groupLog('cidother==')[0]).toMatchObject({
      way: 'session',
      param: { content: '@u2 （重发，之前一条可能已送达）\n请看私聊' },
    })
    await bench.emulator.advance(20_000)
    await underWay
    await next.channel.stop()
  })

  it('without a campus group nothing is lost in another one', async () => {
    await bench.begin().then((made) => made.channel.stop())
    const own = await openBench({ groupConversationId: '' })
    channel = (await own.begin()).channel
    expect(channel.hasGroup).toBe(false)
    await expect(channel.deliver(own.out('通报', { group: true }))).rejects.toMatchObject({
      failure: 'unreachable',
    })
    await channel.stop()
    await own.emulator.stop()
  })

  it('a text whose answer got lost goes out again, and says so', async () => {
    await begin()
    const out = bench.out('请核对')
    bench.emulator.delay(dm, 20_000)
    const failed = expect(channel.deliver(out)).rejects.toMatchObject({ failure: 'down' })
    await bench.emulator.advance(11_000)
    await failed
    bench.emulator.delay(dm, 0)
    await channel.deliver(out)
    expect(bench.emulator.inboxOf('manager01')[0]?.param.content).toBe('（重发，之前一条可能已送达）\n请核对')
    await bench.emulator.advance(20_000)
  })

  it('a text that was on its way when the process was killed goes out again, and says so', async () => {
    await begin()
    const out = bench.out('请核对')
    bench.emulator.delay(dm, 20_000)
    const underWay = channel.deliver(out).catch(() => {}) // nobody hears of it: the process is dead
    await bench.emulator.advance(5_000)
    const next = await bench.begin()
    bench.emulator.delay(dm, 0)
    await next.channel.deliver(out)
    await next.channel.deliver(bench.out('下一条'))
    expect(bench.emulator.inboxOf('manager01').map(({ param }) => param.content)).toEqual([
      '（重发，之前一条可能已送达）\n请核对',
      '下一条',
    ])
    await bench.emulator.advance(20_000)
    await underWay
    await next.channel.stop()
  })

  it('a limited person waits; the others do not', async () => {
    bench.emulator.addUser('slow', { limited: true })
    await begin()
    await expect(channel.deliver(bench.out('您好', 'slow'))).rejects.toMatchObject({ failure: 'transient' })
  })

  it('a document as it is, anything else in a zip', async () => {
    await begin()
    const to = bench.out('').to
    await channel.sendFile('f1', to, { name: '报告.docx', bytes: Buffer.from('docx') })
    await channel.sendFile('f2', { group: true }, { name: '记录.csv', bytes: Buffer.from('一,二') })
    expect(bench.emulator.inboxOf('manager01')[0]?.param).toMatchObject({
      fileName: '报告.docx',
      fileType: 'docx',
    })
    const zip = bench.emulator.groupLog('cidcampus==')[0]?.param
    expect(zip).toMatchObject({ fileName: '记录.csv.zip', fileType: 'zip' })
    const { bytes } = bench.emulator.state.media.get(zip?.mediaId ?? '') ?? {}
    expect(
      Buffer.from(bytes ?? [])
        .subarray(0, 4)
        .toString('latin1'),
    ).toBe('PK\x03\x04')
    expect(Buffer.from(bytes ?? []).includes('一,二')).toBe(true)
    await expect(
      channel.sendFile('f3', to, { name: 'a.pdf', bytes: new Uint8Array(21 * 1024 * 1024) }),
    ).rejects.toMatchObject({ failure: 'refused' })
  })
})

describe('loud', () => {
  const urge = (level: 'app' | 'sms' | 'phone', address = 'manager01') =>
    channel.urge('x', { person: 'p', address }, level, '【网络安全事件 2026-0001】请您确认收到')

  it('in the app, by SMS, by telephone', async () => {
    await begin()
    expect(await urge('app')).toEqual({ level: 'app' })
    expect(await urge('sms')).toEqual({ level: 'sms' })
    expect(await urge('phone')).toEqual({ level: 'phone' })
    expect(bench.emulator.dingsOf('manager01').map(({ type }) => type)).toEqual([1, 2, 3])
  })

  it('without quota it steps down, says so, and does not ask again for an hour', async () => {
    bench.emulator.app.dingQuota = 0
    await begin()
    expect(await urge('phone')).toEqual({ level: 'app', lower: '电话 DING额度已用完；短信 DING额度已用完' })
    expect(await urge('phone')).toMatchObject({ level: 'app' })
    expect(callsTo('/v1.0/robot/ding/send')).toHaveLength(4)
    expect(bench.house.told.map(({ key }) => key)).toEqual([
      'dingtalk/2026-11/ding-phone',
      'dingtalk/2026-11/ding-sms',
    ])
    await bench.emulator.advance(61 * 60_000)
    bench.emulator.app.dingQuota = 5
    expect(await urge('phone')).toEqual({ level: 'phone' })
  })

  it('without DING the words come once more as a message', async () => {
    bench.emulator.app.scopes.delete('Premium.Ding.Write')
    await begin()
    const urged = await urge('app')
    expect(urged.level).toBeUndefined()
    expect(urged.lower).toContain('已再发一条消息')
    expect(bench.emulator.inboxOf('manager01')).toHaveLength(1)
  })

  it('a person whom DING does not reach is told apart from an answer of 200', async () => {
    bench.emulator.addUser('hidden', { visible: false })
    await begin()
    await expect(urge('app', 'hidden')).rejects.toMatchObject({ failure: 'unreachable' })
    expect(await channel.urge('x', { group: true }, 'app', 'x')).toEqual({ lower: '群消息不能 DING' })
  })
})

describe('when the platform does not do its part', () => {
  it('one token for all who ask at once, and another when the platform no longer takes it', async () => {
    await begin()
    const tokens = () => callsTo('/v1.0/oauth2/accessToken').length
    const all = () => Promise.all(['一', '二', '三'].map((text) => channel.deliver(bench.out(text))))
    await all()
    expect(tokens()).toBe(1)
    bench.emulator.expireTokens()
    await channel.deliver(bench.out('四'))
    await all()
    expect(tokens()).toBe(2)
    await bench.emulator.advance(2 * 3_600_000)
    await all()
    expect(tokens()).toBe(3)
    expect(bench.emulator.inboxOf('manager01')).toHaveLength(10)
  })

  it('down, limited, used up: told in the words of the courier', async () => {
    await begin()
    await bench.emulator.advance(1_000)
    await channel.deliver(bench.out('一'))
    bench.emulator.setDown(true)
    await expect(channel.deliver(bench.out('二'))).rejects.toMatchObject({ failure: 'down' })
    bench.emulator.setDown(false)
    bench.emulator.failNext(dm, {
      status: 403,
      body: { code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi' },
    })
    await expect(channel.deliver(bench.out('三'))).rejects.toMatchObject({
      failure: 'limited',
      retryAt: bench.emulator.clock.now() + 60_000,
    })
    bench.emulator.failNext(dm, { status: 200, body: '<html>busy</html>' })
    await channel.deliver(bench.out('四')).catch(() => {})
    bench.emulator.quotaExhausted()
    await expect(channel.deliver(bench.out('五'))).rejects.toMatchObject({ failure: 'limited' })
    const before = bench.emulator.calls.length
    await expect(channel.deliver(bench.out('六'))).rejects.toMatchObject({ failure: 'limited' })
    expect(bench.emulator.calls.length).toBe(before)
    expect(bench.house.told.map(({ key }) => key)).toEqual(['dingtalk/2026-11/calls-out'])
  })

  it('no secret, token, number or word of anybody stands in the log', async () => {
    const phone = '13800001111'
    bench.emulator.addUser('byphone', { mobile: phone, name: '王主任' })
    bench.house.state.directory = { units: [], people: [person('p9', { phone })] }
    await begin()
    await bench.emulator.settle()
    const address = channel.addressOf(person('p9', { phone }))
    expect(address).toBe('byphone')
    expect(channel.personAt('byphone')).toBe('p9')
    await bench.emulator.userSays({ staffId: 'byphone', text: '机密内容' })
    await channel.deliver(bench.out('秘密正文', 'byphone'))
    await channel.deliver(bench.out('秘密正文', 'nobody')).catch(() => {})
    bench.emulator.setDown(true)
    await channel.deliver(bench.out('秘密正文')).catch(() => {})
    bench.emulator.setDown(false)
    const written = JSON.stringify(bench.lines) + JSON.stringify([...bench.house.memory])
    const [token] = bench.emulator.state.tokens.keys()
    for (const secret of [
      phone,
      bench.emulator.app.clientSecret,
      token ?? '',
      '机密内容',
      '秘密正文',
      'session=',
    ])
      expect(written).not.toContain(secret)
    // Found once, known after a restart without another search.
    await channel.stop()
    await begin()
    expect(channel.personAt('byphone')).toBe('p9')
    expect(callsTo('/topapi/v2/user/getbymobile')).toHaveLength(1)
    // Another number: the old address is no longer believed, the new one is looked for.
    bench.emulator.addUser('moved', { mobile: '13900002222' })
    const changed = person('p9', { phone: '13900002222' })
    channel.meet({ units: [], people: [changed] })
    await bench.emulator.settle()
    expect(channel.addressOf(changed)).toBe('moved')
    expect(channel.personAt('byphone')).toBeUndefined()
  })
})
