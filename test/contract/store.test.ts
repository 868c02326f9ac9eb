// What does an operator see when the folder is taken, hurt or full? A sentence and exit 1, never a stack.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const children: ChildProcess[] = []
const folders: string[] = []
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-store-program-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const environment = (DATA_DIR: string, more: Record<string, string> = {}) => ({
  ...{ PATH: process.env.PATH, LOG_LEVEL: 'error', PORT: '0', SANDBOX_TOKEN: 'of-this-test-alone', DATA_DIR },
  ...more,
})
const start = (
  DATA_DIR: string,
  by: string[] = [],
): Promise<{ child: ChildProcess; url: string; said(): string }> =>
  new Promise((resolve, reject) => {
    const [command = '', ...args] = [...by, process.execPath, 'dist/bot/main.js']
    const child = spawn(command, args, { env: environment(DATA_DIR) })
    children.push(child)
    let said = ''
    const hear = (chunk: unknown) => {
      said += String(chunk)
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
      if (url) resolve({ child, url, said: () => said })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${said}`)))
  })
const run = (file: string, DATA_DIR: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/bot/${file}.js`, ...args], {
    env: environment(DATA_DIR),
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, said: stdout + stderr }
}
const say = (url: string, text: string) =>
  fetch(`${url}/sandbox/api/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-token': 'of-this-test-alone' },
    body: JSON.stringify({ as: 'staff-1', chat: 'dm', text }),
  })
const stopped = async (child: ChildProcess): Promise<unknown> => {
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  return gone
}
/** A folder that was used and stopped in good order. */
const used = async (): Promise<string> => {
  const dir = folder()
  const { child, url } = await start(dir)
  for (const text of ['报告', '否', '否']) expect((await say(url, text)).status).toBe(200)
  expect(await stopped(child)).toBe(0)
  return dir
}
const STACK = /\n\s+at |Error\b/

describe('a folder that is hurt', () => {
  it('start and verify say the same sentence, and how to go on', { timeout: 120_000 }, async () => {
    const dir = await used()
    expect(run('verify', dir).status).toBe(0)
    const segment = join(dir, 'journal', '000000000001.ndjson')
    const text = readFileSync(segment, 'utf8')
    const lines = text.trimEnd().split('\n').length
    const cases: [string, () => void, string][] = [
      [
        'a last line that ends and is no JSON',
        () => writeFileSync(segment, `${text}{"seq":\n`),
        `:${lines + 1} `,
      ],
      ['no journal', () => rmSync(join(dir, 'journal'), { recursive: true }), '从备份恢复 journal 文件夹'],
    ]
    for (const [what, hurt, sentence] of cases) {
      hurt()
      for (const program of ['main', 'verify']) {
        const { status, said } = run(program, dir)
        expect(status, what).toBe(1)
        expect(said).toContain(sentence)
        expect(said).not.toMatch(STACK)
      }
    }
  })

  it('a damaged sandbox.ndjson: which file, and that it holds no record', { timeout: 60_000 }, async () => {
    const dir = await used()
    appendFileSync(join(dir, 'sandbox.ndjson'), 'rubbish\n')
    const { status, said } = run('main', dir)
    expect(status).toBe(1)
    expect(said).toMatch(/sandbox\.ndjson:\d+ 读不懂.*不是记录：请把 .*sandbox\.ndjson 移到别处，再启动/)
    expect(said).not.toMatch(STACK)
    rmSync(join(dir, 'sandbox.ndjson'))
    const { child } = await start(dir)
    expect(await stopped(child)).toBe(0)
  })

  it('verify --witness takes heads and files of them, and says what it does not understand', {
    timeout: 60_000,
  }, async () => {
    const dir = await used()
    const lines = readFileSync(join(dir, 'journal', '000000000001.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
    const { prev } = JSON.parse(lines[2] ?? '')
    const file = join(folder(), 'heads.ndjson')
    writeFileSync(file, `${JSON.stringify({ seq: 2, head: prev, at: '2026-11-24T00:00:00.000Z' })}\n`)
    expect(run('verify', dir, '--witness', `2:${prev}`)).toMatchObject({ status: 0 })
    expect(run('verify', dir, '--witness', file).said).toContain('✓ 见证：给出的 1 个')
    const other = run('verify', dir, '--witness', `1:${prev}`)
    expect(other).toMatchObject({ status: 1, said: expect.stringContaining('✗ 第 1 行与见证的哈希不符') })
    writeFileSync(file, 'what is this\n')
    expect(run('verify', dir, '--witness', file)).toMatchObject({
      status: 78,
      said: expect.stringContaining('heads.ndjson:1'),
    })
  })
})

const NAMESPACE = ['unshare', '-fpm', '--mount-proc', '--kill-child']
const namespaces = spawnSync(NAMESPACE[0] ?? '', [...NAMESPACE.slice(1), 'true']).status === 0

// a machine that lets nobody make namespaces has no second container and no small disk of its own
describe.skipIf(!namespaces)('a folder that is taken, or on a full disk', () => {
  it('in another pid namespace too: refused, exit 1, the holder named', { timeout: 60_000 }, async () => {
    const dir = folder()
    await start(dir, NAMESPACE)
    const { status, said } = run('main', dir)
    expect(status).toBe(1)
    expect(said).toMatch(/没有启动：数据目录正被另一个进程使用（主机 .+，pid 1，自 .+ UTC 起）/)
    expect(said).not.toMatch(STACK)
  })

  it('SIGTERM on a full disk: a sentence, exit 1, the data whole', { timeout: 120_000 }, () => {
    const disk = folder()
    // a disk of 3 MB; what was confirmed before it is full must be there afterwards
    const script = `
      mount -t tmpfs -o size=3m tmpfs ${disk} || exit 99
      node dist/bot/main.js > ${disk}.out 2> ${disk}.err & bot=$!
      for wait in $(seq 200); do grep -q 127.0.0.1 ${disk}.out && break; sleep 0.1; done
      url=$(grep -o 'http://127.0.0.1:[0-9]*' ${disk}.out | head -1)
      for text in 报告 否 否; do
        curl -sf -X POST $url/sandbox/api/say -H 'content-type: application/json' -H 'x-sandbox-token: of-this-test-alone' \\
          -d '{"as":"staff-1","chat":"dm","text":"'$text'"}' || exit 98
      done
      dd if=/dev/zero of=${disk}/fill bs=4k 2> /dev/null
      kill -TERM $bot; wait $bot; echo "exit $?"
      cat ${disk}.err; rm ${disk}/fill ${disk}.out ${disk}.err
      node dist/bot/verify.js; echo "verify $?"
    `
    const { stdout } = spawnSync('unshare', ['-m', 'bash', '-c', script], {
      env: environment(join(disk, 'data')),
      encoding: 'utf8',
    })
    expect(stdout).toContain('exit 1\n')
    expect(stdout).toMatch(/已停止，但没有写下最后的检查点：.*磁盘已满.*没有丢失/)
    expect(stdout).not.toMatch(/\n\s+at /)
    expect(stdout).toContain('verify 0')
  })
})
