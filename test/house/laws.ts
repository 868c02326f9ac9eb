// Which laws does the house hold? Each is asked of what stands in the sources, and answers where it is broken.
import { rooms } from './compiler.js'
import type { Source } from './sources.js'

/** `inside` whatever begins with one of these: a folder ends with `/`, a file is itself. */
const inside = (file: string, places: readonly string[]): boolean =>
  places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place))

const PAGE = 'bot/channels/sandbox/page/' // runs in a browser: no module of Node, and the browser's own names
const DESK_PAGE = 'bot/desk/page/'
const pages = [PAGE, DESK_PAGE]
const product = rooms.map((room) => `${room}/`)
const roomOf = (file: string): string =>
  pages.find((page) => file.startsWith(page)) ?? `${file.split('/')[0]}/`

/** Which rooms a room may enter; its own is always allowed. */
const mayEnter: Record<string, readonly string[]> = {
  'bot/': ['handlers/', 'rules/', 'store/', 'templates/'],
  'handlers/': ['rules/', 'store/'],
  'templates/': ['rules/', 'store/'],
  'rules/': ['store/'],
  'store/': [],
  // the shapes of what the server sends it, named in comments: nothing of them reaches a browser
  [PAGE]: [
    ...['bot/channels/sandbox/people.ts', 'bot/channels/sandbox/plainly.ts', 'bot/channels/inbound.ts'],
    ...['store/schema/decision.ts', 'store/schema/word.ts', 'templates/card.ts'],
  ],
  [DESK_PAGE]: ['templates/desk.ts'],
}

/** What the events of each kind of matter come to. */
const folds = ['store/matter.ts', 'store/common.ts', 'store/incident.ts', 'store/asked.ts', 'store/zero.ts']
const vocabulary = ['store/schema.ts', 'store/schema/', ...folds]
/** The only doors to the store for whoever decides or words. */
const pureStore = [...vocabulary, 'store/campus.ts', 'store/concerned.ts', 'store/mistakes.ts']

/** Every module from outside, and where it may be imported. What is not here may be imported nowhere. */
const outside: Record<string, readonly string[]> = {
  '@larksuiteoapi/node-sdk': ['bot/channels/feishu/'],
  botbuilder: ['bot/dialogs/'],
  'botbuilder-dialogs': ['bot/dialogs/'],
  botkit: ['bot/dialogs/'],
  'chinese-days': ['rules/calendar.ts'],
  'csv-parse/sync': ['store/'],
  docx: ['templates/documents/writer.ts'],
  exceljs: ['store/'],
  express: ['bot/process/server.ts', 'bot/channels/', 'bot/desk/'],
  helmet: ['bot/process/server.ts'],
  lowdb: ['store/'],
  pg: ['store/postgres/session.ts'],
  'node:child_process': ['bot/process/watchdog/'],
  'node:crypto': ['bot/', 'store/'],
  'node:fs': ['bot/process/config.ts', 'bot/setup/', 'bot/verify.ts', 'store/'],
  'node:fs/promises': ['bot/readiness.ts', 'bot/setup/', 'store/'],
  'node:http': ['bot/process/server.ts', 'bot/channels/'],
  'node:inspector': ['bot/process/watchdog/'],
  'node:module': ['bot/dialogs/botkit.ts', 'store/os-lock.ts'],
  'node:os': ['store/lock.ts'],
  'node:path': ['bot/setup/', 'store/'],
  'node:readline': ['bot/setup/'],
  'node:stream': ['bot/setup/'],
  'node:timers/promises': ['bot/'],
  'node:url': ['bot/'],
  'node:zlib': ['store/intake.ts'],
  'node:util': ['bot/setup/', 'store/'],
  'node:worker_threads': ['bot/process/watchdog/'],
  pino: ['bot/main.ts'],
  'prom-client': ['bot/process/metrics.ts', 'bot/process/server.ts'],
  'write-excel-file/node': ['templates/documents/workbook.ts'],
  ws: ['bot/channels/dingtalk/'],
  yaml: ['store/'],
  zod: ['bot/', 'handlers/', 'rules/', 'store/'],
}

