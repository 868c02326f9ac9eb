// Who watches over the running bot? This parent: starts it again when it ends out of turn, and stops it whole. Needs a built dist/.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const STOP_WITHIN_MS = 9_500
const LONGEST_PAUSE_MS = 60_000
const LIVED_MS = 600_000
const BAD_CONFIGURATION = 78

let child
let stopping = false
/** Ends in a row, none of which had lived long. */
let ends = 0
let pause
/** What the child kept for the one after it, so that an open sandbox page goes on. */
let handedOn = {}

const stop = (signal) => {
  if (stopping) return
  stopping = true
  clearTimeout(pause)
  if (child === undefined) process.exit(0)
  child.kill(signal)
  // what is frozen hears no signal
  setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS).unref()
}

const run = () => {
  const began = performance.now()
  /** It serves: its end from now on is no mistake of the start. */
  let up = false
  /** It was told to stop by somebody else, in good order. */
  let leaving = false
  child = spawn(process.execPath, ['dist/bot/main.js', '--watched', ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...handedOn },
  })
  child.on('message', (message) => {
    if (message.up) {
      up = true
      handedOn = message.up
    }
    if (message.leaving) leaving = true
  })
  child.on('error', (error) => {
    process.stderr.write(`没有启动：${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    child = undefined
    if (stopping || leaving) process.exit(code ?? (signal === 'SIGKILL' ? 1 : 0))
    if (signal === null && (code === 0 || code === BAD_CONFIGURATION || !up)) process.exit(code)
    ends = performance.now() - began > LIVED_MS ? 1 : ends + 1
    const inMs = ends === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(ends - 2, 10))
    process.stderr.write(
      `烽火意外停止（${signal ?? `退出码 ${code}`}），${inMs === 0 ? '现在' : `${inMs / 1000} 秒后`}重新启动。\n`,
    )
    pause = setTimeout(run, inMs)
  })
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal))

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // only Linux has it
  }
}
/** Who started a process, by the kernel's count; the name before it may hold blanks and brackets. */
const parentOf = (pid) => {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}
// npm, or the shell that it puts between, may be killed without a word to us: then nobody would ever stop the bot.
const parent = process.ppid
const above = parentOf(parent)
const npm = read(`/proc/${above}/cmdline`).startsWith('npm') ? above : undefined
if (process.env.npm_lifecycle_event !== undefined && parent > 1)
  setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && parentOf(parent) !== npm)) stop('SIGTERM')
  }, 1000).unref()

run()
