// What has the whole program cost when it is ready? Started as a process of its own, looked at through /proc, and killed there.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { sleep } from './ground.mjs'

const MB = 1024 * 1024
const TICK_MS = 10 // the kernel counts processor time in hundredths of a second

export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** The directory as files, which the program reads. */
export const writeDirectory = (dir, { directory }) => {
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

export const memoryOf = (pid) => {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kb = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN)
  return { residentMb: (kb('VmRSS') * 1024) / MB, peakMb: (kb('VmHWM') * 1024) / MB }
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

const familyOf = (pid) => [pid, ...childrenOf(pid).flatMap(familyOf)]

/** The processor time of a process and all that it has started, those that ended included. */
export const cpuMsOf = (pid) => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
  const own = stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0)
  return childrenOf(pid).reduce((sum, child) => sum + cpuMsOf(child), own)
}

/** Runs `command`; once `isReady(port, printed)`, says what it took until then, and kills it with all that it started. */
const until = async (command, env, isReady) => {
  const port = await freePort()
  const [file, ...args] = command
  const began = performance.now()
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  let ended = false
  child.stdout.on('data', (bytes) => {
    printed += bytes
  })
  const over = new Promise((resolve) =>
    child.once('exit', () => {
      ended = true
      resolve()
    }),
  )
  while (!(await isReady(port, printed))) {
    if (ended) throw new Error(`${command.join(' ')} ended instead of being ready`)
    await sleep(5)
  }
  const ms = performance.now() - began
  const cpuMs = cpuMsOf(child.pid)
  const family = familyOf(child.pid)
  const bot = memoryOf(family.at(-1)) // the last that was started
  for (const pid of family) process.kill(pid, 'SIGKILL')
  await over
  while (family.some((pid) => existsSync(`/proc/${pid}`))) await sleep(5)
  return { ms, cpuMs, ...bot }
}

/** Until /readyz says yes. Killed there, so that the next start finds the same store. */
export const startOnce = (dir, env) =>
  until([process.execPath, 'dist/bot/main.js'], { DATA_DIR: dir, ...env }, async (port) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined) // it does not listen yet
    return answer?.ok
  })

/** Until a person can read the address of the sandbox. */
export const untilPrinted = (command, dir) =>
  until(command, { DATA_DIR: dir }, (_port, printed) => /http:\/\/\S+token=/.test(printed))

/** Runs a command to its end. */
export const toItsEnd = (command, env) =>
  new Promise((resolve, reject) => {
    const [file, ...args] = command
    const began = performance.now()
    const child = spawn(file, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    let last = { cpuMs: 0, peakMb: 0 }
    const look = setInterval(() => {
      try {
        const { peakMb } = memoryOf(child.pid)
        if (peakMb > 0) last = { cpuMs: cpuMsOf(child.pid), peakMb } // else it has ended, and is not yet buried
      } catch {} // it is gone
    }, 20)
    child.once('exit', (code) => {
      clearInterval(look)
      if (code === 0) resolve({ ms: performance.now() - began, ...last })
      else reject(new Error(`${command.join(' ')} ended with ${code}`))
    })
  })