/** What of the language neither looks at the world nor touches it: a name with all that it has, or one use of a name. */
const pure = [
  ...['Array', 'Boolean', 'Error', 'Intl', 'JSON', 'Map', 'Number', 'Object', 'RegExp', 'Set', 'String'],
  ...['Int32Array', 'TypeError', 'Uint8Array', 'WeakMap'],
  ...['new Date', 'Date.parse', 'Date.UTC'],
  ...['Math.abs', 'Math.ceil', 'Math.floor', 'Math.max', 'Math.min', 'Math.round'],
]
/** The uses that a room is held to. `bot` and its page may use anything. */
const mayUse: Record<string, readonly string[]> = {
  'handlers/': pure,
  'rules/': pure,
  'templates/': pure,
  'store/': [
    ...pure,
    ...['Buffer', 'Promise', 'TextDecoder', 'URL.parse', 'instanceof Date', 'import.meta'],
    ...['process.kill', 'process.pid', 'process.platform'], // a lock names its process
  ],
}
const isAmong = (use: string, names: readonly string[]): boolean =>
  names.includes(use) || names.includes(use.replace(/^(new|instanceof) /, '').replace(/[.([].*$/, ''))

const delivery = ['bot/delivery/']
/** What of the channels is the same for all of them. */
const commonChannel = ['bot/channels/channel.ts', 'bot/channels/need.ts']

/** The channel that a file belongs to. */
const channelOf = (file: string): string | undefined => /^bot\/channels\/([^/]+)\//.exec(file)?.[1]

/**
 * Where Chinese may stand that is not in `templates/` or `rules/`. `input`: tables of what is matched against what people
 * type and platforms send, and the page, which is its own template. `names`: what a unit, an
 * answer or a drill's number is called, compared and never said. `store/`
 * is not asked: it may not import templates, and says in words of its own what is wrong with a file.
 */
const chinese = {
  input: [
    ...pages,
    ...['bot/channels/called.ts', 'bot/reception/replies.ts'],
    ...['handlers/actions/', 'handlers/understand/', 'handlers/questions/table.ts'],
  ],
  names: [...['dialog', 'form', 'read'].map((part) => `handlers/questions/${part}.ts`), 'handlers/report.ts'],
}

/** Chinese that is none of the names that the vocabulary gives: what a post or a unit is called is no sentence. */
const sentencesIn = (house: readonly Source[]): { file: string; text: string; line: number }[] => {
  const named = new Set(
    house
      .filter(({ file }) => inside(file, vocabulary))
      .flatMap((one) => one.chinese.map(({ text }) => text)),
  )
  return house
    .filter(({ file }) => inside(file, ['bot/', 'handlers/']))
    .flatMap(({ file, chinese }) =>
      chinese.filter(({ text }) => !named.has(text)).map((one) => ({ file, ...one })),
    )
}

/** Whoever runs a law hears each breach as one line. */
type Law = (house: readonly Source[]) => string[]

const eachImport =
  (breaks: (file: string, to: string) => boolean): Law =>
  (house) =>
    house.flatMap(({ file, imports }) =>
      imports.flatMap(({ to }) => (to && breaks(file, to) ? [`${file} → ${to}`] : [])),
    )

const ofProduct = (house: readonly Source[]): Source[] => house.filter(({ file }) => inside(file, product))

/** Sets of files of which each reaches all the others. Tarjan's walk. */
const circles: Law = (house) => {
  const next = new Map(house.map(({ file, imports }) => [file, imports.flatMap(({ to }) => to ?? [])]))
  const seen = new Map<string, { index: number; low: number }>()
  const open: string[] = []
  const found: string[] = []
  const visit = (file: string): { index: number; low: number } => {
    const mine = { index: seen.size, low: seen.size }
    seen.set(file, mine)
    open.push(file)
    for (const to of next.get(file) ?? []) {
      const theirs = seen.get(to)
      if (!theirs) mine.low = Math.min(mine.low, visit(to).low)
      else if (open.includes(to)) mine.low = Math.min(mine.low, theirs.index)
    }
    if (mine.low === mine.index) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1 || next.get(file)?.includes(file)) found.push(circle.toSorted().join(' ⇄ '))
    }
    return mine
  }
  for (const { file } of house) if (!seen.has(file)) visit(file)
  return found
}

/** What a file exports and no other file takes, tests among them. What stands in a barrel is taken when it is asked of the barrel. */
const exportsAtHome: Law = (house) => {
  const takers = new Map<string, { file: string; name: string }[]>()
  for (const { file, imports } of house)
    for (const { to, names } of imports) {
      if (to) takers.set(to, [...(takers.get(to) ?? []), ...names.map((name) => ({ file, name }))])
    }
  const isTaken = (from: string, wanted: string): boolean =>
    (takers.get(from) ?? []).some(
      ({ file, name }) =>
        name === wanted || name === '*' || (name === 'export *' && file !== from && isTaken(file, wanted)),
    )
  return ofProduct(house)
    .filter(({ file }) => file.endsWith('.ts'))
    .flatMap(({ file, exports }) =>
      exports.filter((name) => !isTaken(file, name)).map((name) => `${file}: ${name}`),
    )
}

