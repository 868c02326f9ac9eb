// What did the operator write, and does it hold? Environment, directory, rules and the store's folder; all mistakes at once.
import { wrongWithDataDir } from '../../store/data-dir.js'
import { readDirectory } from '../../store/directory.js'
import { Mistakes } from '../../store/mistakes.js'
import { loadRules } from '../turn/rules.js'
import type { Campus } from '../turn/world.js'
import { BadConfiguration, type Config, pathsIn, readConfig } from './config.js'

const checkDataDir = async (dir: string): Promise<void> => {
  const wrong = await wrongWithDataDir(dir)
  if (wrong !== undefined) throw new BadConfiguration([`DATA_DIR: ${wrong}`])
}

const mistakesOf = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((one) => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof Mistakes || one.reason instanceof BadConfiguration) return one.reason.mistakes
    throw one.reason
  })

/** What the environment says of DATA_DIR already is not said again by the disk. */
const once = (mistakes: string[]): string[] =>
  mistakes.filter(
    (one, at) =>
      !one.startsWith('DATA_DIR:') || mistakes.findIndex((other) => other.startsWith('DATA_DIR:')) === at,
  )

/** Throws `Mistakes` with every mistake there is. */
export const readEverything = async (env: NodeJS.ProcessEnv): Promise<{ config: Config; campus: Campus }> => {
  const paths = pathsIn(env)
  const results = await Promise.allSettled([
    Promise.resolve(env).then(readConfig),
    readDirectory(paths.DIRECTORY),
    loadRules(paths.RULES),
    checkDataDir(paths.DATA_DIR),
  ])
  const [config, directory, rules, dataDir] = results
  if (
    config.status === 'rejected' ||
    directory.status === 'rejected' ||
    rules.status === 'rejected' ||
    dataDir.status === 'rejected'
  )
    throw new Mistakes(once(mistakesOf(results)))
  return { config: config.value, campus: { directory: directory.value, rules: rules.value } }
}
