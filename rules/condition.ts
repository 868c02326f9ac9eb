// When does a rule apply? Conditions on what is known of an incident, and whether they hold.

export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const CONDITION = '一个值（true、false、数、文字），或 {gte: 数}、{gt: 数}、{lt: 数}、{lte: 数}'

export type Condition = boolean | number | string | { gte?: number; gt?: number; lt?: number; lte?: number }

export const isCondition = (value: unknown): boolean => {
  if (!isTable(value)) return ['boolean', 'number', 'string'].includes(typeof value)
  const bounds = Object.entries(value)
  return (
    bounds.length > 0 && bounds.every(([key, bound]) => /^[gl]te?$/.test(key) && typeof bound === 'number')
  )
}

/** What must hold for a clock to run: a value that equals, or bounds. All of them must hold. */
export type When = Record<string, Condition>

/**
 * Do all conditions hold? A value that is absent, `unknown` or not to be compared counts as holding: an obligation is
 * not escaped by leaving a question open.
 */
export const holds = (when: When, facts: Record<string, unknown>): boolean =>
  Object.entries(when).every(([field, condition]) => {
    const fact = facts[field]
    if (fact === undefined || fact === null || fact === 'unknown') return true
    if (typeof condition !== 'object') return fact === condition
    if (typeof fact !== 'number' || Number.isNaN(fact)) return true
    const { gte, gt, lt, lte } = condition
    return (
      (gte === undefined || fact >= gte) &&
      (gt === undefined || fact > gt) &&
      (lt === undefined || fact < lt) &&
      (lte === undefined || fact <= lte)
    )
  })
