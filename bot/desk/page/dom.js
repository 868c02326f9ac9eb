// How is something put on the desk? Elements and text nodes only: what people wrote is never markup.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props] `class`, `on…` listeners; else attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const el = (tag, props = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name === 'class') element.className = String(value)
    else if (typeof value === 'function')
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children) if (child) element.append(child)
  return element
}

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => {
  const element = document.getElementById(id)
  if (!element) throw new Error(`the page has no #${id}`)
  return element
}

/** What is not torn apart at the end of a line: a number, a moment, a span. @param {string} text @param {string} [name] */
export const whole = (text, name = '') => el('span', { class: `whole ${name}`.trim() }, text)

/** @param {string} id */
export const matterLink = (id) =>
  el('a', { class: 'whole', href: `#matter/${encodeURIComponent(id)}`, 'data-key': `link/${id}` }, id)

/** In Chinese characters; a letter or a digit is half of one. */
const MOST_WHOLE = 14

/** @param {string} text */
const widthOf = (text) => [...text].reduce((sum, one) => sum + (/[\x20-\x7e]/.test(one) ? 0.55 : 1), 0)

/** Broken only where one reads a pause: after a comma, a bracket, the point between two names. @param {string} text */
export const phrases = (text) =>
  el(
    'span',
    {},
    ...text
      .split(/(?<=[、，；。：】])|(?<= · )/u)
      .map((part) => (widthOf(part) <= MOST_WHOLE ? whole(part) : part)),
  )
