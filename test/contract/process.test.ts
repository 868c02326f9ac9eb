// Does the process begin and end as an operator may expect? From outside: signals, exit codes, sentences.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const folders: string[] = []
const running: ChildProcess[] = []
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-process-'))
  folders.push(dir)
  return dir
}
/** With the last word of whatever wrote to its output: a process is gone before all that it said has been read. */
const endings = new WeakMap<ChildProcess, Promise<number | null>>()
const ended = async (child: ChildProcess): Promise<number | null> => (await endings.get(child)) ?? null
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL')
    await ended(child)
  }
  for (const dir of folders.splice(0)) await removed(dir)
})
/** A process that was told to end may still write its last checkpoint: what came meanwhile is removed as well. */
const removed = async (dir: string): Promise<void> => {
  for (let tries = 1; ; tries++)
    try {
      return rmSync(dir, { recursive: true, force: true })
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((wake) => setTimeout(wake, 100))
    }
}

const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LOG_LEVEL: 'error',
  PORT: '0',
  ...more,
})

/** Starts it; `url` once it says where it is. */
const start = (command: string, args: string[], env: Record<string, string>, cwd = process.cwd()) => {
  const child = spawn(command, args, { env: environment(env), cwd })
  running.push(child)
  endings.set(child, new Promise((resolve) => child.once('close', (code) => resolve(code))))
  const output = { out: '', err: '' }
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output.out += String(chunk)
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output.out)?.[0]
      if (found) resolve(found)
    })
    child.stderr.on('data', (chunk) => {
      output.err += String(chunk)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${output.out}${output.err}`)))
  })
  url.catch(() => {}) // awaited where it matters
  return { child, url, output }
}
const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    () => false,
  )
const silentWithin = async (url: string, ms: number): Promise<boolean> => {
  for (const began = performance.now(); performance.now() - began < ms; ) {
    if (!(await answers(url))) return true
    await new Promise((wake) => setTimeout(wake, 50))
  }
  return false
}

/** A project of its own whose build does nothing, so that what other tests run is not built anew under them. */
const project = (): string => {
  const dir = folder()
  mkdirSync(join(dir, 'scripts'))
  const { start } = JSON.parse(readFileSync('package.json', 'utf8')).scripts
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'p', private: true, scripts: { start } }))
  writeFileSync(join(dir, 'scripts', 'build.mjs'), '')
  symlinkSync(resolve('scripts/start.mjs'), join(dir, 'scripts', 'start.mjs'))
  for (const name of ['dist', 'templates', 'rules']) symlinkSync(resolve(name), join(dir, name))
  return dir
}

describe('npm start', { timeout: 180_000 }, () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('%s to its pid stops all of it within 10 s', async (signal) => {
    const npm = start('npm', ['start'], { DATA_DIR: folder() }, project())
    const url = await npm.url
    npm.child.kill(signal)
    expect(await silentWithin(url, 10_000)).toBe(true)
    await ended(npm.child)
    // npm itself, killed, takes nobody's words any more
    if (signal === 'SIGTERM') expect(npm.output.out).toContain('烽火已停止。')
  })

  it('prints one address to open, and only one', async () => {
    const npm = start('npm', ['start'], { DATA_DIR: folder() }, project())
    await npm.url
    npm.child.kill('SIGTERM')
    await ended(npm.child)
    expect(npm.output.out.match(/https?:\/\/\S+/g)).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{20,}$/),
    ])
  })

  it('a parent that is killed leaves nothing behind that holds the port', async () => {
    const bot = start(process.execPath, ['scripts/run.mjs'], { DATA_DIR: folder() })
    const url = await bot.url
    bot.child.kill('SIGKILL')
    expect(await silentWithin(url, 10_000)).toBe(true)
  })

  it('passes on what the start says: 78, and 1 for a port that is taken', async () => {
    const bad = start(process.execPath, ['scripts/run.mjs'], { DATA_DIR: folder(), PORT: 'eighty' })
    expect(await ended(bad.child)).toBe(78)
    const first = start(process.execPath, ['dist/bot/main.js'], { DATA_DIR: folder() })
    const { port } = new URL(await first.url)
    const second = start(process.execPath, ['scripts/run.mjs'], { DATA_DIR: folder(), PORT: port })
    expect(await ended(second.child)).toBe(1)
    expect(second.output.err).toContain('已被占用')
  })
})

describe('DATA_DIR that can not be one', { timeout: 180_000 }, () => {
  const refused = (DATA_DIR: string, command: string[] = []) => {
    const [program = process.execPath, ...args] = command
    const { status, stderr } = spawnSync(program, [...args, 'dist/bot/main.js'], {
      env: environment({ DATA_DIR }),
      encoding: 'utf8',
      timeout: 60_000,
    })
    return { status, mistakes: stderr.split('\n').filter((line) => line.includes('✗')) }
  }

  it('/proc/x: a sentence, exit 78', () => {
    const { status, mistakes } = refused('/proc/x')
    expect(status).toBe(78)
    expect(mistakes).toEqual([expect.stringContaining('DATA_DIR: 写的是“/proc/x”')])
  })

  it('below a file: a sentence, exit 78, and not twice', () => {
    const path = join(folder(), 'file')
    writeFileSync(path, '')
    for (const DATA_DIR of [path, join(path, 'store')]) {
      const { status, mistakes } = refused(DATA_DIR)
      expect(status).toBe(78)
      expect(mistakes.length).toBe(1)
    }
  })

  // who may do everything needs another user to be refused
  it.skipIf(process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status !== 0)(
    'a folder of somebody else, and one that may only be read',
    () => {
      const dir = folder()
      chmodSync(dir, 0o755)
      for (const path of [dir, join(dir, 'store')]) {
        const as = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
        const { status, mistakes } = refused(path, as)
        expect(status).toBe(78)
        expect(mistakes).toEqual([expect.stringContaining('没有写权限')])
      }
    },
  )

  it('is told beside every other mistake', () => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/bot/main.js'], {
      env: environment({ DATA_DIR: '/proc/x', PORT: 'eighty', DIRECTORY: '/nowhere' }),
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect(status).toBe(78)
    for (const said of ['DATA_DIR:', 'PORT:', '/nowhere']) expect(stderr).toContain(said)
  })
})

describe('a start', { timeout: 180_000 }, () => {
  it('that is told to stop ends at once, with 0', async () => {
    for (const [file, afterMs] of [
      ['dist/bot/main.js', 400],
      ['scripts/run.mjs', 600],
      ['dist/bot/main.js', 900],
    ] as const) {
      const bot = start(process.execPath, [file], { DATA_DIR: folder() })
      await new Promise((wake) => setTimeout(wake, afterMs))
      bot.child.kill('SIGTERM')
      // before its first line runs, no program can answer a signal
      expect([0, null]).toContain(await ended(bot.child))
    }
  })

  it('with HEARTBEAT_URL: somebody outside hears of it at once', async () => {
    let heard = ''
    const monitor = createServer((request, response) => {
      heard = `${request.method} ${request.url}`
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => monitor.once('listening', resolve))
    const { port } = monitor.address() as AddressInfo // a listening TCP server has no pipe's name
    const bot = start(process.execPath, ['dist/bot/main.js'], {
      DATA_DIR: folder(),
      HEARTBEAT_URL: `http://127.0.0.1:${port}/ping/k`,
    })
    await bot.url
    for (let waited = 0; heard === '' && waited < 100; waited++)
      await new Promise((wake) => setTimeout(wake, 50))
    monitor.close()
    expect(heard).toBe('GET /ping/k')
  })
})

