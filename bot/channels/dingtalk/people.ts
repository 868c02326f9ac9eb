// Who has which address here? The directory's 钉钉ID; else found by the mobile number, and kept.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Directory, Person } from '../../../store/schema.js'
import type { Memory } from '../channel.js'
import type { Api } from './api.js'
import { Refused } from './errors.js'

type Known = Pick<Person, 'id' | 'dingtalk' | 'phone'>

export type People = {
  open(memory: Memory): void
  addressOf(person: Known): string | undefined
  personAt(address: string): string | undefined
  /** Looks for everybody who has a number and no address. Throws `Refused` when the platform does not answer. */
  seek(directory: Directory): Promise<void>
  /** One number looked up; nothing where nobody has it. Throws `Refused`. */
  byPhone(phone: string): Promise<string | undefined>
  /** The name of somebody whom the directory does not know. */
  nameOf(address: string): Promise<string | undefined>
  named(address: string, name: string): void
  /** Who of our own organisation has this unionId; nothing for somebody from outside. Throws `Refused`. */
  byUnion(unionId: string): Promise<string | undefined>
  /** The id that todos go by; nothing where nobody has this address. Throws `Refused`. */
  unionOf(address: string): Promise<string | undefined>
}

/** Tells whether the number is still the one that was looked up, without keeping it. */
const mark = (phone: string): string => createHash('sha256').update(phone).digest('hex').slice(0, 12)
const nameFor = (id: string): string => `address/${id}`
const absent = /^(60121|60103|40104|400002|40103|33012)$/
/** `contact_type` 1 is somebody from outside. */
const Member = z.looseObject({
  result: z.looseObject({ userid: z.string().min(1), contact_type: z.number().default(0) }),
})
const mostNames = 1_000

/** The newest last, and no more than are worth remembering. */
const keep = (known: Map<string, string>, address: string, value: string): void => {
  known.delete(address)
  known.set(address, value)
  const [oldest] = known.keys()
  if (known.size > mostNames && oldest !== undefined) known.delete(oldest)
}

export const openPeople = (api: Api, log: Log): People => {
  const addresses = new Map<string, { mark: string; address: string }>()
  const ids = new Map<string, string>()
  const names = new Map<string, string>()
  const unions = new Map<string, string>()
  let memory: Memory | undefined

  const keptFor = ({ id, phone }: Known): string | undefined => {
    if (!phone) return undefined
    const known = addresses.get(id)
    if (known?.mark === mark(phone)) return known.address
    if (known) {
      // Another number: the address that the old one led to is no longer believed.
      ids.delete(known.address)
      return undefined
    }
    const [was, address] = String(memory?.get(nameFor(id)) ?? '').split(' ')
    if (!was || !address) return undefined
    addresses.set(id, { mark: was, address })
    if (was !== mark(phone)) return undefined
    ids.set(address, id)
    return address
  }

  /** Where nobody is found, the platform refuses. */
  const orNobody = async (asked: Promise<string | undefined>): Promise<string | undefined> => {
    try {
      return await asked
    } catch (error) {
      if (error instanceof Refused && absent.test(error.code)) return undefined
      throw error
    }
  }

  const byUnion = async (unionid: string): Promise<string | undefined> => {
    const { result } = Member.parse(await api.old('/topapi/user/getbyunionid', { unionid }))
    return result.contact_type === 0 ? result.userid : undefined
  }

  const byPhone = async (phone: string): Promise<string | undefined> => {
    const answer = await api.old('/topapi/v2/user/getbymobile', {
      mobile: phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, ''),
    })
    return z.looseObject({ result: z.looseObject({ userid: z.string() }) }).parse(answer).result.userid
  }

  return {
    open(opened) {
      memory = opened
    },
    addressOf: (person) => person.dingtalk || keptFor(person),
    personAt: (address) => ids.get(address),
    byPhone: (phone) => orNobody(byPhone(phone)),
    byUnion: (unionId) => orNobody(byUnion(unionId)),
    async seek({ people }) {
      // The map from address to person must be whole before the first message comes in.
      for (const person of people) keptFor(person)
      for (const person of people) {
        if (person.dingtalk || !person.phone || keptFor(person)) continue
        const address = await orNobody(byPhone(person.phone))
        if (!address) {
          log.warn({ person: person.id }, 'nobody on DingTalk has the number of this person')
          continue
        }
        const found = { mark: mark(person.phone), address }
        addresses.set(person.id, found)
        ids.set(address, person.id)
        await memory?.put(nameFor(person.id), `${found.mark} ${address}`)
      }
    },
    async nameOf(address) {
      const known = names.get(address)
      if (known) return known
      const answer = await api.old('/topapi/v2/user/get', { userid: address, language: 'zh_CN' })
      const parsed = z.looseObject({ result: z.looseObject({ name: z.string() }) }).safeParse(answer)
      if (parsed.success) names.set(address, parsed.data.result.name)
      return parsed.data?.result.name
    },
    async unionOf(address) {
      const known = unions.get(address)
      if (known) return known
      const answer = await api.old('/topapi/v2/user/get', { userid: address, language: 'zh_CN' })
      const parsed = z
        .looseObject({ result: z.looseObject({ unionid: z.string().min(1) }) })
        .safeParse(answer)
      if (parsed.success) keep(unions, address, parsed.data.result.unionid)
      return parsed.data?.result.unionid
    },
    named: (address, name) => keep(names, address, name),
  }
}
