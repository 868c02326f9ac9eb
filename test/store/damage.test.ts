// Is every damage to what is kept named, alike by the start and by verify? A store of a few days, hurt in every way.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../store/checkpoint.js'
import { digestOf } from '../../store/digest.js'
import { openEvidence } from '../../store/evidence.js'
import { examine } from '../../store/examine.js'
import { readFrozen } from '../../store/frozen.js'
import { openFileJournal, verifyJournal } from '../../store/journal-file.js'
import { openSandboxLog } from '../../store/sandbox-log.js'
import type { EventOf } from '../../store/schema.js'
import { at, ground, hearing, linesOf, noted, reported, segmentsOf, turnsAt } from './ground.js'

const nowMs = Date.parse(at)
const by = { id: 'p1', name: '刘老师' }
let sample = ''
let killed = ''
let sha256 = ''

/** Three incidents, one archived, with a file of evidence; several starts; stopped in good order. */
beforeAll(async () => {
  sample = ground()
  const first = await turnsAt(sample)
  sha256 = await openEvidence(sample).keep(Buffer.from('a picture'))
  const evidence: EventOf<'evidence'> = { type: 'evidence', at, by, name: 'a.png', sha256, bytes: 9 }
  for (const number of ['2026-0001', '2026-0002', '2026-0003'])
    await first.turn(`m-${number}`, (turn) => {
      turn.next('incident/2026')
      turn.record(number, reported(number))
    })
  await first.turn('m4', (turn) => turn.record('2026-0002', evidence).id)
  await first.stop()
  const second = await turnsAt(sample)
  await second.turn('m5', (turn) => {
    turn.record('2026-0001', noted('办结'))
    turn.put('ledger', '2026-0001', {
      ...{ id: '2026-0001', drill: false, unit: { id: 'u1', name: '信息学院' }, status: 'closed' },
      ...{ discoveredAt: at, reportedAt: at, closedAt: at },
    })
    turn.archive('2026-0001')
  })
  await second.turn('m6', (turn) => turn.record('2026-0003', noted('看过')).id)
  killed = ground() // as it lies there when the process is killed: no last checkpoint
  cpSync(sample, killed, { recursive: true })
  rmSync(join(killed, 'lock'))
  await second.stop()
})

const copy = (of = sample): string => {
  const dir = ground()
  cpSync(of, dir, { recursive: true })
  return dir
}
const change = (path: string, how: (text: string) => string): void => {
  const text = readFileSync(path, 'utf8')
  const changed = how(text)
  expect(changed).not.toBe(text)
  writeFileSync(path, changed)
}
const changeState = (dir: string, how: (tables: Record<string, Record<string, unknown>>) => void): void =>
  change(join(dir, 'state.json'), (text) => {
    const value = JSON.parse(text)
    how(value.tables)
    return JSON.stringify(value)
  })
/** Changed, and its digest made anew by who changed it. */
const forgeState = (dir: string, how: (value: Record<string, unknown>) => void): void =>
  change(join(dir, 'state.json'), (text) => {
    const { digest: _, ...value } = JSON.parse(text)
    how(value)
    const body = JSON.stringify(value).slice(0, -1)
    return `${body},\n"digest":"sha256:${createHash('sha256').update(body).digest('hex')}"}\n`
  })
const lastSegment = (dir: string): string => segmentsOf(dir).at(-1) ?? ''
const wrong = async (dir: string): Promise<string[]> =>
  (await examine(dir, { nowMs })).flatMap(({ good, what }) => (good ? [] : what))
const plain = (tables: unknown): unknown => JSON.parse(JSON.stringify(tables))
const presentOf = async (dir: string): Promise<unknown> => {
  const turns = await turnsAt(dir)
  const tables = await turns.read(plain)
  await turns.stop()
  return tables
}

