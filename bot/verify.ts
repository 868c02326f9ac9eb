// Does the record hold? Prints what the examination of the whole store found, one line a check; exit 1 when something does not.

import { existsSync, readFileSync } from 'node:fs'
import { examine, WITNESSED, type Witnessed } from '../store/examine.js'
import { inPrint } from '../store/mistakes.js'
import { addressOf } from '../store/postgres/address.js'
import { openWhole } from '../store/postgres/whole.js'
import { wrongWitness } from '../templates/operator/config.js'
import { noTables } from '../templates/operator/database.js'
import { printed } from '../templates/operator/finding.js'
import { BadConfiguration, loadDotEnv, readConfig } from './process/config.js'
import { lostReminder } from './process/heard.js'

const say = (good: boolean, what: string): void => {
  process.stdout.write(printed({ good, what }))
}

const headIn = (line: string): Witnessed | undefined => {
  const [, seq, head] = WITNESSED.exec(line.trim()) ?? []
  if (seq !== undefined && head !== undefined) return { seq: Number(seq), head }
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'seq' in value && 'head' in value
      ? headIn(`${String(value.seq)}:${String(value.head)}`)
      : undefined
  } catch {
    return undefined
  }
}

/** What follows `--witness`: heads as `seq:head`, or files of them, one a line, as they are or as the JSON that was sent. */
const witnessedIn = (args: readonly string[]): Witnessed[] => {
  const at = args.indexOf('--witness')
  if (at < 0) return []
  return args.slice(at + 1).flatMap((given) => {
    if (!existsSync(given)) {
      const head = headIn(given)
      if (!head) throw new BadConfiguration([wrongWitness.noFile(given)])
      return head
    }
    return readFileSync(given, 'utf8')
      .split('\n')
      .flatMap((line, nth) => {
        if (line.trim() === '') return []
        const head = headIn(line)
        if (!head) throw new BadConfiguration([wrongWitness.line(given, nth + 1)])
        return head
      })
  })
}

const main = async (): Promise<number> => {
  loadDotEnv()
  try {
    const { DATA_DIR, DATABASE_URL, SANDBOX } = readConfig(process.env)
    const witnessed = witnessedIn(process.argv.slice(2))
    const address = DATABASE_URL === undefined ? undefined : addressOf(DATABASE_URL)
    const whole = address && (await openWhole(address, DATA_DIR))
    if (address && !whole) {
      say(true, noTables(address.shown))
      return 0
    }
    const question = { nowMs: Date.now(), witnessed, lost: lostReminder, sandbox: SANDBOX === 'on' }
    const findings = await examine(DATA_DIR, question, whole).finally(() => whole?.close())
    for (const { good, what } of findings) say(good, what)
    return findings.every(({ good }) => good) ? 0 : 1
  } catch (error) {
    if (error instanceof BadConfiguration) {
      for (const mistake of inPrint(error.mistakes)) say(false, mistake)
      return 78
    }
    say(false, error instanceof Error ? error.message : String(error))
    return 1
  }
}

process.exitCode = await main()
