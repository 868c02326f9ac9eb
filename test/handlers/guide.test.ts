// Does the duty officer's guide name every word that can be typed? The words are taken from the program, and looked for in both languages.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadRules } from '../../bot/turn/rules.js'
import { actions, spoken } from '../../handlers/actions/index.js'
import { before, behind } from '../../handlers/understand/words-table.js'
import { wayOut } from '../../templates/dialog.js'
import { lookOver } from '../../templates/reception.js'

const { clocks } = await loadRules('rules/rules.yaml')

const guides = ['docs/duty-officer.zh-CN.md', 'docs/duty-officer.md']
const read = (file: string): string => readFileSync(file, 'utf8')
const firstWords = [
  // the guide says 收到, the shortest of them
  ...[...before, ...behind].map(({ command, words }) => (command === 'received' ? '收到' : words[0])),
  ...spoken.map(({ typed }) => typed.words[0] ?? ''),
]
/** A row of a table begins with it, or it is one of those that are not there yet. */
const isNamed = (guide: string, word: string): boolean =>
  new RegExp(`^\\| ${word}( [^|]*)?\\|`, 'm').test(guide) ||
  new RegExp(`^(这一版还没有|Not in this version).*${word}`, 'm').test(guide)

/** In its plain words: where several stand on one card, each adds which incident, or to whom. */
const buttons = [
  ...Object.values(actions).flatMap(({ label, form }) => [label, ...(form ? [form.submit] : [])]),
  ...clocks.flatMap(({ done }) => done ?? []),
  ...readdirSync('templates', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...read(`templates/${file}`).matchAll(/\b(?:press|sayWord)\(\s*'([^']+)'/gu),
      ...read(`templates/${file}`).matchAll(/\{ label: '([^']+)', to: /gu),
    ])
    .flatMap(([, label]) => label ?? []),
  ...Object.values(wayOut),
  lookOver.yes,
]
/** What stands in the first cell of a row, word by word. */
const firstCells = (guide: string): Set<string> =>
  new Set([...guide.matchAll(/^\| ([^|]+)\|/gmu)].flatMap(([, cell]) => (cell ?? '').split(/[、, ]+/u)))

describe.each(guides)('%s', (file) => {
  const guide = read(file)

  it('names every word, in a row of its own', () => {
    expect(firstWords.length).toBeGreaterThan(40)
    expect(firstWords.filter((word) => !isNamed(guide, word))).toEqual([])
  })

  it('names every button, in a row', () => {
    const cells = firstCells(guide)
    expect(buttons.length).toBeGreaterThan(60)
    expect([...new Set(buttons)].filter((label) => !cells.has(label))).toEqual([])
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
