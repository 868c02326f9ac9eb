// Is this cell what the office wrote, or what a spreadsheet has made of it? Names the damage that Excel does without a word; pure.
import type { Cell, CellValue } from 'exceljs'

/** `A`, `B` … `AA`, as the head of the column says. */
export const columnName = (at: number): string =>
  (at >= 26 ? columnName(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))

const mend = '，应把单元格格式设为“文本”后重新填写'

/** Excel keeps 15 digits of a number and writes zeros for the rest. */
const MOST_DIGITS = 15

/** 手机, 值班电话 and 供应商电话; the columns whose text is a number or an identifier, and no name. */
const isPhone = (header: string): boolean => /^手机$|电话$/u.test(header)
const isKey = (header: string): boolean =>
  isPhone(header) || /编号$|ID$|^备案号$|^分管校领导$|^代理人$/u.test(header)

const isWord = (header: string): boolean => isName(header) || header === '职务' || header === '别名'
const isName = (header: string): boolean => /^(?:姓名|单位名称|系统名称|供应商)$/u.test(header)

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text)

/**
 * What has become of a text on its way through a spreadsheet, in a CSV as in a cell: errors, formulas, scientific
 * notation, dates made of numbers, zeros that are gone. Nothing where the text may be what was written.
 */
export const damageIn = (text: string, header: string): string | undefined => {
  const said = text.normalize('NFKC')
  if (/_x[0-9A-F]{4}_/u.test(said)) return `里有 Excel 的换行记号 ${short(said)}，应删去`
  if (/[^\P{Cc}\t\n\r]/u.test(said)) return '里有看不见的控制字符，应重新填写'
  if (isWord(header)) return wordDamage(said, header)
  return cellDamage(said, header)
}

/** A name, a title and each alias is made of words: no figure alone, no date, and nothing that a wrong encoding has left. */
const wordDamage = (said: string, header: string): string | undefined => {
  const words = header === '别名' ? said.split(';').map((word) => word.trim()) : [said]
  for (const word of words.filter(Boolean)) {
    const wrong = cellDamage(word, header)
    if (wrong) return wrong
    if (/\?|锟|斤拷|烫烫|\uFFFD|[\u0080-\u00B6\u00B8-\u00FF]{2}/u.test(word))
      return `“${short(word)}”是编码出错后的文字，应重新填写`
    if (DATE.test(word) && header === '职务') continue // a title may hold one: 自 2026-09-01
    if (!/\p{L}/u.test(word) || /^(?:null|nan|undefined|n\/a)$/iu.test(word) || DATE.test(word))
      return `“${short(word)}”不像${header}${mend}`
  }
  return undefined
}

const DATE =
  /^(?:(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})$/u

const cellDamage = (said: string, header: string): string | undefined => {
  if (
    /^#(?:N\/A|REF!|VALUE!|DIV\/0!?|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|#+)$/iu.test(
      said,
    )
  )
    return `是 Excel 的错误值 ${short(said)}，应填写实际内容`
  if (/^=/u.test(said)) return `是公式 ${short(said)}，应只保留它的值`
  // what is no telephone number at all is named as such by whoever reads it
  if (!isPhone(header) && /^[+-]?\d(?:(?:\.\d+)?E[+-]|\.\d+E)\d{2,3}$/iu.test(said))
    return `“${short(said)}”被 Excel 写成了科学计数，原来的数字已经丢失${mend}`
  if (/^(?:TRUE|FALSE)$/u.test(said)) return `“${said}”是逻辑值，不是文字${mend}`
  if (!isKey(header)) return undefined
  if (/^'\d/u.test(said)) return `“${short(said)}”前面多了一个撇号，应去掉`
  if (
    DATE.test(said) ||
    /^(?:(?:19|20)?\d{2}年)?\d{1,2}月(?:\d{1,2}日)?$/u.test(said) ||
    /^(?:\d{1,2}-)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-\d{1,4})?$/iu.test(said)
  )
    return `“${short(said)}”像是被 Excel 改成了日期${mend}`
  if (/^\d{1,3}(?:,\d{3})+$/u.test(said)) return `“${short(said)}”带有千位分隔符${mend}`
  if (/^\d+\.\d+$/u.test(said)) return `“${short(said)}”被写成了小数${mend}`
  if (/^(?:null|nan|none|undefined|n\/a)$/iu.test(said) || (!/编号$/u.test(header) && /^0+$/u.test(said)))
    return `“${short(said)}”不是${header}，没有就应留空`
  if (header === '手机' && /^4[4-7]\d{3}$/u.test(said)) return `“${said}”像是日期的序号${mend}`
  if (isPhone(header) && /^-\d/u.test(said)) return `“${short(said)}”成了负数${mend}`
  return isPhone(header) ? zeroLost(said) : undefined
}

