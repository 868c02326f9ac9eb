// Which inbound thing held the process when its watchdog ended it? A small file of ids, never of content, for the next start.
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
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

const parsed = (line: string): Frozen[] => {
  try {
    const found = Frozen.safeParse(JSON.parse(line))
    return found.success ? [found.data] : []
  } catch {
    return [] // torn while it was written
  }
}

export const readFrozen = (dir: string): Frozen[] => {
  try {
    return readFileSync(pathIn(dir), 'utf8').split('\n').filter(Boolean).flatMap(parsed)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** What was read has its row now. */
export const forgetFrozen = (dir: string): void => rmSync(pathIn(dir), { force: true })