describe('a store that is whole', () => {
  it('is found so, stopped or killed, and is open to nobody else', async () => {
    for (const of of [sample, killed]) {
      const findings = await examine(copy(of), { nowMs })
      expect(findings.filter(({ good }) => !good)).toEqual([])
      expect(findings.map(({ what }) => what).join('\n')).toMatch(
        /日志 6 行，哈希链完整.*\n.*\n检查点（第 \d 行）与日志重放的结果一致\n1 起归档事件与日志一致\n1 个证据文件/,
      )
    }
  })
  it('is whole with what a file manager and a backup leave everywhere; a new folder is new with it', async () => {
    const litter = (dir: string): void => {
      for (const folder of ['', 'journal', 'archive', 'archive/2026', 'evidence'])
        for (const name of ['.DS_Store', '._2026-0001.json', 'Thumbs.db', 'old'])
          if (existsSync(join(dir, folder))) writeFileSync(join(dir, folder, name), 'x')
    }
    const dir = copy()
    litter(dir)
    expect(await wrong(dir)).toEqual([])
    const turns = await turnsAt(dir)
    expect(turns.found).toEqual([])
    expect(turns.find('2026-0001')?.id).toBe('2026-0001')
    await turns.stop()
    const fresh = ground()
    for (const folder of ['archive', 'evidence']) {
      mkdirSync(join(fresh, folder))
      writeFileSync(join(fresh, folder, '.DS_Store'), 'x')
    }
    expect(await wrong(fresh)).toEqual([])
    await (await turnsAt(fresh)).stop()
  })
  it('a folder that was never used has nothing to find', async () => {
    expect(await examine(ground(), { nowMs })).toMatchObject([{ good: true }])
  })
  it('is built anew from journal, archive and evidence alone', async () => {
    const dir = copy()
    const before = await presentOf(copy())
    rmSync(join(dir, 'state.json'))
    expect(await presentOf(dir)).toEqual(before)
    expect(await wrong(dir)).toEqual([])
  })
})

