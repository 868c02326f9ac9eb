// On which platforms is a scene played? On each; by which transport, with cards or without, goes in turns, a day each.
import { expect, it } from 'vitest'
import { dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { feishuPlatform } from '../channels/feishu/platform.js'
import { databaseFor } from '../postgres/base.js'
import { hasPostgres } from '../postgres/server.js'
import { turnOf } from '../turn.js'
import type { Lack, Platform } from './platform.js'
import { makePlatform, openStage, type Stage, type StageOptions } from './stage.js'

/** `SCENES=沙盒` plays on one only, by each transport, while looking for a mistake; `SCENES=全部` on all, by each. */
const asked = process.env.SCENES
const wanted = asked === '全部' ? '' : asked
type Way = { name: string; lacks?: readonly Lack[]; open: () => Promise<Platform> | Platform }
const platforms: Way[] = [
  { name: '沙盒', open: () => makePlatform() },
  { name: '飞书 webhook', open: () => feishuPlatform('webhook') },
  { name: '飞书 长连接', open: () => feishuPlatform('websocket') },
  {
    name: '钉钉 Stream 卡片',
    lacks: ['toasts', 'forms'],
    open: () => dingtalkPlatform({ mode: 'stream', cards: 'template' }),
  },
  {
    name: '钉钉 HTTP 卡片',
    lacks: ['toasts', 'forms', 'events'],
    open: () => dingtalkPlatform({ mode: 'webhook', cards: 'template' }),
  },
  {
    name: '钉钉 Stream 消息按钮',
    lacks: ['toasts', 'forms', 'cards'],
    open: () => dingtalkPlatform({ mode: 'stream', cards: 'action-card' }),
  },
  {
    name: '钉钉 HTTP 文字',
    lacks: ['toasts', 'forms', 'cards', 'events'],
    open: () => dingtalkPlatform({ mode: 'webhook', cards: 'text' }),
  },
]

/** Of the ways of one platform (its transports, with cards and what stands where there are none): the one whose turn it is today for this scene. */
const inTurn = (title: string, ways: Way[], long = false): Way[] => {
  if (asked !== undefined) return ways.filter(({ name }) => name.includes(wanted ?? ''))
  const own = [...title].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0)
  const platformOf = ({ name }: Way) => name.split(' ')[0]
  const [first, ...others] = ways.filter((way) => {
    const same = ways.filter((other) => platformOf(other) === platformOf(way))
    return way === same[turnOf(same.length, own)]
  })
  if (!first) return []
  return [first, ...(long ? others.slice(turnOf(others.length || 1, own)).slice(0, 1) : others)]
}

/**
 * On which of them does the store stand on PostgreSQL? On one a day, in turns: every scene is played over a database each day.
 * `STORE=postgres` on all, `STORE=files` on none; without a server none, and test/postgres says that it was skipped.
 */
const onDatabase = (title: string, ways: Way[], options: StageOptions): Way | undefined => {
  const how = process.env.STORE ?? (asked === undefined ? 'turns' : 'files')
  if (!hasPostgres || how === 'files' || options.data) return undefined
  return ways[turnOf(ways.length || 1, title.length)]
}

/** Plays the same scene on every platform, each on a stage of its own; what a platform forbids fails it. */
export const everywhere = (
  title: string,
  body: (stage: Stage) => Promise<void>,
  options: () => StageOptions = () => ({}),
): void => {
  const needs = options().needs ?? []
  const possible = platforms.filter(({ lacks = [] }) => !needs.some((need) => lacks.includes(need)))
  const ways = inTurn(title, possible, options().long)
  const database = onDatabase(title, ways, options())
  for (const way of ways) {
    const { name, lacks, open } = way
    const stored = way === database || (database !== undefined && process.env.STORE === 'postgres')
    it(`${title} · ${name}${stored ? ' · PostgreSQL' : ''}`, async () => {
      const stage = await openStage({
        ...options(),
        ...(stored ? await databaseFor() : {}),
        ...{ platform: open, lacks: lacks ?? [] },
      })
      try {
        await body(stage)
        expect(stage.platform.violations()).toEqual([])
      } finally {
        await stage.end()
      }
    })
  }
}
