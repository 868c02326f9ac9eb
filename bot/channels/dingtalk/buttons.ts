// How does a button lead back to what it means? Its value travels in its id and in its parameters, so that a restart forgets nothing.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ActionValue, CardAction } from '../../../templates/card.js'

/** One entry of `msgButtons`: which of `id` and `params` comes back differs between clients and templates, so both are sent. */
export type Button = {
  text: string
  color: 'blue' | 'gray' | 'red'
  id: string
  request: true
  params: { id: string }
}

/** Longer ids are not known to come back whole. */
const longestId = 100
const sign = 'fh|'

const packed = (text: string): string => text.replaceAll('%', '%25').replaceAll('|', '%7C')
const unpacked = (text: string): string => text.replaceAll('%7C', '|').replaceAll('%25', '%')

/** `fh|acknowledge|incident=2026-0001|`: the last bar stands because a client may put a number behind an id. */
export const pack = ({ action, ...rest }: ActionValue): string =>
  `${sign}${[
    packed(action),
    ...Object.entries(rest).flatMap(([name, value]) =>
      value === undefined ? [] : [packed(`${name}=${value}`)],
    ),
  ].join('|')}|`

/** What stands for a value that is too long to be an id; what it stands for must be kept. */
export const short = (value: ActionValue): string =>
  `fh~${createHash('sha256').update(pack(value)).digest('hex').slice(0, 24)}|`

const unpack = (id: string): ActionValue | undefined => {
  if (!id.startsWith(sign) || !id.includes('|', sign.length)) return undefined
  const [action, ...pairs] = id.slice(sign.length, id.lastIndexOf('|')).split('|').map(unpacked)
  if (!action) return undefined
  return {
    ...Object.fromEntries(
      pairs.flatMap((pair): [string, string][] => {
        const at = pair.indexOf('=')
        return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : []
      }),
    ),
    action,
  }
}

/** Does this value need to be kept because its id can't hold it? */
export const tooLong = (value: ActionValue): boolean => pack(value).length > longestId

export const buttonOf = ({ label, value, primary }: CardAction): Button => {
  const whole = pack(value)
  return {
    text: label,
    color: primary ? 'blue' : 'gray',
    id: tooLong(value) ? short(value) : whole,
    request: true,
    params: { id: whole },
  }
}

const Ids = z.array(z.unknown()).transform((all) => all.filter((one) => typeof one === 'string'))

/** What was pressed: parameters first, then the ids. A key to look things up by, never trusted. */
export const valueIn = (
  params: Record<string, unknown>,
  actionIds: string[],
): { value: ActionValue } | { kept: string } | undefined => {
  const ids = Ids.parse([params.id, params.action, ...actionIds])
  const value = ids.map(unpack).find((one) => one !== undefined)
  if (value) return { value }
  const kept = ids.map((id) => id.match(/^fh~[0-9a-f]{24}\|/)?.[0]).find((one) => one !== undefined)
  return kept === undefined ? undefined : { kept }
}
