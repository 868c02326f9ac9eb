// How does a benchmark get a Redis of its own? Debian's, every command on disk before it is answered, reached by a socket in its folder.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { asUser, folderOf, started } from './server.mjs'

const PROGRAM = '/usr/bin/redis-server'

/** Nothing where it is not installed. As shipped Redis may lose its last second: `appendfsync always` makes it as durable as the others. */
export const startRedis = async () => {
  if (!existsSync(PROGRAM)) return undefined
  const who = asUser('redis')
  const dir = folderOf(who)
  const socket = join(dir, 'redis.sock')
  const settings = {
    port: '0',
    unixsocket: socket,
    dir,
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
    'maxmemory-policy': 'noeviction',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const server = await started(PROGRAM, args, {
    dir,
    who,
    ready: /ready to accept connections/i,
    signal: 'SIGTERM',
  })
  const version = execFileSync(PROGRAM, ['--version'], { encoding: 'utf8' }).split(' sha')[0]
  return { ...server, version, at: { path: socket } }
}
