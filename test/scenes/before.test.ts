// Is a journal of an earlier program read as it was meant? Forms that are half filled and cards that stand in the chat go on.
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTurns } from '../../bot/turn/turns.js'
import type { ActionValue } from '../../templates/card.js'
import { play } from './scene.js'
import { scratch } from './scratch.js'
import { makePlatform, openStage, type Stage } from './stage.js'

/** Written by version 0.1.0 on its way, before an action had a file of its own; its process was killed. */
const data = 'test/scenes/before'
type Card = {
  who: string
  message: string
  value: ActionValue
  form?: Record<string, string>
  said: string
}
const written = JSON.parse(readFileSync(join(data, 'cards.json'), 'utf8')) as {
  at: string
  state: string
  cards: Record<string, Card>
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : value

const onStage = async (body: (stage: Stage) => Promise<void>): Promise<void> => {
  const stage = await openStage({ data, at: written.at, platform: () => makePlatform('sandbox', 1000) })
  try {
    await body(stage)
  } finally {
    await stage.end()
  }
}

describe('从前写下的', () => {
  it('重放到同一个状态', async () => {
    const dir = scratch('before')
    cpSync(data, dir, { recursive: true })
    const log = { info() {}, warn() {}, error() {} }
    const turns = await openTurns({ dir, now: () => Date.parse(written.at), log })
    try {
      // a table of a later version is there, and empty
      const {
        exports,
        incoming,
        issuing,
        opening,
        periods,
        planned,
        planning,
        proposals,
        covers,
        reach,
        rota,
        ...known
      } = turns.peek()
      const later = {
        exports,
        incoming,
        issuing,
        opening,
        periods,
        planned,
        planning,
        proposals,
        covers,
        reach,
        rota,
      }
      for (const table of Object.values(later)) expect(table).toEqual({})
      const state = JSON.stringify(sorted(known))
      expect(createHash('sha256').update(state).digest('hex')).toBe(written.state)
    } finally {
      await turns.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })

  it('填到一半的表接着填', () =>
    onStage((stage) =>
      play(
        stage,
        `
        值班甲: 刚刚
        机器人 → 值班甲: 报送时间：… 请回复接报人（可回复“跳过”）。
        书记: 李建国
        机器人 → 书记: 转给：李建国 请回复原因（可回复“跳过”）。
        刘老师: 学院主页
        机器人 → 刘老师: 更正为：学院主页 请回复原因。
        值班乙: 跳过
        机器人 → 值班乙: 请说明原因，原因会写入记录。 请重新回复原因。
        常务乙: 跳过
        …
        机器人 → 常务乙: …：— 请回复…（可回复“跳过”）。
        常务甲: 跳过
        机器人 → 常务甲: 请说明原因，原因会写入记录。 请重新回复新情况。
        主任: 常务甲这个人
        机器人 → 主任: 通讯录里没有这个人。请写姓名或人员编号。 请重新回复上报责任人。
        副院长: 不是事件
        …
        机器人 → 副院长: 已把误报申请交给网信办认定。认定之前，各项时限照常计算。
        …
        `,
      ),
    ))

  it.each(Object.entries(written.cards))(
    '从前的卡片照样可以按：%s',
    (_, { who, message, value, form, said }) =>
      onStage(async (stage) => {
        const toast = await stage.press(stage.id(who), message, value, form)
        expect(toast?.text).toBe(said)
      }),
  )
})
