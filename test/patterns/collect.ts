// Which patterns does the house hold? Every regex literal and every `new RegExp`, read from the sources, so that a new one is found by itself.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'vite'

export const rooms = ['bot', 'handlers', 'rules', 'store', 'templates'] as const

export type Pattern = { source: string; flags: string; where: string }

type Node = { type: string; start: number; end: number } & Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name === 'page' ? [] : sourcesIn(path) // the page runs in a browser
    return path.endsWith('.ts') ? [path] : []
  })

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** A call of `RegExp`: `made` while the module is read, or `inside` a function, where nobody can know what it becomes. */
type Made = { where: string; inside: boolean }

/** What one source holds: its literals, and its calls of `RegExp`. */
export const readSource = (file: string, code: string): { literals: Pattern[]; made: Made[] } => {
  const { program, errors } = parseSync(file, code)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const literals: Pattern[] = []
  const made: Made[] = []
  const lineOf = (at: number): string => `${file}:${code.slice(0, at).split('\n').length}`
  const walk = (node: Node, inside: boolean): void => {
    if (node.type === 'Literal' && typeof node.regex === 'object' && node.regex !== null) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string } // the parser's own shape
      literals.push({ source: pattern, flags, where: lineOf(node.start) })
    }
    if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const callee = node.callee
      if (isNode(callee) && callee.type === 'Identifier' && callee.name === 'RegExp')
        made.push({ where: lineOf(node.start), inside })
    }
    const within = inside || functions.has(node.type)
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, within)
  }
  walk(program as unknown as Node, false) // the parser's types have no index; every node is walked alike
  return { literals, made }
}

/** What `body` makes with `RegExp` while it runs. */
const recorded = async (body: () => Promise<unknown>): Promise<RegExp[]> => {
  const Native = globalThis.RegExp
  const found: RegExp[] = []
  globalThis.RegExp = new Proxy(Native, {
    construct(target, args, as) {
      const pattern: RegExp = Reflect.construct(target, args, as)
      found.push(pattern)
      return pattern
    },
  })
  try {
    await body()
  } finally {
    globalThis.RegExp = Native
  }
  return found
}

export const collect = async (): Promise<{ patterns: Pattern[]; hidden: string[]; files: number }> => {
  const files = rooms.flatMap((room) => sourcesIn(room))
  const read = files.map((file) => ({ file, ...readSource(file, readFileSync(file, 'utf8')) }))
  const patterns = read.flatMap(({ literals }) => literals)
  for (const { file, made } of read) {
    if (made.length === 0) continue
    const found = await recorded(() => import(`${pathToFileURL(resolve(file)).href}?made`))
    const where = made[0]?.where ?? file
    patterns.push(...found.map(({ source, flags }) => ({ source, flags, where })))
    if (found.length < made.filter(({ inside }) => !inside).length)
      throw new Error(`${file}: not every RegExp of it was seen`)
  }
  return {
    patterns,
    hidden: read.flatMap(({ made }) => made.filter(({ inside }) => inside).map(({ where }) => where)),
    files: files.length,
  }
}
