// Is what Node runs what the sources say? Compiles when it is not; each file takes its place by a rename, so that nobody reads half of one.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '..')

const filesIn = (folder) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? filesIn(join(folder, one.name)) : join(folder, one.name),
    )
  } catch {
    return []
  }
}
const digestOf = (parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
/** Names are part of it: a file that was moved is another. */
const contentOf = (files, from) =>
  digestOf(files.toSorted().flatMap((file) => [file.slice(from.length), readFileSync(file)]))

/**
 * `project` is a tsconfig with a plain `include`; what is compiled lies in `folder`, with a `.built` that says from which
 * sources, and what came of them. Whoever compiles at the same time comes to the same end: what two have mixed is found
 * out by its content, and compiled again. Answers whether the compiler was content;
 * its complaints are printed, and what it made all the same is in its place.
 */
export const compile = (project, folder) => {
  const config = (name) => readFileSync(join(root, name), 'utf8')
  const { include } = JSON.parse(config(project))
  const target = join(root, folder)
  const mark = join(target, '.built')
  const sources = () =>
    digestOf([
      config(project),
      config('tsconfig.json'),
      require('typescript/package.json').version,
      contentOf(
        include.flatMap((room) => filesIn(join(root, room)).filter((file) => file.endsWith('.ts'))),
        root,
      ),
    ])
  const compiled = () =>
    include.flatMap((room) => filesIn(join(target, room))).filter((file) => /\.js(\.map)?$/.test(file))
  const wanted = (of) => digestOf([of, contentOf(compiled(), target)])
  const isBuilt = (of) => {
    try {
      return readFileSync(mark, 'utf8') === wanted(of)
    } catch {
      return false
    }
  }

  for (let tries = 0; tries < 5; tries++) {
    const of = sources()
    if (isBuilt(of)) return true
    // beside the target and as deep, so that the maps find the sources
    const fresh = `${target}.${process.pid}`
    try {
      const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
      const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, project), '--outDir', fresh], {
        stdio: 'inherit',
      })
      const made = filesIn(fresh)
      if (made.length === 0) throw new Error(`nothing was compiled for ${folder}`)
      const names = new Set(made.map((file) => file.slice(fresh.length)))
      const digest = digestOf([of, contentOf(made, fresh)])
      for (const file of made) {
        const place = join(target, file.slice(fresh.length))
        mkdirSync(dirname(place), { recursive: true })
        renameSync(file, place)
      }
      for (const file of compiled()) if (!names.has(file.slice(target.length))) rmSync(file, { force: true })
      if (status !== 0) {
        rmSync(mark, { force: true })
        return false
      }
      writeFileSync(`${fresh}/.built`, digest)
      renameSync(`${fresh}/.built`, mark)
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
  }
  throw new Error('the sources changed again and again while they were compiled')
}
