// Does the sandbox keep contract §3 and §10, word for word, and its own promises about privacy and restarts?

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Answer, Pressed, Said } from '../../bot/channels/inbound.js'
import { advanceMs } from '../../bot/channels/sandbox/advance.js'
import { fromThisMachine } from '../../bot/channels/sandbox/guard.js'
import type { SandboxPerson } from '../../bot/channels/sandbox/people.js'
import { plainly } from '../../bot/channels/sandbox/plainly.js'
import { sandboxChannel } from '../../bot/channels/sandbox/sandbox.js'
import { openSandboxLog } from '../../store/sandbox-log.js'
import type { Card } from '../../templates/card.js'

const directory: SandboxPerson[] = [
  { id: 'p1', name: '张伟', title: '书记', unit: '信息学院', roles: ['第一责任人'] },
  { id: 'p2', name: '李建国', title: '副院长', unit: '信息学院', roles: ['直接责任人'] },
]
const card: Card = {
  title: '【网络安全事件 2026-0001】信息学院 · 网页篡改',
  tone: 'orange',
  lead: '请您确认收到',
  fields: [{ label: '单位', value: '信息学院' }],
  actions: [
    { label: '确认收到', action: 'acknowledge', value: { action: 'acknowledge', incident: '2026-0001' } },
  ],
}
const token = 'a-token-of-this-test'
/** As a script asks: with the token in the header. */
const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), 'x-sandbox-token': token } }) // every caller here gives a plain object
const at = '2026-11-24T00:00:00.000Z'
const start = Date.parse(at)

type House = Awaited<ReturnType<typeof open>>

