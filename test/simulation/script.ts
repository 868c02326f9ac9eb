// What happens in a run, and when? Drawn from the seed before it begins, so that steps can be left out and the rest stays.
import { randomFrom, seedOf } from './random.js'

export const acts = {
  dialog: 2,
  form: 2,
  work: 34,
  pressAny: 9,
  pressOld: 6,
  pressAgain: 6,
  pressOthers: 6,
  word: 6,
  note: 3,
  secret: 2,
  group: 3,
  delegate: 4,
  away: 2,
  succession: 1.5,
  regrade: 3,
  assess: 2,
  withdraw: 2.5,
  finish: 6,
  rest: 5,
  kill: 2.5,
  powerLoss: 1.5,
  killAt: 5,
  killTwice: 2.5,
  restart: 2,
  diskFull: 1,
  fsyncFails: 2,
  slowDisk: 1.5,
  outage: 1.5,
  limited: 1,
  lossy: 2.5,
  slowPlatform: 1.5,
  phoneOff: 1.5,
  deaf: 0.8,
} as const
export type Act = keyof typeof acts

/** `waitMs` after the step before; `lot` is where the step's own choices come from. */
export type Step = { nth: number; act: Act; waitMs: number; lot: number }

const names = Object.keys(acts) as Act[] // its own keys
const whole = names.reduce((sum, name) => sum + acts[name], 0)

/** Which act this number falls to, where each is as wide as its weight. */
const drawn = (lot: number): Act => {
  let left = lot
  for (const name of names) {
    left -= acts[name]
    if (left < 0) return name
  }
  return 'rest'
}

export const scriptOf = (seed: number): Step[] => {
  const random = randomFrom(seedOf('script', seed))
  const length = 6 + random.below(13)
  const calm = random.chance(0.25)
  const steps: Step[] = []
  for (let nth = 0; nth < length; nth++) {
    let act = drawn(random.next() * whole)
    if (nth < 1) act = random.chance(0.5) ? 'dialog' : 'form'
    const fault = names.indexOf(act) >= names.indexOf('kill')
    if (calm && fault) act = 'work'
    const kind = random.next()
    const waitMs =
      act === 'rest'
        ? random.chance(0.08)
          ? random.between(20 * 3_600_000, 30 * 3_600_000)
          : random.between(600_000, 1.5 * 3_600_000)
        : kind < 0.6
          ? random.between(200, 60_000)
          : kind < 0.9
            ? random.between(60_000, 900_000)
            : random.between(900_000, 5_400_000)
    steps.push({ nth, act, waitMs: Math.round(waitMs), lot: random.below(2 ** 31) })
  }
  if (random.chance(0.15)) {
    // to the archive: a day after its end an incident leaves memory
    for (const act of ['withdraw', 'withdraw', 'rest', 'restart'] as const)
      steps.push({
        nth: steps.length,
        act,
        waitMs: act === 'restart' ? 26 * 3_600_000 : 120_000,
        lot: random.below(2 ** 31),
      })
  }
  return steps
}
