// Are the ten kinds of incident those of the taxonomy, and found by what people call them?
import { describe, expect, test } from 'vitest'
import * as taxonomy from '../../../handlers/understand/taxonomy.js'
import { categoryName } from '../../../rules/fields.js'
import { law, parseRules } from '../../rules/law.js'

const rules = parseRules({})
const { categories } = rules
const findCategories = (text: string) => taxonomy.findCategories(text, categories)
/** The one kind that a text means, if it is one. */
const parseCategory = (text: string) => {
  const found = findCategories(text)
  return found.length === 1 ? found[0] : undefined
}

test('ten kinds, each with a code of its own, examples and its sub-classes', () => {
  expect(categories).toHaveLength(10)
  expect(new Set(categories.map(({ code }) => code)).size).toBe(10)
  expect(categories.reduce((sum, { sub }) => sum + sub.length, 0)).toBe(75) // 76 with 其他事件 itself
  expect(categories.find(({ code }) => code === 'MP')?.sub).toHaveLength(10)
  expect(categories.find(({ code }) => code === 'NA')?.sub).toHaveLength(21)
  expect(categories.find(({ code }) => code === 'DS')?.sub).toHaveLength(12)
  for (const { examples } of categories) expect(examples.length).toBeGreaterThan(0)
})

test('every example that is shown is understood', () => {
  for (const { code, examples } of categories) {
    for (const example of examples) expect([example, parseCategory(example)?.code]).toEqual([example, code])
  }
})

test('every name, short name, code and sub-class is understood', () => {
  for (const category of categories) {
    expect(parseCategory(category.name)?.code).toBe(category.code)
    expect(parseCategory(category.short)?.code).toBe(category.code)
    expect(parseCategory(category.code)?.code).toBe(category.code)
    for (const sub of category.sub) expect([sub, parseCategory(sub)?.code]).toEqual([sub, category.code])
  }
})

describe('in lay words', () => {
  test.each([
    ['1', 'MP'],
    ['２', 'NA'],
    ['第3类', 'DS'],
    ['第三个', 'DS'],
    ['七', 'SHE'],
    ['10', 'OTH'],
    ['网页被改', 'NA'],
    ['学院网站首页被篡改了', 'NA'],
    ['被黑了', 'NA'],
    ['钓鱼邮件', 'NA'],
    ['DDoS攻击', 'NA'],
    ['挂马', 'MP'],
    ['勒索', 'MP'],
    ['电脑中毒', 'MP'],
    ['文件被加密勒索', 'MP'],
    ['数据泄露', 'DS'],
    ['学生信息泄露', 'DS'],
    ['数据被篡改', 'DS'],
    ['断网', 'DE'],
    ['停电', 'DE'],
    ['漏洞', 'SHE'],
    ['弱口令', 'SHE'],
    ['误删了数据库', 'RO'],
    ['异地登录', 'AB'],
    ['地震', 'FOC'],
    ['谣言', 'IC'],
    ['其他', 'OTH'],
    ['信息内容', 'IC'],
  ])('%s is %s', (text, code) => expect(parseCategory(text)?.code).toBe(code))

  test('what fits several is several', () => {
    expect(findCategories('网站打不开').map(({ code }) => code)).toEqual(['NA', 'DE'])
    expect(findCategories('安全').length).toBeGreaterThan(1)
    expect(parseCategory('安全')).toBeUndefined()
  })

  test.each([
    '',
    '。',
    '0',
    '11',
    '不知道',
    '事件',
    '{{#x',
    '(.*)+',
    '__proto__',
    'constructor',
    '🔥',
    '\u200b',
  ])('%j is none', (text) => expect(findCategories(text)).toEqual([]))
  test('a very long text takes no long time', () => {
    const started = performance.now()
    findCategories('网'.repeat(1_000_000))
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

test('a code is shown by its name, what is no code as it is', () => {
  expect(categoryName('NA', rules)).toBe('网络攻击事件')
  expect(categoryName('老的说法', rules)).toBe('老的说法')
})

test('a file that names two kinds, out of order, leaves ten in the order of the standard, the one under its own name', () => {
  const own = { ...law.categories[4], name: '机房和网络故障', short: '机房故障' }
  const kept = parseRules({ categories: [own, law.categories[1]] })
  expect(kept.categories.map(({ code }) => code)).toEqual(categories.map(({ code }) => code))
  expect(categoryName('DE', kept)).toBe('机房和网络故障')
  expect(taxonomy.findCategories('5', kept.categories).map(({ short }) => short)).toEqual(['机房故障'])
  expect(categoryName('MP', kept)).toBe('恶意程序事件')
})
