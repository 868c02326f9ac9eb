// What does the program import in a simulation? Below store/ the simulated disk instead of node:fs; and the planted bugs, where wanted.
import * as fs from 'node:fs'
import * as promises from 'node:fs/promises'
import type { LoadHook, ResolveHook } from 'node:module'
import { type Patch, plant } from './planted.js'

let here = ''
let patches: Patch[] = []

export const initialize = (data: { here: string; patches: Patch[] }): void => {
  here = data.here
  patches = data.patches
}

/** Only what keeps the record stands on the simulated disk: the rules and the directory are read from the real one. */
const keepsRecord = (parent: string): boolean =>
  parent.includes('/dist/simulation/store/') &&
  !/\/store\/(rules-yaml|directory|exchange|intake|sheets|shelf|systems)[^/]*\.js$/.test(parent)

export const resolve: ResolveHook = (specifier, context, next) => {
  const parent = context.parentURL ?? ''
  if (keepsRecord(parent)) {
    if (specifier === 'node:fs') return { url: 'simulated:fs', shortCircuit: true }
    if (specifier === 'node:fs/promises') return { url: 'simulated:promises', shortCircuit: true }
    if (specifier === 'fs-native-extensions') return { url: 'simulated:locks', shortCircuit: true }
  }
  return next(specifier, context)
}

const face = (names: string[], from: string): string =>
  [
    `import { named, ${from} } from ${JSON.stringify(new URL('fs.js', here).href)}`,
    ...names
      .filter((name) => /^[a-zA-Z_]\w*$/.test(name) && name !== 'default')
      .map((name) => `export const ${name} = named(${from}, '${name}')`),
    `export default ${from}`,
  ].join('\n')

/** The lock of the operating system is a native package, loaded past every hook. */
const lockFace = (): string =>
  [
    `import { locks } from ${JSON.stringify(new URL('fs.js', here).href)}`,
    "export const takeOsLock = (fd) => (locks.tryLock(fd) ? 'mine' : 'another')",
  ].join('\n')

export const load: LoadHook = async (url, context, next) => {
  const simulated: Record<string, () => string> = {
    'simulated:fs': () => face(Object.keys(fs), 'atOnce'),
    'simulated:promises': () => face(Object.keys(promises), 'promised'),
    'simulated:locks': () => face(['tryLock', 'unlock', 'waitForLock'], 'locks'),
  }
  if (url.endsWith('/dist/simulation/store/os-lock.js'))
    return { format: 'module', source: lockFace(), shortCircuit: true }
  const source = simulated[url]?.()
  if (source !== undefined) return { format: 'module', source, shortCircuit: true }
  const loaded = await next(url, context)
  const mine = patches.filter(({ file }) => url.endsWith(`/dist/simulation/${file.replace(/\.ts$/, '.js')}`))
  if (mine.length === 0) return loaded
  const text = mine.reduce(plant, String(loaded.source))
  return { ...loaded, source: text }
}
