// Which inbound thing held the process when its watchdog ended it? A small file of ids, never of content, for the next start.
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Damaged } from './journal.js'
import { orMissing } from './missing.js'
import { ChannelName, Instant } from './schema.js'

/** `from`: the sender's address on their platform. Both are missing when nothing that came in was being worked on. */
export const Frozen = z.object({
  at: Instant,
  id: z.string().optional(),
  from: z.object({ channel: ChannelName, address: z.string() }).optional(),
})
export type Frozen = z.infer<typeof Frozen>

const pathIn = (dir: string): string => join(dir, 'frozen.ndjson')

const syncFolder = (dir: string): void => {
  const folder = openSync(dir, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** On disk when it returns: the process ends in the next moment. */
export const noteFrozen = (dir: string, frozen: Frozen): void => {
  const file = openSync(pathIn(dir), 'a', 0o600)
  try {
    writeSync(file, `${JSON.stringify(frozen)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  syncFolder(dir)
}

const parsed = (line: string): Frozen | undefined => {
  try {
    return Frozen.safeParse(JSON.parse(line)).data
  } catch {
    return undefined // said by who asked, with the line's number
  }
}

/** A last line without its end was torn while it was written. Throws `Damaged` at a whole one that can't be read. */
export const readFrozen = (dir: string): Frozen[] => {
  try {
    const lines = readFileSync(pathIn(dir), 'utf8').split('\n').slice(0, -1)
    return lines.map((line, nth) => {
      const frozen = parsed(line)
      if (!frozen)
        throw new Damaged(
          `frozen.ndjson:${nth + 1} 读不懂，文件被改动或损坏。它只存卡死过程序的消息的编号：请把 ${pathIn(dir)} 移到别处，再启动`,
        )
      return frozen
    })
  } catch (error) {
    return orMissing([])(error)
  }
}

/** What was read has its row now. */
export const forgetFrozen = (dir: string): void => rmSync(pathIn(dir), { force: true })
