// What does the sandbox's make-believe platform remember? Its chats, phones and clock, as NDJSON that survives kill -9.
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Damaged } from './journal.js'
import { FILE_MODE, FOLDER_MODE } from './private.js'
import { Instant, Urgency } from './schema.js'

/** Its place in the order: of eight digits, or more when there are so many. */
const MessageId = z.string().regex(/^m\d{8,15}$/)
/** So far, back or forth, an hour is still an hour of a year with four digits. */
const FARTHEST_MS = 1000 * 366 * 86_400_000

/** One message as a person sees it. `card` is kept as it was drawn; the log has no opinion about it. */
export const SandboxMessage = z.object({
  id: MessageId,
  at: Instant,
  from: z.string(),
  text: z.string().optional(),
  card: z.unknown().optional(),
  file: z.object({ name: z.string(), url: z.string() }).optional(),
  urgent: Urgency.optional(),
})
export type SandboxMessage = z.infer<typeof SandboxMessage>

/** One line of the file. `chat` is `group`, or the id of the person whose private chat with the bot it is. */
const Line = z.discriminatedUnion('op', [
  z.object({ op: z.literal('begin'), memory: z.string() }),
  z.object({
    op: z.literal('message'),
    chat: z.string(),
    key: z.string().optional(),
    message: SandboxMessage,
  }),
  z.object({ op: z.literal('redraw'), id: MessageId, card: z.unknown() }),
  z.object({ op: z.literal('buzz'), id: MessageId, level: Urgency }),
  z.object({ op: z.literal('clock'), offsetMs: z.number().min(-FARTHEST_MS).max(FARTHEST_MS) }),
  z.object({ op: z.literal('reach'), person: z.string(), reachable: z.boolean() }),
])
type Line = z.infer<typeof Line>

export type SandboxLog = {
  /** Names this memory: another DATA_DIR has another one, so a page never mixes up what it has read. */
  memory: string
  /** Reserves the next place in the order of messages; a place that is never filled is simply skipped. */
  nextId(): string
  /** Puts a message into its place. `key` makes it findable again, so that nothing is delivered twice. */
  add(chat: string, message: SandboxMessage, key?: string): void
  redraw(id: string, card: unknown): SandboxMessage | undefined
  buzz(id: string, level: Urgency): void
  find(id: string): { chat: string; message: SandboxMessage } | undefined
  /** The id of the message that was added under this key, not long ago: for a day at least. */
  byKey(key: string): string | undefined
  /** Those that stand after `after`, or all of them. */
  messages(chat: string, after?: string): SandboxMessage[]
  /** The last hundred of the bot's, and no others: a page counts them. */
  ofBot(chat: string): string[]
  chats(): string[]
  clockOffsetMs(): number
  moveClock(byMs: number): void
  reachable(person: string): boolean
  setReachable(person: string, reachable: boolean): void
  /**
   * What this person said in private from `since` to before `until`, and what was answered to it, is wiped out, also in the file. The
   * messages that changed; what is added later of that time is kept without its words, too.
   */
  forget(chat: string, since: string, until: string): SandboxMessage[]
  keepFile(id: string, bytes: Uint8Array): void
  /** Where a kept file lies; the id is checked, so that no other file can be asked for. */
  filePath(id: string): string | undefined
  close(): void
}

export const withheldText = '（内容未保存）'

/** So many messages are at hand, the last that were added, changed or asked for; the others are read from the file, where they lie for good. */
const AT_HAND = 2000
/** Whoever says or sends something again does so within a day, as long as the inbox knows it. */
const KEYS_KEEP_MS = 24 * 3_600_000
/** More of them unread is no other number to anybody. */
const COUNTED = 100

/** Where a line stands in the file. */
type Place = { at: number; bytes: number }
type Places = Map<number, Place>
type Kept = Omit<LineOf<'message'>, 'op'>
type LineOf<Op extends Line['op']> = Extract<Line, { op: Op }>

const idOf = (nth: number): string => `m${String(nth).padStart(8, '0')}`
/** `NaN` for what is no id. */
const nthOf = (id: string): number => (idOf(Number(id.slice(1))) === id ? Number(id.slice(1)) : Number.NaN)

/** Puts it where it belongs; most come last. */
const insert = (row: number[], nth: number): void => {
  row.splice(row.findLastIndex((each) => each < nth) + 1, 0, nth)
}

const fileId = /^[0-9a-f-]{36}$/

