// Are the answers of an open dialog readable only while it is open, whatever happens to the process and the disk?
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTurns, type Turns } from '../../bot/turn/turns.js'
import { StoreUnavailable } from '../../store/journal.js'
import { openKeys } from '../../store/keys.js'
import type { Draft } from '../../store/schema.js'
import { openSeal } from '../../store/seal.js'
import { leftovers } from '../scenes/leftovers.js'

const AT = '2026-11-24T00:00:00.000Z'
const WORD = '丙丁专用系统'
const quiet = { info() {}, warn() {}, error() {} }

let dir = ''
let copies: string[] = []
let turns: Turns
const open = (more: Partial<Parameters<typeof openTurns>[0]> = {}, at = dir) =>
  openTurns({ dir: at, now: () => Date.parse(AT), log: quiet, ...more })

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fenghuo-seal-'))
  turns = await open()
})
afterEach(async () => {
  await turns.stop()
  for (const one of [dir, ...copies]) rmSync(one, { recursive: true, force: true })
  copies = []
})

const draft = (system: string, id = 'd1'): Draft => ({
  id,
  person: { id: 'liu', name: '刘' },
  channel: 'sandbox',
  state: 'asking',
  question: 'category',
  asked: [],
  answers: { system },
  misses: 0,
  touchedAt: AT,
})
const notice = (text: string) => ({
  key: 'reply/1',
  to: { person: 'liu' },
  rank: 3,
  view: { view: 'text' as const, text },
  at: AT,
  nth: 1,
})
const answered = (id: string, system = WORD) =>
  turns.turn(id, (turn) => {
    turn.belongsTo('liu')
    turn.put('drafts', 'liu', draft(system))
    turn.put('dialogs', 'x/conversations/liu/', { values: { last: system } })
    turn.put('outbox', 'reply/1', notice(`系统名称：${system}`))
    return { card: `您的回答：${system}` }
  })
const diverted = (id = 'm2') =>
  turns.turn(id, (turn) => {
    turn.belongsTo('liu')
    turn.drop('drafts', 'liu')
    turn.drop('dialogs', 'x/conversations/liu/')
    turn.forgetAnswers('liu')
    return {}
  })
const copy = (): string => {
  const to = mkdtempSync(join(tmpdir(), 'fenghuo-seal-copy-'))
  copies.push(to)
  cpSync(dir, to, { recursive: true })
  rmSync(join(to, 'lock'), { recursive: true, force: true })
  return to
}

describe('leftovers finds a word however it is written', () => {
  test.each([
    ['utf8', Buffer.from(`x${WORD}y`)],
    ['utf16', Buffer.from(`x${WORD}y`, 'utf16le')],
    [
      'escaped',
      Buffer.from(
        JSON.stringify(WORD).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
      ),
    ],
    ['base64', Buffer.from(Buffer.from(`a${WORD}b`).toString('base64'))],
  ])('%s', (_, bytes) => {
    writeFileSync(join(dir, 'found'), bytes)
    expect(leftovers(dir, [WORD])).toHaveLength(1)
  })
})

describe('while a dialog is open', () => {
  test('its answers are in no file, and are there again after a start', async () => {
    await answered('m1')
    expect(leftovers(dir, [WORD])).toEqual([])
    await turns.stop()
    expect(leftovers(dir, [WORD])).toEqual([])
    turns = await open()
    expect(turns.peek().drafts.liu?.answers.system).toBe(WORD)
    expect(turns.peek().outbox['reply/1']?.view).toEqual({ view: 'text', text: `系统名称：${WORD}` })
    const again = await turns.turn('m1', () => ({ card: 'another' }))
    expect(again).toEqual({ card: `您的回答：${WORD}` })
  })

  test('the file of the keys is for the bot alone, and is made with the first answer', async () => {
    expect(existsSync(join(dir, 'keys'))).toBe(false)
    await answered('m1')
    expect(statSync(join(dir, 'keys')).mode & 0o777).toBe(0o600)
  })

  test('a killed process loses no answer', async () => {
    await answered('m1')
    const killed = copy()
    const after = await open({}, killed)
    expect(after.peek().drafts.liu?.answers.system).toBe(WORD)
    await after.stop()
  })

  test('a checkpoint holds the very rows of the journal', async () => {
    await answered('m1')
    await turns.stop()
    const row = (text: string) => /"drafts":\{"liu":(\{[^}]*\})/.exec(text)?.[1]
    const state = readFileSync(join(dir, 'state.json'), 'utf8')
    const journal = readFileSync(join(dir, 'journal', '000000000001.ndjson'), 'utf8')
    expect(row(state)).toBeDefined()
    expect(journal).toContain(`{"put":"drafts","key":"liu","value":${row(state)}}`)
    turns = await open()
  })
})

