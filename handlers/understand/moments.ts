// Which moments does a sentence tell: when it was found, and when it began? What would be a guess is none; pure.
import { parseTime } from './time.js'

const NUMERAL = '[零〇一二两三四五六七八九十]{1,3}'
const DAY = [
  '大?前天|昨[天日晚夜]|今[天日早晨晚]|当天',
  '(?:上上|上|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天1-7]',
  '\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}[日号]?',
  '\\d{1,2}月\\d{1,2}[日号]?|\\d{1,2}[日号]',
].join('|')
const PERIOD =
  '凌晨|半夜|午夜|深夜|夜里|夜间|清晨|清早|早晨|早上|上午|中午|正午|午间|午后|下午|傍晚|晚上|晚间|早|晚'
const CLOCK = `\\d{1,2}[:：]\\d{2}|(?:\\d{1,2}|${NUMERAL})[点时](?:半|钟|[一二三1-3]刻|(?:\\d{1,2}|${NUMERAL})分?)?`
const AGO = `(?:\\d{1,4}(?:\\.\\d)?|半|${NUMERAL})个?多?半?(?:分钟|小时|钟头|刻钟|天)(?:之|以)?前|\\d{1,3} ?(?:minutes?|mins?|hours?) ago`
const MOMENT = new RegExp(
  `(?:${AGO})|刚刚|刚才|刚(?=发现|收到|接到)|just now|(?:(?:${DAY})的?[ ,，]?)?(?:(?:${PERIOD}) ?)?(?:${CLOCK})`,
  'gu',
)
const CLAUSE = /[，,。；;！!？?\n]/u
const FOUND = /发现|察觉|看到|接到|收到|通知|告知|告诉|反映|报修|打电话|来电|found|noticed/u
/** 三点建议, 第二点: no time of day. */
const COUNTED = /[第有说这那几]$/u

type Moments = { discovered?: number; occurred?: number }

/** Every moment that a text names, and where it stands. */
export const momentsSaid = (
  text: string,
  now: number,
  timezone: string,
): { at: number; from: number; length: number }[] =>
  [...text.matchAll(MOMENT)].flatMap(({ 0: said, index }) => {
    if (COUNTED.test(text.slice(Math.max(0, index - 1), index))) return []
    const read = parseTime(said === '刚' ? '刚刚' : said, now, timezone)
    return 'at' in read ? [{ at: read.at, from: index, length: said.length }] : []
  })

export const momentsIn = (text: string, now: number, timezone: string): Moments => {
  const found = momentsSaid(text, now, timezone).map(({ at, from }) => {
    const before = text.slice(0, from).split(CLAUSE).at(-1) ?? ''
    const behind = text.slice(from).split(CLAUSE)[0] ?? ''
    return { at, told: FOUND.test(`${before}${behind}`) }
  })
  const [one, ...others] = [...new Map(found.map((moment) => [moment.at, moment])).values()]
  if (!one) return {}
  if (others.length === 0) return { discovered: one.at }
  const told = [one, ...others].filter((moment) => moment.told)
  const rest = [one, ...others].filter((moment) => !moment.told)
  const [discovered] = told
  const [occurred] = rest
  if (!discovered || told.length > 1) return {}
  return rest.length === 1 && occurred && occurred.at < discovered.at
    ? { discovered: discovered.at, occurred: occurred.at }
    : { discovered: discovered.at }
}
