// Which patterns does the house hold? Every regex literal and every `new RegExp`, read from the sources, so that a new one is found by itself.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast'
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isRegularExpressionLiteral,
} from 'typescript/unstable/ast/is'
import { filesIn, lineOf, parse, rooms, type Texts, textsOf } from '../house/compiler.js'

export type Pattern = { source: string; flags: string; where: string }

const functions: ReadonlySet<SyntaxKind> = new Set([
  ...[SyntaxKind.FunctionDeclaration, SyntaxKind.FunctionExpression, SyntaxKind.ArrowFunction],
  ...[SyntaxKind.MethodDeclaration, SyntaxKind.Constructor, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor],
])

/** A call of `RegExp`: `made` while the module is read, or `inside` a function, where nobody can know what it becomes. */
type Made = { where: string; inside: boolean }
type Found = { file: string; literals: Pattern[]; made: Made[] }

const inSource = (file: string, source: SourceFile): Found => {
  const literals: Pattern[] = []
  const made: Made[] = []
  const where = (node: Node): string => `${file}:${lineOf(source, node)}`
  const walk = (node: Node, inside: boolean): void => {
    if (isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      literals.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), where: where(node) })
    }
    if (isNewExpression(node) || isCallExpression(node)) {
      if (isIdentifier(node.expression) && node.expression.text === 'RegExp')
        made.push({ where: where(node), inside })
    }
    node.forEachChild((child) => walk(child, inside || functions.has(node.kind)))
  }
  walk(source, false)
  return { file, literals, made }
}

/** What each source holds: its literals, and its calls of `RegExp`. */
export const readSources = (texts: Texts): Found[] => parse([texts], inSource)[0] ?? []

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
  // the page runs in a browser, and is no TypeScript
  const files = rooms.flatMap(filesIn).filter((file) => file.endsWith('.ts'))
  const read = readSources(textsOf(files))
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
