// Does somebody outside hear of us exactly while all is well? Once a minute, and silence says the rest.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { BadConfiguration, readConfig } from '../../bot/process/config.js'
import { openHealth } from '../../bot/process/health.js'
import { openHeartbeat } from '../../bot/process/heartbeat.js'

const url = 'https://hc.example/ping/a-key-that-is-never-logged'

/** Minutes that are set; what is called, and what is logged. */
const open = (
  well: () => Promise<string | undefined>,
  get?: () => Promise<{ ok: boolean; status: number }>,
) => {
  let beat = () => {}
  let stopped = 0
  const [called, logged]: [string[], string[]] = [[], []]
  const write = (about: object, what: string) => void logged.push(`${what} ${JSON.stringify(about)}`)
  const heartbeat = openHeartbeat({
    url,
    well,
    after: (ms, wake) => {
      expect(ms).toBe(60_000)
      beat = wake
      return () => {
        stopped++
      }
    },
    log: { info: write, warn: write, error: write },
    get: async (address) => {
      called.push(address)
      return get ? get() : { ok: true, status: 200 }
    },
  })
  const settle = () => new Promise((done) => setImmediate(done))
  return {
    heartbeat,
    called,
    logged,
    stopped: () => stopped,
    settle,
    async minute() {
      beat()
      await settle()
    },
  }
}

describe('the heartbeat', () => {
  it('goes out once a minute while all is well', async () => {
    const { called, minute, settle, heartbeat, stopped } = open(async () => undefined)
    await settle()
    for (let n = 0; n < 3; n++) await minute()
    expect(called).toEqual([url, url, url, url])
    heartbeat.stop()
    expect(stopped()).toBe(1)
  })

  it('stays away while something is not well, and says so once', async () => {
    let ill: string | undefined
    const { called, minute, settle, logged } = open(async () => ill)
    await settle()
    ill = '存储不可写：ENOSPC'
    for (let n = 0; n < 3; n++) await minute()
    expect(called.length).toBe(1)
    ill = undefined
    await minute()
    expect(called.length).toBe(2)
    expect(logged.map((line) => line.split(' {')[0])).toEqual([
      'the heartbeat goes out',
      'the heartbeat does not go out',
      'the heartbeat goes out',
    ])
  })

  it('a call that fails is logged once for each change, without the address, and tried the next minute', async () => {
    let fails: 'throws' | 503 | undefined = 'throws'
    const { called, minute, settle, logged } = open(
      async () => undefined,
      async () => {
        if (fails === 'throws') throw new TypeError(`fetch failed: ${url}`)
        return fails ? { ok: false, status: fails } : { ok: true, status: 200 }
      },
    )
    await settle()
    await minute()
    fails = 503
    await minute()
    await minute()
    fails = undefined
    await minute()
    expect(called.length).toBe(5)
    expect(logged.length).toBe(3)
    expect(logged.join('')).not.toContain('a-key')
  })

  it('over the wire: a GET', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.end('ok')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo // a listening TCP server has no pipe's name
    const out = new Promise<void>((resolve) => {
      const heartbeat = openHeartbeat({
        url: `http://127.0.0.1:${port}/ping?k=1`,
        well: async () => undefined,
        after: () => () => {},
        log: { info: () => resolve(heartbeat.stop()), warn() {}, error() {} },
      })
    })
    await out
    server.close()
    expect(asked).toEqual(['GET /ping?k=1'])
  })
})

describe('all is well', () => {
  const parts = (more: Partial<{ store: string; idleMs: number; stuckMs: number }> = {}) =>
    openHealth({
      turns: { healthy: async () => more.store },
      ticker: { idleMs: () => more.idleMs ?? 0 },
      courier: { stuckMs: () => more.stuckMs ?? 0, state: () => ({ waiting: 900, down: ['feishu'] }) },
      channels: [{ wrong: () => '凭据有误' }],
    })
  it('while loop, store and courier are, whatever a platform does', async () => {
    expect(await parts().well()).toBeUndefined()
    expect(await parts({ stuckMs: 119_000 }).well()).toBeUndefined()
  })
  it.each([
    [{ store: 'ENOSPC' }, '存储'],
    [{ idleMs: 31_000 }, '催办循环'],
    [{ stuckMs: 121_000 }, '发送'],
  ])('not with %o', async (ill, says) => {
    expect(await parts(ill).well()).toContain(says)
  })
})

describe('HEARTBEAT_URL', () => {
  const mistakes = (HEARTBEAT_URL: string): string[] => {
    try {
      readConfig({ HEARTBEAT_URL })
      return []
    } catch (error) {
      return error instanceof BadConfiguration ? error.mistakes : [String(error)]
    }
  }
  it('is off by default', () => {
    expect(readConfig({}).HEARTBEAT_URL).toBeUndefined()
  })
  it.each(['https://hc.example/ping/1', 'http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:1/x'])(
    'takes %s',
    (given) => expect(mistakes(given)).toEqual([]),
  )
  it.each(['http://hc.example/ping/1', 'ftp://hc.example', 'hc.example', 'http://localhost.example/'])(
    'refuses %s, and does not print it',
    (given) => {
      expect(mistakes(given)).toEqual([expect.stringMatching(/^HEARTBEAT_URL: .*https/)])
      expect(mistakes(given)[0]).not.toContain(given)
    },
  )
})
