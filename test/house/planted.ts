// What would break the house? Small houses with one breach each, beside which stands what is right.
import type { LawName } from './laws.js'

type Planted = { law: LawName; breach: string; files: Record<string, string> }

/** A file of the product, with the line that says its question. */
const file = (...lines: string[]): string => ['// What is planted here?', ...lines, ''].join('\n')
const empty = file()
const clock: LawName = 'only bot looks at the clock, draws lots, waits, or touches network and process'
const outside: LawName = 'each module from outside has its places'
const arrows: LawName = 'arrows point inward: nothing imports bot, templates and handlers do not meet'
const circle: LawName = 'the imports of files make no circle'
const vocabulary: LawName =
  'the vocabulary imports only its own parts and zod, and what happened only the vocabulary'
const sentences: LawName = 'what people read stands in templates'
const home: LawName = 'what only its own file uses is not exported'

/** A use that a room of decisions must not make: one line, the third of its file, after one that is right. */
const use = (line: string, name: string, room = 'handlers'): Planted => ({
  law: clock,
  breach: `${room}/planted.ts:3 ${name}`,
  files: {
    [`${room}/planted.ts`]: file(
      'const right = (at: string, fetch: Date) => [new Date(at), Date.parse(at), Math.max(1, 2), fetch]',
      line,
      'right.call({ process: 1 })',
    ),
  },
})
const modules = (from: string, room: string): Planted => ({
  law: outside,
  breach: `${room}/planted.ts → ${from}`,
  files: { [`${room}/planted.ts`]: file(`import '${from}'`) },
})
const arrow = (law: LawName, from: string, to: string, specifier: string): Planted => ({
  law,
  breach: `${from} → ${to}`,
  files: { [from]: file(`import '${specifier}'`), [to]: empty },
})

/** A sentence where none may stand, after what may: a comment, a name, and what the vocabulary calls somebody. */
const spoken = (line: string, text: string, room = 'bot'): Planted => ({
  law: sentences,
  breach: `${room}/planted.ts:4 ${text}`,
  files: {
    [`${room}/planted.ts`]: file('/** 待办 */', `const say = (done: '网信办') => ({ 待办: done })`, line),
    'store/schema/post.ts': file(`type Office = '网信办'`),
    'templates/words.ts': file(`const done = '已收到'`),
    'store/mistake.ts': file(`const wrong = (one: number) => \`第 \${one} 行\``),
  },
})

