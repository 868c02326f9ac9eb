// Who is who on Feishu? Addresses of the directory's people, found by telephone or e-mail where it has none, and names of strangers.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import type { Directory, Person } from '../../../store/schema.js'
import type { Clock } from '../../time/clock.js'
import type { Inside } from '../channel.js'
import type { Api } from './api.js'
import { judge } from './errors.js'

const Found = z.object({
  data: z.object({
    user_list: z
      .array(
        z.object({
          user_id: z.string().optional(),
          mobile: z.string().optional(),
          email: z.string().optional(),
        }),
      )
      .nullish(),
  }),
})
const User = z.object({
  data: z.object({ user: z.object({ name: z.string().optional(), open_id: z.string().optional() }) }),
})

const EACH = 50
const NAME_WITHIN_MS = 800
const NAME_HOLDS_MS = 24 * 3_600_000
const NO_NAME_HOLDS_MS = 600_000
const MOST_NAMES = 5_000

const isOpenId = (text: string | undefined): text is string => text?.startsWith('ou_') === true

const mobileOf = (phone: string | undefined): string | undefined => {
  const digits = phone?.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')
  return digits && /^(1\d{10}|\+\d{6,15})$/.test(digits) ? digits : undefined
}

/** By what this person is looked for: an e-mail or user id in the column of the directory, else the telephone. */
type Clue = { kind: 'email' | 'mobile' | 'user'; value: string }
const clueOf = ({ feishu, phone }: Pick<Person, 'feishu' | 'phone'>): Clue | undefined => {
  if (feishu?.includes('@')) return { kind: 'email', value: feishu }
  if (feishu) return { kind: 'user', value: feishu }
  const mobile = mobileOf(phone)
  return mobile ? { kind: 'mobile', value: mobile } : undefined
}

/** What is kept says which clue led there, and not the clue itself: telephone numbers stay in the directory. */
const digest = ({ kind, value }: Clue): string =>
  createHash('sha256').update(`${kind}:${value}`).digest('hex').slice(0, 16)

export type People = {
  addressOf(person: Pick<Person, 'id' | 'feishu' | 'phone'>): string | undefined
  personAt(address: string): string | undefined
  /** Takes up what an earlier run has found, without asking. */
  recall(directory: Directory): void
  /** Looks for everybody without an address. Throws where Feishu did not answer; what was found so far is kept. */
  find(directory: Directory): Promise<void>
  /** The name behind an address, soon or not at all. */
  nameOf(address: string): Promise<string | undefined>
}

export const openPeople = (options: {
  api: Api
  clock: Clock
  wire: Clock
  log: Log
  inside: () => Inside | undefined
}): People => {
  const { api, clock, wire, log, inside } = options
  const found = new Map<string, { clue: string; address: string }>()
  const behind = new Map<string, string>()
  const names = new Map<string, { name?: string; until: number }>()
  /** Names that are being asked for: whoever speaks twice is asked for once, and stays in the order in which they spoke. */
  const asking = new Map<string, Promise<string | undefined>>()

  const hold = (person: string, clue: string, address: string): void => {
    const before = found.get(person)
    if (before && behind.get(before.address) === person) behind.delete(before.address)
    found.set(person, { clue, address })
    behind.set(address, person)
  }

  const keep = async (person: Person, clue: Clue, address: string): Promise<void> => {
    hold(person.id, digest(clue), address)
    await inside()?.memory.put(`address/${person.id}`, `${digest(clue)} ${address}`)
  }

  /** What an earlier run has found, as long as the directory still says the same. */
  const known = (person: Pick<Person, 'id' | 'feishu' | 'phone'>): string | undefined => {
    const clue = clueOf(person)
    if (!clue) return undefined
    const here = found.get(person.id)
    if (here?.clue === digest(clue)) return here.address
    const kept = inside()?.memory.get(`address/${person.id}`)
    const [which, address] = typeof kept === 'string' ? kept.split(' ') : []
    if (which !== digest(clue) || !address) return undefined
    hold(person.id, which, address)
    return address
  }

  const addressOf: People['addressOf'] = (person) => (isOpenId(person.feishu) ? person.feishu : known(person))

  const lookUp = async (
    wanted: { person: Person; clue: Clue }[],
    kind: 'email' | 'mobile',
  ): Promise<void> => {
    for (let at = 0; at < wanted.length; at += EACH) {
      const some = wanted.slice(at, at + EACH)
      const { data } = await api.call(
        {
          api: 'contact.batch_get_id',
          method: 'POST',
          path: '/open-apis/contact/v3/users/batch_get_id',
          params: { user_id_type: 'open_id' },
          data: {
            [kind === 'email' ? 'emails' : 'mobiles']: some.map(({ clue }) => clue.value),
            include_resigned: false,
          },
          need: 'vital',
          free: true,
        },
        Found,
      )
      for (const { user_id, mobile, email } of data.user_list ?? []) {
        if (!user_id) continue
        for (const { person, clue } of some)
          if (clue.value === (kind === 'email' ? email : mobile)) await keep(person, clue, user_id)
      }
    }
  }

  const user = async (id: string, type: 'open_id' | 'user_id') =>
    (
      await api.call(
        {
          api: 'contact.user.get',
          method: 'GET',
          path: `/open-apis/contact/v3/users/${encodeURIComponent(id)}`,
          params: { user_id_type: type },
          need: 'vital',
          free: true,
          optional: true,
        },
        User,
      )
    ).data.user

  const askName = async (address: string): Promise<string | undefined> => {
    try {
      const { name } = await user(address, 'open_id')
      names.set(address, {
        ...(name ? { name } : {}),
        until: clock.now() + (name ? NAME_HOLDS_MS : NO_NAME_HOLDS_MS),
      })
      return name
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not ask for a name')
      names.set(address, { until: clock.now() + NO_NAME_HOLDS_MS })
      return undefined
    }
  }

  return {
    addressOf,
    personAt(address) {
      const listed = inside()
        ?.directory()
        .people.find(({ feishu }) => feishu === address)
      return listed?.id ?? behind.get(address)
    },
    recall(directory) {
      for (const person of directory.people) addressOf(person)
    },
    async find(directory) {
      const wanted = directory.people.flatMap((person) => {
        const clue = addressOf(person) === undefined ? clueOf(person) : undefined
        return clue ? [{ person, clue }] : []
      })
      const of = (kind: Clue['kind']) => wanted.filter(({ clue }) => clue.kind === kind)
      await lookUp(of('mobile'), 'mobile')
      await lookUp(of('email'), 'email')
      for (const { person, clue } of of('user')) {
        try {
          const { open_id: address } = await user(clue.value, 'user_id')
          if (address) await keep(person, clue, address)
        } catch (error) {
          // One who is not there must not keep the others from being found; a platform that is not there is asked again.
          const { failure, message } = judge(error, clock.now())
          if (failure !== 'unreachable' && failure !== 'refused') throw error
          log.warn({ person: person.id, reason: message }, 'nobody has this user id on Feishu')
        }
      }
    },
    async nameOf(address) {
      const held = names.get(address)
      if (held && held.until > clock.now()) return held.name
      if (names.size >= MOST_NAMES) names.clear()
      let cancel = () => {}
      const late = new Promise<undefined>((resolve) => {
        cancel = wire.after(NAME_WITHIN_MS, () => resolve(undefined))
      })
      const asked = asking.get(address) ?? askName(address).finally(() => asking.delete(address))
      asking.set(address, asked)
      return Promise.race([asked, late]).finally(() => cancel())
    },
  }
}
