// Who comes in at the desk, and by what? Sessions, states and codes as a browser brings them, and as somebody else makes them up; over both emulated platforms.
import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../bot/channels/channel.js'
import { dingtalkChannel } from '../../bot/channels/dingtalk/dingtalk.js'
import { feishuChannel } from '../../bot/channels/feishu/feishu.js'
import { openSeal } from '../../bot/desk/session.js'
import { machineClock } from '../../bot/time/clock.js'
import { openEmulator } from '../channels/dingtalk/emulator/emulator.js'
import { startEmulator } from '../channels/feishu/emulator/emulator.js'
import type { Platform } from '../scenes/platform.js'
import { makePlatform } from '../scenes/stage.js'
import { busyDay, type DeskHouse, openBrowser, openDeskHouse } from './house.js'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const log = { info() {}, warn() {}, error() {} }
const channelOf = (platform: Platform): Channel => {
  const [channel] = [platform.open({ clock: machineClock, log })].flat()
  if (!channel) throw new Error('a platform without a channel')
  return channel
}

/** A platform where whoever brings the code `of:…` is that person, and only with the verifier of their challenge. */
const signInBy = (
  who: (code: string) => string | undefined = (code) => code.replace(/^of:/, ''),
): Channel => ({
  ...channelOf(makePlatform('feishu')),
  signIn: {
    address: ({ redirect, state, challenge }) =>
      `https://accounts.example/?${new URLSearchParams({ redirect, state, challenge })}`,
    who: async ({ code }) => who(code),
  },
})

const open = async (options: Parameters<typeof openDeskHouse>[0] = {}): Promise<DeskHouse> => {
  const house = await openDeskHouse({ channels: () => [signInBy()], ...options })
  ends.push(house.close)
  return house
}

