// Does a transcript that is wrong say how? What was expected, what came instead, and where the two part.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { play } from './scene.js'
import { openStage } from './stage.js'
import { acknowledged, reported } from './told.js'

const failureOf = async (transcript: string): Promise<string> => {
  const stage = await openStage()
  try {
    return await play(stage, transcript).then(
      () => 'nothing is wrong',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  } finally {
    await stage.end()
  }
}

it('other words: which of them did not come, and what did', async () => {
  expect(await failureOf('08:00\n刘老师: 帮助\n机器人 → 刘老师: …发送“报吿”…')).toMatch(
    /^expected, and did not come \(line 3 of the transcript\):\n {2}- 机器人 → 刘老师: …发送“报吿”…\nnearest to it came:\n {2}\+ 机器人 → 刘老师: .*\n {2}words that did not come: 发送“报吿”$/,
  )
})

it('other buttons: both lists', async () => {
  const said = await failureOf(
    `08:00\n${reported()}\n${acknowledged}\n值班甲: 状态 2026-0001\n机器人 → 值班甲: … [定级] [办结]`,
  )
  expect(said).toContain('  buttons expected: [定级] [办结]\n  buttons that came: [')
  expect(said).not.toContain('words that did not come')
})

it('nothing at all to that person; and what came to somebody else', async () => {
  const said = await failureOf('08:00\n刘老师: 帮助\n机器人 → 书记: …')
  expect(said).toContain('nothing of that kind came to 书记')
  expect(said).toContain('what else came in this step:\n  + 机器人 → 刘老师: ')
})

it('what came and is not written, with the line after which it came', async () => {
  expect(await failureOf('08:00\n刘老师: 帮助\n\n+1m')).toMatch(
    /^came, but is not in the transcript after its line 2:\n {2}\+ 机器人 → 刘老师: /,
  )
})

it('a scene that is watched is written down as a chat, by the posts of its people', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-chat-'))
  process.env.SCENE_CHAT = join(dir, 'chat')
  onTestFinished(() => {
    delete process.env.SCENE_CHAT
    rmSync(dir, { recursive: true, force: true })
  })
  expect(await failureOf(`08:00\n${reported()}\n副院长 按 [确认收到]\n…\n+16m\n…\n💥`)).toBe(
    'nothing is wrong',
  )
  const chat = readFileSync(join(dir, 'chat'), 'utf8')
  expect(chat).toContain('\n▶ a scene that is watched')
  expect(chat).toMatch(/\n刘老师: 报告\n {4}机器人 → 刘老师: 是否可能涉及国家秘密/)
  expect(chat).toMatch(/\n刘老师 按 \[提交\]\n/)
  expect(chat).toMatch(/\n {4}机器人 → 书记: 【网络安全事件 2026-0001】.* \[确认收到\]/)
  expect(chat).toMatch(/\n副院长 按 \[确认收到\]\n/)
  expect(chat).toMatch(/\n11月24日 08:16\n {4}机器人 → 书记: /)
  expect(chat.trimEnd()).toMatch(/\n💥/)
})
