// Which field of a form is meant, and what shall stand in it? 接报人：李科长, 修改接报人, 接报人; pure.

const CHANGE = /^(?:修改|更改|改)\s*/u
const BEHIND = /^[\s:：是为改]/u
const BETWEEN = /^(?:[\s:：]|改?[为成]|是)+/u

/** `text` is empty where only the field was named. */
export const fieldMeant = <F extends { label: string }>(
  fields: readonly F[],
  line: string,
): { field: F; text: string } | undefined => {
  const said = line.trim().replace(CHANGE, '')
  const field = fields
    .filter(({ label }) => said.startsWith(label))
    .sort((a, b) => b.label.length - a.label.length)[0]
  const behind = said.slice(field?.label.length)
  if (!field || (behind !== '' && !BEHIND.test(behind))) return undefined
  return { field, text: behind.replace(BETWEEN, '').trim() }
}
