// What does `npm run move -- --to …` do? Carries the whole store into PostgreSQL, or back into files, and says what arrived.
import { addressOf } from '../store/postgres/address.js'
import { carryToFiles, carryToPostgres } from '../store/postgres/carry.js'
import { shouldBe, wrongVariable } from '../templates/operator/config.js'
import { moved, movedToDatabase, movedToFiles, moveUsage, noSource } from '../templates/operator/database.js'
import { printed } from '../templates/operator/finding.js'
import { loadDotEnv, pathsIn } from './process/config.js'
import { holdDataDir } from './turn/open-store.js'

const say = (text: string): void => void process.stdout.write(text)
const wrong = (what: string): number => {
  say(printed({ good: false, what }))
  return 78
}

const into = async (to: string): Promise<number> => {
  const quiet = { info() {}, warn() {}, error() {} }
  const isDatabase = /^postgres/.test(to)
  const from = isDatabase ? to : (process.env.DATABASE_URL?.trim() ?? '')
  if (from === '') return wrong(noSource)
  const address = addressOf(from)
  if (!address)
    return wrong(wrongVariable.value(isDatabase ? '--to' : 'DATABASE_URL', undefined, shouldBe.postgres))
  const dir = isDatabase ? pathsIn(process.env).DATA_DIR : to
  const unlock = await holdDataDir(dir, quiet)
  try {
    say(
      isDatabase
        ? moved(await carryToPostgres(dir, address), address.shown) + movedToDatabase
        : moved(await carryToFiles(address, dir), dir) + movedToFiles,
    )
    return 0
  } finally {
    await unlock()
  }
}

const main = async (): Promise<number> => {
  loadDotEnv()
  const [flag, to] = process.argv.slice(2)
  if (flag !== '--to' || !to) {
    say(moveUsage)
    return 78
  }
  try {
    return await into(to)
  } catch (error) {
    say(printed({ good: false, what: error instanceof Error ? error.message : String(error) }))
    return 1
  }
}

process.exitCode = await main()
