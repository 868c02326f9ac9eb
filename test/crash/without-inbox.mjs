// What if the inbox did not remember? Loaded before the program, takes that one check out, so that the harness can be seen to fail.
import { register } from 'node:module'

const source = `
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/bot/turn/turns.js')) return loaded
  const text = String(loaded.source)
  if (!text.includes('if (seen)')) throw new Error('the inbox check is not where it was')
  return { ...loaded, source: text.replace('if (seen)', 'if (false)') }
}`
register(`data:text/javascript,${encodeURIComponent(source)}`)
