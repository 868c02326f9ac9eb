// What does the TypeScript compiler see in a text? It is parsed and bound; one that is on no disk is read like one that is.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Node, SourceFile } from 'typescript/unstable/ast'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { API, type Checker } from 'typescript/unstable/sync'

export const rooms = ['bot', 'handlers', 'rules', 'store', 'templates'] as const

export const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

export const textsOf = (files: readonly string[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]))

/** File → what stands in it. */
export type Texts = Readonly<Record<string, string>>

/** The texts of each house as the compiler sees them. No library is loaded: a name that no file declares or imports has no symbol. */
export const parse = <T>(
  houses: readonly Texts[],
  read: (file: string, source: SourceFile, checker: Checker, texts: Texts) => T,
): T[][] => {
  const compilerOptions = {
    ...{ noLib: true, noResolve: true, types: [], allowJs: true },
    ...{ module: 'nodenext', target: 'es2023', moduleDetection: 'force' },
  }
  const placeOf = (house: number, file: string): string => `/houses/${house}/${file}`
  const api = new API({
    cwd: '/houses',
    fs: createVirtualFileSystem(
      Object.fromEntries(
        houses.flatMap((texts, at) => [
          ...Object.entries(texts).map(([file, text]) => [placeOf(at, file), text]),
          [placeOf(at, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(texts) })],
        ]),
      ),
    ),
  })
  try {
    const openProjects = houses.map((_, at) => placeOf(at, 'tsconfig.json'))
    const snapshot = api.updateSnapshot({ openProjects })
    return houses.map((texts, at) => {
      const project = snapshot.getProject(placeOf(at, 'tsconfig.json'))
      const [wrong] = project?.program.getSyntacticDiagnostics() ?? []
      if (wrong) throw new Error(`${wrong.fileName}: ${wrong.text}`)
      return Object.keys(texts).map((file) => {
        const source = project?.program.getSourceFile(placeOf(at, file))
        if (!project || !source) throw new Error(`${file} was not read`)
        return read(file, source, project.checker, texts)
      })
    })
  } finally {
    api.close()
  }
}

export const lineOf = (source: SourceFile, node: Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