export const laws = {
  'the imports of files make no circle': circles,

  'arrows point inward: nothing imports bot, templates and handlers do not meet': eachImport((file, to) => {
    const from = roomOf(file)
    return inside(file, product) && roomOf(to) !== from && !inside(to, mayEnter[from] ?? [])
  }),

  'handlers, rules and templates enter the store for its vocabulary and pure look-ups only': eachImport(
    (file, to) =>
      inside(file, ['handlers/', 'rules/', 'templates/']) && inside(to, ['store/']) && !inside(to, pureStore),
  ),

  'the vocabulary imports only its own parts and zod, and what happened only the vocabulary': (house) =>
    house
      .filter(({ file }) => inside(file, vocabulary))
      .flatMap(({ file, imports }) =>
        imports
          .filter(({ from, to }) =>
            inside(file, folds)
              ? !to || !inside(to, ['store/schema.ts', ...folds])
              : to
                ? !inside(to, ['store/schema/'])
                : from !== 'zod',
          )
          .map(({ from, to }) => `${file} → ${to ?? from}`),
      ),

  'one channel knows nothing of another': eachImport((file, to) => {
    const [one, other] = [channelOf(file), channelOf(to)]
    return one !== undefined && other !== undefined && one !== other
  }),

  'what delivers knows no channel by name': eachImport(
    (file, to) => inside(file, delivery) && inside(to, ['bot/channels/']) && !inside(to, commonChannel),
  ),

  'each module from outside has its places': (house) =>
    ofProduct(house).flatMap(({ file, imports }) =>
      imports
        .filter(({ to }) => !to)
        .filter(({ from }) => inside(file, pages) || !inside(file, outside[from] ?? []))
        .map(({ from }) => `${file} → ${from}`),
    ),

  'only bot looks at the clock, draws lots, waits, or touches network and process': (house) =>
    house.flatMap(({ file, uses }) => {
      const names = mayUse[roomOf(file)]
      if (!names) return []
      return uses
        .filter(({ name }) => !isAmong(name, names))
        .map(({ name, line }) => `${file}:${line} ${name}`)
    }),

  'nothing is imported by a name that is computed': (house) =>
    ofProduct(house).flatMap(({ file, uses }) =>
      uses.filter(({ name }) => name === 'import(…)').map(({ line }) => `${file}:${line}`),
    ),

  'quotes are single, unless one is quoted': (house) =>
    house.flatMap(({ file, doubleQuoted }) => doubleQuoted.map((line) => `${file}:${line}`)),

  'nobody asks a matter of which kind it is: there is a table by kind': (house) =>
    ofProduct(house)
      .filter(({ file }) => !inside(file, ['store/schema/matter.ts']))
      .flatMap(({ file, kinds }) => kinds.map((line) => `${file}:${line}`)),

  'every file says in its first line which question it answers': (house) =>
    ofProduct(house).flatMap(({ file, firstLine }) => (/^\/\/ .+\?/.test(firstLine) ? [] : [file])),

  'what people read stands in templates': (house) =>
    sentencesIn(house)
      .filter(({ file }) => !inside(file, [...chinese.input, ...chinese.names]))
      .map(({ file, line, text }) => `${file}:${line} ${text}`),

  'what only its own file uses is not exported': exportsAtHome,
} satisfies Record<string, Law>

export type LawName = keyof typeof laws

/** Places in the table of modules that nobody needs any more. */
export const idlePlaces = (house: readonly Source[]): string[] =>
  Object.entries(outside).flatMap(([module, places]) =>
    places
      .filter(
        (place) =>
          !house.some(
            ({ file, imports }) => inside(file, [place]) && imports.some(({ from }) => from === module),
          ),
      )
      .map((place) => `${module}: ${place}`),
  )

/** Places that may hold Chinese, and hold none any more. */
export const idleTables = (house: readonly Source[]): string[] => {
  const sentences = sentencesIn(house)
  return [...chinese.input, ...chinese.names].filter(
    (place) => !sentences.some(({ file }) => inside(file, [place])),
  )
}

/** Files of the product that no other of it imports: what is started, or what nobody needs. */
export const unimported = (house: readonly Source[]): string[] => {
  const imported = new Set(ofProduct(house).flatMap(({ imports }) => imports.flatMap(({ to }) => to ?? [])))
  return ofProduct(house)
    .map(({ file }) => file)
    .filter((file) => !imported.has(file))
}
