// Do things go wrong as scripted, and does time pass as told? Each fault seen from the real client.
import { afterEach, describe, expect, it } from 'vitest'
import { close, open, outcome, say } from './ground.js'

afterEach(close)

describe('faults', () => {
  it('a scripted answer, as often as asked for', async () => {
    const { feishu, client } = await open('webhook')
    feishu.faults.failNext('/im/v1/messages', { status: 500, body: { code: 1, msg: 'internal' }, times: 2 })
    const codes = [1, 2, 3].map(() => () => say(client, 'ou_a', '早', 'u'))
    const seen: (number | undefined)[] = []
    for (const call of codes) seen.push(await outcome(call))
    expect(seen).toEqual([1, 1, 0])
  })

  it('an answer that is lost: the message stands, and the same uuid finds it', async () => {
    const { feishu, client } = await open('webhook')
    feishu.faults.failNext('/im/v1/messages', { cut: 'after' })
    await expect(say(client, 'ou_a', '早', 'u')).rejects.toThrow()
    await say(client, 'ou_a', '早', 'u')
    expect(feishu.inboxOf('ou_a')).toHaveLength(1)
  })

  it('down, and back', async () => {
    const { feishu, client } = await open('webhook')
    await say(client, 'ou_a', '早')
    feishu.faults.down = 'refuse'
    await expect(say(client, 'ou_a', '早')).rejects.toThrow(/ECONNRESET|socket hang up/)
    feishu.faults.down = '503'
    await expect(say(client, 'ou_a', '早')).rejects.toThrow('503')
    feishu.faults.down = false
    expect(await outcome(() => say(client, 'ou_a', '早'))).toBe(0)
  })

  it('slowness costs no time here', async () => {
    const { feishu, client } = await open('webhook')
    const before = feishu.time.now()
    feishu.faults.latency('/im/v1/messages', 9_000)
    await say(client, 'ou_a', '早')
    expect(feishu.time.now() - before).toBe(9_000)
  })

  it('a token that expires early, and one that is asked for once more', async () => {
    const { feishu, client } = await open('webhook')
    expect(await outcome(() => say(client, 'ou_a', '一'))).toBe(0)
    feishu.expireTokens()
    expect(await outcome(() => say(client, 'ou_a', '二'))).toBe(99991663)
    expect(feishu.violations()).toEqual([])
    for (let nth = 0; nth < 10; nth++) await outcome(() => say(client, 'ou_a', '二'))
    expect(feishu.violations()).toHaveLength(1)
  })

  it.each([
    ['busy', 1],
    ['forbidden', 403],
    ['auth', 514],
    ['internal', 1000040343],
    ['limit', 1000040350],
    ['no-data', 514],
  ] as const)('the endpoint says %s', async (mode, code) => {
    const { feishu } = await open('websocket')
    feishu.faults.endpoint = mode
    const body = JSON.stringify({ AppID: feishu.app.id, AppSecret: feishu.app.secret })
    const answer = await fetch(`${feishu.domain}/callback/ws/endpoint`, { method: 'POST', body })
    const told = (await answer.json()) as { code: number; data?: unknown }
    expect(told.code).toBe(code)
    expect(told.data !== undefined).toBe(mode !== 'no-data')
  })

  it('the month’s quota', async () => {
    const { feishu, client } = await open('webhook')
    feishu.state.quota.limit = 1
    expect(await outcome(() => say(client, 'ou_a', '一'))).toBe(0)
    expect(await outcome(() => say(client, 'ou_a', '二'))).toBe(99991403)
  })

  it('an event twice, and two events in reverse', async () => {
    const { feishu, serve } = await open('webhook', { app: { encryptKey: '' } })
    const ids: string[] = []
    await serve((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      request.on('end', () => {
        const { event } = JSON.parse(body) as { event: { message: { content: string } } }
        ids.push((JSON.parse(event.message.content) as { text: string }).text)
        response.end('{}')
      })
    })
    feishu.faults.duplicates = 1
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    feishu.events.reorderNext(2)
    await Promise.all([
      feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '二' }),
      feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '三' }),
    ])
    expect(ids).toEqual(['一', '一', '三', '二'])
  })
})

describe('time', () => {
  it('short pauses end when nothing is on the way; long ones wait', async () => {
    const { feishu } = await open('webhook')
    const { time } = feishu
    const start = time.now()
    await new Promise<void>((wake) => time.after(2_000, wake))
    expect(time.now() - start).toBe(2_000)
    let woken = false
    time.after(60_000, () => {
      woken = true
    })
    await time.settle()
    expect(woken).toBe(false)
    await time.advance(60_000)
    expect(woken).toBe(true)
  })

  it('follows a scene, and a scene that stands still does not hold up whoever paces', async () => {
    const { feishu } = await open('webhook')
    const { time } = feishu
    let scene = time.now()
    time.follow({ now: () => scene })
    await new Promise<void>((wake) => time.after(1_000, wake))
    expect(time.now()).toBe(scene + 1_000)
    let woken = false
    time.after(60_000, () => {
      woken = true
    })
    scene += 3_600_000
    await time.settle()
    expect(woken).toBe(true)
    expect(time.now()).toBe(scene)
  })

  it('while something is being answered a pause lasts as long as it says', async () => {
    const { feishu } = await open('webhook')
    const { time } = feishu
    const release = time.hold()
    let woken = false
    time.after(2_500, () => {
      woken = true
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(woken).toBe(false)
    release()
    await time.settle()
    expect(woken).toBe(true)
  })
})
