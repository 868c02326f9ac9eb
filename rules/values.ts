// What single values may the rules file hold, and what is said where one is none?
import { z } from 'zod'
import { Level } from '../store/schema.js'
import { parseOwn, parsePeriod, parseWithin } from './period.js'

// Every message below is what is expected; `problemsOf` puts the path and what was found before it.
export const PERIOD = '30s、15m、4h、1d 这样的时长，可连写如 1h30m'

// `min` would also measure what is no text or list and only has a `length`: these ask once it is one
export const text = z
  .string('一段文字')
  .trim()
  .refine((written) => written !== '', '一段文字，不能为空')

export const filled = <T extends z.ZodType>(item: T, list: string, expected: string) =>
  z.array(item, list).refine(({ length }) => length > 0, expected)

export const flag = z.boolean('true 或 false')

export const count = (least: number) => {
  const expected = `不小于 ${least} 的整数`
  return z.int(expected).min(least, expected)
}

export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `${words.join('、')} 之一`)

const once = (values: readonly unknown[]): boolean => new Set(values).size === values.length

export const listOf = <T extends z.ZodType>(item: T) =>
  filled(item, '一个列表，如 [a, b]', '至少一项').refine(once, '每项只写一次')

export const read = <T>(parse: (text: string) => T | undefined, expected: string) =>
  z.string(expected).transform((written, context): T => {
    const value = parse(written)
    if (value !== undefined) return value
    context.issues.push({ code: 'custom', message: expected, input: written })
    return z.NEVER
  })

export const period = read((written) => parsePeriod(written) || undefined, `${PERIOD}，大于零`)

export const periodOrZero = read(parsePeriod, PERIOD)

export const within = read(parseWithin, `${PERIOD}，或 5wd（工作日）、asap（立即）`)

export const withinOwn = read(
  parseOwn,
  `${PERIOD}，或 5wd（工作日）、asap（立即）、term（整改期限）、reply（反馈期限）`,
)

export const timeOfDay = z
  .string('"22:30" 这样的时刻')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '"22:30" 这样的时刻（00:00 至 23:59）')

export const level = z.union(Level.options, '1（特别重大）、2（重大）、3（较大）、4（一般）之一')

/** A region and a city. A short name is another place than was meant: CST is Chicago's before it is China's, and Etc/GMT+8 is west. */
const PLACE =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z]|^UTC$/

export const isTimezone = (name: string): boolean => {
  if (!PLACE.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false // Intl has no other way to ask
  }
}

export const fractions = z.array(
  z.number('大于 0、不大于 1 的数').gt(0, '大于 0、不大于 1 的数').lte(1, '大于 0、不大于 1 的数'),
  '一个列表，如 [0.5, 1.0]',
)
