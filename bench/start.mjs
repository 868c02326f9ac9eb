// How soon is it back? The whole program, started on the store of many years as after a power failure, until it says it is ready.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { campus as campusOf } from './lib/campus.mjs'
import { chronicle } from './lib/chronicle.mjs'
import { ends, median, rounded } from './lib/figures.mjs'
import { folder, remove, sleep } from './lib/ground.mjs'

export const title = 'start with 50,000 archived and 1,000 open incidents'

const ARCHIVED = 50_000
const OPEN = 1000
const ROUNDS = 5
const MB = 1024 * 1024

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** The directory as files, which the program reads. */
const writeDirectory = (dir, { directory }) => {
  mkdirSync(dir)
  const table = (name, head, rows) => writeFileSync(join(dir, name), `${[head, ...rows].join('\n')}\n`)
  table(
    'units.csv',
    '单位编号,单位名称,单位类型,分管校领导,别名,值班电话',
    directory.units.map(
      ({ id, name, kind, supervisor = '', aliases, phone = '' }) =>
        `${id},${name},${kind},${supervisor},${aliases.join(';')},${phone}`,
    ),
  )
  table(
    'people.csv',
    '人员编号,姓名,职务,单位编号,角色,手机,飞书ID,钉钉ID,代理人',
    directory.people.flatMap(({ id, name, title, posts, phone = '', standIn = '' }) =>
      posts.map(({ unit, role }) => `${id},${name},${title},${unit},${role},${phone},,,${standIn}`),
    ),
  )
}

const status = (pid) => {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kb = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN)
  return { residentMb: (kb('VmRSS') * 1024) / MB, peakMb: (kb('VmHWM') * 1024) / MB }
}

/** Starts the program, asks /readyz until it says yes, and kills it there, so that the next start finds the same store. */
const startOnce = async (dir, env) => {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['dist/bot/main.js'], {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dir, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let ended = false
  const over = new Promise((resolve) =>
    child.once('exit', () => {
      ended = true
      resolve()
    }),
  )
  for (;;) {
    if (ended) throw new Error('the program ended instead of being ready')
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined) // it does not listen yet
    if (answer?.ok) break
    await sleep(5)
  }
  const ms = performance.now() - began
  const memory = status(child.pid)
  child.kill('SIGKILL')
  await over
  return { ms, ...memory }
}

export const run = async (say) => {
  const campus = await campusOf()
  const dir = folder()
  const empty = folder()
  const people = join(folder(), 'directory')
  writeDirectory(people, campus)
  const laid = await chronicle({ dir, campus, archived: ARCHIVED, open: OPEN, atMs: Date.now() })
  say(
    `the journal has ${laid.lines} lines, its last segment ${rounded(laid.lastSegmentBytes / MB)} MB; killed with 2,000 lines after the checkpoint`,
  )
  const full = []
  const bare = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await startOnce(empty, { DIRECTORY: people }))
    full.push(await startOnce(dir, { DIRECTORY: people }))
  }
  for (const one of [dir, empty, join(people, '..')]) remove(one)
  const of = (rows, what) => rows.map((row) => row[what])
  const line = (numbers, unit) => {
    const { min, median, max } = ends(numbers)
    return `${rounded(min)} / ${rounded(median)} / ${rounded(max)} ${unit}`
  }
  for (const [name, rows] of [
    ['empty store', bare],
    ['full store', full],
  ])
    say(
      `${name.padEnd(12)} ${line(of(rows, 'ms'), 'ms')}; resident ${line(of(rows, 'residentMb'), 'MB')}, peak ${line(of(rows, 'peakMb'), 'MB')}`,
    )
  return {
    reaches: [
      {
        what: 'from exec to ready (median)',
        value: median(of(full, 'ms')),
        unit: ' ms',
        reach: 2000,
        better: 'less',
      },
      {
        what: 'resident when ready (median)',
        value: median(of(full, 'residentMb')),
        unit: ' MB',
        reach: 350,
        better: 'less',
      },
    ],
    compared: {
      'an empty store is ready after, ms': median(of(bare, 'ms')),
      'an empty store is resident at, MB': median(of(bare, 'residentMb')),
    },
    raw: { archived: ARCHIVED, open: OPEN, ...laid, full, empty: bare },
  }
}