/** The sandbox over a receive that the test scripts, on a free port. */
const open = async (dataDir: string) => {
  const log = openSandboxLog(dataDir)
  const heard: Said[] = []
  const pressed: Pressed[] = []
  const script = {
    said: async (_said: Said): Promise<Answer> => ({}),
    pressed: async (_pressed: Pressed): Promise<Answer> => ({ toast: { type: 'success', text: '已确认' } }),
  }
  const { channel, router } = sandboxChannel({
    log,
    token,
    people: () => directory,
    receive: () => ({
      said: (said) => {
        heard.push(said)
        return script.said(said)
      },
      pressed: (press) => {
        pressed.push(press)
        return script.pressed(press)
      },
    }),
    now: () => start + log.clockOffsetMs(),
    advance: async (ms) => log.moveClock(ms),
    overview: async () => ({ duties: [], records: [{ incident: '2026-0001', at, text: '已报告' }] }),
  })
  const server = express().use(router).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  // A listening TCP server has an AddressInfo, never a pipe's name.
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const close = async () => {
    await channel.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    log.close()
  }
  const call = async (path: string, body?: unknown) => {
    const response = await ask(`${url}${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return { status: response.status, body: z.json().parse(await response.json()) }
  }
  return { log, channel, url, port, heard, pressed, script, call, close }
}

const Messages = z.array(z.looseObject({ id: z.string(), from: z.string(), text: z.string().optional() }))
const seen = async (house: House, as: string, chat = 'dm', after = '') =>
  Messages.parse((await house.call(`/sandbox/api/messages?as=${as}&chat=${chat}&after=${after}`)).body)
const texts = async (house: House, as: string, chat = 'dm') =>
  (await seen(house, as, chat)).map(({ from, text }) => `${from}: ${text}`)
const toP1 = { person: 'p1', address: 'p1' }

let dataDir: string
let house: House
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'))
  house = await open(dataDir)
})
afterEach(async () => {
  await house.close()
  rmSync(dataDir, { recursive: true, force: true })
})
const restart = async () => {
  await house.close()
  house = await open(dataDir)
}
const onDisk = () => readFileSync(join(dataDir, 'sandbox.ndjson'), 'utf8')

describe('people', () => {
  test('the directory, and at least four staff without a role', async () => {
    const { status, body } = await house.call('/sandbox/api/people')
    const people = z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          title: z.string(),
          unit: z.string(),
          roles: z.array(z.string()),
        }),
      )
      .parse(body)
    expect(status).toBe(200)
    expect(people.slice(0, 2)).toEqual(directory)
    expect(people.filter(({ roles }) => roles.length === 0).length).toBeGreaterThanOrEqual(4)
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
  })
})

describe('say', () => {
  test('is heard by the bot in the private chat, and stored', async () => {
    const { status, body } = await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '报告' })
    const [message] = await seen(house, 'p1')
    expect(status).toBe(200)
    expect(body).toEqual({ id: message?.id })
    expect(message).toEqual({ id: message?.id, at, from: 'p1', text: '报告' })
    expect(house.heard).toEqual([
      {
        id: expect.stringMatching(/^sandbox:/),
        by: { channel: 'sandbox', address: 'p1', name: '张伟' },
        chat: 'dm',
        text: '报告',
      },
    ])
    expect(await seen(house, 'p2')).toEqual([])
  })

  test('stands before the bot’s answer, even when that is delivered first', async () => {
    let shownMeanwhile = 0
    house.script.said = async () => {
      await house.channel.deliver({ key: 'r1', to: toP1, content: { text: '请问' }, at, rank: 0 })
      house.log.moveClock(1000)
      shownMeanwhile = (await seen(house, 'p1')).length
      return {}
    }
    await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '报告' })
    expect(shownMeanwhile).toBe(0)
    expect(await texts(house, 'p1')).toEqual(['p1: 报告', 'bot: 请问'])
    const [asked, answered] = (await seen(house, 'p1')).map((message) => String(message.at))
    expect(asked && answered && asked <= answered).toBe(true)
    await restart()
    expect(await texts(house, 'p1')).toEqual(['p1: 报告', 'bot: 请问'])
  })

  test('withheld text is nowhere: not in the chat, not on disk', async () => {
    house.script.said = async () => ({ withheld: true })
    await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '是，某涉密系统' })
    expect(await texts(house, 'p1')).toEqual(['p1: （内容未保存）'])
    expect(onDisk()).not.toContain('某涉密系统')
  })

  test('what was said since a dialog began is wiped out: in the chat, on disk, and what arrives late', async () => {
    const folder = mkdtempSync(join(dataDir, 'forget-'))
    const log = openSandboxLog(folder)
    const minute = (nth: number) => `2026-11-24T00:0${nth}:00.000Z`
    const put = (chat: string, nth: number, from: string, text: string, key?: string) =>
      log.add(chat, { id: log.nextId(), at: minute(nth), from, text }, key)
    put('p1', 0, 'p1', '从前的话')
    put('p1', 1, 'p1', '报告', 'said:1')
    put('p1', 2, 'p1', '丙丁系统', 'said:2')
    put('p1', 2, 'bot', '系统名称：丙丁系统', 'sent:reply/x/0')
    put('p1', 2, 'bot', '催办', 'sent:other')
    put('p2', 2, 'p2', '别人的话')
    put('p1', 3, 'bot', '请联系保密办', 'sent:reply/y/0')
    expect(log.forget('p1', minute(1), minute(3))).toHaveLength(3)
    put('p1', 2, 'bot', '迟到的：丙丁系统', 'sent:reply/x/1')
    expect(log.messages('p1').map(({ text }) => text)).toEqual([
      '从前的话',
      '（内容未保存）',
      '（内容未保存）',
      '（内容未保存）',
      '催办',
      '请联系保密办',
      '（内容未保存）',
    ])
    expect(log.messages('p2').map(({ text }) => text)).toEqual(['别人的话'])
    expect(readFileSync(join(folder, 'sandbox.ndjson'), 'utf8')).not.toContain('丙丁')
    expect(log.byKey('said:2')).toBeDefined()
    expect(log.forget('p1', minute(1), minute(3))).toEqual([])
    const before = log.messages('p1')
    log.close()
    const again = openSandboxLog(folder)
    expect(again.messages('p1')).toEqual(before)
    again.close()
  })

  test('of many thousand messages the old ones are read from the file, as they were last drawn', () => {
    const folder = mkdtempSync(join(dataDir, 'many-'))
    const log = openSandboxLog(folder)
    const at = (nth: number) => new Date(Date.UTC(2026, 10, 24) + nth * 60_000).toISOString()
    for (let nth = 0; nth < 5000; nth++)
      log.add(
        nth % 2 ? 'p1' : 'p2',
        { id: log.nextId(), at: at(nth), from: nth % 10 === 1 ? 'p1' : 'bot', card: { title: `第${nth}件` } },
        `sent:${nth}`,
      )
    const expected = (nth: number) => ({
      id: `m${String(nth + 1).padStart(8, '0')}`,
      at: at(nth),
      from: 'bot',
    })
    expect(log.redraw('m00000004', { title: '重画' })).toEqual({ ...expected(3), card: { title: '重画' } })
    expect(log.redraw('m00000004', { title: '又重画' })).toMatchObject({ card: { title: '又重画' } })
    log.buzz('m00000006', 'app')
    expect(log.redraw('m00009999', {})).toBeUndefined()
    const check = (of: typeof log) => {
      expect(of.messages('p1').map(({ id }) => id)).toEqual(
        Array.from({ length: 2500 }, (_, nth) => `m${String(nth * 2 + 2).padStart(8, '0')}`),
      )
      expect(of.find('m00000004')).toMatchObject({ chat: 'p1', message: { card: { title: '又重画' } } })
      expect(of.find('m00000006')?.message).toEqual({
        ...expected(5),
        card: { title: '第5件' },
        urgent: 'app',
      })
      expect(of.messages('p2', 'm00004997').map(({ id }) => id)).toEqual(['m00004999'])
      expect(of.ofBot('p1')).toHaveLength(100)
      expect(of.ofBot('p1').at(-1)).toBe('m00005000')
      expect(of.byKey('sent:4999')).toBe('m00005000')
      expect(of.byKey('sent:3600')).toBe('m00003601') // a day, less a minute, before
    }
    check(log)
    expect(log.forget('p1', at(1), at(2))).toEqual([
      { id: 'm00000002', at: at(1), from: 'p1', text: '（内容未保存）' },
    ])
    check(log)
    expect(log.byKey('sent:1')).toBeUndefined() // said days ago: nobody says it again
    log.close()
    const again = openSandboxLog(folder)
    check(again)
    expect(again.find('m00000002')?.message).toMatchObject({ text: '（内容未保存）' })
    again.close()
  })

  test('a toast comes back', async () => {
    house.script.said = async () => ({ toast: { type: 'warning', text: '只有网信办可以定级' } })
    const { body } = await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '定级' })
    expect(body).toMatchObject({ toast: { type: 'warning', text: '只有网信办可以定级' } })
  })

  test('503 in Chinese when the bot cannot store it, and the message is not kept', async () => {
    house.script.said = () => Promise.reject(new Error('disk full'))
    const { status, body } = await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '报告' })
    expect(status).toBe(503)
    expect(body).toEqual({ error: expect.stringContaining('没有被确认') })
    expect(await seen(house, 'p1')).toEqual([])
    expect(onDisk()).not.toContain('报告')
    house.script.said = async () => ({})
    await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '再来' })
    expect(await texts(house, 'p1')).toEqual(['p1: 再来'])
  })

  test('the same id twice is one saying, at once or later or after a restart', async () => {
    const body = { as: 'p1', chat: 'dm', text: '报告', id: 'x1' }
    const [one, other] = await Promise.all([
      house.call('/sandbox/api/say', body),
      house.call('/sandbox/api/say', body),
    ])
    expect(house.heard).toHaveLength(1)
    await restart()
    const later = await house.call('/sandbox/api/say', body)
    expect(other.body).toEqual(one.body)
    expect(later.body).toEqual(one.body)
    expect(house.heard).toEqual([])
    expect(await texts(house, 'p1')).toEqual(['p1: 报告'])
  })

  test('in the group the bot hears only what is addressed to it', async () => {
    for (const text of ['大家好', '@烽火 状态 2026-0001', '＠烽火　报告'])
      await house.call('/sandbox/api/say', { as: 'p1', chat: 'group', text })
    expect(house.heard.map(({ chat, text }) => [chat, text])).toEqual([
      ['group', '状态 2026-0001'],
      ['group', '报告'],
    ])
    expect(await texts(house, 'p2', 'group')).toEqual([
      'p1: 大家好',
      'p1: @烽火 状态 2026-0001',
      'p1: ＠烽火　报告',
    ])
  })

  test.each([
    [{ chat: 'dm', text: 'x' }],
    [{ as: 'p1', chat: 'room', text: 'x' }],
    [{ as: 'p1', chat: 'dm' }],
    [{ as: 'p1', chat: 'dm', text: '  ' }],
    [{ as: 'p1', chat: 'dm', text: 7 }],
    [[]],
  ])('400 for %j', async (body) => {
    expect(await house.call('/sandbox/api/say', body)).toMatchObject({
      status: 400,
      body: { error: expect.any(String) },
    })
    expect(house.heard).toEqual([])
  })

  test('404 for an unknown person', async () => {
    const { status } = await house.call('/sandbox/api/say', { as: 'nobody', chat: 'dm', text: 'x' })
    expect(status).toBe(404)
  })

  test('413 over 1 MB, 400 for broken JSON, both as JSON', async () => {
    const big = await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: 'x'.repeat(1_100_000) })
    expect(big).toMatchObject({ status: 413, body: { error: expect.any(String) } })
    const broken = await ask(`${house.url}/sandbox/api/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"as":',
    })
    expect([broken.status, await broken.json()]).toEqual([400, { error: expect.any(String) }])
    const plain = (text: string) => ask(`${house.url}/sandbox/api/say`, { method: 'POST', body: text })
    const unnamed = await plain('{"as":"p1","chat":"dm","text":"x"}')
    expect([unnamed.status, await unnamed.json()]).toEqual([400, { error: expect.stringContaining('JSON') }])
    expect((await plain('x'.repeat(1_100_000))).status).toBe(413)
    expect(house.heard).toEqual([])
  })
})