/** Answers the length up to the last whole line. What follows is torn: it was never whole, so nobody was told of it. */
const readLines = (path: string, bytes: Buffer, take: (line: Line, place: Place) => void): number => {
  let length = 0
  for (let nth = 1; ; nth += 1) {
    const end = bytes.indexOf(0x0a, length)
    if (end < 0) return length
    const line = parsed(bytes.subarray(length, end))
    if (!line)
      throw new Damaged(
        `sandbox.ndjson:${nth} 读不懂，文件被改动或损坏。它只存演示沙盒的聊天和时钟，不是记录：请把 ${path} 移到别处，再启动`,
      )
    take(line, { at: length, bytes: end + 1 - length })
    length = end + 1
  }
}

/** Reads it and changes nothing. Throws `Damaged` as opening it would. */
export const checkSandboxLog = (dataDir: string): void => {
  const path = join(dataDir, 'sandbox.ndjson')
  if (existsSync(path)) readLines(path, readFileSync(path), () => {})
}

/** Opens the sandbox's memory in `dataDir`, made where it is missing. Throws `Damaged` at a line that can't be read. */
export const openSandboxLog = (dataDir: string): SandboxLog => {
  const files = join(dataDir, 'sandbox-files')
  mkdirSync(files, { recursive: true, mode: FOLDER_MODE })
  const path = join(dataDir, 'sandbox.ndjson')
  let file = openSync(path, 'a+', FILE_MODE)

  /** Where each message stands, by its place in the order, and where its last card and its last buzz. No message itself. */
  const places = { message: new Map() as Places, redraw: new Map() as Places, buzz: new Map() as Places }
  const atHand = new Map<number, Kept>()
  const chats = new Map<string, { all: number[]; ofBot: number[] }>()
  /** What was added since a day and less, and in the day before. */
  const keys = { since: 0, young: new Map<string, string>(), old: new Map<string, string>() }
  const forgotten: { chat: string; since: string; until: string }[] = []
  const off = new Set<string>()
  let memory = ''
  let offsetMs = 0
  let last = 0

  const hold = (nth: number, kept: Kept): Kept => {
    atHand.delete(nth)
    atHand.set(nth, kept)
    for (const eldest of atHand.keys()) {
      if (atHand.size <= AT_HAND) break
      atHand.delete(eldest)
    }
    return kept
  }

  const lineAt = <Op extends Line['op']>(place: Place | undefined, op: Op): LineOf<Op> | undefined => {
    if (!place) return undefined
    const bytes = Buffer.alloc(place.bytes)
    readSync(file, bytes, 0, place.bytes, place.at)
    const line = parsed(bytes)
    if (line?.op !== op) throw new Damaged(`${path} 在运行时被改动，请停止烽火，把它移到别处，再启动`)
    return line as LineOf<Op> // its `op` is the one that was asked for
  }

  const kept = (nth: number): Kept | undefined => {
    const near = atHand.get(nth)
    if (near) return near
    const line = lineAt(places.message.get(nth), 'message')
    if (!line) return undefined
    const { op: _, message, ...rest } = line
    const redrawn = lineAt(places.redraw.get(nth), 'redraw')
    const buzzed = lineAt(places.buzz.get(nth), 'buzz')
    return hold(nth, {
      ...rest,
      message: {
        ...message,
        ...(redrawn ? { card: redrawn.card } : {}),
        ...(buzzed ? { urgent: buzzed.level } : {}),
      },
    })
  }

  const changed = (nth: number, place: Place, of: Places, change: Partial<SandboxMessage>): void => {
    of.set(nth, place)
    const near = atHand.get(nth)
    if (near) hold(nth, { ...near, message: { ...near.message, ...change } })
  }

  const remember = (key: string, { id, at }: SandboxMessage): void => {
    const ms = Date.parse(at)
    if (ms > keys.since + KEYS_KEEP_MS) {
      keys.old = keys.young
      keys.young = new Map()
      keys.since = ms
    }
    keys.young.set(key, id)
  }

  const fold = (line: Line, place: Place): void => {
    switch (line.op) {
      case 'begin':
        memory = line.memory
        return
      case 'message': {
        const { op: _, ...rest } = line
        const { chat, message, key } = rest
        const nth = nthOf(message.id)
        const rows = chats.get(chat) ?? { all: [], ofBot: [] }
        insert(rows.all, nth)
        if (message.from === 'bot') insert(rows.ofBot, nth)
        if (rows.ofBot.length > COUNTED) rows.ofBot.shift()
        chats.set(chat, rows)
        places.message.set(nth, place)
        hold(nth, rest)
        last = Math.max(last, nth)
        if (key !== undefined) remember(key, message)
        return
      }
      case 'redraw':
        changed(nthOf(line.id), place, places.redraw, { card: line.card })
        return
      case 'buzz':
        changed(nthOf(line.id), place, places.buzz, { urgent: line.level })
        return
      case 'clock':
        offsetMs = line.offsetMs
        return
      case 'reach':
        if (line.reachable) off.delete(line.person)
        else off.add(line.person)
        return
    }
  }

  /** Length of the file up to the last complete line; a line that could not be written whole is cut off again. */
  let length = 0
  const append = (line: Line): void => {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
    } catch (error) {
      ftruncateSync(file, length)
      throw error
    }
    fold(line, { at: length, bytes: bytes.length })
    length += bytes.length
  }

  const bytes = readFileSync(path)
  try {
    length = readLines(path, bytes, fold)
  } catch (error) {
    closeSync(file)
    throw error
  }
  if (length < bytes.length) ftruncateSync(file, length)
  if (!memory) append({ op: 'begin', memory: randomUUID() })

  const all = (chat: string): Kept[] => (chats.get(chat)?.all ?? []).flatMap((nth) => kept(nth) ?? [])

  /** The file anew, as things are now, but for what `instead` says. */
  const rewrite = (instead: ReadonlyMap<string, SandboxMessage>): void => {
    const order = [...chats.values()].flatMap((rows) => rows.all).sort((a, b) => a - b)
    const moved: Places = new Map()
    let end = 0
    const bytesOf = (line: Line): Buffer => {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
      if (line.op === 'message') moved.set(nthOf(line.message.id), { at: end, bytes: bytes.length })
      end += bytes.length
      return bytes
    }
    const lines = [bytesOf({ op: 'begin', memory })]
    for (const nth of order) {
      const one = kept(nth)
      if (!one) continue
      const message = instead.get(one.message.id) ?? one.message
      lines.push(bytesOf({ op: 'message', ...one, message }))
    }
    lines.push(bytesOf({ op: 'clock', offsetMs }))
    for (const person of off) lines.push(bytesOf({ op: 'reach', person, reachable: false }))
    const bytes = Buffer.concat(lines)
    const fresh = openSync(`${path}.new`, 'w', FILE_MODE)
    try {
      writeFileSync(fresh, bytes)
      fsyncSync(fresh)
    } finally {
      closeSync(fresh)
    }
    renameSync(`${path}.new`, path)
    closeSync(file)
    file = openSync(path, 'a+', FILE_MODE)
    length = bytes.length
    places.message = moved
    places.redraw = new Map()
    places.buzz = new Map()
    atHand.clear()
  }
  const wiped = ({ id, at, from }: SandboxMessage): SandboxMessage => ({ id, at, from, text: withheldText })
  const isWiped = ({ text, card, file: sent }: SandboxMessage): boolean =>
    text === withheldText && card === undefined && sent === undefined
  /** Said in a dialog that was ended by a secret, or answered in it. */
  const toForget = (chat: string, { at, from }: SandboxMessage, key: string | undefined): boolean =>
    (from === chat || key?.startsWith('sent:reply/') === true) &&
    forgotten.some((one) => one.chat === chat && one.since <= at && at < one.until)

  return {
    memory,
    nextId() {
      last += 1
      return idOf(last)
    },
    add: (chat, message, key) =>
      append({
        op: 'message',
        chat,
        message: toForget(chat, message, key) ? wiped(message) : message,
        ...(key === undefined ? {} : { key }),
      }),
    forget(chat, since, until) {
      forgotten.push({ chat, since, until })
      const changed = all(chat).flatMap(({ message, key }) =>
        toForget(chat, message, key) && !isWiped(message) ? wiped(message) : [],
      )
      if (changed.length > 0) rewrite(new Map(changed.map((message) => [message.id, message])))
      return changed
    },
    redraw(id, card) {
      if (!places.message.get(nthOf(id))) return undefined
      append({ op: 'redraw', id, card })
      return kept(nthOf(id))?.message
    },
    buzz: (id, level) => append({ op: 'buzz', id, level }),
    find: (id) => kept(nthOf(id)),
    byKey: (key) => keys.young.get(key) ?? keys.old.get(key),
    messages: (chat, after = '') => {
      const rows = chats.get(chat)?.all ?? []
      const since = Number(after.slice(1))
      return rows
        .slice(rows.findLastIndex((nth) => nth <= since) + 1)
        .flatMap((nth) => kept(nth)?.message ?? [])
    },
    ofBot: (chat) => (chats.get(chat)?.ofBot ?? []).map(idOf),
    chats: () => [...chats.keys()],
    clockOffsetMs: () => offsetMs,
    moveClock: (byMs) => append({ op: 'clock', offsetMs: Math.min(offsetMs + byMs, FARTHEST_MS) }),
    reachable: (person) => !off.has(person),
    setReachable: (person, reachable) => append({ op: 'reach', person, reachable }),
    keepFile: (id, content) => writeFileSync(join(files, id), content, { mode: FILE_MODE }),
    filePath: (id) => (fileId.test(id) ? join(files, id) : undefined),
    close: () => closeSync(file),
  }
}

const parsed = (bytes: Buffer): Line | undefined => {
  try {
    return Line.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}