const hurtStates: [string, (dir: string) => void][] = [
  ['an incident deleted', (dir) => changeState(dir, (tables) => delete tables.incidents?.['2026-0002'])],
  [
    'a status changed',
    (dir) => change(join(dir, 'state.json'), (text) => text.replace('"status":"open"', '"status":"closed"')),
  ],
  ['a counter removed', (dir) => changeState(dir, (tables) => delete tables.meta?.['n/incident/2026'])],
  [
    'a table emptied',
    (dir) =>
      changeState(dir, (tables) => {
        tables.inbox = {}
      }),
  ],
  [
    'one character altered',
    (dir) => change(join(dir, 'state.json'), (text) => text.replace('主页被篡改', '主页被纂改')),
  ],
  [
    'its digest altered',
    (dir) =>
      change(join(dir, 'state.json'), (text) =>
        text.replace(/"sha256:(.)/, (_, one) => `"sha256:${one === '0' ? '1' : '0'}`),
      ),
  ],
  [
    'its digest left out',
    (dir) => change(join(dir, 'state.json'), (text) => text.replace(/,\n"digest".*/, '}')),
  ],
  ...(
    [
      ['no tables', (value) => delete value.tables],
      ['tables that are a list', (value) => Object.assign(value, { tables: [] })],
      ['no table at all', (value) => Object.assign(value, { tables: {} })],
      ['a table that is null', (value) => Object.assign(value.tables as object, { meta: null })],
      ['a table that is a word', (value) => Object.assign(value.tables as object, { ledger: 'x' })],
      ['no head', (value) => Object.assign(value, { head: null })],
      ['a head at no number', (value) => Object.assign(value.head as object, { seq: '6' })],
      ['a head before the first line', (value) => Object.assign(value.head as object, { seq: -1 })],
      ['a head without a digest', (value) => Object.assign(value.head as object, { prev: 'x' })],
    ] satisfies [string, (value: Record<string, unknown>) => void][]
  ).map(([name, how]): [string, (dir: string) => void] => [
    `${name}, under a digest made anew`,
    (dir) => forgeState(dir, how),
  ]),
  ['{}', (dir) => writeFileSync(join(dir, 'state.json'), '{}')],
  ['null', (dir) => writeFileSync(join(dir, 'state.json'), 'null')],
  ['empty', (dir) => writeFileSync(join(dir, 'state.json'), '')],
  ['cut short', (dir) => truncateSync(join(dir, 'state.json'), 300)],
  ['of bytes', (dir) => writeFileSync(join(dir, 'state.json'), Buffer.alloc(500, 0xff))],
]

describe('a checkpoint that does not prove itself', () => {
  it.each(hurtStates)(
    '%s: named by verify; a start builds it anew from the journal and says so',
    async (_, hurt) => {
      const dir = copy()
      const before = await presentOf(copy())
      hurt(dir)
      expect(await wrong(dir)).toEqual([expect.stringContaining('检查点 state.json')])
      const log = hearing()
      const turns = await turnsAt(dir, { log })
      expect(turns.found).toEqual([expect.stringMatching(/检查点 state\.json.*已由日志重建/)])
      expect(log.said).toMatchObject([{ level: 'warn', about: { file: 'state.json' } }])
      expect(await turns.read(plain)).toEqual(before)
      await turns.stop()
      expect(existsSync(join(dir, 'state.json.damaged'))).toBe(true)
      expect(await wrong(dir)).toEqual([])
      const again = await turnsAt(dir)
      expect(again.found).toEqual([])
      await again.stop()
    },
  )

  const olderOf = (how: (tables: Record<string, Record<string, unknown>>) => void = () => {}): string => {
    const dir = copy() // as the program before the digest left it
    changeState(dir, how)
    change(join(dir, 'state.json'), (text) => text.replace(/,"digest".*/, '}'))
    rmSync(join(dir, 'fenghuo.json'))
    return dir
  }
  it('that an older program wrote without a digest is no damage: an upgrade says nothing, killed half way or not', async () => {
    const before = await presentOf(copy())
    const dir = olderOf()
    expect(await wrong(dir)).toEqual([])
    const log = hearing()
    const turns = await turnsAt(dir, { log })
    expect([turns.found, log.said]).toEqual([[], []])
    expect(await turns.read(plain)).toEqual(before)
    const left = copy(dir)
    rmSync(join(left, 'lock'), { force: true }) // killed here
    await turns.stop()
    for (const folder of [dir, left]) {
      expect(await wrong(folder)).toEqual([])
      expect(existsSync(join(folder, 'state.json.damaged'))).toBe(false)
      const again = await turnsAt(folder)
      expect(again.found).toEqual([])
      await again.stop()
    }
  })
  it('that an older program wrote, and somebody changed, is named', async () => {
    const dir = olderOf((tables) => delete tables.incidents?.['2026-0002'])
    const named = expect.stringContaining('检查点 state.json 与日志不符：incidents/2026-0002')
    expect(await wrong(dir)).toEqual([named])
    const turns = await turnsAt(dir)
    expect(turns.found).toEqual([named])
    await turns.stop()
    expect(await wrong(dir)).toEqual([])
  })

  it('of another version is no promise that a start will mend it', async () => {
    const dir = copy()
    change(join(dir, 'state.json'), (text) => text.replace('"version":1', '"version":7'))
    expect((await wrong(dir)).join()).not.toContain('重建')
  })
  it.each(['-3', '2.5', '1e300'])('without a digest, at line %s, is named', async (seq) => {
    const dir = olderOf()
    change(join(dir, 'state.json'), (text) => text.replace(/"seq":\d+/, `"seq":${seq}`))
    expect(await wrong(dir)).toEqual([expect.stringContaining('检查点 state.json')])
  })
  it.each(['archive', 'evidence'])('and journal and marker gone beside %s: not begun anew', async (left) => {
    const dir = copy()
    for (const name of [
      'state.json',
      'journal',
      'fenghuo.json',
      'keys',
      left === 'archive' ? 'evidence' : 'archive',
    ])
      rmSync(join(dir, name), { recursive: true, force: true })
    expect(await wrong(dir)).toEqual([expect.stringContaining('日志不见了')])
    await expect(turnsAt(dir)).rejects.toThrow('日志不见了')
  })

  it('whose digest was made anew by who changed it is named by the fold of the whole journal', async () => {
    const cases: [string, (tables: Record<string, Record<string, unknown>>) => void][] = [
      ['incidents/2026-0002', (tables) => delete tables.incidents?.['2026-0002']],
      ['meta/n/incident/2026', (tables) => delete tables.meta?.['n/incident/2026']],
      [
        'ledger/2026-0001',
        (tables) => {
          tables.ledger = {}
        },
      ],
      [
        'stubs/x',
        (tables) => {
          tables.stubs = { x: {} }
        },
      ],
    ]
    for (const [place, forge] of cases) {
      const dir = copy()
      const low = openCheckpoint(join(dir, 'state.json'))
      await low.read()
      if (low.data) forge(low.data.tables as never) // only its names matter here
      await low.write()
      expect(await wrong(dir)).toEqual([expect.stringContaining(`检查点 state.json 与日志不符：${place}`)])
    }
  })

  it('is refused where the journal has nothing to build it from', async () => {
    const dir = ground()
    writeFileSync(join(dir, 'state.json'), '{}')
    expect(await wrong(dir)).toEqual([expect.stringContaining('state.json')])
    await expect(turnsAt(dir)).rejects.toThrow('从备份恢复')
  })
})

describe('what a start refuses, verify names in the same words', () => {
  const cases: [string, (dir: string) => void, string][] = [
    [
      'a checkpoint of another version',
      (dir) => change(join(dir, 'state.json'), (text) => text.replace('"version":1', '"version":7')),
      '第 7 版',
    ],
    [
      'a checkpoint newer than the journal',
      (dir) => writeFileSync(lastSegment(dir), `${linesOf(dir)[4]}\n`),
      '检查点（第 6 行）比日志（第 5 行）新：journal/000000000005-0002.ndjson:2 起的日志丢失',
    ],
    [
      'the last line altered, still JSON',
      (dir) => change(lastSegment(dir), (text) => text.replace('看过', '看错')),
      'journal/000000000005-0002.ndjson:2',
    ],
    [
      'a wrong prev in the last line',
      (dir) =>
        change(lastSegment(dir), (text) =>
          text.replace(/("seq":6,"prev":")(.)/, (_, start, one) => `${start}${one === '0' ? '1' : '0'}`),
        ),
      'journal/000000000005-0002.ndjson:1',
    ],
    [
      'an earlier line altered',
      (dir) => change(segmentsOf(dir)[0] ?? '', (text) => text.replace('主页被篡改', '主页被纂改')),
      'journal/000000000001.ndjson:1',
    ],
    [
      'a last line that ends and can not be read',
      (dir) => change(lastSegment(dir), (text) => text.replace('{"seq":6', '{"seq":')),
      'journal/000000000005-0002.ndjson:2',
    ],
    [
      'a segment missing',
      (dir) => rmSync(segmentsOf(dir)[0] ?? ''),
      'journal/000000000001.ndjson:1 缺少第 1 行起的记录',
    ],
    [
      'a segment emptied',
      (dir) => truncateSync(segmentsOf(dir)[0] ?? '', 0),
      'journal/000000000001.ndjson:1 缺少第 1 行起的记录',
    ],
    [
      'a segment of zeros',
      (dir) => writeFileSync(segmentsOf(dir)[0] ?? '', Buffer.alloc(999)),
      'journal/000000000001.ndjson:1 缺少第 1 行起的记录',
    ],
    [
      'a segment cut short',
      (dir) => truncateSync(segmentsOf(dir)[0] ?? '', statSync(segmentsOf(dir)[0] ?? '').size - 9),
      'journal/000000000001.ndjson:4 缺少第 4 行起的记录',
    ],
    [
      'two lines run together',
      (dir) => change(segmentsOf(dir)[0] ?? '', (text) => text.replace('\n', '')),
      'journal/000000000001.ndjson:1 这一行读不懂',
    ],
    [
      'a line broken in two',
      (dir) => change(segmentsOf(dir)[0] ?? '', (text) => text.replace(',"changes"', '\n,"changes"')),
      'journal/000000000001.ndjson:1 这一行读不懂',
    ],
    [
      'an earlier line that is no JSON any more',
      (dir) =>
        change(segmentsOf(dir)[0] ?? '', (text) => text.replace('"type":"reported"', '"type":reported"')),
      'journal/000000000001.ndjson:1 这一行读不懂',
    ],
    ['the journal missing', (dir) => rmSync(join(dir, 'journal'), { recursive: true }), '日志不见了'],
    [
      'the journal empty',
      (dir) => {
        rmSync(join(dir, 'journal'), { recursive: true })
        mkdirSync(join(dir, 'journal'))
      },
      '日志不见了',
    ],
    [
      'the journal of empty files',
      (dir) => {
        for (const file of segmentsOf(dir)) truncateSync(file, 0)
      },
      '日志不见了',
    ],
  ]
  it.each(cases)('%s', async (_, hurt, said) => {
    const dir = copy()
    hurt(dir)
    expect((await wrong(dir)).join('\n')).toContain(said)
    await expect(turnsAt(dir)).rejects.toThrow(said)
    expect((await wrong(dir)).join('\n')).toContain(said) // a start that refuses leaves everything as it was
  })

  /** As a disk that was restored by the wrong command leaves it. */
  const asFolder = (name: string) => (dir: string) => {
    rmSync(join(dir, name), { recursive: true, force: true })
    mkdirSync(join(dir, name))
  }
  const asFile = (name: string) => (dir: string) => {
    rmSync(join(dir, name), { recursive: true, force: true })
    writeFileSync(join(dir, name), '')
  }
  it.each<[string, (dir: string) => void, string]>([
    ...[
      ...['fenghuo.json', 'state.json', 'keys', 'lock', 'frozen.ndjson', 'sandbox.ndjson'],
      ...['journal/000000000001.ndjson', 'journal/epoch-3', 'archive/2026/2026-0001.json'],
    ].map((name): [string, (dir: string) => void, string] => [
      `a folder where ${name} should be`,
      asFolder(name),
      `${name} 应为文件，却是文件夹`,
    ]),
    ...['journal', 'archive', 'archive/2026', 'evidence', 'sandbox-files'].map(
      (name): [string, (dir: string) => void, string] => [
        `a file where ${name} should be a folder`,
        asFile(name),
        `${name} 应为文件夹，却是文件`,
      ],
    ),
    ...[
      'state.json',
      'keys',
      'journal',
      'archive',
      'archive/2026',
      'archive/2026/2026-0001.json',
      'evidence',
    ].map((name): [string, (dir: string) => void, string] => [
      `a link to itself where ${name} should be`,
      (dir) => {
        rmSync(join(dir, name), { recursive: true, force: true })
        symlinkSync(name.split('/').at(-1) ?? '', join(dir, name))
      },
      `${name} 是一个绕回自己的链接`,
    ]),
    ['junk in fenghuo.json', (dir) => writeFileSync(join(dir, 'fenghuo.json'), '???'), 'fenghuo.json 读不懂'],
    ['nothing in fenghuo.json', (dir) => truncateSync(join(dir, 'fenghuo.json'), 0), 'fenghuo.json 读不懂'],
    [
      'a fenghuo.json of a newer program',
      (dir) => change(join(dir, 'fenghuo.json'), (text) => text.replace('"version":1', '"version":2')),
      '请用较新的程序启动',
    ],
  ])('%s', async (_, hurt, said) => {
    const dir = copy()
    hurt(dir)
    expect(await wrong(dir)).toEqual([expect.stringContaining(said)])
    await expect(turnsAt(dir)).rejects.toThrow(said)
    expect(await wrong(dir)).toEqual([expect.stringContaining(said)])
  })

  it('junk among the ids that froze the process, but not a torn last one', async () => {
    const dir = copy()
    writeFileSync(join(dir, 'frozen.ndjson'), `{"at":"${at}","id":"m1"}\n{"at":"2026-`)
    expect(await wrong(dir)).toEqual([])
    expect(readFrozen(dir)).toEqual([{ at, id: 'm1' }])
    writeFileSync(join(dir, 'frozen.ndjson'), `{"at":"${at}","id":"m1"}\n{"at":7}\n`)
    expect(await wrong(dir)).toEqual([expect.stringContaining('frozen.ndjson:2 读不懂')])
    expect(() => readFrozen(dir)).toThrow('frozen.ndjson:2 读不懂')
  })

  it("a line of the sandbox's memory, where there is a sandbox", async () => {
    const dir = copy()
    openSandboxLog(dir).close()
    expect(await examine(dir, { nowMs, sandbox: true })).not.toContainEqual(
      expect.objectContaining({ good: false }),
    )
    writeFileSync(join(dir, 'sandbox.ndjson'), '{"op":"begin","memory":"m"}\n{"op":"cl\n')
    const found = await examine(dir, { nowMs, sandbox: true })
    expect(found).toEqual([{ good: false, what: expect.stringContaining('sandbox.ndjson:2 读不懂') }])
    expect(() => openSandboxLog(dir)).toThrow('sandbox.ndjson:2 读不懂')
    expect(await wrong(dir)).toEqual([])
  })

  it.each([
    ['a clock beyond all years', '{"op":"clock","offsetMs":1e300}'],
    ['a clock of no number', '{"op":"clock","offsetMs":null}'],
    [
      'a message with no place',
      '{"op":"message","chat":"p1","message":{"id":"xx","at":"2026-11-24T00:00:00.000Z","from":"p1"}}',
    ],
    [
      'a message at no time',
      '{"op":"message","chat":"p1","message":{"id":"m00000001","at":"xx","from":"p1"}}',
    ],
    ['another card for no place', '{"op":"redraw","id":"xx","card":{}}'],
  ])("%s in the sandbox's memory", async (_, line) => {
    const dir = copy()
    writeFileSync(join(dir, 'sandbox.ndjson'), `{"op":"begin","memory":"m"}\n${line}\n`)
    const found = await examine(dir, { nowMs, sandbox: true })
    expect(found).toEqual([{ good: false, what: expect.stringContaining('sandbox.ndjson:2 读不懂') }])
    expect(() => openSandboxLog(dir)).toThrow('sandbox.ndjson:2 读不懂')
  })
  it("the sandbox's clock goes no farther than it can be read again", () => {
    const dir = ground()
    const log = openSandboxLog(dir)
    for (const ms of [1e13, 1e13, 1e13, 1e13, 1e300]) log.moveClock(ms)
    const { clockOffsetMs } = log
    log.close()
    const again = openSandboxLog(dir)
    expect(again.clockOffsetMs()).toBe(clockOffsetMs())
    expect(new Date(nowMs + again.clockOffsetMs()).toISOString()).toMatch(/^\d{4}-/)
    again.close()
  })

  it('the journal missing after a kill, with no checkpoint left', async () => {
    const dir = copy(killed)
    rmSync(join(dir, 'journal'), { recursive: true })
    rmSync(join(dir, 'state.json'))
    expect(await wrong(dir)).toEqual([expect.stringContaining('日志不见了')])
    await expect(turnsAt(dir)).rejects.toThrow('从备份恢复 journal 文件夹')
  })

  it.each<[string, (file: string) => void, string]>([
    ['its last line feed missing', (file) => truncateSync(file, statSync(file).size - 1), ':2'],
    ['half of it', (file) => truncateSync(file, Math.floor(statSync(file).size / 2)), ':1'],
    ['nothing but zeros', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size)), ':1'],
    ['nothing', (file) => truncateSync(file, 0), ':1'],
  ])(
    'the last segment with %s, where the checkpoint knows of more: nothing of it is cut',
    async (_, hurt, line) => {
      const dir = copy()
      const file = lastSegment(dir)
      hurt(file)
      const before = readFileSync(file)
      const said = `${file.slice(file.indexOf('journal/'))}${line} 起的日志丢失`
      for (const _time of [1, 2]) {
        expect((await wrong(dir)).join('\n')).toContain(said)
        await expect(turnsAt(dir)).rejects.toThrow(said)
      }
      expect(readFileSync(file).equals(before)).toBe(true)
    },
  )

  it('but a torn last line, which was never confirmed, is cut and said', async () => {
    const dir = copy(killed)
    const file = lastSegment(dir)
    truncateSync(file, readFileSync(file).length - 3)
    expect(await wrong(dir)).toEqual([])
    const log = hearing()
    const turns = await turnsAt(dir, { log })
    expect(log.said).toMatchObject([{ level: 'warn', about: { file: 'journal/000000000005-0002.ndjson' } }])
    expect(turns.head().seq).toBe(5)
    await turns.stop()
  })
})

