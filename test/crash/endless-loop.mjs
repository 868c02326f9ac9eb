// What if one message never came to an end? Loaded before the program, plants a loop that begins at one word.
import { register } from 'node:module'

const source = `
const plant = (text, before, loop) => {
  if (!text.includes(before)) throw new Error('the place of the loop is not where it was')
  return text.replace(before, before + loop)
}
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/bot/reception/hear.js')) return loaded
  const loop = ' if (text.includes("绕不出来")) for (;;) {} '
  return { ...loaded, source: plant(String(loaded.source), 'hearInPrivate = async (desk, text) => {', loop) }
}`
register(`data:text/javascript,${encodeURIComponent(source)}`)