describe('after it was ended by a secret', () => {
  test('nothing of it is left: not in memory, not in a file, not for a repetition', async () => {
    await answered('m1')
    await diverted()
    expect(JSON.stringify(turns.peek())).not.toContain(WORD)
    expect(await turns.turn('m1', () => ({ card: 'another' }))).toEqual({})
    await turns.stop()
    turns = await open()
    expect(JSON.stringify(turns.peek())).not.toContain(WORD)
    expect(leftovers(dir, [WORD])).toEqual([])
  })

  test('an older copy of the record can not be read with the keys of now', async () => {
    await answered('m1')
    const older = copy()
    await diverted()
    cpSync(join(dir, 'keys'), join(older, 'keys'))
    const after = await open({}, older)
    expect(JSON.stringify(after.peek())).not.toContain(WORD)
    expect(after.peek().drafts).toEqual({})
    await after.stop()
    // the drops are in the record: it opens again, and holds
    const again = await open({}, older)
    expect(again.peek().drafts).toEqual({})
    await again.stop()
  })

  test('killed after the line was stored and before the key was thrown away: the next start throws it away', async () => {
    await answered('m1')
    const keys = readFileSync(join(dir, 'keys'))
    const used = keys.subarray(0, 32)
    await diverted()
    const killed = copy()
    writeFileSync(join(killed, 'keys'), keys)
    const after = await open({}, killed)
    expect(readFileSync(join(killed, 'keys')).includes(used)).toBe(false)
    await after.stop()
  })

  test('killed, with a checkpoint in which the key has no row any more: the same', async () => {
    await answered('m1')
    const keys = readFileSync(join(dir, 'keys'))
    await diverted()
    await turns.stop()
    const killed = copy()
    writeFileSync(join(killed, 'keys'), keys)
    const after = await open({}, killed)
    expect(readFileSync(join(killed, 'keys')).includes(keys.subarray(0, 32))).toBe(false)
    await after.stop()
    turns = await open()
  })

  test('the key is gone before the turn is answered', async () => {
    await answered('m1')
    const used = readFileSync(join(dir, 'keys')).subarray(0, 32)
    await diverted()
    expect(readFileSync(join(dir, 'keys')).includes(used)).toBe(false)
  })

  test('a disk that takes nothing: the dialog goes on with its answers', async () => {
    await turns.stop()
    let full = false
    turns = await open({
      wrap: (journal) => ({
        ...journal,
        append: async (at, changes) => {
          if (full) throw new StoreUnavailable('full')
          return journal.append(at, changes)
        },
      }),
    })
    await answered('m1')
    full = true
    await expect(diverted()).rejects.toThrow(StoreUnavailable)
    full = false
    expect(turns.peek().drafts.liu?.answers.system).toBe(WORD)
    await answered('m3', '另一个系统')
    await turns.stop()
    turns = await open()
    expect(turns.peek().drafts.liu?.answers.system).toBe('另一个系统')
    await diverted('m4')
    expect(JSON.stringify(turns.peek())).not.toMatch(/另一个系统|丙丁/)
  })
})

test('what others are told, and cards of incidents, are never dropped with a dialog', async () => {
  const other = {
    ...notice('x'),
    key: '2026-0001/card/liu',
    view: { view: 'incident' as const, incident: '2026-0001' },
  }
  const asked = { ...notice('x'), key: 'reply/1/1', view: { view: 'todo' as const } }
  await turns.turn('m1', (turn) => {
    turn.belongsTo('liu')
    turn.put('drafts', 'liu', draft(WORD))
    turn.put('outbox', other.key, other)
    turn.put('outbox', asked.key, asked)
    return {}
  })
  await diverted()
  expect(Object.keys(turns.peek().outbox).sort()).toEqual(['2026-0001/card/liu', 'reply/1/1'])
})

test('an ordinary end: what waits is still said, and the key goes with the last row', async () => {
  await answered('m1')
  const used = readFileSync(join(dir, 'keys')).subarray(0, 32)
  await turns.turn('m2', (turn) => {
    turn.belongsTo('liu')
    turn.drop('drafts', 'liu')
    turn.drop('dialogs', 'x/conversations/liu/')
    return {}
  })
  await turns.stop()
  turns = await open()
  expect(turns.peek().outbox['reply/1']?.view).toEqual({ view: 'text', text: `系统名称：${WORD}` })
  expect(readFileSync(join(dir, 'keys')).includes(used)).toBe(true)
  await turns.turn(undefined, (turn) => turn.drop('outbox', 'reply/1'))
  expect(readFileSync(join(dir, 'keys')).includes(used)).toBe(false)
})

test('two dialogs at once do not touch each other, and many get more keys', async () => {
  await Promise.all(
    Array.from({ length: 100 }, (_, nth) =>
      turns.turn(`m${nth}`, (turn) => {
        turn.belongsTo(`p${nth}`)
        turn.put('drafts', `p${nth}`, draft(`系统${nth}号机`, `d${nth}`))
        return {}
      }),
    ),
  )
  await Promise.all(
    Array.from({ length: 50 }, (_, nth) =>
      turns.turn(`n${nth}`, (turn) => {
        turn.belongsTo(`p${nth}`)
        turn.drop('drafts', `p${nth}`)
        return {}
      }),
    ),
  )
  await turns.stop()
  turns = await open()
  expect(Object.keys(turns.peek().drafts)).toHaveLength(50)
  expect(turns.peek().drafts.p99?.answers.system).toBe('系统99号机')
})

test('a dialog that is ended and begun in the same breath keeps its new answers', async () => {
  await answered('m1')
  await Promise.all([diverted('m2'), answered('m3', '新的系统')])
  await turns.stop()
  turns = await open()
  expect(turns.peek().drafts.liu?.answers.system).toBe('新的系统')
})

test('read only, without keys: nothing is written, and what is sealed stays closed', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'fenghuo-seal-copy-'))
  copies.push(empty)
  const seal = openSeal(openKeys(empty, { readOnly: true }))
  expect(existsSync(join(empty, 'keys'))).toBe(false)
  seal.close()
})