describe('an archived incident', () => {
  const file = (dir: string) => join(dir, 'archive', '2026', '2026-0001.json')
  it.each([
    ['cut short', (dir: string) => truncateSync(file(dir), 50)],
    ['of nothing', (dir: string) => truncateSync(file(dir), 0)],
    ['{}', (dir: string) => writeFileSync(file(dir), '{}')],
    ['missing', (dir: string) => rmSync(file(dir))],
  ])('%s: a sentence with its name, from verify and when it is asked for', async (_, hurt) => {
    const dir = copy()
    hurt(dir)
    expect(await wrong(dir)).toEqual([expect.stringMatching(/归档文件 .*2026-0001\.json/)])
    const turns = await turnsAt(dir)
    expect(() => turns.find('2026-0001')).toThrow(/归档文件 .*2026-0001\.json.*请从备份恢复/)
    expect(turns.find('2026-0404')).toBeUndefined()
    await turns.stop()
  })
  const hurts: [string, (path: string) => void][] = [
    ['one word changed', (path) => change(path, (text) => text.replace('办结', '未办结'))],
    [
      'the status changed',
      (path) => change(path, (text) => text.replace('"status":"open"', '"status":"closed"')),
    ],
    ['no event', (path) => writeFileSync(path, '{"id":"2026-0001","record":[]}')],
    ['no events', (path) => writeFileSync(path, '{"id":"2026-0001","record":[null],"status":null}')],
  ]
  const older = (dir: string): void => {
    // as a program before the proof left it
    const lines = segmentsOf(dir).map((file) => [file, readFileSync(file, 'utf8')] as const)
    rmSync(join(dir, 'state.json'))
    let prev = '0'.repeat(64)
    for (const [file, text] of lines)
      writeFileSync(
        file,
        text.replace(/.+/g, (line) => {
          const bare = line
            .replace(/,"sha256":"[0-9a-f]{64}"(?=\}\},)/, '')
            .replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`)
          prev = digestOf('sha256', Buffer.from(bare))
          return bare
        }),
      )
  }
  it.each(hurts)('with %s: refused when it is read, and never taken into the journal', async (_, hurt) => {
    for (const before of [() => {}, older]) {
      const dir = copy()
      before(dir)
      if (before === older) expect(linesOf(dir).join('\n')).not.toMatch(/"closedAt":[^}]*"sha256"/)
      hurt(file(dir))
      const said = /归档文件 .*2026-0001\.json .*被改动或损坏/
      expect(await wrong(dir)).toEqual([expect.stringMatching(said)])
      const turns = await turnsAt(dir)
      expect(() => turns.find('2026-0001')).toThrow(said)
      const note = turns.turn(undefined, (turn) => turn.record('2026-0001', noted('后来')).id)
      await expect(note).rejects.toThrow(said)
      await turns.stop()
      cpSync(file(sample), file(dir))
      expect(await wrong(dir)).toEqual([])
      const again = await turnsAt(dir)
      await again.turn(undefined, (turn) => turn.record('2026-0001', noted('后来')).id)
      await again.stop()
      expect(await wrong(dir)).toEqual([])
    }
  })
  it('that the ledger does not know is none', async () => {
    const dir = copy()
    change(file(dir), (text) => text.replaceAll('2026-0001', '2026-0009'))
    cpSync(file(dir), join(dir, 'archive', '2026', '2026-0009.json'))
    const turns = await turnsAt(dir)
    expect(turns.find('2026-0009')).toBeUndefined()
    await expect(
      turns.turn(undefined, (turn) => turn.record('2026-0009', noted('后来')).id),
    ).rejects.toThrow()
    await turns.stop()
  })
  it('altered, still JSON, or one that the journal does not know: named by verify', async () => {
    const altered = copy()
    change(file(altered), (text) => text.replace('办结', '未办结'))
    expect(await wrong(altered)).toEqual([expect.stringContaining('2026-0001.json 与日志不一致')])
    const added = copy()
    writeFileSync(join(added, 'archive', '2026', '2026-0009.json'), '{}')
    expect(await wrong(added)).toEqual([expect.stringContaining('2026-0009.json 在日志里没有记载')])
  })
})

describe('evidence', () => {
  it.each([
    ['altered', (path: string) => writeFileSync(path, 'another picture')],
    ['missing', (path: string) => rmSync(path)],
  ])('%s is named', async (_, hurt) => {
    const dir = copy()
    hurt(join(dir, 'evidence', sha256))
    expect(await wrong(dir)).toEqual([expect.stringContaining(`证据文件 evidence/${sha256} 缺失或被改动`)])
  })
})

describe('a witness outside', () => {
  const headsOf = async (dir: string) => {
    const heads: { seq: number; head: string }[] = []
    await verifyJournal(dir, undefined, ({ seq, prev }) => heads.push({ seq, head: prev }))
    return heads
  }
  it('agrees with the journal it saw', async () => {
    const witnessed = await headsOf(sample)
    const findings = await examine(sample, { nowMs, witnessed })
    expect(findings).toContainEqual({
      good: true,
      what: '见证：给出的 6 个、自己送出的 0 个链头都与日志一致',
    })
  })
  it('is what a journal that was cut to an earlier valid beginning does not agree with', async () => {
    const dir = copy()
    rmSync(lastSegment(dir))
    for (const name of ['state.json', 'archive', 'evidence']) rmSync(join(dir, name), { recursive: true })
    const [, , , , , last] = await headsOf(sample)
    expect((await verifyJournal(dir)).lines).toBe(4)
    const findings = await examine(dir, { nowMs, witnessed: last ? [last] : [] })
    expect(findings).toContainEqual({
      good: false,
      what: '第 6 行曾被见证，日志却只到第 4 行：日志被截短',
    })
  })
  it('is what a journal that was written anew does not agree with', async () => {
    const dir = ground()
    const journal = await openFileJournal(dir, { log: hearing() })
    for (let nth = 0; nth < 6; nth++) await journal.append(at, [{ put: 'meta', key: 'a', value: nth }])
    await journal.close()
    const findings = await examine(dir, { nowMs, witnessed: await headsOf(sample) })
    expect(findings).toContainEqual({ good: false, what: '第 1 行与见证的哈希不符：日志被改写' })
  })
})

describe('a chain of SM3', () => {
  it('begun, switched to and back: every line says by which digest it was chained, and a change is found', async () => {
    const dir = ground()
    for (const digest of ['sm3', 'sha256', 'sm3', 'sm3'] as const) {
      const turns = await turnsAt(dir, { digest })
      for (const n of [1, 2]) await turns.turn(undefined, (turn) => turn.put('meta', 'n', `${digest} ${n}`))
      expect(turns.head().prev).toMatch(digest === 'sm3' ? /^sm3:[0-9a-f]{64}$/ : /^[0-9a-f]{64}$/)
      await turns.stop()
    }
    expect(await wrong(dir)).toEqual([])
    expect(linesOf(dir).map((line) => /"prev":"(sm3:)?/.exec(line)?.[1] ?? '')).toEqual([
      '',
      'sm3:',
      'sm3:',
      '',
      '',
      'sm3:',
      'sm3:',
      'sm3:',
    ])
    for (const segment of segmentsOf(dir).slice(0, 3)) {
      const text = readFileSync(segment, 'utf8')
      writeFileSync(segment, text.replace(/ 2"/, ' 3"'))
      await expect(verifyJournal(dir)).rejects.toThrow(segment.slice(segment.indexOf('journal/')))
      await expect(turnsAt(dir)).rejects.toThrow(segment.slice(segment.indexOf('journal/')))
      writeFileSync(segment, text)
    }
  })
})

describe('who else may read it', () => {
  const loose = (path: string): string[] => [
    ...((statSync(path).mode & 0o077) === 0 ? [] : [path]),
    ...(statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => loose(join(path, name))) : []),
  ]
  const loosen = (path: string): void => {
    chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644)
    if (statSync(path).isDirectory()) for (const name of readdirSync(path)) loosen(join(path, name))
  }
  it('nobody, from the first day, and after somebody loosened it', async () => {
    expect(loose(sample)).toEqual([])
    const dir = copy()
    loosen(dir)
    const turns = await turnsAt(dir)
    await turns.turn(undefined, (turn) => turn.put('meta', 'a', 1))
    expect(loose(dir)).toEqual([])
    await turns.stop()
    expect(loose(dir)).toEqual([])
  })
})

describe('a disk that is full when the house stops', () => {
  it('is an answer, no throw; the data is whole', async () => {
    const dir = ground()
    const log = hearing()
    const turns = await turnsAt(dir, { log })
    await turns.turn(undefined, (turn) => turn.put('meta', 'a', 1))
    mkdirSync(join(dir, 'state.json.new', 'x'), { recursive: true })
    expect(await turns.stop()).toContain('EISDIR')
    rmSync(join(dir, 'state.json.new'), { recursive: true })
    expect(await wrong(dir)).toEqual([])
    const again = await turnsAt(dir)
    expect(await again.read(({ meta }) => meta.a)).toBe(1)
    expect(await again.stop()).toBeUndefined()
  })
})
