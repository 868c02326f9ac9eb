// Which seeds are played, and what is printed? The command line of the simulator.
import { register } from 'node:module'
import { replaceMachine } from './machine.js'
import type { Patch } from './planted.js'
import type { Campus } from './world.js'

const numberAfter = (name: string): number | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : Number(process.argv[at + 1])
}

const patches: Patch[] = JSON.parse(process.env.SIMULATION_PATCHES ?? '[]') as Patch[] // from scripts/simulate.mjs
register('./hooks.js', { parentURL: import.meta.url, data: { here: import.meta.url, patches } })

const campusOf = async (): Promise<Campus> => {
  const { readDirectory } = await import('../../store/directory.js')
  const { loadRules } = await import('../../bot/turn/rules.js')
  return { directory: await readDirectory('templates/directory'), rules: await loadRules('rules/rules.yaml') }
}

const campus = await campusOf()
replaceMachine()
const { simulate } = await import('./simulate.js')
process.exitCode = await simulate(campus, {
  seeds: numberAfter('--seeds') ?? 100,
  from: numberAfter('--from') ?? 1,
  every: numberAfter('--every') ?? 1,
  seed: numberAfter('--seed'),
  quiet: process.argv.includes('--quiet'),
})
