// Where does a planted bug go? A place in the compiled text, whatever the compiler makes of blanks and semicolons.

export type Patch = { file: string; find: string; replace: string }

const placeOf = (find: string): RegExp =>
  new RegExp(
    find
      .split(/[\s;]+/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('[\\s;]*'),
    'g',
  )

/** The text with the bug in it. Throws where its place is not there exactly once: the program was changed. */
export const plant = (text: string, { file, find, replace }: Patch): string => {
  const place = placeOf(find)
  const times = [...text.matchAll(place)].length
  if (times !== 1) throw new Error(`planted: ${file} holds ${times} times, not once: ${find}`)
  return text.replace(place, () => replace)
}
