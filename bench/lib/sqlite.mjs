// How would SQLite keep the journal? One row a line with the same chain, WAL, synchronous=FULL: on disk when it answers.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'

/**
 * The package comes without its binary, and .npmrc runs no install script: built here once, from its own sources, by
 * node-gyp. Nothing where that can't be done.
 */
export const loadSqlite = async (say) => {
  const { default: Database } = await import('better-sqlite3')
  try {
    new Database(':memory:').close()
    return Database
  } catch {
    say(
      'better-sqlite3 has no binary yet: npm rebuild better-sqlite3 --ignore-scripts=false (once; a minute or two)',
    )
  }
  try {
    execFileSync('npm', ['rebuild', 'better-sqlite3', '--ignore-scripts=false'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Node's own headers, where they lie beside it: none are fetched then
      env: { npm_config_nodedir: dirname(dirname(process.execPath)), ...process.env },
    })
    new Database(':memory:').close()
    return Database
  } catch {
    return undefined
  }
}

export const openSqlite = (Database, dir) => {
  const database = new Database(join(dir, 'journal.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE journal (seq INTEGER PRIMARY KEY, prev TEXT, at TEXT, changes TEXT) STRICT')
  const insert = database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?)')
  let head = { seq: 0, prev: '0'.repeat(64) }
  return {
    version: database.prepare('SELECT sqlite_version()').pluck().get(),
    append(at, changes) {
      const text = `[${changes.map((change) => JSON.stringify(change)).join(',')}]`
      const seq = head.seq + 1
      insert.run(seq, head.prev, at, text)
      const line = `{"seq":${seq},"prev":"${head.prev}","at":${JSON.stringify(at)},"changes":${text}}`
      head = { seq, prev: createHash('sha256').update(line).digest('hex') }
    },
    close: () => database.close(),
  }
}
