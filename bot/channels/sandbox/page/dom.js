// How is something put on the page? Elements and text nodes only: what people wrote is never markup.

/** @typedef {Node | string | null | undefined | false} Child */

/** What must not be torn apart at the end of a line: numbers of incidents, times, amounts with their unit. */
const whole =
  /(?:演练|通报)?\d{4}-\d{4}|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?|\d+ ?(?:分钟|小时|天|秒|项|起|条)|（[^（）]{1,4}）/g

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
