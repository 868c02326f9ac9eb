// Who is where, on a campus that uses both platforms? One house with two channels, over both wires.
import type { Rendered } from '../../templates/card.js'
import { type DingtalkPlatform, dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { type FeishuPlatform, feishuPlatform } from '../channels/feishu/platform.js'
import { type Both, bothPlatforms } from './both.js'
import { castOf, openStage, type Stage } from './stage.js'

export type Side = 'feishu' | 'dingtalk'
const nth = { feishu: 'a', dingtalk: 'b' } as const

export type Campus = {
  /** By the names of the cast: who is on one platform alone. Everybody else is on both, strangers included. */
  only?: Record<string, Side>
  /** Where somebody types at first, who is on both; Feishu unless said otherwise. */
  home?: Record<string, Side>
  /** These have no id in the directory, on either platform: the platforms know their mobile number. */
  byMobile?: string[]
}

export type OnBoth = {
  stage: Stage
  both: Both
  feishu: FeishuPlatform
  dingtalk: DingtalkPlatform
  /** From now on this person is at this platform. */
  goesTo(name: string, side: Side): void
  /** On which platforms messages reached somebody since the last step, by our keys: `飞书 2026-0001/card/P014`. */
  heard(name: string): string[]
  /** The newest message of this person with this button on this platform, as `press` wants it. */
  withButton(name: string, side: Side, action: string): string | undefined
}

/** A number as the platforms take it; those of the sample are none. */
const numberOf = (person: string): string => `138000${person.replace(/\D/g, '').padStart(5, '0')}`

const hasAction =
  (action: string) =>
  (content: Rendered): boolean =>
    'card' in content && content.card.actions.some((one) => one.action === action)

export const onBoth = async (
  campus: Campus,
  body: (on: OnBoth) => Promise<void>,
  expectClean: (violations: string[]) => void,
): Promise<void> => {
  const feishu = await feishuPlatform('webhook')
  const dingtalk = await dingtalkPlatform({ mode: 'webhook', cards: 'template' })
  const homes = new Map<string, Side>()
  const both = bothPlatforms(feishu, dingtalk, (person) => nth[homes.get(person) ?? 'feishu'])
  const populate: Both['populate'] = (given) => {
    const cast = castOf(given)
    const idOf = (name: string) => cast.get(name) ?? name
    const ids = (names: string[]) => new Set(names.map(idOf))
    const mobile = ids(campus.byMobile ?? [])
    const only = new Map(Object.entries(campus.only ?? {}).map(([name, side]) => [idOf(name), side]))
    for (const [name, side] of Object.entries({ ...campus.home, ...campus.only })) homes.set(idOf(name), side)
    const numbered = {
      ...given,
      people: given.people.map((one) => (mobile.has(one.id) ? { ...one, phone: numberOf(one.id) } : one)),
    }
    const filled = both.populate(numbered)
    const people = filled.people.map(({ feishu: openId, dingtalk: userId, ...person }) => {
      const side = only.get(person.id)
      // Who is not on DingTalk at all is not found there by a number either.
      if (side === 'feishu') dingtalk.dingtalk.state.users.delete(userId ?? '')
      if (mobile.has(person.id) && openId)
        feishu.feishu.addPerson({ openId, name: person.name, mobile: numberOf(person.id) })
      if (mobile.has(person.id)) return person
      return {
        ...person,
        ...(openId && side !== 'dingtalk' ? { feishu: openId } : {}),
        ...(userId && side !== 'feishu' ? { dingtalk: userId } : {}),
      }
    })
    return { ...filled, people }
  }
  const platform = Object.defineProperty({ ...both, populate }, 'deliveries', {
    get: () => both.deliveries, // read anew each time: both lists are emptied into one
  })
  const stage = await openStage({ platform: () => platform })
  await stage.platform.settle()
  try {
    await body({
      stage,
      both,
      feishu,
      dingtalk,
      goesTo: (name, side) => both.moveHome(stage.id(name), nth[side]),
      heard: (name) =>
        both.deliveries.flatMap((one) =>
          one.kind === 'message' && one.to === stage.id(name)
            ? [`${one.id.startsWith('a ') ? '飞书' : '钉钉'} ${one.key}`]
            : [],
        ),
      withButton(name, side, action) {
        const found = (side === 'feishu' ? feishu : dingtalk).latest(stage.id(name), hasAction(action))
        return found && `${nth[side]} ${found[0]}`
      },
    })
    expectClean(both.violations())
  } finally {
    await stage.end()
  }
}