describe('messages', () => {
  test('`after` gives what is newer', async () => {
    const first = await house.channel.deliver({ key: 'a', to: toP1, content: { text: '一' }, at, rank: 0 })
    await house.channel.deliver({ key: 'b', to: toP1, content: { card }, at, rank: 0 })
    const newer = await seen(house, 'p1', 'dm', first.message)
    expect(newer).toEqual([{ id: expect.any(String), at, from: 'bot', card: plainly(card) }])
  })

  test('404 for an unknown person, 400 without one or for another chat', async () => {
    expect((await house.call('/sandbox/api/messages?as=nobody&chat=dm')).status).toBe(404)
    expect((await house.call('/sandbox/api/messages?as=nobody&chat=group')).status).toBe(404)
    expect((await house.call('/sandbox/api/messages?chat=dm')).status).toBe(400)
    expect((await house.call('/sandbox/api/messages?as=p1&chat=room')).status).toBe(400)
    expect((await house.call('/sandbox/api/messages?as=p1&chat=dm&after=zzz')).status).toBe(400)
  })
})

describe('press', () => {
  const value = { action: 'acknowledge', incident: '2026-0001' }

  test('passes on what the client sent, and answers the toast', async () => {
    const { message } = await house.channel.deliver({ key: 'a', to: toP1, content: { card }, at, rank: 0 })
    const { status, body } = await house.call('/sandbox/api/press', {
      as: 'p1',
      messageId: message,
      value: { ...value, duty: 'forged' },
      form: { channel: '电话', count: 3, yes: true },
    })
    expect([status, body]).toEqual([200, { toast: { type: 'success', text: '已确认' } }])
    expect(house.pressed).toEqual([
      {
        id: expect.stringMatching(/^sandbox:press:/),
        by: { channel: 'sandbox', address: 'p1', name: '张伟' },
        message,
        value: { ...value, duty: 'forged' },
        form: { channel: '电话', count: '3', yes: '是' },
      },
    ])
  })

  test('a number, and several choices, are what they read as', async () => {
    const { message } = await house.channel.deliver({ key: 'a', to: toP1, content: { card }, at, rank: 0 })
    const press = (body: object) =>
      house.call('/sandbox/api/press', { as: 'p1', messageId: message, value, ...body })
    expect((await press({ value: { ...value, nth: 1 }, form: { to: ['甲', null, '乙'] } })).status).toBe(200)
    expect(house.pressed).toMatchObject([{ value: { ...value, nth: '1' }, form: { to: '甲、乙' } }])
    expect(await press({ value: { ...value, nth: {} } })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('value 的各项') },
    })
  })

  test('null is as if it were not there, wherever it stands', async () => {
    const { message } = await house.channel.deliver({ key: 'a', to: toP1, content: { card }, at, rank: 0 })
    const press = (body: object) =>
      house.call('/sandbox/api/press', { as: 'p1', messageId: message, value, ...body })
    expect((await press({ form: null, id: null })).status).toBe(200)
    expect((await press({ form: { channel: null, count: 3 } })).status).toBe(200)
    expect((await press({ value: { ...value, duty: null } })).status).toBe(200)
    expect(house.pressed.map(({ value: pressed, form }) => ({ value: pressed, form }))).toEqual([
      { value, form: undefined },
      { value, form: { count: '3' } },
      { value, form: undefined },
    ])
    expect(
      (await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '帮助', id: null })).status,
    ).toBe(200)
  })

  test('no toast is an empty answer; a client’s id becomes the inbound id', async () => {
    house.script.pressed = async () => ({})
    const { message } = await house.channel.deliver({
      key: 'a',
      to: { group: true },
      content: { card },
      at,
      rank: 0,
    })
    const { body } = await house.call('/sandbox/api/press', { as: 'p2', messageId: message, value, id: 'x9' })
    expect(body).toEqual({})
    expect(house.pressed[0]?.id).toBe('sandbox:x9')
  })

  test('404 on a message that the person cannot see, or that is not there', async () => {
    const { message } = await house.channel.deliver({ key: 'a', to: toP1, content: { card }, at, rank: 0 })
    for (const body of [
      { as: 'p2', messageId: message, value },
      { as: 'p1', messageId: 'm99999999', value },
      { as: 'nobody', messageId: message, value },
    ])
      expect((await house.call('/sandbox/api/press', body)).status).toBe(404)
    expect(house.pressed).toEqual([])
  })

  test('400 for a bad value, 503 when the bot cannot store it', async () => {
    const { message } = await house.channel.deliver({ key: 'a', to: toP1, content: { card }, at, rank: 0 })
    const press = (body: object) =>
      house.call('/sandbox/api/press', { as: 'p1', messageId: message, ...body })
    expect((await press({})).status).toBe(400)
    expect((await press({ value: { incident: '2026-0001' } })).status).toBe(400)
    expect((await press({ value: { action: 'x', incident: { $gt: '' } } })).status).toBe(400)
    house.script.pressed = () => Promise.reject(new Error('disk full'))
    expect(await press({ value })).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('没有生效') },
    })
  })
})

