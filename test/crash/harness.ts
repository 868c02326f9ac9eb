// How is a crash played? The real program, killed at random moments and started again, on each platform; the platform repeats itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change, Entry } from '../../store/schema.js'
import { type GroundName, openGround } from './ground.js'
import { openProgram } from './program.js'

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

/**
 * `facts`: what the record holds. `heard`: what stands on the platform. `again`: what says of itself that it may have
 * arrived before (a message without a key on its platform). `said`: how much was said and pressed.
 */
export type Outcome = {
  facts: string[]
  heard: string[]
  again: string[]
  violations: string[]
  kills: number
  said: number
}

const AGAIN = '（重发，之前一条可能已送达）\n'

/** A kill falls within so much of the beginning of a step, and now and then of a start. */
const WITHIN_MS = { sandbox: 40, feishu: 150, dingtalk: 150 } as const
const START_WITHIN_MS = 1_500

/** Plays the whole story once. `kills`: about how many steps of it are struck by a kill -9. */
export const playOnce = async (options: {
  ground: GroundName
  seed: number
  kills: number
  repeats: boolean
  /** Kills when the effect is on disk and the answer has not gone out. */
  betweenAppendAndAnswer?: boolean
  /** Where the store stands, where that is not the folder. */
  database?: { url: string; lines(): Promise<string[]> }
  /** Loaded before the program: what breaks it on purpose. */
  broken?: string
}): Promise<Outcome> => {
  const random = randomFrom(options.seed)
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-crash-'))
  const ground = await openGround(options.ground, dir)
  const program = await openProgram({
    env: {
      DATA_DIR: dir,
      ...ground.env,
      ...(options.database ? { DATABASE_URL: options.database.url } : {}),
    },
    imports: options.broken ? [options.broken] : [],
  })
  const { ask } = program
  let said = 0

  await program.start()
  const people = await ask<{ id: string; unit: string; roles: string[] }[]>('people')
  const holder = (role: string, unit: string, nth = 0) =>
    people.filter((one) => one.roles.includes(role) && one.unit.includes(unit))[nth]?.id ?? ''
  const reporter = people.find(({ roles }) => roles.length === 0)?.id ?? ''
  const [first, direct] = [holder('第一责任人', '信息学院'), holder('直接责任人', '信息学院')]
  const center = holder('直接责任人', '信息中心')
  const [deskA, deskB] = [holder('值班员', ''), holder('值班员', '', 1)]

  const say = (as: string, text: string) => (nth: number) => {
    said++
    return ground.say(program, as, text, `s${nth}`)
  }
  const press = (as: string, action: string, form?: Record<string, string>) => (nth: number) => {
    said++
    return ground.press(program, as, action, `p${nth}`, form)
  }
  /** Moves on to a moment, however often the process dies on the way, and waits for what is to be sent. */
  const clock = (seconds: number) => async () => {
    const until = Date.parse((await ask<{ now: string }>('clock')).now) + seconds * 1000
    for (;;) {
      const left = until - Date.parse((await ask<{ now: string }>('clock')).now)
      if (left <= 0) return
      await fetch(`${program.url}/sandbox/api/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sandbox-token': program.token },
        body: JSON.stringify({ advance: `${Math.ceil(left / 1000)}s` }),
      }).then(
        (answer) => answer.text(),
        () => program.revive(), // it died on the way: started again, and on from where it was
      )
    }
  }

  const year = new Date().getFullYear()
  const receipt = { channel: '电话', sent_at: '刚刚', received_by: '王科长' }
  const steps: ((nth: number) => Promise<unknown>)[] = [
    ...['报告', '否', '否', '信息学院', '学院网站', '网络攻击', '首页被改', '刚刚', '预览'].map((text) =>
      say(reporter, text),
    ),
    press(reporter, 'submit_report'),
    press(first, 'acknowledge'),
    clock(16 * 60),
    press(direct, 'acknowledge'),
    say(deskA, `定级 ${year}-0001 较大`),
    clock(130 * 60),
    say(deskA, '报送 自治区党委网信办'),
    ...(ground.forms
      ? [press(deskA, 'submit_receipt', receipt)]
      : [receipt.channel, receipt.sent_at, receipt.received_by, '跳过', '跳过', '跳过', '确认提交'].map(
          (text) => say(deskA, text),
        )),
    press(deskB, 'confirm_receipt'),
    say(first, '补充 已恢复访问'),
    say(deskA, '处置结束'),
    // one notice to two units, and one of them through to its retest
    say(deskA, '通报 信息学院、文学院 门户网站弱口令，30天内完成整改'),
    say(deskA, '本校自查'),
    say(deskA, '下发'),
    press(first, 'acknowledge'),
    say(direct, `已整改 通报${year}-0001 已换强口令`),
    say(center, `复测通过 通报${year}-0001 扫描正常`),
  ]
  const note = steps.length - 8
  /** The first answers of the dialog and the note: said twice, each would have a second effect. */
  const betweenThese = new Set([2, 5, note])
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
  const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  /** What it set off has been sent: the courier has nothing left, however slowly a platform takes it. */
  const drained = async () => {
    await clock(1)()
    for (let tries = 0; ; tries++) {
      const metrics = await fetch(`${program.url}/metrics`).then(
        (answer) => answer.text(),
        async () => {
          await program.revive()
          return ''
        },
      )
      if (/^fenghuo_outbox_waiting 0$/m.test(metrics)) return
      if (tries > 2_000) throw new Error(`the outbox does not empty: ${metrics}`)
      await later(20)
    }
  }
  for (const [nth, step] of steps.entries()) {
    const before = options.betweenAppendAndAnswer ? journalSize() : 0
    const running = step(nth).then(drained) // what it sets off is sent before the next one
    running.catch(() => {}) // awaited below; it may fail while the kill is under way
    if (options.betweenAppendAndAnswer && betweenThese.has(nth)) {
      await grown(before)
      await program.kill()
    } else if (random() < options.kills / steps.length) {
      await later(random() * WITHIN_MS[options.ground])
      await program.kill()
      if (random() < 0.2) {
        await Promise.race([running, later(random() * START_WITHIN_MS)])
        await program.kill()
      }
    }
    await running
    if (options.repeats && step.length > 0 && random() < 0.3) await step(nth) // the platform delivers it a second time
  }
  await drained()
  await program.stop()
  const [all, violations] = [ground.heard().sort(), ground.violations()]
  const again = all.filter((one) => one.includes(AGAIN)).map((one) => one.replace(AGAIN, ''))
  const heard = all.filter((one) => !one.includes(AGAIN))
  await ground.end()
  const facts = factsIn(await (options.database?.lines() ?? linesIn(dir)))
  rmSync(dir, { recursive: true, force: true })
  return { facts, heard, again, violations, kills: program.kills(), said }
}

const linesIn = (dir: string): string[] =>
  readdirSync(join(dir, 'journal')).flatMap((name) =>
    readFileSync(join(dir, 'journal', name), 'utf8')
      .split('\n')
      .filter(Boolean),
  )

const factsIn = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => (JSON.parse(line) as Entry).changes ?? []) // our own journal
    .flatMap(factOf)
    .sort()

/** A fact without its moment: what must be the same however often the process died. */
const factOf = (change: Change): string[] => {
  if (!('event' in change)) return []
  const { event } = change
  const by = 'by' in event ? event.by.id : ''
  const about = 'duty' in event ? event.duty : 'notice' in event ? event.notice : ''
  const slot = event.type === 'reminded' ? Math.round(event.slot / 60_000) : ''
  return [`${change.incident} ${event.type} ${by} ${plainly(about ?? '')} ${slot}`]
}

/** Slots to the minute, and without the numbers that a platform gives its messages: those are counted. */
const plainly = (key: string): string =>
  key.replace(/@(\d+)/g, (_, ms) => `@${Math.round(Number(ms) / 60_000)}`).replace(/om_[0-9a-f]{32}/g, 'om_#')
