// How is something put on the page? Elements and text nodes only: what people wrote is never markup.

/** @typedef {Node | string | null | undefined | false} Child */

/** What somebody may type as it stands: `状态 2026-0001`, and what is said to send: “补充 2026-0001 文字”. */
const commands =
  /[\p{Script=Han}]{2,6} (?:演练|通报)?\d{4}-\d{2,8}(?![\d-])|“[^“”\n]{1,24}”[。，、；：？！]?|【[^【】\n]{1,18}】/u
/** In China: a mobile, a number with its area code, the hotline for incidents. An incident number (2026-0001) and a longer row of digits are none. */
const telephone =
  /(?<![\p{Script=Latin}\d.@/-])(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{3}-\d{4}-\d{4}|12387)(?![\p{Script=Latin}\d.@/-])/u
const numbers =
  /(?:演练|通报)?\d{2,4}(?:-\d{2,8}){1,3}|第 ?\d+ ?[次步条]|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?|(?:不到 )?\d+ ?(?:分钟|小时|天|秒|项|起|条|次|步)|（[^（）]{1,14}）/
const words =
  '第一责任人 直接责任人 领导责任人 责任人 常务副主任 值班员 网信办 信息中心 宣传部 保密办 校内时限 法定时限 确认收到 填写回执 核实回执 处置结束 办结 定级 首报 续报 终报 报送 尚未确认 确认 核实 网络安全'.split(
    ' ',
  )

/** @param {string[]} names */
const wholeWith = (names) =>
  new RegExp([telephone.source, commands.source, ...words, ...names, numbers.source].join('|'), 'gu')

/** What must not be torn apart at the end of a line: numbers, times, words of the trade, and people's names. */
let whole = wholeWith([])

/** @param {string[]} names */
export const keepWhole = (names) => {
  const short = names
    .filter((name) => [...name].length <= 6)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  whole = wholeWith(short)
}

/** @param {string} text @returns {Child[]} the text, and its telephone numbers as something to tap */
const dialled = (text) => {
  const number = telephone.exec(text)?.[0]
  if (!number) return [text]
  const [before = '', ...behind] = text.split(number)
  const link = el('a', { class: 'tel', href: `tel:${number.replaceAll('-', '')}` }, number)
  return [before, link, ...dialled(behind.join(number))]
}

/**
 * Puts text into an element, as text; a telephone number in it can be dialled, where that is asked for.
 * @param {Element} element
 * @param {string} text
 * @param {boolean} [dials]
 */
export const write = (element, text, dials = false) => {
  let at = 0
  for (const { 0: part, index } of text.matchAll(whole)) {
    const name = [...part].length > 10 ? 'whole long' : 'whole'
    const kept = el('span', { class: name }, ...(dials ? dialled(part) : [part]))
    element.append(text.slice(at, index), kept)
    at = index + part.length
  }
  element.append(text.slice(at))
  return element
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props] `class`, `text` (kept whole where it must be), `prose` (and its telephone numbers dialled), `on…` listeners; else attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const el = (tag, props = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name === 'class') element.className = String(value)
    else if (name === 'text' || name === 'prose') write(element, String(value), name === 'prose')
    else if (typeof value === 'function')
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child) element.append(child)
  return element
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export const byId = (id) => {
  const element = document.getElementById(id)
  if (!element) throw new Error(`the page has no #${id}`)
  return element
}

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
