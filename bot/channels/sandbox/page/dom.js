// How is something put on the page? Elements and text nodes only: what people wrote is never markup.

/** @typedef {Node | string | null | undefined | false} Child */

const numbers =
  /(?:演练|通报)?\d{2,4}(?:-\d{2,8}){1,3}|第 ?\d+ ?[次步条]|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?|(?:不到 )?\d+ ?(?:分钟|小时|天|秒|项|起|条|次|步)|（[^（）]{1,12}）/
const words =
  '第一责任人 直接责任人 领导责任人 常务副主任 值班员 网信办 信息中心 宣传部 保密办 校内时限 法定时限 确认收到 填写回执 核实回执 处置结束 办结 定级 首报 续报 终报 报送 尚未确认 确认 核实 网络安全'.split(
    ' ',
  )

/** What must not be torn apart at the end of a line: numbers, times, words of the trade, and people's names. */
let whole = new RegExp([...words, numbers.source].join('|'), 'g')

/** @param {string[]} names */
export const keepWhole = (names) => {
  const short = names
    .filter((name) => [...name].length <= 6)
    .map((name) => name.replace(/[^\p{L}\p{N}]/gu, '\\$&'))
  whole = new RegExp([...words, ...short, numbers.source].join('|'), 'g')
}

/**
 * Puts text into an element, as text.
 * @param {Element} element
 * @param {string} text
 */
export const write = (element, text) => {
  let at = 0
  for (const { 0: part, index } of text.matchAll(whole)) {
    const kept = document.createElement('span')
    kept.className = 'whole'
    kept.textContent = part
    element.append(text.slice(at, index), kept)
    at = index + part.length
  }
  element.append(text.slice(at))
  return element
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props] `class`, `text` (kept whole where it must be), `on…` listeners; else attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const el = (tag, props = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name === 'class') element.className = String(value)
    else if (name === 'text') write(element, String(value))
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
