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
  /** The id of the message that was added under this key. */
  byKey(key: string): string | undefined
  messages(chat: string): readonly SandboxMessage[]
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

const fileId = /^[0-9a-f-]{36}$/

/** Answers the length up to the last whole line. What follows is torn: it was never whole, so nobody was told of it. */
const readLines = (path: string, bytes: Buffer, take: (line: Line) => void): number => {
  let length = 0
  for (let nth = 1; ; nth += 1) {
    const end = bytes.indexOf(0x0a, length)
    if (end < 0) return length
    const line = parsed(bytes.subarray(length, end))
    if (!line)
      throw new Damaged(
        `sandbox.ndjson:${nth} 读不懂，文件被改动或损坏。它只存演示沙盒的聊天和时钟，不是记录：请把 ${path} 移到别处，再启动`,
      )
    take(line)
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

  const places = new Map<string, { chat: string; message: SandboxMessage }>()
  const chats = new Map<string, SandboxMessage[]>()
  const keys = new Map<string, string>()
  const forgotten: { chat: string; since: string; until: string }[] = []
  const off = new Set<string>()
  let memory = ''
  let offsetMs = 0
  let last = 0

  const replace = (id: string, change: Partial<SandboxMessage>) => {
    const place = places.get(id)
    if (!place) return undefined
    const message = { ...place.message, ...change }
    const list = chats.get(place.chat) ?? []
    list[list.findLastIndex((each) => each.id === id)] = message
    places.set(id, { chat: place.chat, message })
    return message
  }

  const fold = (line: Line): void => {
    switch (line.op) {
      case 'begin':
        memory = line.memory
        return
      case 'message': {
        const { chat, message, key } = line
        const list = chats.get(chat) ?? []
        const before = list.findLastIndex((each) => each.id < message.id)
        list.splice(before + 1, 0, message)
        chats.set(chat, list)
        places.set(message.id, { chat, message })
        last = Math.max(last, Number(message.id.slice(1)))
        if (key !== undefined) keys.set(key, message.id)
        return
      }
      case 'redraw':
        replace(line.id, { card: line.card })
        return
      case 'buzz':
        replace(line.id, { urgent: line.level })
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
    length += bytes.length
    fold(line)
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

  /** The file anew, as things are now. */
  const rewrite = (): void => {
    const keyOf = new Map([...keys].map(([key, id]) => [id, key]))
    const lines: Line[] = [
      { op: 'begin', memory },
      ...[...places]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([id, { chat, message }]): Line => {
          const key = keyOf.get(id)
          return { op: 'message', chat, message, ...(key === undefined ? {} : { key }) }
        }),
      { op: 'clock', offsetMs },
      ...[...off].map((person): Line => ({ op: 'reach', person, reachable: false })),
    ]
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
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
      return `m${String(last).padStart(8, '0')}`
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
      const keyOf = new Map([...keys].map(([key, id]) => [id, key]))
      const changed = (chats.get(chat) ?? []).filter(
        (message) => toForget(chat, message, keyOf.get(message.id)) && !isWiped(message),
      )
      if (changed.length === 0) return []
      const list = chats.get(chat) ?? []
      for (const message of changed) {
        const bare = wiped(message)
        list[list.indexOf(message)] = bare
        places.set(message.id, { chat, message: bare })
      }
      rewrite()
      return changed.map(wiped)
    },
    redraw(id, card) {
      if (!places.has(id)) return undefined
      append({ op: 'redraw', id, card })
      return places.get(id)?.message
    },
    buzz: (id, level) => append({ op: 'buzz', id, level }),
    find: (id) => places.get(id),
    byKey: (key) => keys.get(key),
    messages: (chat) => chats.get(chat) ?? [],
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
