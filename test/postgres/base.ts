// How does a test's store stand on PostgreSQL? A schema that nobody had before, on the server of this process.
import { machineTime } from '../../bot/process/standby.js'
import type { Base } from '../../store/base.js'
import type { Log } from '../../store/log.js'
import { type Address, addressOf } from '../../store/postgres/address.js'
import { openPostgres } from '../../store/postgres/base.js'
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

/** Opens the same store each time, for a stage that is opened anew in between. */
export const databaseFor = async (): Promise<(dir: string) => Promise<Base>> => {
  const url = (await postgres()).fresh()
  return (dir) => baseAt(url, dir)
}
