// How does a test's store stand on PostgreSQL? A schema that nobody had before, on the server of this process.
import { machineTime } from '../../bot/process/standby.js'
import type { Base } from '../../store/base.js'
import type { Log } from '../../store/log.js'
import { type Address, addressOf } from '../../store/postgres/address.js'
import { openPostgres } from '../../store/postgres/base.js'
import { copyToFiles } from '../../store/postgres/carry.js'
import { openSession } from '../../store/postgres/session.js'
import { postgres } from './server.js'

export const quiet: Log = { info() {}, warn() {}, error() {} }

export const addressAt = (url: string): Address => {
  const address = addressOf(url)
  if (!address) throw new Error(`${url} is no address`)
  return address
}

export const baseAt = (url: string, dir: string, waiting?: () => void): Promise<Base> =>
  openPostgres({
    ...{ address: addressAt(url), dir, time: machineTime, log: quiet },
    ...(waiting ? { waiting } : {}),
  })

/** Opens the same store each time, for a stage that is opened anew in between; and copies all of it to files. */
export const databaseFor = async () => {
  const url = (await postgres()).fresh()
  return {
    url,
    base: (dir: string): Promise<Base> => baseAt(url, dir),
    async copy(to: string): Promise<void> {
      const session = await openSession(addressAt(url), { answerMs: 10_000 })
      await copyToFiles(session, to).finally(() => session.end())
    },
  }
}