/** All the way in; answers the browser and what the last step said. */
const comeIn = async (house: DeskHouse, person: string, browser = openBrowser()) => {
  const away = await browser.get(`${house.url}/desk/to/feishu`)
  const state = new URL(away.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const back = `${house.url}/desk/in/feishu?code=of:${person}&state=${encodeURIComponent(state)}`
  return { browser, back, answer: await browser.get(back) }
}
const look = (house: DeskHouse, browser = openBrowser(), path = 'open') =>
  browser.get(`${house.url}/desk/api/${path}`)

describe('signing in', () => {
  test('the office and the leaders come in for twelve hours, nobody else at all', async () => {
    const house = await open({ script: busyDay })
    for (const who of ['值班甲', '主任', '校党委书记']) {
      const { browser, answer } = await comeIn(house, house.stage.id(who))
      expect(answer.status, who).toBe(303)
      expect(answer.headers.get('location')).toBe(`${house.url}/desk`)
      expect((await look(house, browser)).status, who).toBe(200)
    }
    for (const who of ['书记', '中心副主任']) {
      const { browser, answer } = await comeIn(house, house.stage.id(who))
      expect(answer.status, who).toBe(403)
      expect(await answer.text()).toContain('案头只给网信办的同志和校领导看')
      expect([...browser.jar.keys()]).toEqual([])
    }
    const { answer } = await comeIn(house, 'nobody')
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('不在通讯录里')
  })

  test('the cookie is ours alone: no script reads it, no other site sends it, and it ends', async () => {
    const house = await open()
    const { answer, browser } = await comeIn(house, house.stage.id('值班甲'))
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('fenghuo-desk=')) ?? ''
    expect(cookie).toMatch(/; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    house.pass(12 * 3_600_000 - 1000)
    expect((await look(house, browser)).status).toBe(200)
    house.pass(1000)
    expect((await look(house, browser)).status).toBe(401)
  })

  test('it outlives a restart, and ends where the secret of the platform is another', async () => {
    const house = await open()
    const { browser } = await comeIn(house, house.stage.id('值班甲'))
    const again = await open()
    expect((await look(again, browser)).status).toBe(200)
    const other = await open({ secrets: ['another'] })
    expect((await look(other, browser)).status).toBe(401)
  })

  test('a forged cookie opens nothing', async () => {
    const house = await open()
    const id = house.stage.id('值班甲')
    const until = house.now() + 3_600_000
    const real = openSeal(['a secret']).close('session', { person: id }, until)
    const [text = '', mark = ''] = real.split('.')
    const other = Buffer.from(JSON.stringify({ value: { person: house.stage.id('主任') }, until })).toString(
      'base64url',
    )
    const forged = [
      text,
      `${text}.`,
      `${text}.${mark.slice(0, -2)}AA`,
      `${other}.${mark}`,
      `${text}.${createHmac('sha256', 'a secret').update(text).digest('base64url')}`,
      openSeal(['']).close('session', { person: id }, until),
      openSeal(['a secret']).close('sign-in', { person: id }, until), // ours, and of another kind
      openSeal(['a secret']).close('session', { person: id }, house.now()),
      '.',
      '%',
    ]
    for (const value of forged) {
      const browser = openBrowser()
      browser.jar.set('fenghuo-desk', value)
      expect((await look(house, browser)).status, value).toBe(401)
    }
    const browser = openBrowser()
    browser.jar.set('fenghuo-desk', real)
    expect((await look(house, browser)).status).toBe(200)
  })

  test('a state is good once, in the browser that began, for ten minutes', async () => {
    const house = await open()
    const id = house.stage.id('值班甲')
    const { back, browser, answer } = await comeIn(house, id)
    expect(answer.status).toBe(303)
    const no = async (response: Response) => {
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('登录没有完成')
    }
    await no(await browser.get(back)) // again
    // another browser that is sent to where somebody else's sign-in comes back
    const mine = openBrowser()
    const away = await mine.get(`${house.url}/desk/to/feishu`)
    const state = new URL(away.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const theirs = openBrowser()
    await theirs.get(`${house.url}/desk/to/feishu`)
    await no(await theirs.get(`${house.url}/desk/in/feishu?code=of:${id}&state=${state}`))
    await no(await openBrowser().get(`${house.url}/desk/in/feishu?code=of:${id}&state=${state}`))
    // a replay with the cookie that was kept
    const kept = new Map(mine.jar)
    expect((await mine.get(`${house.url}/desk/in/feishu?code=of:${id}&state=${state}`)).status).toBe(303)
    const replay = openBrowser()
    for (const [name, value] of kept) replay.jar.set(name, value)
    await no(await replay.get(`${house.url}/desk/in/feishu?code=of:${id}&state=${state}`))
    // too late
    const late = openBrowser()
    const slow = await late.get(`${house.url}/desk/to/feishu`)
    const old = new URL(slow.headers.get('location') ?? '').searchParams.get('state') ?? ''
    house.pass(10 * 60_000)
    await no(await late.get(`${house.url}/desk/in/feishu?code=of:${id}&state=${old}`))
  })

  test('codes that are made up do not reach the platform without end', async () => {
    let asked = 0
    const house = await open({
      channels: () => [
        signInBy(() => {
          asked++
          return undefined
        }),
      ],
    })
    const said = new Set<number>()
    for (let nth = 0; nth < 40; nth++) said.add((await comeIn(house, 'x')).answer.status)
    expect(asked).toBe(30)
    expect([...said]).toEqual([403, 429])
  })

  test('退出 ends it in this browser', async () => {
    const house = await open()
    const { browser } = await comeIn(house, house.stage.id('值班甲'))
    const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const out = await fetch(`${house.url}/desk/api/out`, { method: 'POST', headers: { cookie } })
    expect(out.headers.getSetCookie()[0]).toMatch(/^fenghuo-desk=;.*Expires=Thu, 01 Jan 1970/)
  })
})

describe('looking', () => {
  test('who has left the office sees nothing from that moment on', async () => {
    const house = await open({ script: busyDay })
    const id = house.stage.id('值班甲')
    const { browser } = await comeIn(house, id)
    expect((await look(house, browser)).status).toBe(200)
    const { directory } = house.stage
    const people = directory.people.map((one) => (one.id === id ? { ...one, posts: [] } : one))
    await house.stage.fenghuo.takeDirectory({ ...directory, people })
    const refused = await look(house, browser, 'matter?id=2026-0001')
    expect(refused.status).toBe(403)
    expect(JSON.stringify(await refused.json())).not.toContain('2026-0001')
    await house.stage.fenghuo.takeDirectory({ ...directory, people: people.filter((one) => one.id !== id) })
    expect((await look(house, browser)).status).toBe(403)
  })

  test('without a session: not a word, on any address', async () => {
    const house = await open({ script: busyDay })
    for (const path of [
      'open',
      'all',
      'figures',
      'matter?id=2026-0001',
      `open?as=${house.stage.id('值班甲')}`,
    ]) {
      const answer = await look(house, openBrowser(), path)
      expect(answer.status, path).toBe(401)
      expect(await answer.json()).toEqual({
        error: '请先登录。',
        ways: [{ name: 'feishu', label: '飞书' }],
        played: [],
      })
    }
    expect(house.looks()).toBe(0)
  })

  test('a number that is none leads nowhere', async () => {
    const house = await open({ script: busyDay })
    const { browser } = await comeIn(house, house.stage.id('值班甲'))
    for (const id of ['2026-9999', '__proto__', 'constructor', '../../etc/passwd', '', '2026-0001%00'])
      expect((await look(house, browser, `matter?id=${encodeURIComponent(id)}`)).status, id).toBe(404)
    expect((await look(house, browser, 'matter?id=2026-0001&id=2026-0002')).status).toBe(404)
    expect((await look(house, browser, 'figures?year=__proto__')).status).toBe(200)
  })

  test('nothing is written by it but ids into the log', async () => {
    const house = await open({ script: busyDay })
    const before = house.stage.fenghuo.turns.head().seq
    const id = house.stage.id('值班甲')
    const { browser } = await comeIn(house, id)
    for (const path of ['open', 'all', 'figures', 'matter?id=2026-0001'])
      expect((await look(house, browser, path)).status).toBe(200)
    expect(house.stage.fenghuo.turns.head().seq).toBe(before)
    expect(house.lines).toEqual([
      { person: id, channel: 'feishu', line: 'somebody signed in at the desk' },
      { person: id, matter: '2026-0001', line: 'the desk showed a record' },
    ])
  })

  test('one session asks so often and no oftener; another is not held up by it', async () => {
    const house = await open()
    const { browser } = await comeIn(house, house.stage.id('值班甲'))
    const { browser: other } = await comeIn(house, house.stage.id('值班乙'))
    const all: number[] = []
    for (let nth = 0; nth < 125; nth++) all.push((await look(house, browser)).status)
    expect(all.filter((status) => status === 200)).toHaveLength(120)
    expect(all.at(-1)).toBe(429)
    expect((await look(house, other)).status).toBe(200)
    house.pass(60_000)
    expect((await look(house, browser)).status).toBe(200)
  })

  test('the page may run nothing but itself', async () => {
    const house = await open()
    const answer = await openBrowser().get(`${house.url}/desk`)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).not.toMatch(/<style|style=|onclick|https?:/)
  })
})

describe('where it is off', () => {
  const everywhere = async (house: DeskHouse) => {
    const found: number[] = []
    for (const path of [
      '/desk',
      '/desk/',
      '/desk/page/main.js',
      '/desk/api/open',
      '/desk/to/feishu',
      '/desk/in/feishu',
    ])
      found.push((await openBrowser().get(`${house.url}${path}`)).status)
    return new Set(found)
  }
  test('there is no such address: no PUBLIC_URL, or no platform to sign in by', async () => {
    expect(await everywhere(await open({ isPublic: false }))).toEqual(new Set([404]))
    expect(await everywhere(await open({ channels: () => [] }))).toEqual(new Set([404]))
  })
  test('in the sandbox it is there for whoever plays, and for nobody else', async () => {
    let plays = false
    const house = await open({ channels: () => [], plays: () => plays })
    expect(await everywhere(house)).toEqual(new Set([404]))
    plays = true
    const as = (who: string) => look(house, openBrowser(), `open?as=${house.stage.id(who)}`)
    expect((await as('值班甲')).status).toBe(200)
    expect((await as('书记')).status).toBe(403)
    expect((await look(house)).status).toBe(401)
  })
})

describe('over the wire of the platforms', () => {
  test('Feishu: the code, the verifier and the redirect address belong together', async () => {
    const emulator = await startEmulator({ mode: 'websocket', at: Date.now() })
    ends.push(() => emulator.close())
    const { app, domain } = emulator
    const house = await open({
      channels: () => [
        feishuChannel({
          appId: app.id,
          appSecret: app.secret,
          mode: 'websocket',
          domain,
          clock: machineClock,
          log,
        }).channel,
      ],
    })
    const { directory } = house.stage
    const id = house.stage.id('值班甲')
    await house.stage.fenghuo.takeDirectory({
      ...directory,
      people: directory.people.map((one) => (one.id === id ? { ...one, feishu: 'ou_duty' } : one)),
    })
    emulator.addPerson({ openId: 'ou_duty', name: '值班甲' })
    emulator.addPerson({ openId: 'ou_else', name: '路人' })
    const browser = openBrowser()
    const away = async () => (await browser.get(`${house.url}/desk/to/feishu`)).headers.get('location') ?? ''
    const first = await away()
    expect(() => emulator.authorize(first, 'ou_duty')).toThrow('the console does not list')
    emulator.redirects.add(`${house.url}/desk/in/feishu`)
    expect((await browser.get(emulator.authorize(first, 'ou_duty'))).status).toBe(303)
    expect((await look(house, browser)).status).toBe(200)
    // a stranger of the tenant, and a code that belongs to another sign-in
    expect((await browser.get(emulator.authorize(await away(), 'ou_else'))).status).toBe(403)
    const mine = new URL(emulator.authorize(await away(), 'ou_duty'))
    const other = new URL(emulator.authorize(await away(), 'ou_duty'))
    other.searchParams.set('code', mine.searchParams.get('code') ?? '')
    expect((await browser.get(other.href)).status).toBe(502)
    expect(emulator.violations()).toEqual([])
  })

  test('DingTalk: whoever is of our organisation', async () => {
    const emulator = await openEmulator({ startMs: Date.now() })
    ends.push(() => emulator.stop())
    const house = await open({
      channels: () => [
        dingtalkChannel({
          clientId: emulator.app.clientId,
          clientSecret: emulator.app.clientSecret,
          mode: 'stream',
          robotCode: emulator.app.robotCode,
          apiBase: emulator.base,
          oapiBase: emulator.base,
          cardTemplateId: 'x',
          clock: machineClock,
          log,
        }).channel,
      ],
    })
    const { directory } = house.stage
    const id = house.stage.id('值班甲')
    await house.stage.fenghuo.takeDirectory({
      ...directory,
      people: directory.people.map((one) => (one.id === id ? { ...one, dingtalk: 'duty' } : one)),
    })
    emulator.addUser('duty')
    emulator.state.signIn.redirects.add(`${house.url}/desk/in/dingtalk`)
    const browser = openBrowser()
    const away = async () =>
      (await browser.get(`${house.url}/desk/to/dingtalk`)).headers.get('location') ?? ''
    expect((await browser.get(emulator.authorize(await away(), 'union-duty'))).status).toBe(303)
    expect((await look(house, browser)).status).toBe(200)
    // somebody of another organisation: known to DingTalk, and not to ours
    const outside = await browser.get(emulator.authorize(await away(), 'union-outside'))
    expect(outside.status).toBe(403)
    expect(await outside.text()).toContain('不在通讯录里')
    // the permission is missing
    emulator.app.scopes.delete('Contact.User.Read')
    expect((await browser.get(emulator.authorize(await away(), 'union-duty'))).status).toBe(502)
    expect(emulator.violations).toEqual([])
  })
})
