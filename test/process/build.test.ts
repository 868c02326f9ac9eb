// Is what was built always what the sources say? A small project of its own, with the real script and the real compiler.
import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, it } from 'vitest'

const folders: string[] = []
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const project = () => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-build-'))
  folders.push(dir)
  for (const name of ['scripts/compile.mjs', 'scripts/build.mjs', 'tsconfig.json', 'package.json'])
    cpSync(name, join(dir, name))
  symlinkSync(resolve('node_modules'), join(dir, 'node_modules'))
  writeFileSync(
    join(dir, 'tsconfig.build.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['bot', 'store'] }),
  )
  mkdirSync(join(dir, 'bot'))
  const write = (name: string, text: string) => writeFileSync(join(dir, 'bot', name), text)
  write('main.ts', "export const word: string = 'first'\n")
  write('other.ts', 'export const other = 1\n')
  const built = (name = 'main.js') => join(dir, 'dist', 'bot', name)
  const args = [join(dir, 'scripts', 'build.mjs')]
  return {
    dir,
    write,
    built,
    main: () => readFileSync(built(), 'utf8'),
    build: () => spawnSync(process.execPath, args, { encoding: 'utf8' }),
    beside: () =>
      new Promise<number | null>((done) => spawn(process.execPath, args).once('exit', (code) => done(code))),
  }
}

it('builds what is not there, and leaves alone what is', () => {
  const { build, main, built } = project()
  expect(build().status).toBe(0)
  expect(main()).toContain('first')
  const { mtimeMs } = statSync(built())
  expect(build().status).toBe(0)
  expect(statSync(built()).mtimeMs).toBe(mtimeMs)
})

it('builds anew what was changed, taken away or damaged, in the sources or beside them', () => {
  const { build, main, built, write, dir } = project()
  build()
  write('main.ts', "export const word: string = 'second'\n")
  build()
  expect(main()).toContain('second')
  writeFileSync(built(), '// half')
  build()
  expect(main()).toContain('second')
  rmSync(built('other.js'))
  build()
  expect(existsSync(built('other.js'))).toBe(true)
  rmSync(join(dir, 'bot', 'other.ts'))
  build()
  expect(existsSync(built('other.js'))).toBe(false)
})

it('says what does not fit, every time, and has built these sources all the same', () => {
  const { build, main, write } = project()
  write('main.ts', "export const word: string = 'wrong'\nexport const n: number = 'no number'\n")
  for (const _ of [1, 2]) {
    const { status, stdout } = build()
    expect(status).toBe(1)
    expect(stdout).toContain('bot/main.ts')
  }
  expect(main()).toContain('wrong')
})

it('several at once, and a reader in between: never a half, never a mixture, nothing left behind', async () => {
  const { beside, build, main, write, dir } = project()
  const much = Array.from({ length: 2000 }, (_, at) => `export const m${at} = ${at}\n`).join('')
  const text = (nth: number) => `export const word: string = '${nth}'\n${much}export const end = 'whole'\n`
  write('main.ts', text(1))
  build()
  for (const nth of [2, 3]) {
    write('main.ts', text(nth))
    let over = false
    const all = Promise.all([beside(), beside(), beside()]).finally(() => {
      over = true
    })
    while (!over) {
      expect(main()).toContain("end = 'whole'")
      await new Promise((go) => setImmediate(go))
    }
    expect(await all).toEqual([0, 0, 0])
    expect(main()).toContain(`word = '${nth}'`)
  }
  expect(readdirSync(dir).filter((name) => name.startsWith('dist.'))).toEqual([])
})
