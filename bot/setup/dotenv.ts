// What stands in the operator's .env, and how is it changed? Line by line: what is not asked for stays, and nobody else may read it.
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

const FILE = '.env'
const HEAD = '# Fenghuo; .env.example explains every variable. Secrets: nobody else may read this file.\n'

export const hasDotEnv = (): boolean => existsSync(FILE)

/** What Windows' editor puts in front of a file is part of no name. */
const textNow = (): string => readFileSync(FILE, 'utf8').replace(/^\uFEFF/u, '')

export const readDotEnv = (): NodeJS.ProcessEnv => (hasDotEnv() ? parseEnv(textNow()) : {})

/** As it is read back. Throws where no quotes can hold it. */
const lineOf = (name: string, value: string): string => {
  const bare = /^[\w.\-:/@+=,~]*$/.test(value)
  const lines = (bare ? [''] : ["'", '"', '`']).map((quote) => `${name}=${quote}${value}${quote}`)
  const line = lines.find((one) => parseEnv(`${one}\n`)[name] === value)
  if (line === undefined) throw new Error(`${name} has more kinds of quotes than a line of .env can hold`)
  return line
}

/** Whole or not at all, for its owner alone. */
export const writeDotEnv = (values: Readonly<Record<string, string>>): void => {
  const lines = (hasDotEnv() ? textNow() : HEAD).trimEnd().split('\n')
  for (const [name, value] of Object.entries(values)) {
    const line = lineOf(name, value)
    const at = lines.findLastIndex(
      (one) =>
        one
          .replace(/^\s*(export\s+)?/, '')
          .split('=')[0]
          ?.trim() === name,
    )
    if (at < 0) lines.push(line)
    else lines[at] = line
  }
  const target = hasDotEnv() ? realpathSync(FILE) : FILE
  const fresh = `${target}.${process.pid}`
  try {
    writeFileSync(fresh, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(fresh, target)
  } finally {
    rmSync(fresh, { force: true })
  }
}