describe('an end that is not in order', { timeout: 180_000 }, () => {
  it('SIGTERM on a full disk: a sentence, exit 1, the data whole', async () => {
    const DATA_DIR = folder()
    const full = join(folder(), 'full')
    const planted = ['--import', resolve('test/contract/full-disk.mjs'), 'dist/bot/main.js', `--full=${full}`]
    const bot = start(process.execPath, planted, { DATA_DIR, SANDBOX_TOKEN: 'full' })
    const url = await bot.url
    const say = (text: string) =>
      fetch(`${url}/sandbox/api/say`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-token': 'full' },
        body: JSON.stringify({ as: 'staff-1', chat: 'dm', text }),
      })
    expect((await say('帮助')).status).toBe(200)
    writeFileSync(full, '')
    expect((await say('待办')).status).toBe(503)
    bot.child.kill('SIGTERM')
    expect(await ended(bot.child)).toBe(1)
    expect(bot.output.err).toMatch(/^已停止，.*磁盘已满.*没有丢失/m)
    expect(bot.output.out + bot.output.err).not.toMatch(/^\s+at /m)
    rmSync(full)
    const verified = spawnSync(process.execPath, ['dist/bot/verify.js'], { env: environment({ DATA_DIR }) })
    expect(verified.status).toBe(0)
    const again = start(process.execPath, ['dist/bot/main.js'], { DATA_DIR })
    expect(await answers(await again.url)).toBe(true)
  })

  it.each([[[]], [['--rejects']]])(
    'a mistake of the program’s own %s: a sentence, exit 1, no content',
    async (flags) => {
      const planted = ['--import', resolve('test/contract/falls.mjs'), 'dist/bot/main.js', ...flags]
      const bot = start(process.execPath, planted, { DATA_DIR: folder() })
      await bot.url
      bot.child.kill('SIGUSR2')
      expect(await ended(bot.child)).toBe(1)
      expect(bot.output.err).toMatch(/^程序出错，已停止（TypeError.*已确认的内容都在磁盘上/m)
      expect(bot.output.out + bot.output.err).not.toContain('张三')
    },
  )
})
