// How is a change seen at once? The sandbox on a seeded campus: what is saved is compiled, started and seeded again, and the open page follows.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { compile } from './compile.mjs'
import { seed } from './seed.mjs'

/** Whoever is in the middle of something keeps the campus as it is; else the made incidents show the new words. */
const keep = process.argv.includes('--keep')
const token = randomBytes(18).toString('base64url')
const scratch = mkdtempSync(join(tmpdir(), 'fenghuo-dev-'))
const STOP_WITHIN_MS = 10_000
/** An editor saves a file in several steps, a branch changes many files. */
const QUIET_MS = 150

let nth = 0
let child
/** Nothing of this machine's own configuration: no `.env`, no platform. Made incidents reach nobody. */
const start = (data) =>
  new Promise((up) => {
    mkdirSync(data, { recursive: true })
    const mine = spawn(process.execPath, ['--enable-source-maps', resolve('dist/bot/main.js'), '--watched'], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      cwd: scratch,
      env: {
        PATH: process.env.PATH,
        PORT: process.env.PORT ?? '3000',
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
        DIRECTORY: resolve(process.env.DIRECTORY ?? 'templates/directory'),
        RULES: resolve(process.env.RULES ?? 'rules/rules.yaml'),
        DATA_DIR: data,
        SANDBOX: 'on',
        SANDBOX_TOKEN: token,
      },
    })
    child = mine
    mine.stdout.on('data', (chunk) => {
      const address = /http:\/\/\S+/.exec(String(chunk))?.[0]
      if (address) up(address)
      else process.stdout.write(chunk)
    })
    mine.once('exit', () => {
      if (child === mine) child = undefined
      up(undefined)
    })
  })
const stop = async () => {
  const mine = child
  if (!mine) return
  const gone = new Promise((done) => mine.once('exit', done))
  mine.kill('SIGTERM')
  const late = setTimeout(() => mine.kill('SIGKILL'), STOP_WITHIN_MS)
  await gone
  clearTimeout(late)
}

/** What does not compile is told by the compiler; the rest of it runs all the same. */
const again = async () => {
  const began = performance.now()
  compile('tsconfig.build.json', 'dist')
  await stop()
  const fresh = nth === 0 || !keep
  if (fresh) rmSync(join(scratch, `data-${nth}`), { recursive: true, force: true })
  if (fresh) nth++
  const address = await start(join(scratch, `data-${nth}`))
  if (!address) return process.stderr.write('It did not start; the next change tries again.\n')
  if (fresh) await seed(address).catch((error) => process.stderr.write(`Not seeded: ${error.message}\n`))
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1)} s  ${address}\n`)
}

/** One at a time; what is saved meanwhile is one change more. */
let running = false
let wanted = false
const change = async () => {
  wanted = true
  if (running) return
  running = true
  while (wanted) {
    wanted = false
    watchAll()
    await again()
  }
  running = false
}
let quiet
const soon = () => {
  clearTimeout(quiet)
  quiet = setTimeout(change, QUIET_MS)
}
const saved = (_event, name) => {
  if (/\.(ts|yaml)$/.test(name ?? '')) soon()
  // the page is served as it lies there
  else if (/\.(js|css|html)$/.test(name ?? '')) process.stdout.write(`${name}: reload the page\n`)
}
/** Folder by folder: on Linux a recursive watch of Node 20 loses a file that an editor replaces. */
const watched = new Set()
const watchBelow = (folder) => {
  if (!watched.has(folder)) watch(folder, saved)
  watched.add(folder)
  for (const one of readdirSync(folder, { withFileTypes: true }))
    if (one.isDirectory()) watchBelow(join(folder, one.name))
}
const watchAll = () => {
  for (const room of ['bot', 'handlers', 'rules', 'store', 'templates']) watchBelow(room)
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, async () => {
    await stop()
    rmSync(scratch, { recursive: true, force: true })
    process.exit(0)
  })
await change()
