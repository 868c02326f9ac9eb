// How does a benchmark get a PostgreSQL of its own? Debian's, durable as it ships, reached by a socket in its folder.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { asUser, folderOf, started } from './server.mjs'

const HOME = '/usr/lib/postgresql'

/** The newest that is installed, or nothing. */
const binaries = () => {
  const versions = existsSync(HOME) ? readdirSync(HOME).map(Number).filter(Number.isFinite) : []
  const [newest] = versions.sort((a, b) => b - a).map((version) => join(HOME, String(version), 'bin'))
  return newest && existsSync(join(newest, 'postgres')) ? newest : undefined
}

/** Nothing where it is not installed. Beside `settings` it is as it ships: fsync, synchronous_commit and full_page_writes are on. */
export const startPostgres = async (settings = []) => {
  const bin = binaries()
  if (!bin) return undefined
  const who = asUser('postgres')
  const dir = folderOf(who)
  const data = join(dir, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    ...who,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const server = await started(
    join(bin, 'postgres'),
    ['-D', data, '-k', dir, '-c', 'listen_addresses=', ...settings],
    {
      dir,
      who,
      ready: /ready to accept connections/,
      signal: 'SIGINT',
    },
  )
  const version = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim()
  return { ...server, version, at: { host: dir, user: 'postgres', database: 'postgres' } }
}
