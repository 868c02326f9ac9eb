// Is what the wizard writes into .env read back as it was, and does the rest of the file stay?
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadDotEnv } from '../../bot/process/config.js'
import { readDotEnv, writeDotEnv } from '../../bot/setup/dotenv.js'

const before = process.cwd()
beforeEach(() => process.chdir(mkdtempSync(join(tmpdir(), 'fenghuo-dotenv-'))))
afterEach(() => process.chdir(before))

it.each([
  'cli_a1b2c3',
  'a b',
  'a#b',
  '$HOME',
  '中文 路径',
  "it's",
  'a"b',
  'a`b',
  'a\'b"c',
  "a'b\\nc",
  ' x ',
  '=a=',
])('%s', (value) => {
  writeFileSync('.env', '# mine\nPORT=3100\nSECRET=old\nLOG_LEVEL=warn')
  writeDotEnv({ SECRET: value, MORE: value })
  expect(readDotEnv()).toEqual({ PORT: '3100', SECRET: value, LOG_LEVEL: 'warn', MORE: value })
  expect(readFileSync('.env', 'utf8')).toMatch(/^# mine\nPORT=3100\n/)
  expect(statSync('.env').mode & 0o777).toBe(0o600)
})

it('what no quotes can hold is not written at all, and the file stays as it was', () => {
  writeFileSync('.env', 'PORT=3100\n')
  expect(() => writeDotEnv({ SECRET: `'"\`\n` })).toThrow('SECRET')
  expect(readFileSync('.env', 'utf8')).toBe('PORT=3100\n')
})

it('a file that Windows saved with a mark in front: its first variable is read, and changed in its place', () => {
  writeFileSync('.env', '\uFEFFPORT=3100\nLOG_LEVEL=warn\n')
  expect(readDotEnv()).toEqual({ PORT: '3100', LOG_LEVEL: 'warn' })
  writeDotEnv({ PORT: '3200' })
  expect(readFileSync('.env', 'utf8')).toBe('PORT=3200\nLOG_LEVEL=warn\n')
})

it('what the process was given stands over what the file says', () => {
  writeFileSync('.env', '\uFEFFFENGHUO_DOTENV_A=file\nFENGHUO_DOTENV_B=file\n')
  process.env.FENGHUO_DOTENV_B = 'given'
  loadDotEnv()
  expect([process.env.FENGHUO_DOTENV_A, process.env.FENGHUO_DOTENV_B]).toEqual(['file', 'given'])
  delete process.env.FENGHUO_DOTENV_A
  delete process.env.FENGHUO_DOTENV_B
})