/** 0471 2856001 as a number is 4712856001: ten digits that begin no 400 or 800 number have lost the zero of the area. */
const zeroLost = (phone: string): string | undefined =>
  (/^[1-9]\d{8,9}$/u.test(phone) && !/^[48]00\d{7}$/u.test(phone) && !/^9\d{8,9}$/u.test(phone)) ||
  /^(?![48]00-)[1-9]\d{1,2}-\d{7,8}$/u.test(phone)
    ? `“${phone}”像是丢了区号前的 0${mend}`
    : undefined

/** What a cell of Excel can do beyond a text: numbers that were rounded, dates, formulas without their result, links of cells. */
export const excelDamageIn = (cell: Cell, header: string): string | undefined => {
  const { value, numFmt } = cell
  if (cell.isMerged && cell.master.col !== cell.col) return '与左边的单元格合并了，应取消合并后逐格填写'
  return valueDamage(value, numFmt, header)
}

const valueDamage = (value: CellValue, format: string | undefined, header: string): string | undefined => {
  if (value === null || value === undefined || typeof value === 'string') return undefined
  if (typeof value === 'boolean') return `是逻辑值 ${value ? 'TRUE' : 'FALSE'}，不是文字${mend}`
  // A date may stand in a title (自 2026-09-01), in a number or a name it is none that was written
  if (value instanceof Date) return isKey(header) || isName(header) ? `是日期，不是文字${mend}` : undefined
  if (typeof value === 'number') return numberDamage(value, format)
  if ('error' in value) return `是 Excel 的错误值 ${value.error}，应填写实际内容`
  if ('formula' in value || 'sharedFormula' in value) {
    const { result } = value
    return result === undefined || result === null
      ? '是公式，没有存下结果，应只保留它的值'
      : valueDamage(result, format, header)
  }
  return undefined
}

/** A format that shows the number as it is kept, filled up with zeros at most. */
const PLAIN = /^(?:General|@|0+|#|#?0_?|0_[ )]|#,##0|0+(?:[- ]0+)+)$/iu

const numberDamage = (value: number, format: string | undefined): string | undefined => {
  if (!Number.isInteger(value)) return `是小数 ${value}，不是文字${mend}`
  if (Math.abs(value) >= 10 ** MOST_DIGITS)
    return `是 ${value.toFixed(0).length} 位的数字，Excel 只保留 ${MOST_DIGITS} 位，后面的已经丢失${mend}`
  return format === undefined || PLAIN.test(format)
    ? undefined
    : `存的是数字 ${value}，按格式 ${short(format)} 显示成了别的样子${mend}`
}

/** A cell as a person reads it in Excel. `format` matters for numbers like 001, which Excel keeps as 1 shown as `000`. */
export const excelCell = (value: CellValue, format?: string): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return shown(value, format)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  // a time of day is a date of the day on which Excel's calendar begins
  if (value instanceof Date)
    return value.toISOString().slice(...(value.getUTCFullYear() < 1901 ? [11, 16] : [0, 10]))
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return value.error
  if ('hyperlink' in value) return hyperlinkText(value.text)
  if ('formula' in value || 'sharedFormula' in value) return excelCell(value.result, format)
  return ''
}

/** Digits filled into a format of zeros, from the right: 4712856001 as `0000-0000000` is 0471-2856001. */
const shown = (value: number, format: string | undefined): string => {
  const digits = Number.isInteger(value) ? value.toFixed(0) : String(value)
  if (!format || !/^0+(?:[- ]0+)*$/u.test(format)) return digits
  const places = [...format].filter((sign) => sign === '0').length
  const filled = [...digits.padStart(places, '0')]
  const extra = filled.splice(0, filled.length - places).join('')
  return extra + [...format].map((sign) => (sign === '0' ? filled.shift() : sign)).join('')
}

/** The text of a link may be rich text itself, though exceljs declares a string. */
const hyperlinkText = (text: unknown): string => {
  if (typeof text === 'string') return text
  if (typeof text !== 'object' || text === null || !('richText' in text) || !Array.isArray(text.richText))
    return ''
  return text.richText.map((part: unknown) => hyperlinkText(fieldOf(part, 'text'))).join('')
}

const fieldOf = (value: unknown, key: 'text'): unknown =>
  typeof value === 'object' && value !== null && key in value ? value[key] : undefined
