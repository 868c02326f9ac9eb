// How is a command begun? `npm run new -- command 会商 confer`: writes its action, its rows and a scene, which compile, keep the style and pass as they are.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

const [kind, word = '', action = '', past = action.endsWith('e') ? `${action}d` : `${action}ed`] =
  process.argv.slice(2)
const stop = (text) => {
  process.stderr.write(`${text}\n`)
  process.exit(2)
}
if (kind !== 'command' || !/^\p{Script=Han}{2,8}$/u.test(word) || !/^[a-z]+(_[a-z]+)*$/.test(action))
  stop(
    'npm run new -- command 会商 confer [conferred]: what is typed, what it is called in code, and what has happened then',
  )
if (!/^[a-z]+(-[a-z]+)*$/.test(past))
  stop(`${past}: what has happened is named in small letters, parted by hyphens`)

const camel = action.replace(/_(.)/g, (_, letter) => letter.toUpperCase())
const kebab = action.replaceAll('_', '-')

/** What is written anew, whole. */
const made = {
  [`handlers/actions/${kebab}.ts`]: `// ${word}: may it be done, and by whom? (Name the rule that asks for it.)
import { record, refOf, refuse, settled } from '../decision.js'
import { type Action, oneAnswer, reason, reasonWrong } from './action.js'

export const ${camel}: Action<'${action}'> = {
  name: '${action}',
  label: '${word}',
  typed: { words: ['${word}'], slash: ['${kebab}'], free: true, long: true, rare: true, read: oneAnswer('reason') },
  help: { rest: '编号 原因', does: '${word}', for: 'office' },
  form: { ask: '请写明${word}的原因', submit: '${word}', items: [reason()] },

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    if (!answers) return { kind: 'form' }
    const text = answers.reason?.trim() ?? ''
    const wrong = reasonWrong(text)
    if (wrong) return refuse(wrong)
    return record({ did: '${past}' }, { type: '${past}', at: world.now, by: refOf(by), reason: text })
  },
}
`,
  [`test/scenes/${kebab}.test.ts`]: `// Does ${word} do what the office says it does, and nothing for others?
import { scene } from './scene.js'
import { reported } from './told.js'

scene(
  '${word}：网信办写明原因，单位得知；旁人不能',
  \`
  08:00
  \${reported()}
  值班甲: ${word} 2026-0001 情况复杂
  机器人 → 值班甲: 已登记${word}。
  机器人 → 书记: …${word}，原因：情况复杂
  …
  值班甲: ${word} 2026-0001 已改密码：Abc12345
  机器人 → 值班甲: 已登记${word}。其中的密码或个人信息已隐去，没有保存。
  机器人 → 书记: …${word}，原因：已改密码：［已隐去］
  …
  书记: ${word} 2026-0001 情况复杂
  机器人 → 书记: 这一项只有网信办可以办理…
\`,
)
`,
}

/** Where a line joins others: before the place that `before` finds, in a file that has exactly one such place. */
const rows = [
  {
    file: 'handlers/actions/index.ts',
    before: /^\n\/\*\* In the order of contract/m,
    add: `import { ${camel} } from './${kebab}.js'\n`,
  },
  {
    file: 'handlers/actions/index.ts',
    before: /^}\n\n\/\*\* No action decides/m,
    add: camel === action ? `  ${action},\n` : `  ${action}: ${camel},\n`,
  },
  {
    file: 'store/schema/event.ts',
    before: /^ {2}z\.object\(\{ type: z\.literal\('submitted'\)/m,
    add: `  z.object({ type: z.literal('${past}'), ...done, reason: z.string() }),\n`,
  },
  {
    file: 'store/schema/event.ts',
    before: /^\n\/\*\* What somebody did, for the sentence/m,
    add: `  | '${action}'\n`,
  },
  { file: 'store/schema/event.ts', before: /^ {2}\| \{ did: 'submitted'/m, add: `  | { did: '${past}' }\n` },
  { file: 'handlers/tell.ts', before: /^ {4}case 'noted':/m, add: `    case '${past}':\n` },
  {
    file: 'templates/news.ts',
    before: /^ {4}case 'follow-up-called':\n {6}return `\$\{name\(event\.by\)\}/m,
    add: `    case '${past}':\n      return \`\${name(event.by)}${word}，原因：\${event.reason}\`\n`,
  },
  {
    file: 'templates/news.ts',
    before: /^ {4}case 'follow-up-called':\n {6}return yes/m,
    add: `    case '${past}':\n      return '已登记${word}。'\n`,
  },
]

/** Every file under a folder. */
const under = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))

/** Two things of one name: the second would not compile, or would never be heard. */
const taken = (said, folder, pattern) => {
  const file = under(folder).find((one) => pattern.test(readFileSync(one, 'utf8')))
  if (file) stop(`“${said}” is taken already: ${file}; nothing was written`)
}
try {
  // what the new file imports is taken, and so are the words of the language
  const imported = made[`handlers/actions/${kebab}.ts`].match(/(?<=^import \{).*(?=\})/gm)
  new Script(`'use strict'; async () => { let ${imported.join(',').replaceAll('type ', '')}, ${camel} }`)
} catch {
  stop(`“${action}” can't be a name in code: take another; nothing was written`)
}
taken(word, 'handlers', new RegExp(`'${word}'`))
taken(`/${kebab}`, 'handlers', new RegExp(`slash: \\[[^\\]]*'${kebab}'`))
taken(past, join('store', 'schema'), new RegExp(`(literal\\(|did: )'${past}'`))
const [texts, old] = [new Map(), new Map()]
for (const file of Object.keys(made)) if (existsSync(file)) stop(`${file} is there already`)
for (const { file, before, add } of rows) {
  if (!old.has(file)) old.set(file, readFileSync(file, 'utf8'))
  const text = texts.get(file) ?? old.get(file)
  const places = [...text.matchAll(new RegExp(before, 'gm'))]
  if (places.length !== 1) stop(`${file}: the place for “${add.trim()}” is not there; nothing was written`)
  texts.set(file, `${text.slice(0, places[0].index)}${add}${text.slice(places[0].index)}`)
}
const written = [...Object.keys(made), ...texts.keys()]
for (const [file, text] of [...Object.entries(made), ...texts]) writeFileSync(file, text)
const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome')
const { status, stderr } = spawnSync(process.execPath, [biome, 'check', '--write', ...written], {
  encoding: 'utf8',
})
if (status !== 0) {
  // a name that can't stand there, or a file that had faults before
  for (const file of Object.keys(made)) rmSync(file)
  for (const [file, text] of old) writeFileSync(file, text)
  stop(`${stderr}This would not have passed, and all is as it was. Take another name, or: npm ci`)
}
process.stdout.write(`${written.join('\n')}

It compiles and its scene passes as it stands. Next: what it asks for and records, who may, in which words.
  npx tsc --noEmit
  npm run scene -- ${word}：
  npx vitest run test/handlers/actions.test.ts -u    who may do it, in every state: read the difference
`)