export const planted: Planted[] = [
  {
    law: circle,
    breach: 'bot/a.ts ⇄ bot/b.ts ⇄ bot/c.ts',
    files: {
      'bot/a.ts': file(`import './b.js'`),
      'bot/b.ts': file(`import type {} from './c.js'`),
      'bot/c.ts': file(`type A = import('./a.js').A`, 'const a: A = 1', 'console.log(a)', `import './d.js'`),
      'bot/d.ts': empty,
    },
  },
  {
    law: circle,
    breach: 'rules/a.ts ⇄ rules/b.ts',
    files: { 'rules/a.ts': file(`export {} from './b.js'`), 'rules/b.ts': file(`await import('./a.js')`) },
  },
  {
    law: circle,
    breach: 'bot/a.ts',
    files: { 'bot/a.ts': file(`import './a.js'`) },
  },

  use(`await fetch('https://example.edu.cn')`, 'fetch()'),
  use('const given = { fetch }', 'fetch'),
  use('process.exit(1)', 'process.exit'),
  use('const { env } = process', 'process'),
  use(`process['env']`, 'process.env'),
  use('const id = crypto.randomUUID()', 'crypto.randomUUID'),
  use('setTimeout(right, 5)', 'setTimeout()', 'rules'),
  use('setInterval(right, 5)', 'setInterval()', 'rules'),
  use('setImmediate(right)', 'setImmediate()', 'rules'),
  use('queueMicrotask(() => right)', 'queueMicrotask()', 'rules'),
  use('const began = performance.now()', 'performance.now', 'templates'),
  use('const now = new Date()', 'new Date()', 'rules'),
  use('const now = +new Date', 'new Date()', 'templates'),
  use('const now = new Date(...[])', 'new Date()', 'templates'),
  use('const now = Date()', 'Date()', 'templates'),
  use('const now = Date.now()', 'Date.now', 'store'),
  use('const now = Date /* no pattern */ . now()', 'Date.now'),
  use('const Clock = Date', 'Date'),
  use('class Clock extends Date {}', 'Date'),
  use('const now = Date[`now`]()', 'Date.now'),
  use('const now = globalThis.Date.now()', 'globalThis.Date'),
  use(`const today = new Intl.DateTimeFormat('zh-CN').format()`, '.format()', 'templates'),
  use('const lot = Math.random()', 'Math.random', 'templates'),
  use('const { random } = Math', 'Math', 'rules'),
  use(`const x = eval('1')`, 'eval()', 'rules'),

  modules('node:fs', 'handlers'),
  modules('node:crypto', 'rules'),
  modules('node:timers', 'bot'),
  modules('express', 'store'),
  modules('lodash', 'bot'),
  modules('botkit', 'bot'),
  modules('zod', 'templates'),
  modules('./gone.js', 'bot'),
  {
    law: outside,
    breach: 'bot/planted.ts → docx',
    files: { 'bot/planted.ts': file(`const docx = await import('docx')`, `type Z = import('zod').ZodType`) },
  },
  {
    law: outside,
    breach: 'bot/planted.ts → pg',
    files: {
      'bot/planted.ts': file(`export { Client } from`, `  'pg'`),
      'bot/b.ts': file(`import { Client } from './planted.js'`, 'new Client()'),
    },
  },
  {
    law: 'nothing is imported by a name that is computed',
    breach: 'bot/planted.ts:2',
    files: { 'bot/planted.ts': file('await import(process.argv[2])') },
  },

  arrow(arrows, 'rules/planted.ts', 'bot/time/clock.ts', '../bot/time/clock.js'),
  arrow(arrows, 'handlers/planted.ts', 'templates/card.ts', '../templates/card.js'),
  arrow(arrows, 'templates/planted.ts', 'handlers/understand/words.ts', '../handlers/understand/words.js'),
  arrow(arrows, 'store/planted.ts', 'rules/rules.ts', '../rules/rules.js'),
  arrow(arrows, 'bot/planted.ts', 'test/stage.ts', '../test/stage.js'),
  arrow(arrows, 'bot/planted.ts', 'bot/channels/sandbox/page/api.js', './channels/sandbox/page/api.js'),
  arrow(arrows, 'bot/planted.ts', 'bot/desk/page/axis.js', './desk/page/axis.js'),
  arrow(
    'handlers, rules and templates enter the store for its vocabulary and pure look-ups only',
    'rules/planted.ts',
    'store/state.ts',
    '../store/state.js',
  ),
  arrow(vocabulary, 'store/schema/planted.ts', 'store/incident.ts', '../incident.js'),
  {
    law: vocabulary,
    breach: 'store/incident.ts → store/schema/word.ts',
    files: {
      'store/incident.ts': file(`import './schema/word.js'`, `import './schema.js'`),
      'store/schema/word.ts': file(`import 'zod'`),
      'store/schema.ts': empty,
    },
  },
  arrow(
    'one channel knows nothing of another',
    'bot/channels/feishu/planted.ts',
    'bot/channels/dingtalk/pace.ts',
    '../dingtalk/pace.js',
  ),
  arrow(
    'what delivers knows no channel by name',
    'bot/delivery/courier.ts',
    'bot/channels/feishu/cards.ts',
    '../channels/feishu/cards.js',
  ),
  arrow(
    'what delivers knows no channel by name',
    'bot/delivery/lanes.ts',
    'bot/channels/open.ts',
    '../channels/open.js',
  ),

  {
    law: 'quotes are single, unless one is quoted',
    breach: 'test/planted.ts:3',
    files: { 'test/planted.ts': file(`console.log("it's", '"', \`"\`)`, 'console.log("it is") // "so"') },
  },
  {
    law: 'nobody asks a matter of which kind it is: there is a table by kind',
    breach: 'handlers/planted.ts:4',
    files: {
      'handlers/planted.ts': file(
        'export const by = { rectification: 1 }',
        'export const one = (matter: { kind: string }) =>',
        "  matter.kind === 'rectification' ? by : undefined",
      ),
      'test/planted.ts': file(`import { by, one } from '../handlers/planted.js'`, 'console.log(by, one)'),
    },
  },
  {
    law: 'every file says in its first line which question it answers',
    breach: 'bot/planted.ts',
    files: { 'bot/planted.ts': '// Helpers.\n', 'test/planted.ts': '' },
  },
  spoken(`say('已收到')`, '已收到'),
  spoken(`say(\`\${one} 项未办\`)`, ' 项未办'),
  spoken(`say(\`第 \${one}\`)`, '第 '),
  spoken(`say(\`\${one} 项，\${one}\`)`, ' 项，'),
  spoken('say(/^取消$/)', '/^取消$/', 'handlers'),
  {
    law: home,
    breach: 'rules/planted.ts: Alone',
    files: {
      'rules/planted.ts': file(
        'export type Alone = { taken: 1 }',
        'export const taken: Alone = { taken: 1 }',
        'export const one = 1',
      ),
      'rules/barrel.ts': file(`export * from './planted.js'`),
      'test/a.ts': file(`import { taken as Alone } from '../rules/planted.js'`, 'console.log(Alone)'),
      'test/b.ts': file(`import { one } from '../rules/barrel.js'`, 'console.log(one)'),
    },
  },
  {
    law: home,
    breach: 'bot/planted.ts: later',
    files: { 'bot/planted.ts': file('const later = 1', 'export { later }') },
  },
]
