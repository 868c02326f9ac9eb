// How does a test start another process over the same folder? Compiled once; killed when its test is over.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeAll } from 'vitest'
import { ground } from './ground.js'

/** Other processes run what is tested, compiled once into a folder of its own. */
const built = ground()
beforeAll(() => {
  const tsc = [
    '--ignoreConfig',
    '--rootDir',
    '.',
    '--outDir',
    built,
    '--module',
    'NodeNext',
    '--target',
    'ES2023',
  ]
  execFileSync(process.execPath, [
    'node_modules/typescript/bin/tsc',
    ...tsc,
    ...['--types', 'node', '--skipLibCheck', '--strict', 'bot/turn/turns.ts', 'store/lock.ts'],
  ])
  writeFileSync(join(built, 'package.json'), '{"type":"module"}')
  symlinkSync(resolve('node_modules'), join(built, 'node_modules'))
})

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Starts a process; `heard` is what it says, line by line. */
export const start = (code: string, ...args: string[]) => startIn([], code, ...args)

/** The same, begun by another program: `unshare`, for a container of its own. */
export const startIn = (by: readonly string[], code: string, ...args: string[]) => {
  const path = join(built, `child-${children.length}-${Math.random().toString(36).slice(2)}.mjs`)
  writeFileSync(path, code)
  const [command = '', ...rest] = [...by, process.execPath, path, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  const gone = new Promise<void>((done) => {
    child.once('close', () => done())
  })
  return {
    child,
    gone,
    heard: () => text.split('\n').slice(0, -1),
    says: async (pattern: RegExp): Promise<string> => {
      for (let wait = 0; wait < 2000; wait++) {
        const line = text
          .split('\n')
          .slice(0, -1)
          .find((one) => pattern.test(one))
        if (line) return line
        await new Promise((go) => setTimeout(go, 5))
      }
      throw new Error(`not heard: ${pattern}; heard: ${text}`)
    },
  }
}
