// On which platforms is a scene played? On each: make-believe first, then over the wire of every real one.
import { expect, it } from 'vitest'
import { dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { feishuPlatform } from '../channels/feishu/platform.js'
import type { Lack, Platform } from './platform.js'
import { makePlatform, openStage, type Stage, type StageOptions } from './stage.js'

/** `SCENES=沙盒` plays on one only, while looking for a mistake. */
const wanted = process.env.SCENES
const platforms: { name: string; lacks?: readonly Lack[]; open: () => Promise<Platform> | Platform }[] = [
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
    lacks: ['toasts', 'forms'],
    open: () => dingtalkPlatform({ mode: 'webhook', cards: 'template' }),
  },
  {
    name: '钉钉 Stream 消息按钮',
    lacks: ['toasts', 'forms', 'cards'],
    open: () => dingtalkPlatform({ mode: 'stream', cards: 'action-card' }),
  },
  {
    name: '钉钉 HTTP 文字',
    lacks: ['toasts', 'forms', 'cards'],
    open: () => dingtalkPlatform({ mode: 'webhook', cards: 'text' }),
  },
]

/** Plays the same scene on every platform, each on a stage of its own; what a platform forbids fails it. */
export const everywhere = (
  title: string,
  body: (stage: Stage) => Promise<void>,
  options: () => StageOptions = () => ({}),
): void => {
  const needs = options().needs ?? []
  const possible = platforms.filter(({ lacks = [] }) => !needs.some((need) => lacks.includes(need)))
  for (const { name, lacks, open } of possible.filter((one) => !wanted || one.name.includes(wanted)))
    it(`${title} · ${name}`, async () => {
      const stage = await openStage({ ...options(), platform: open, lacks: lacks ?? [] })
      try {
        await body(stage)
        expect(stage.platform.violations()).toEqual([])
      } finally {
        await stage.end()
      }
    })
}