describe('the channel', () => {
  test('the same key is the same message, also after a restart', async () => {
    const send = () => house.channel.deliver({ key: 'k', to: toP1, content: { card }, at, rank: 0 })
    const first = await send()
    expect(await send()).toEqual(first)
    await restart()
    expect(await send()).toEqual(first)
    expect(await seen(house, 'p1')).toHaveLength(1)
  })

  test('whoever reads only what the contract names misses nothing that a card says', async () => {
    await house.channel.deliver({
      key: 'rich',
      to: toP1,
      content: {
        card: {
          ...card,
          lead: '请您确认收到 — 14:45 前',
          body: '校内时限',
          table: [
            ['编号', '级别'],
            ['2026-0001', '较大'],
          ],
          details: [{ label: '经过', value: '首页被改' }],
          foot: '同时通知：网信办',
        },
      },
      at,
      rank: 0,
    })
    const [message] = await seen(house, 'p1')
    expect(message?.card).toMatchObject({
      body: '请您确认收到 — 14:45 前\n校内时限\n编号  级别\n2026-0001  较大\n经过：首页被改\n同时通知：网信办',
      layout: { body: '校内时限' },
    })
  })

  test('a redrawn card keeps its id and time; a buzz stays on it', async () => {
    const { message } = await house.channel.deliver({ key: 'k', to: toP1, content: { card }, at, rank: 0 })
    await house.channel.redraw(
      { key: 'k', message, to: toP1, at, rank: 4 },
      { ...card, tone: 'green', actions: [] },
    )
    await house.channel.urge(message, toP1, 'sms', '')
    await restart()
    expect(await seen(house, 'p1')).toEqual([
      { id: message, at, from: 'bot', card: plainly({ ...card, tone: 'green', actions: [] }), urgent: 'sms' },
    ])
    await expect(
      house.channel.redraw({ key: 'k', message: 'm9', to: toP1, at, rank: 4 }, card),
    ).rejects.toMatchObject({
      failure: 'refused',
    })
  })

  test('a phone that is off, and a person who is not there, are unreachable', async () => {
    const send = (key: string) => house.channel.deliver({ key, to: toP1, content: { card }, at, rank: 0 })
    const { status, body } = await house.call('/sandbox/api/reach', { as: 'p1', reachable: false })
    expect([status, body]).toEqual([200, { as: 'p1', reachable: false }])
    await expect(send('k')).rejects.toMatchObject({ failure: 'unreachable' })
    await restart()
    await expect(send('k')).rejects.toMatchObject({ failure: 'unreachable' })
    await house.call('/sandbox/api/reach', { as: 'p1', reachable: true })
    await send('k')
    expect(await seen(house, 'p1')).toHaveLength(1)
    const gone = { key: 'z', to: { person: 'x', address: 'x' }, content: { card }, at, rank: 0 }
    await expect(house.channel.deliver(gone)).rejects.toMatchObject({ failure: 'unreachable' })
    expect((await house.call('/sandbox/api/reach', { as: 'nobody', reachable: true })).status).toBe(404)
    expect((await house.call('/sandbox/api/reach', { as: 'p1' })).status).toBe(400)
  })

  test('a file is kept and handed out as a download under a safe name', async () => {
    const file = { name: '../首报\n2026-0001.docx', bytes: new TextEncoder().encode('内容') }
    const first = await house.channel.sendFile('f', toP1, file)
    expect(await house.channel.sendFile('f', toP1, file)).toEqual(first)
    const [message] = await seen(house, 'p1')
    const { name, url } = z.object({ name: z.string(), url: z.string() }).parse(message?.file)
    expect(name).toBe('_首报_2026-0001.docx')
    expect(url).toMatch(/^\/sandbox\/api\/files\//)
    const response = await ask(`${house.url}${url}`)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(await response.text()).toBe('内容')
    expect(readdirSync(join(dataDir, 'sandbox-files'))).toHaveLength(1)
    const missing = await ask(`${house.url}/sandbox/api/files/..%2Fsandbox.ndjson/x`)
    expect(missing.status).toBe(404)
    const gone = await ask(`${house.url}/sandbox/api/files/00000000-0000-0000-0000-000000000000/x`)
    expect([gone.status, await gone.json()]).toEqual([404, { error: expect.any(String) }])
  })
})

describe('the clock', () => {
  test('moves on, and stays moved over a restart', async () => {
    expect((await house.call('/sandbox/api/clock', { advance: '1h30m' })).body).toEqual({
      now: '2026-11-24T01:30:00.000Z',
    })
    await restart()
    expect((await house.call('/sandbox/api/clock')).body).toEqual({ now: '2026-11-24T01:30:00.000Z' })
  })

  test.each(['', '15', 'm', '-5m', '1.5h', '0m', '5wd', '401d', '15m; rm', '99999999999999999d'])(
    '400 for %j',
    async (advance) => {
      expect((await house.call('/sandbox/api/clock', { advance })).status).toBe(400)
      expect(house.log.clockOffsetMs()).toBe(0)
    },
  )

  test('spans in ms', () => {
    expect(['30s', '15m', '4h', '30d', '1d 2h', '400d'].map(advanceMs)).toEqual([
      30_000, 900_000, 14_400_000, 2_592_000_000, 93_600_000, 34_560_000_000,
    ])
  })
})

describe('events', () => {
  /** What comes over the stream while `during` runs, up to `count` events. */
  const listen = async (query: string, count: number, during: () => Promise<unknown>) => {
    const abort = new AbortController()
    const response = await ask(`${house.url}/sandbox/api/events?${query}`, { signal: abort.signal })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events: unknown[] = []
    await during()
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? []
        if (event && data) events.push([event, JSON.parse(data)])
      }
      if (events.length >= count) break
    }
    abort.abort()
    return events
  }

  test('message, update and urgent, in what the person sees', async () => {
    let id = ''
    const events = await listen('as=p1', 4, async () => {
      const p2 = { person: 'p2', address: 'p2' }
      await house.channel.deliver({ key: 'other', to: p2, content: { text: '别人的' }, at, rank: 0 })
      id = (await house.channel.deliver({ key: 'k', to: toP1, content: { card }, at, rank: 0 })).message
      await house.channel.redraw({ key: 'k', message: id, to: toP1, at, rank: 4 }, { ...card, actions: [] })
      await house.channel.urge(id, toP1, 'phone', '')
      await house.channel.deliver({ key: 'g', to: { group: true }, content: { text: '群' }, at, rank: 0 })
    })
    expect(events).toEqual([
      ['message', { id, at, from: 'bot', card: plainly(card) }],
      ['update', { id, at, from: 'bot', card: plainly({ ...card, actions: [] }) }],
      ['urgent', { messageId: id, level: 'phone' }],
      ['message', { id: expect.any(String), at, from: 'bot', text: '群' }],
    ])
  })

  test.each(['as=p1,p2', 'as=*'])('several people on one stream: %s', async (query) => {
    const events = await listen(query, 3, async () => {
      await house.channel.deliver({ key: 'k', to: toP1, content: { text: '一' }, at, rank: 0 })
      await house.call('/sandbox/api/say', { as: 'p2', chat: 'dm', text: '二' })
      await house.channel.deliver({ key: 'g', to: { group: true }, content: { text: '三' }, at, rank: 0 })
    })
    expect(events).toEqual([
      ['message', expect.objectContaining({ as: 'p1', chat: 'dm', text: '一' })],
      ['message', expect.objectContaining({ as: 'p2', chat: 'dm', text: '二' })],
      ['message', expect.objectContaining({ chat: 'group', text: '三' })],
    ])
  })

  test('404 for an unknown person, 400 without one', async () => {
    expect((await house.call('/sandbox/api/events?as=nobody')).status).toBe(404)
    expect((await house.call('/sandbox/api/events?as=p1,nobody')).status).toBe(404)
    expect((await house.call('/sandbox/api/events')).status).toBe(400)
    expect((await house.call('/sandbox/api/events?as=,')).status).toBe(400)
  })
})

