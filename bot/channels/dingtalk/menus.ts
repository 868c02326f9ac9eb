// What does a typed code stand for? The buttons of messages that could not be cards, and the forms of cards, kept over restarts.
import { z } from 'zod'
import type { ActionValue } from '../../../templates/card.js'
import type { Memory } from '../channel.js'

const Value = z.record(z.string(), z.string().optional()).and(z.object({ action: z.string() }))
const Kept = z.object({
  /** The message that shows the buttons, the card that holds the form, or the short id of a button. */
  message: z.string(),
  /** Whose chat it stands in. */
  address: z.string(),
  code: z.string().optional(),
  values: z.array(Value),
})
type Kept = z.infer<typeof Kept>

export type Menus = {
  open(memory: Memory): void
  /** Keeps the buttons of a message under codes that are free. The same message again has the same codes. */
  offer(message: string, address: string, values: ActionValue[]): Promise<string[]>
  /** Keeps one value under a key: what the form of a card submits, what a button means whose id can't hold it. */
  hold(key: string, address: string, value: ActionValue): Promise<void>
  held(key: string): ActionValue | undefined
  /** A text that is, or ends in, a code of this person's own menus; a bare number is the newest menu's, while it is their newest message. */
  read(address: string, text: string): { message: string; value: ActionValue } | undefined
  /** Another message went to this person: a bare number no longer means the menu. */
  followed(address: string): void
}

/** Kept in a ring, so that what is kept never grows. */
const slots = 512
/** Without letters that look like a digit. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const nameOf = (slot: number): string => `menu/${slot}`
const codeOf = (nth: number): string =>
  `${letters[Math.floor(nth / letters.length) % letters.length]}${letters[nth % letters.length]}`

/** Full-width letters and digits are typed on a Chinese keyboard. */
const halfWidth = (text: string): string =>
  text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

export const openMenus = (): Menus => {
  const ring: (Kept | undefined)[] = []
  /** The message under whose menu this person's next bare number falls. */
  const newest = new Map<string, string>()
  let memory: Memory | undefined
  let nth = 0

  const find = (message: string) => ring.find((one) => one?.message === message)

  const keep = async (kept: Omit<Kept, 'code'>, coded: boolean): Promise<Kept> => {
    const slot = nth % slots
    const row: Kept = coded ? { ...kept, code: codeOf(slot) } : kept
    ring[slot] = row
    nth += 1
    await memory?.put(nameOf(slot), JSON.stringify(row))
    await memory?.put('menus', nth)
    return row
  }

  return {
    open(opened) {
      memory = opened
      nth = Number(opened.get('menus') ?? 0) || 0
      for (let slot = 0; slot < slots; slot++) {
        const value = opened.get(nameOf(slot))
        if (typeof value !== 'string') continue
        const parsed = Kept.safeParse(JSON.parse(value)) // written by `keep`
        if (parsed.success) ring[slot] = parsed.data
      }
    },
    async offer(message, address, values) {
      if (values.length === 0) return []
      const { code = '' } = find(message) ?? (await keep({ message, address, values }, true))
      newest.set(address, message)
      return values.map((_, at) => `${code}${at + 1}`)
    },
    async hold(key, address, value) {
      if (!find(key)) await keep({ message: key, address, values: [value] }, false)
    },
    held: (key) => find(key)?.values[0],
    read(address, text) {
      const typed = halfWidth(text).trim()
      const code = typed.match(/(?:^|[\s(])([A-Za-z]{2})\s?([1-9]\d?)\)?$/)
      const bare = typed.match(/^([1-9]\d?)[.。]?$/)
      const menu = code
        ? ring.find((one) => one?.address === address && one.code === code[1]?.toUpperCase())
        : bare
          ? find(newest.get(address) ?? '')
          : undefined
      const value = menu?.values[Number((code?.[2] ?? bare?.[1] ?? 0).toString()) - 1]
      return menu && value ? { message: menu.message, value } : undefined
    },
    followed(address) {
      newest.delete(address)
    },
  }
}
