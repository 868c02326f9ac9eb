// What is true now? The tables in memory, changed only by applying changes, each of which can be taken back.
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { openCheckpoint, readCheckpoint } from './checkpoint.js'
import { differenceOf } from './difference.js'
import { adopted, apply, copyOf, takeBack, type Undo } from './fold.js'
import { Damaged, type Head, type Journal, START } from './journal.js'
import { makeFolder } from './private.js'
import type { Change, Tables } from './schema.js'
import type { Seal } from './seal.js'

export type { Undo } from './fold.js'

export type State = {
  readonly tables: Tables
  apply(changes: readonly Change[]): Undo
  undo(undo: Undo): void
  /**
   * Writes the tables as they were at `head`: as they are now, without what is `staged` on top (oldest first). They
   * are looked at before this returns its promise; turns may go on while it writes.
   */
  checkpoint(head: Head, staged?: readonly Undo[]): Promise<void>
  /**
   * Reads the checkpoint and replays what came after it. One that does not prove itself is set aside and built anew
   * from the journal; the answer says so. Throws `Damaged` where the journal has nothing to build it from.
   */
  recover(journal: Journal): Promise<string | undefined>
  /** Reads what has come since it was recovered, or last followed. */
  follow(journal: Journal): Promise<void>
  /** Where the journal was when it was last read. */
  head(): Head
}

export const openState = async (dir: string, seal?: Pick<Seal, 'tables' | 'read'>): Promise<State> => {
  await makeFolder(dir)
  const path = join(dir, 'state.json')
  const low = openCheckpoint(path)
  let tables = copyOf({})
  /** Where the journal was when it was last read. */
  let read = START

  const write = async (head: Head, staged: readonly Undo[] = []): Promise<void> => {
    const then = copyOf(tables) // rows are values that are never changed in place, so their references are enough
    for (const undo of staged.toReversed()) takeBack(then, undo)
    low.data = { version: 1, head, tables: seal ? seal.tables(then) : then }
    try {
      await low.write()
    } finally {
      low.data = null
    }
  }

  return {
    get tables() {
      return tables
    },
    apply: (changes) => apply(tables, changes),
    undo: (undo) => takeBack(tables, undo),
    checkpoint: write,
    async follow(journal) {
      read = await journal.replay(read, ({ changes }) => apply(tables, changes))
    },
    head: () => read,
    async recover(journal) {
      const { checkpoint, older, damage } = await readCheckpoint(path, journal.head(), journal.place)
      if (damage && journal.head().seq === 0)
        throw new Damaged(`${damage}。日志里没有可以用来重建的记录，没有启动：请从备份恢复整个数据目录`)
      tables = adopted(seal ? seal.read(checkpoint?.tables ?? {}) : (checkpoint?.tables ?? {}))
      let differs: string | undefined
      const compare = (seq: number): void => {
        if (seq === older?.head.seq) differs = differenceOf(tables, older.tables)
      }
      if (older) await journal.replay(older.head, () => {}) // stands on another line than it says: refused
      compare(START.seq)
      read = await journal.replay(checkpoint?.head ?? START, ({ seq, changes }) => {
        apply(tables, changes)
        compare(seq)
      })
      if (older && !differs) await write(journal.head()) // before the folder is marked: from then on a digest is due
      const wrong = differs ? `检查点 state.json 与日志不符：${differs}` : damage
      if (!wrong) return undefined
      await rename(path, `${path}.damaged`)
      return `${wrong}。已由日志重建，原文件留作 state.json.damaged`
    },
  }
}
