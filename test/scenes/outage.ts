// What does a stage look like on a platform that is down, and how are its calls counted? For the scenes of an outage.
import { expect } from 'vitest'
import { dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { feishuPlatform } from '../channels/feishu/platform.js'
import type { Delivery, Platform } from './platform.js'
import { openStage, type Stage } from './stage.js'

export type Wire = {
  channel: 'feishu' | 'dingtalk'
  address(person: string): string
  platform: Platform
  /** Calls of the platform that arrived, so far: sends, redraws, buzzes, tokens. */
  calls(): number
  /** The platform's time: a paced channel runs ahead of the scene's. */
  now(): number
  /** Nothing is on the way between bot and platform. Who moves time before that makes late what left in time. */
  still(): Promise<void>
  /** The next send is refused: too many, and not before so many ms from now. */
  limit(): number
}

export const wires: { name: string; open: () => Promise<Wire> }[] = [
  {
    name: '飞书 webhook',
    async open() {
      const platform = await feishuPlatform('webhook')
      const { feishu } = platform
      return {
        channel: 'feishu',
        address: (person) => `ou_${person}`,
        platform,
        calls: () => feishu.calls.length,
        now: () => feishu.time.now(),
        still: () => Promise.resolve(),
        limit() {
          feishu.faults.failNext('POST /open-apis/im/v1/messages', {
            status: 429,
            headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '60' },
            body: { code: 99991400, msg: 'request trigger frequency limit' },
          })
          return 60_000
        },
      }
    },
  },
  {
    name: '钉钉 HTTP 卡片',
    async open() {
      const platform = await dingtalkPlatform({ mode: 'webhook', cards: 'template' })
      const { dingtalk } = platform
      return {
        channel: 'dingtalk',
        address: (person) => `dt_${person}`,
        platform,
        calls: () => dingtalk.calls.length,
        now: () => dingtalk.clock.now(),
        async still() {
          if (dingtalk.flying() > 0) await dingtalk.settle()
        },
        limit() {
          dingtalk.failNext('/v1.0/card/instances/createAndDeliver', {
            status: 403,
            body: { code: 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', message: '接口调用过于频繁' },
          })
          return 60_000
        },
      }
    },
  },
]

export type Outage = {
  stage: Stage
  wire: Wire
  pass(ms: number): Promise<void>
  /** A report by form, as the reception takes it. */
  report(nth: number): Promise<void>
  /** What waits now, by key, with its rank: of a digest all that it says; not what is held for its time. */
  waiting(): Map<string, number>
  /** The keys of all that was said: by itself, or in a digest. */
  told(): Set<string>
}

/** Time goes on as it does for a running process: a tick and a look into the outbox every second. */
export const pass = async (stage: Stage, ms: number, wire?: Pick<Wire, 'still'>): Promise<void> => {
  for (let gone = 0; gone < ms; gone += 1000) {
    await wire?.still()
    stage.sleepThrough(1000)
    await stage.fenghuo.ticker.tick()
    await stage.fenghuo.courier.drain()
  }
}

const units = ['信息学院', '文学院', '数学科学学院', '化学与环境科学学院', '音乐学院', '教务处']
const categories = ['网络攻击', '网络数据安全']

export const inOutage = async (
  { open }: (typeof wires)[number],
  body: (outage: Outage) => Promise<void>,
): Promise<void> => {
  const wire = await open()
  const stage = await openStage({ platform: () => wire.platform })
  await wire.platform.settle()
  const { fenghuo } = stage
  try {
    await body({
      stage,
      wire,
      pass: (ms) => pass(stage, ms, wire),
      async report(nth) {
        await fenghuo.reception.pressed({
          id: `seed${nth}`,
          by: { channel: wire.channel, address: wire.address(`staff-${1 + (nth % 4)}`), name: '刘老师' },
          message: `none${nth}`,
          value: { action: 'submit_report', form: 'report' },
          form: {
            classified: '否',
            unit: units[nth % units.length] ?? '',
            category: categories[Math.floor(nth / units.length) % categories.length] ?? '',
            summary: `第 ${nth + 1} 起`,
            discovered_at: '刚刚',
          },
        })
        expect(Object.keys(fenghuo.turns.peek().incidents)).toHaveLength(nth + 1)
      },
      waiting: () =>
        new Map(
          Object.values(fenghuo.turns.peek().outbox)
            .filter(({ notBefore, at }) => Date.parse(notBefore ?? at) <= stage.now())
            .flatMap(({ key, rank, gathered }) =>
              (gathered ?? [{ key }]).map((one) => [one.key, rank] as const),
            ),
        ),
      told: () =>
        new Set([
          ...stage.platform.keys(),
          ...Object.values(fenghuo.turns.peek().incidents).flatMap(({ record }) =>
            record.flatMap((event) => (event.type === 'delivered' ? [event.notice] : [])),
          ),
          // the group is in no record: its digest stands there
          ...Object.values(fenghuo.turns.peek().shown).flatMap(({ to, view }) =>
            'group' in to && view.view === 'digest' ? view.incidents.map((id) => `${id}/bulletin`) : [],
          ),
        ]),
    })
    expect(wire.platform.violations()).toEqual([])
  } finally {
    await stage.end()
  }
}

/** The ranks in which what waited reached each recipient, in the order of arrival. A card drawn anew is 4. */
export const ranksOf = (
  deliveries: readonly Delivery[],
  waited: ReadonlyMap<string, number>,
): Map<string, number[]> => {
  const ranks = new Map<string, number[]>()
  for (const one of deliveries) {
    const rank = one.kind === 'redraw' ? 4 : one.kind === 'message' ? waited.get(one.key) : undefined
    if (rank !== undefined) ranks.set(one.to, [...(ranks.get(one.to) ?? []), rank])
  }
  return ranks
}
