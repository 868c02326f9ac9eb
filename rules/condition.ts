// When does a rule apply? Conditions on what is known of an incident: whether they hold, and whether they are still open.

export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Scalar = boolean | number | string

/**
 * A value that equals, or a table of bounds. `unknown: false`: what is 不详 or was never asked does not hold. `unasked:
 * false`: what was never asked does not hold, 不详 does.
 */
export type Condition =
  | Scalar
  | {
      gte?: number
      gt?: number
      lt?: number
      lte?: number
      is?: Scalar
      in?: Scalar[]
      unknown?: false
      unasked?: false
    }

export const CONDITION =
  '一个值（true、false、数、文字），或 {gte: 数}、{gt: 数}、{lt: 数}、{lte: 数}、{is: 值}、{in: [值]}，可加 unknown: false、unasked: false'

const isScalar = (value: unknown): boolean => ['boolean', 'number', 'string'].includes(typeof value)

export const isCondition = (value: unknown): boolean => {
  if (!isTable(value)) return isScalar(value)
  const parts = Object.entries(value)
  const fits = ([key, part]: [string, unknown]): boolean => {
    switch (key) {
      case 'is':
        return isScalar(part)
      case 'in':
        return Array.isArray(part) && part.length > 0 && part.every(isScalar)
      case 'unknown':
      case 'unasked':
        return part === false
      default:
        return /^[gl]te?$/.test(key) && typeof part === 'number'
    }
  }
  return parts.every(fits) && parts.some(([key]) => key !== 'unknown' && key !== 'unasked')
}

/** What must hold for a rule to apply: a value that equals, or bounds. All of them must hold. */
export type When = Record<string, Condition>
export type Facts = Readonly<Record<string, unknown>>

const isOpen = (fact: unknown): boolean => fact === undefined || fact === null || fact === 'unknown'

/** Of a fact that is known. A number that should be compared and is none can't be judged. */
const meets = (condition: Condition, fact: unknown): boolean | undefined => {
  if (typeof condition !== 'object') return fact === condition
  const { gte, gt, lt, lte, is, in: oneOf } = condition
  if (is !== undefined && fact !== is) return false
  if (oneOf !== undefined && !oneOf.some((one) => one === fact)) return false
  if (gte === undefined && gt === undefined && lt === undefined && lte === undefined) return true
  if (typeof fact !== 'number' || Number.isNaN(fact)) return undefined
  return (
    (gte === undefined || fact >= gte) &&
    (gt === undefined || fact > gt) &&
    (lt === undefined || fact < lt) &&
    (lte === undefined || fact <= lte)
  )
}

/**
 * Do all conditions hold? A value that is absent, `unknown` or not to be compared counts as holding, unless the condition
 * itself says otherwise: an obligation is not escaped by leaving a question open.
 */
export const holds = (when: When, facts: Facts): boolean =>
  Object.entries(when).every(([field, condition]) => {
    const fact = facts[field]
    if (!isOpen(fact)) return meets(condition, fact) ?? true
    if (typeof condition !== 'object') return true
    if (condition.unknown === false) return false
    return condition.unasked !== false || fact === 'unknown'
  })

/**
 * The same, three-valued, for the levels: `open` where it hangs on something unknown. 不详 is never taken for zero. A
 * fact that nobody had reason to ask for (`asked` says) is none.
 */
export const judge = (
  when: When,
  facts: Facts,
  asked: (field: string) => boolean = () => true,
): 'yes' | 'no' | 'open' => {
  let open = false
  for (const [field, condition] of Object.entries(when)) {
    const fact = facts[field]
    if (fact === undefined && !asked(field)) return 'no'
    const met = isOpen(fact) ? undefined : meets(condition, fact)
    if (met === false) return 'no'
    if (met === undefined) open = true
  }
  return open ? 'open' : 'yes'
}

/** Of several alternatives: one that holds is enough. */
export const judgeAny = (
  any: readonly When[],
  facts: Facts,
  asked?: (field: string) => boolean,
): 'yes' | 'no' | 'open' => {
  const each = any.map((when) => judge(when, facts, asked))
  return each.includes('yes') ? 'yes' : each.includes('open') ? 'open' : 'no'
}
