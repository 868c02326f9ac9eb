// How long may something take? `30s`, `4h`, `5wd`, `asap`: the periods of the rules file.

const DAY_MS = 86_400_000

const UNIT_MS = { d: DAY_MS, h: 3_600_000, m: 60_000, s: 1000 } as const

const LONGEST_DAYS = 3650 // ten years: beyond it a slip of the finger is likelier than a rule

/** How long something may take: real time, working days of the Chinese calendar, 立即, or until a date that was set. */
export type Within =
  | { unit: 'ms'; ms: number }
  | { unit: 'workdays'; days: number }
  | { unit: 'asap' }
  /** Until the date that the matter itself carries: 整改期限, 反馈期限, the cut-off of a 零报告. */
  | { unit: 'own'; date: 'term' | 'reply' | 'cutoff' | 'until' }

/** `30s`, `15m`, `4h`, `30d`, `1h30m` → ms; `undefined` for what is none. */
export const parsePeriod = (text: string): number | undefined => {
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim())
  if (!match?.[0]) return undefined
  const [, d, h, m, s] = match.map((part) => Number(part ?? 0))
  const ms = (d ?? 0) * UNIT_MS.d + (h ?? 0) * UNIT_MS.h + (m ?? 0) * UNIT_MS.m + (s ?? 0) * UNIT_MS.s
  return ms <= LONGEST_DAYS * DAY_MS ? ms : undefined
}

/** The same, or the date that the matter carries: `term`, `reply`. */
export const parseOwn = (text: string): Within | undefined => {
  const word = text.trim()
  return word === 'term' || word === 'reply' ? { unit: 'own', date: word } : parseWithin(text)
}

/** A period above zero, `5wd` or `asap`; `undefined` for what is none. */
export const parseWithin = (text: string): Within | undefined => {
  if (text.trim() === 'asap') return { unit: 'asap' }
  const days = Number(/^(\d+)wd$/.exec(text.trim())?.[1])
  if (days > 0 && days <= LONGEST_DAYS) return { unit: 'workdays', days }
  const ms = parsePeriod(text)
  return ms ? { unit: 'ms', ms } : undefined
}