describe('who may ask', () => {
  const tokened = { 'x-sandbox-token': token }
  const status = (headers: Record<string, string>, path = '/sandbox/api/people') =>
    new Promise<number>((resolve, reject) => {
      http
        .get(
          { host: '127.0.0.1', port: house.port, path, headers: { ...tokened, ...headers } },
          (response) => {
            response.resume()
            resolve(response.statusCode ?? 0)
          },
        )
        .on('error', reject)
    })

  test('only this machine, under its own name, from its own page', async () => {
    const host = `127.0.0.1:${house.port}`
    for (const fine of [{ host }, { host: `localhost:${house.port}` }, { host, origin: `http://${host}` }])
      expect(await status(fine)).toBe(200)
    for (const foreign of [
      { host: 'bot.example.edu.cn' },
      { host: '127.0.0.1.example.com' },
      { host: `rebound.example:${house.port}` },
      { host, origin: 'http://evil.example' },
      { host, origin: 'null' },
      { host, origin: 'http://127.0.0.1:1' },
      { host, 'x-forwarded-for': '203.0.113.9' },
    ]) {
      expect(await status(foreign)).toBe(403)
      expect(await status(foreign, '/')).toBe(403)
    }
  })

  /** Raw bytes, as a proxy may write them: with a Host of its own, and in HTTP/1.0. */
  const raw = (request: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(house.port, '127.0.0.1', () => socket.end(request))
      let answer = ''
      socket.on('data', (chunk) => {
        answer += String(chunk)
      })
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
      socket.on('error', reject)
    })

  test.each(['', 'HTTP/1.0', 'Via: 1.1 proxy', 'CF-Connecting-IP: 203.0.113.9', 'X-Forwarded-Proto: https'])(
    'a proxy on this machine is refused everywhere without the token: %s',
    async (sign) => {
      const version = sign === 'HTTP/1.0' ? sign : 'HTTP/1.1'
      const header = sign.includes(':') ? `${sign}\r\n` : ''
      for (const path of [
        '/',
        '/sandbox/api/people',
        '/sandbox/api/events?as=p1',
        '/sandbox/api/files/00000000-0000-0000-0000-000000000000/x',
        '/sandbox/page/main.js',
        '/sandbox/anything',
      ])
        expect(
          await raw(
            `GET ${path} ${version}\r\nHost: 127.0.0.1:${house.port}\r\n${header}Connection: close\r\n\r\n`,
          ),
          path,
        ).toMatch(/ 40[13] /)
    },
  )

  test('without the token, or with a wrong one: 401 with a sentence, nothing heard', async () => {
    const wrong: Record<string, string>[] = [
      {},
      { 'x-sandbox-token': '' },
      { 'x-sandbox-token': `${token}x` },
      { 'x-sandbox-token': token.slice(0, -1) },
      { cookie: `fenghuo-sandbox-${house.port}=wrong` },
      { cookie: `fenghuo-sandbox-1=${token}` },
      { cookie: token },
      { cookie: `fenghuo-sandbox-${house.port}=%` },
    ]
    for (const headers of wrong) {
      const say = await fetch(`${house.url}/sandbox/api/say`, {
        method: 'POST',
        body: JSON.stringify({ as: 'p1', chat: 'dm', text: '报告' }),
        headers: { 'content-type': 'application/json', ...headers },
      })
      expect(say.status).toBe(401)
      expect(await say.text()).toContain('请用烽火最近一次启动时打印的网址')
    }
    const page = await fetch(`${house.url}/`)
    expect(page.status).toBe(401)
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await page.text()).toContain('请打开烽火最近一次启动时打印的网址')
    expect((await fetch(`${house.url}/?token=wrong`)).status).toBe(401)
    expect((await fetch(`${house.url}/sandbox/api/people?token=${token}`)).status).toBe(401)
    expect(house.heard).toEqual([])
  })

  test('the printed address gives a cookie, strict and out of reach of scripts, and goes from the address', async () => {
    const first = await fetch(`${house.url}/?token=${token}`, { redirect: 'manual' })
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe('/')
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toContain(`fenghuo-sandbox-${house.port}=`)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const held = { cookie: `other=1; ${cookie.split(';')[0]}` }
    for (const path of ['/', '/sandbox/page/main.js', '/sandbox/api/people'])
      expect((await fetch(`${house.url}${path}`, { headers: held })).status, path).toBe(200)
    // the cookie alone is no key for a page from elsewhere
    const say = (origin: string) =>
      fetch(`${house.url}/sandbox/api/say`, {
        method: 'POST',
        body: JSON.stringify({ as: 'p1', chat: 'dm', text: '报告' }),
        headers: { 'content-type': 'application/json', ...held, origin },
      })
    expect((await say('http://evil.example')).status).toBe(403)
    expect((await say('null')).status).toBe(403)
    expect((await say(`http://127.0.0.1:${house.port + 1}`)).status).toBe(403)
    expect(house.heard).toEqual([])
    expect((await say(house.url)).status).toBe(200)
  })

  test('an address from elsewhere is refused', () => {
    const headers = { host: 'localhost:3000' }
    expect(
      ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].map((ip) => fromThisMachine(ip, headers)),
    ).toEqual([true, true, true, true])
    expect(
      ['10.0.0.1', '::ffff:10.0.0.1', '203.0.113.9', undefined].map((ip) => fromThisMachine(ip, headers)),
    ).toEqual([false, false, false, false])
  })

  test('other paths of the server are not the sandbox’s business', async () => {
    expect(await status({ host: 'bot.example.edu.cn' }, '/feishu/webhook')).toBe(404)
    expect((await house.call('/sandbox/api/nothing')).status).toBe(404)
  })

  test('the page and its parts come with a strict policy', async () => {
    for (const path of ['/', '/sandbox/page/main.js', '/sandbox/page/style.css']) {
      const response = await ask(`${house.url}${path}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe')
    }
  })
})

describe('memory', () => {
  test('overview passes through; chats tell what the bot said, and whose phone is off', async () => {
    expect((await house.call('/sandbox/api/overview')).body).toEqual({
      duties: [],
      records: [{ incident: '2026-0001', at, text: '已报告' }],
    })
    const { message } = await house.channel.deliver({
      key: 'k',
      to: toP1,
      content: { text: '一' },
      at,
      rank: 0,
    })
    await house.call('/sandbox/api/say', { as: 'p1', chat: 'dm', text: '二' })
    await house.call('/sandbox/api/reach', { as: 'p2', reachable: false })
    expect((await house.call('/sandbox/api/chats')).body).toEqual({
      memory: house.log.memory,
      chats: [{ chat: 'p1', ids: [message] }],
      off: ['p2'],
    })
  })

  test('a torn last line is cut, a damaged earlier one is named', async () => {
    await house.channel.deliver({ key: 'k', to: toP1, content: { text: '一' }, at, rank: 0 })
    const { memory } = house.log
    appendFileSync(join(dataDir, 'sandbox.ndjson'), '{"op":"message","chat":"p1","mess')
    await restart()
    expect(house.log.memory).toBe(memory)
    await house.channel.deliver({ key: 'k2', to: toP1, content: { text: '二' }, at, rank: 0 })
    await restart()
    expect(await texts(house, 'p1')).toEqual(['bot: 一', 'bot: 二'])
    const other = mkdtempSync(join(tmpdir(), 'sandbox-'))
    openSandboxLog(other).close()
    appendFileSync(join(other, 'sandbox.ndjson'), 'rubbish\n{"op":"clock","offsetMs":1}\n')
    expect(() => openSandboxLog(other)).toThrow('sandbox.ndjson:2')
    rmSync(other, { recursive: true, force: true })
  })
})
