// Where does each of several campuses lie? A folder of folders: in each its own .env, whose paths are relative to it, its directory, its rules and its data.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Mistakes } from './mistakes.js'

/** `env`: as if this campus were the only one; every path in it is whole. */
export type Place = { name: string; env: NodeJS.ProcessEnv }

/** It stands in addresses, and as a label. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/
/** Addresses of the whole; and what is asked of the process, not of a campus. */
const taken = ['healthz', 'readyz', 'metrics']
const ofTheWhole = ['HOST', 'PORT', 'LOG_LEVEL', 'CAMPUSES']
const paths = ['DATA_DIR', 'DIRECTORY', 'RULES']

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** `mine`: what this process keeps of a campus in PostgreSQL, where several processes share `root`. Throws `Mistakes`. */
const readPlace = (root: string, name: string, mine: string | undefined): Place => {
  const folder = join(root, name)
  const wrong = (what: string) => new Mistakes([`${name}: ${what}`])
  if (!NAME.test(name)) throw wrong('文件夹的名称会写进网址：只用小写字母、数字、- 和 _，不超过 63 个字符')
  if (taken.includes(name)) throw wrong(`/${name} 是整个进程的网址，请给这个文件夹换一个名称`)
  const file = join(folder, '.env')
  const text = existsSync(file) ? readFileSync(file, 'utf8').replace(/^\uFEFF/u, '') : ''
  const given = Object.fromEntries(
    Object.entries(parseEnv(text)).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const strays = ofTheWhole.filter((one) => given[one] !== undefined)
  if (strays.length > 0)
    throw new Mistakes(strays.map((one) => `${name}: ${one}: 是整个进程的，请写在启动进程的环境里`))
  const rules = join(folder, 'rules.yaml')
  const data = given.DATABASE_URL && mine ? resolve(mine, name) : 'data'
  const env = {
    ...{ DATA_DIR: data, DIRECTORY: 'directory', SANDBOX: 'off' },
    ...(existsSync(rules) ? { RULES: rules } : {}),
    ...given,
  } as Record<string, string>
  for (const path of paths) {
    const value = env[path]
    if (value !== undefined) env[path] = resolve(folder, value.trim())
  }
  return { name, env }
}

/** The folders in order, hidden ones left out. Throws `Mistakes` with every mistake, each with its folder. */
export const readPlaces = (root: string, mine: string | undefined): Place[] => {
  if (!isFolder(root)) throw new Mistakes([`CAMPUSES: 写的是“${root}”，没有这个文件夹`])
  const names = readdirSync(root)
    .filter((name) => !name.startsWith('.') && isFolder(join(root, name)))
    .sort()
  if (names.length === 0) throw new Mistakes([`CAMPUSES: “${root}”里一个文件夹也没有`])
  const mistakes: string[] = []
  const places = names.flatMap((name) => {
    try {
      return readPlace(root, name, mine)
    } catch (error) {
      if (!(error instanceof Mistakes)) throw error
      mistakes.push(...error.mistakes)
      return []
    }
  })
  mistakes.push(...shared(places))
  if (mistakes.length > 0) throw new Mistakes(mistakes)
  return places
}

/** Two campuses in one place would be one. */
const shared = (places: readonly Place[]): string[] =>
  ['DATA_DIR', 'DATABASE_URL'].flatMap((what) =>
    places.flatMap(({ name, env }, at) => {
      const first = places.findIndex(
        (other) => other.env[what] !== undefined && other.env[what] === env[what],
      )
      return first >= 0 && first < at ? [`${name}: ${what}: 和 ${places[first]?.name} 是同一个`] : []
    }),
  )
