import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const rooms = ['bot', 'handlers', 'rules', 'store', 'templates'] as const
type Room = (typeof rooms)[number]

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : []
  })

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)(?:import|export)[^'"\n;]*(?:\{[^}]*\}[^'"\n]*)?from '([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g,
    ),
  ].map((one) => one[1] ?? one[2] ?? one[3] ?? '')

const within = (file: string, from: string): string => normalize(join(dirname(file), from))
const roomOf = (path: string): string => path.split('/')[0] ?? ''
const files = rooms.flatMap((room) => filesIn(room))
const each = (check: (file: string, imported: string) => string | undefined): string[] =>
  files.flatMap((file) => importsOf(file).flatMap((imported) => check(file, imported) ?? []))

/** Which rooms a room may enter; its own is always allowed. */
const mayEnter: Record<Room, readonly string[]> = {
  bot: rooms,
  handlers: ['rules', 'store'],
  templates: ['rules', 'store'],
  rules: ['store'],
  store: [],
}

describe('the house', () => {
  it('reads every import', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(importsOf('bot/main.ts')).toContain('pino')
    expect(importsOf('bot/main.ts')).toContain('./house.js')
  })

  it('arrows point inward: nothing imports bot, templates and handlers do not meet', () => {
    expect(
      each((file, imported) => {
        if (!imported.startsWith('.')) return undefined
        const to = roomOf(within(file, imported))
        const from = roomOf(file) as Room // the files are read from the rooms
        return to === from || mayEnter[from].includes(to) ? undefined : `${file} → ${imported}`
      }),
    ).toEqual([])
  })

  it('handlers and rules enter the store only for its vocabulary and pure look-ups', () => {
    const pure = ['store/schema.js', 'store/incident.js', 'store/campus.js', 'store/mistakes.js']
    expect(
      each((file, imported) =>
        ['handlers', 'rules', 'templates'].includes(roomOf(file)) &&
        imported.startsWith('.') &&
        roomOf(within(file, imported)) === 'store' &&
        !pure.includes(within(file, imported))
          ? `${file} → ${imported}`
          : undefined,
      ),
    ).toEqual([])
  })

  it('store/schema.ts and store/incident.ts import nothing of ours but the vocabulary', () => {
    // the vocabulary has parts, which know only each other and zod
    const parts = files.filter((file) => file.startsWith('store/schema'))
    const outside = (file: string) =>
      importsOf(file).filter((one) =>
        one.startsWith('.') ? !within(file, one).startsWith('store/schema/') : one !== 'zod',
      )
    expect(parts.length).toBeGreaterThan(5)
    expect(parts.flatMap(outside)).toEqual([])
    expect(importsOf('store/incident.ts').filter((one) => one !== './schema.js')).toEqual([])
  })

  it('handlers and rules know no machine: no node: module, no package but zod and the calendar data', () => {
    expect(
      each((file, imported) =>
        ['handlers', 'rules'].includes(roomOf(file)) &&
        !imported.startsWith('.') &&
        !['zod', 'chinese-days'].includes(imported)
          ? `${file} → ${imported}`
          : undefined,
      ),
    ).toEqual([])
  })

  it('each outside thing has one place', () => {
    const places: [RegExp, RegExp][] = [
      [/^(botkit|botbuilder)/, /^bot\/dialogs\//],
      [/^(lowdb|pg)(\/|$)/, /^store\//],
      [/^node:fs/, /^(store\/|bot\/(config|doctor|verify)\.ts)/],
      [/^@larksuiteoapi\//, /^bot\/channels\/feishu\//],
      [/^docx$/, /^templates\/documents\/writer\.ts$/],
      [/^express$/, /^bot\/(server\.ts|channels\/)/],
    ]
    expect(
      each((file, imported) => {
        const place = places.find(([what]) => what.test(imported))
        return place && !place[1].test(file) ? `${file} → ${imported}` : undefined
      }),
    ).toEqual([])
  })

  it('only bot reads the clock, draws lots or sets timers', () => {
    const forbidden = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b/
    expect(
      files
        .filter((file) => roomOf(file) !== 'bot')
        .flatMap((file) =>
          readFileSync(file, 'utf8')
            .split('\n')
            .flatMap((line, at) =>
              forbidden.test(line.replace(/\/\/.*|\/?\*.*/, '')) ? [`${file}:${at + 1}`] : [],
            ),
        ),
    ).toEqual([])
  })

  it('every file says in its first line which question it answers', () => {
    expect(
      files.filter((file) => !/^\/\/ .+\?/.test(readFileSync(file, 'utf8').split('\n')[0] ?? '')),
    ).toEqual([])
  })
})
