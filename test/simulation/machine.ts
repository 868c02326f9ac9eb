// Whose clock and lots does the process have? Those of the run that plays now: nothing of the real world leaks in.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** Set anew by every run. */
export const machine: { now: () => number; random: () => number } = { now: () => 0, random: () => 0.5 }
export const RealDate = Date

const hex = (digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(machine.random() * 16).toString(16)).join('')

/** Must come before the program is loaded: libraries keep what they find. */
export const replaceMachine = (): void => {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: []) =>
      Reflect.construct(target, args.length === 0 ? [machine.now()] : args) as object,
    get: (target, key) => (key === 'now' ? () => machine.now() : Reflect.get(target, key)),
  })
  Math.random = () => machine.random()
  performance.now = () => machine.now()
  crypto.randomUUID = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
  const bytes = (size: number): Buffer => Buffer.from(hex(2 * size), 'hex')
  crypto.randomBytes = bytes as typeof crypto.randomBytes // nobody here asks for them with a callback
  // whoever sleeps in real time would never be woken in this one
  for (const name of ['setTimeout', 'setInterval'] as const)
    globalThis[name] = (() => {
      throw new Error(`${name} in a simulation: everything that waits goes by the clock it is handed`)
    }) as never // it never answers
  syncBuiltinESMExports()
}
