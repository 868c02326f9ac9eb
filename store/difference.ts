// Do two folds say the same? Names the first row in which they do not.
import { isDeepStrictEqual } from 'node:util'
import type { Tables } from './schema.js'

/** A row as it is once it was written and read. */
export const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value))

/** The first row in which two folds differ; a table that an older program did not know is empty. */
export const differenceOf = (folded: Tables, kept: Partial<Tables>): string | undefined => {
  for (const name of Object.keys(folded) as (keyof Tables)[]) {
    const [ours, theirs]: Record<string, unknown>[] = [folded[name], kept[name] ?? {}]
    for (const key of new Set([...Object.keys(ours ?? {}), ...Object.keys(theirs ?? {})]))
      if (!isDeepStrictEqual(plain(ours?.[key]), plain(theirs?.[key]))) return `${name}/${key}`
  }
  return undefined
}
