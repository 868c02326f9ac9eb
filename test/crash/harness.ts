// How is a crash played? The real program on a disk of its own, killed at a random moment, started again; the platform repeats itself.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change, Entry } from '../../store/schema.js'

/** A number from 0 to 1, the same row of them for the same seed. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address()
      const port = typeof at === 'object' && at ? at.port : 0
      probe.close(() => resolve(port))
    })
  })

type Message = {
  id: string
  text?: string
  card?: {
    actions: { value: { action: string; [key: string]: string } }[]
    form?: { submit: { value: { action: string; [key: string]: string } } }
  }
}

export type Outcome = { facts: string[]; keys: string[]; kills: number }

/** Plays the whole story once. `kills`: at how many random moments the process is killed. */
export const playOnce = async (options: {
  seed: number
  kills: number
  repeats: boolean
  /** Kills when the effect is on disk and the answer has not gone out. */
  betweenAppendAndAnswer?: boolean
  broken?: boolean
}): Promise<Outcome> => {
  const random = randomFrom(options.seed)
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-crash-'))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let kills = 0

  const exited = (one: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (one.exitCode !== null || one.signalCode !== null) resolve()
      else one.once('exit', () => resolve())
    })
  const start = async (): Promise<void> => {
    const args = [
      ...(options.broken ? ['--import', './test/crash/without-inbox.mjs'] : []),
      'dist/bot/main.js',
    ]
    child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, DATA_DIR: dir, PORT: String(port), LOG_LEVEL: 'error' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += String(chunk)
    })
    for (;;) {
      if (child.signalCode !== null) return start() // killed while it started: what is watched over is started again
      if (child.exitCode !== null) throw new Error(`the program did not start: ${said}`)
      const up = await fetch(`${base}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
        ({ status }) => status === 200,
        () => false,
      )
      if (up) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const kill = async (): Promise<void> => {
    if (!child) return
    kills++
    child.kill('SIGKILL')
    await exited(child)
  }

  /** Asks until there is an answer: what a platform does that heard none. */
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    for (;;) {
      try {
        const answer = await fetch(`${base}/sandbox/api/${path}`, {
          ...(body
            ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
            : {}),
          signal: AbortSignal.timeout(20_000),
        })
        const text = await answer.text()
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
        return JSON.parse(text) as T // the contract's own shapes
      } catch (error) {
        // The connection breaks a moment before the death is known.
        if (
          child &&
          !(await Promise.race([
            exited(child).then(() => true),
            new Promise<false>((resolve) => setTimeout(() => resolve(false), 2000)),
          ]))
        )
          throw error
        await start()
      }
    }
  }

  const people = await start().then(() => ask<{ id: string; unit: string; roles: string[] }[]>('people'))
  const holder = (role: string, unit: string, nth = 0) =>
    people.filter((one) => one.roles.includes(role) && one.unit.includes(unit))[nth]?.id ?? ''
  const reporter = people.find(({ roles }) => roles.length === 0)?.id ?? ''
  const [first, direct] = [holder('第一责任人', '信息学院'), holder('直接责任人', '信息学院')]
  const [deskA, deskB] = [holder('值班员', ''), holder('值班员', '', 1)]

  const messages = (as: string) => ask<Message[]>(`messages?as=${as}&chat=dm`)
  const say = (as: string, text: string, nth: number) => ask('say', { as, chat: 'dm', text, id: `s${nth}` })
  const press = async (as: string, action: string, nth: number, form?: Record<string, string>) => {
    const has = ({ card }: Message) =>
      form
        ? card?.form?.submit.value.action === action
        : card?.actions.some(({ value }) => value.action === action)
    const message = (await messages(as)).findLast(has)
    if (!message) return // pressed already: the card shows it
    const value = form
      ? message.card?.form?.submit.value
      : message.card?.actions.find((one) => one.value.action === action)?.value
    await ask('press', { as, messageId: message.id, value, id: `p${nth}`, ...(form ? { form } : {}) })
  }
  /** Moves on to a moment, however often the process dies on the way. */
  const clock = async (minutes: number) => {
    const { now } = await ask<{ now: string }>('clock')
    const until = Date.parse(now) + minutes * 60_000
    for (;;) {
      const left = until - Date.parse((await ask<{ now: string }>('clock')).now)
      if (left <= 0) return
      try {
        await fetch(`${base}/sandbox/api/clock`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ advance: `${Math.ceil(left / 1000)}s` }),
        }).then((answer) => answer.text())
      } catch {
        await ask('clock') // it died on the way: started again, and on from where it was
      }
    }
  }

  const receipt = { channel: '电话', sent_at: '刚刚', received_by: '王科长' }
  const steps: ((nth: number) => Promise<unknown>)[] = [
    ...['报告', '否', '否', '信息学院', '学院网站', '网络攻击', '首页被改', '刚刚', '预览'].map(
      (text) => (nth: number) => say(reporter, text, nth),
    ),
    (nth) => press(reporter, 'submit_report', nth),
    (nth) => press(first, 'acknowledge', nth),
    () => clock(16),
    (nth) => press(direct, 'acknowledge', nth),
    (nth) => say(deskA, '定级 2026-0001 较大'.replace('2026', String(new Date().getFullYear())), nth),
    () => clock(130),
    (nth) => say(deskA, '报送 自治区党委网信办', nth),
    (nth) => press(deskA, 'submit_receipt', nth, receipt),
    (nth) => press(deskB, 'confirm_receipt', nth),
    (nth) => say(first, '补充 已恢复访问', nth),
    (nth) => say(deskA, '处置结束', nth),
  ]
  /** The first answers of the dialog and the note: said twice, each would have a second effect. */
  const betweenThese = new Set([2, 5, steps.length - 2])
  const journalSize = (): number =>
    readdirSync(join(dir, 'journal')).reduce(
      (sum, name) => sum + (statSync(join(dir, 'journal', name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  /** Until the journal has grown: the turn is on disk, its answer is still on the way. */
  const grown = async (before: number): Promise<void> => {
    for (let waited = 0; journalSize() <= before && waited < 5000; waited++)
      await new Promise((resolve) => setImmediate(resolve))
  }
  const doomed = new Set(Array.from({ length: options.kills }, () => Math.floor(random() * steps.length)))
  for (const [nth, step] of steps.entries()) {
    const before = journalSize()
    const running = step(nth)
    running.catch(() => {}) // awaited below; it may fail while the kill is under way
    if (options.betweenAppendAndAnswer && betweenThese.has(nth)) {
      await grown(before)
      await kill()
    } else if (doomed.has(nth)) {
      await new Promise((resolve) => setTimeout(resolve, random() * 40))
      await kill()
    }
    await running
    if (options.repeats && step.length > 0 && random() < 0.3) await step(nth) // the platform delivers it a second time
  }
  await ask('clock', { advance: '1s' })
  child?.kill('SIGTERM')
  if (child) await exited(child)

  const facts: string[] = []
  for (const name of readdirSync(join(dir, 'journal')).sort()) {
    for (const line of readFileSync(join(dir, 'journal', name), 'utf8')
      .split('\n')
      .filter(Boolean)) {
      const { changes } = JSON.parse(line) as Entry // our own journal
      for (const change of changes) facts.push(...factOf(change))
    }
  }
  const keys = readFileSync(join(dir, 'sandbox.ndjson'), 'utf8')
    .split('\n')
    .flatMap((line) => [...line.matchAll(/"key":"(sent:[^"]+)"/g)].map((one) => one[1] ?? ''))
  rmSync(dir, { recursive: true, force: true })
  return { facts: facts.sort(), keys: keys.sort(), kills }
}

/** A fact without its moment: what must be the same however often the process died. */
const factOf = (change: Change): string[] => {
  if (!('event' in change)) return []
  const { event } = change
  const by = 'by' in event ? event.by.id : ''
  const about = 'duty' in event ? event.duty : 'notice' in event ? event.notice : ''
  const slot = event.type === 'reminded' ? Math.round(event.slot / 60_000) : ''
  return [
    `${change.incident} ${event.type} ${by} ${about.replace(/@\d+/g, (slot) => `@${Math.round(Number(slot.slice(1)) / 60_000)}`)} ${slot}`,
  ]
}
