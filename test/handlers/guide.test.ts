// Does the duty officer's guide name every word that can be typed, and every button? They are taken from the program, and looked for in both languages.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadRules } from '../../bot/turn/rules.js'
import { actions, spoken } from '../../handlers/actions/index.js'
import { before, behind } from '../../handlers/understand/words-table.js'

const guides = ['docs/duty-officer.zh-CN.md', 'docs/duty-officer.md']
const read = (file: string): string => readFileSync(file, 'utf8')
const firstWords = [
  // the guide says 收到, the shortest of them
  ...[...before, ...behind].map(({ command, words }) => (command === 'received' ? '收到' : words[0])),
  ...spoken.map(({ typed }) => typed.words[0] ?? ''),
]
/** Written out where cards are drawn. */
const drawn = ['templates', 'templates/cards'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [
        ...read(join(folder, file)).matchAll(
          /\bpress\(\s*'([^']+)'|label: '(上一页|下一页|提交)'|press\(`([^$`]+) \$/g,
        ),
      ].flatMap(([, ...found]) => found.filter((one) => one !== undefined)),
    ),
)
/** Those of the clocks that have their own: 已启动预案. */
const ofClocks = (await loadRules('rules/rules.yaml')).clocks.flatMap(({ done }) => done ?? [])
const buttons = [...new Set([...Object.values(actions).map(({ label }) => label), ...drawn, ...ofClocks])]
/** A row of a table begins with it, or it is one of those that are not there yet. */
const isNamed = (guide: string, word: string): boolean =>
  new RegExp(`^\\| ${word}( [^|]*)?\\|`, 'm').test(guide) ||
  new RegExp(`^(这一版还没有|Not in this version).*${word}`, 'm').test(guide)

describe.each(guides)('%s', (file) => {
  const guide = read(file)

  it('names every word, in a row of its own', () => {
    expect(firstWords.length).toBeGreaterThan(40)
    expect(firstWords.filter((word) => !isNamed(guide, word))).toEqual([])
  })

  it('names every button', () => {
    expect(buttons).toEqual(expect.arrayContaining(['已启动预案', '写续报', '另行立案', '下一页', '查看']))
    expect(buttons.filter((label) => !guide.includes(label))).toEqual([])
  })

  it('says what follows a word as 帮助 says it', () => {
    const lines = spoken.flatMap(({ action, typed }) =>
      action.help ? `| ${typed.words[0]} ${action.help.rest} |` : [],
    )
    expect(lines.filter((line) => !guide.includes(line))).toEqual([])
  })

  it('names every role', () => {
    for (const role of [
      '第一责任人',
      '直接责任人',
      '领导责任人',
      '主任',
      '常务副主任',
      '值班员',
      '联络员',
      '代理人',
    ])
      expect(guide).toContain(role)
  })
})

it('both readmes and each guide lead there', () => {
  for (const file of ['README.md', 'README.zh-CN.md'])
    for (const guide of guides) expect(read(file)).toContain(guide)
})
