// Is a bad file answered in words that a person can read, however bad it is?
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadRules } from '../../bot/turn/rules.js'
import { inPrint, Mistakes } from '../../store/mistakes.js'

const mistakesOf = async (text: string): Promise<string[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-mistakes-'))
  const path = join(dir, 'rules.yaml')
  writeFileSync(path, text)
  try {
    await loadRules(path)
    return []
  } catch (error) {
    if (!(error instanceof Mistakes)) throw error
    return error.mistakes
  } finally {
    rmSync(dir, { recursive: true })
  }
}

test('ten thousand mistakes: the first, and how many more', async () => {
  const mistakes = await mistakesOf(
    `clocks:\n${Array.from({ length: 10_000 }, (_, nth) => `  - {id: c${nth}, kind: acknowledge, within: soon}`).join('\n')}\n`,
  )
  expect(mistakes.length).toBeGreaterThanOrEqual(10_000)
  const printed = inPrint(mistakes)
  expect(printed).toHaveLength(51)
  expect(printed[0]).toContain('rules.yaml:2')
  expect(printed[50]).toBe(`……还有 ${mistakes.length - 50} 处，共 ${mistakes.length} 处`)
  expect(inPrint(['一处'])).toEqual(['一处'])
})

test('an overlong value, key or line is shortened', async () => {
  for (const text of [
    `timezone: ${'长'.repeat(5000)}\n`,
    `${'k'.repeat(900)}: 1\n`,
    `clocks: [{id: a, kind: ${'x'.repeat(5000)}, within: 15m}]\n`,
  ]) {
    const mistakes = await mistakesOf(text)
    expect(mistakes.length).toBeGreaterThan(0)
    for (const line of inPrint(mistakes)) expect(line.length).toBeLessThanOrEqual(241)
  }
})

test('a file that is too large is not even read', async () => {
  const [mistake] = await mistakesOf(`# ${'x'.repeat(1024 * 1024)}\n`)
  expect(mistake).toMatch(/rules\.yaml 有 1,048,\d{3} 字节，规则文件最多 1,048,576 字节/)
})
