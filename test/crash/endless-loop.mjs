// What if one message never came to an end? Loaded before the program, plants a loop that begins at one word.
import { register } from 'node:module'

const source = `
const place = /export const hear = async \\((\\w+), (\\w+)[^)]*\\) => \\{/
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/bot/reception/hear.js')) return loaded
  const text = String(loaded.source)
  if (!place.test(text)) throw new Error('the place of the loop is not where it was')
  return {
    ...loaded,
    source: text.replace(place, (before, _desk, said) => before + ' if (' + said + '.text.includes("绕不出来")) for (;;) {} '),
  }
}`
register(`data:text/javascript,${encodeURIComponent(source)}`)
