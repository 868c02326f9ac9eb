// What may the campus's own model add to what a sentence tells, when is it asked, and what if it fails?
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader } from '../../bot/process/reader.js'
import type { Stage } from './acts.js'
import { buttonsOf } from './chat.js'
import { play } from './scene.js'
import { openStage } from './stage.js'

let server: Server
let url = ''
let asked: { path: string; body: { model: string; messages: { role: string; content: string }[] } }[] = []
let logged: unknown[] = []
/** What it answers: an object is its content, a text the whole body, a number a status. */
let answer: object | string | number = {}

beforeEach(async () => {
  answer = {}
  asked = []
  logged = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body: JSON.parse(body) })
      if (typeof answer === 'number') response.writeHead(answer).end()
      else if (typeof answer === 'string') response.end(answer)
      else {
        const content = `\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``
        response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }))
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` // it listens, so it has one
})
afterEach(() => new Promise((done) => server.close(done)))

const log = { info() {}, warn: (...told: unknown[]) => void logged.push(...told), error() {} }
const staged = async (body: (stage: Stage) => Promise<void>): Promise<void> => {
  const stage = await openStage({
    reader: (clock) => openReader({ url, model: 'campus', clock, log }),
  })
  try {
    await body(stage)
  } finally {
    await stage.end()
  }
}

const SAID = '图书馆的服务器被黑了，读者很着急，口令：Lib@2026，盘换下来了'

it('先问涉密，答否以后才问模型；它认出的显示出来由报告人核对', async () => {
  answer = { impact: '读者很着急', measures: '盘换下来了', system: null }
  await staged(async (stage) => {
    await play(stage, `08:00\n刘老师: ${SAID}\n…`)
    expect(asked).toEqual([])
    await play(
      stage,
      `
      刘老师: 否
      机器人 → 刘老师: 已识别…影响和危害：读者很着急…已采取措施：盘换下来了…
      …
    `,
    )
  })
  const [only, ...more] = asked
  expect(more).toEqual([])
  expect(only?.path).toBe('/v1/chat/completions')
  expect(only?.body.model).toBe('campus')
  // the sentence and the names of units and categories: no password, nobody's name, no number
  const sent = JSON.stringify(only?.body)
  expect(sent).toContain('读者很着急')
  expect(sent).not.toContain('Lib@2026')
  expect(sent).not.toMatch(/刘|\d{11}/)
})

it('答是，什么也不发', async () => {
  await staged((stage) => play(stage, `08:00\n刘老师: ${SAID}\n…\n刘老师: 是\n…`))
  expect(asked).toEqual([])
})

it('没说过的单位、时间，认不得的类型和多余的项：都不采用', async () => {
  answer = { unit: '信息学院', discovered_at: '昨天', category: '外星人', level: '1', impact: '数据全丢了' }
  await staged(async (stage) => {
    await play(stage, `08:00\n刘老师: ${SAID}\n…\n刘老师: 否\n…`)
    await play(stage, '刘老师: 刚刚\n…\n刘老师: 提交\n…')
    expect(stage.incident('2026-0001')?.unit.name).toBe('图书馆')
    expect(stage.incident('2026-0001')?.report.impact).toBeUndefined()
    expect(stage.incident('2026-0001')?.discoveredAt).toBe('2026-11-24T00:00:00.000Z')
  })
  expect(asked).toHaveLength(1)
})

/** Where it is short enough, this is an answer. */
const readable = JSON.stringify({ choices: [{ message: { content: '{"measures":"盘换下来了"}' } }] })

it('what is not longer than 64 KiB is read', async () => {
  answer = readable.padEnd(64 * 1024 - 100)
  await staged((stage) =>
    play(stage, `08:00\n刘老师: ${SAID}\n…\n刘老师: 否\n机器人 → 刘老师: 已识别…已采取措施：盘换下来了…\n…`),
  )
})

it.each([
  ['a failure', 500],
  ['no JSON', '<html>'],
  ['another shape', '{"choices":[]}'],
  ['an answer that is no object', '{"choices":[{"message":{"content":"不知道"}}]}'],
  [
    'fields that are too long',
    `{"choices":[{"message":{"content":"{\\"impact\\":\\"${'长'.repeat(400)}\\"}"}}]}`,
  ],
  ['an answer of more than 64 KiB', `${readable}${' '.repeat(64 * 1024)}`],
])('where it gives %s, the tables read alone, and for a minute nobody waits for it', async (_, given) => {
  answer = given
  await staged(async (stage) => {
    const report = `刘老师: ${SAID}\n…\n刘老师: 否\n机器人 → 刘老师: 已识别…事发单位：图书馆…\n…\n刘老师: 取消\n…`
    await play(stage, `08:00\n${report}\n${report}`)
    expect(asked).toHaveLength(1)
    await play(stage, `+2m\n${report}`)
    expect(asked).toHaveLength(2)
  })
  expect(JSON.stringify(logged)).not.toContain('图书馆')
})

const LOST = '图书馆的服务器被黑了，盘换下来了'
const me = (stage: Stage) => ({ channel: 'sandbox' as const, address: stage.id('刘老师') })

describe('没有答否，一个字也不出去', () => {
  it('在群里说的“否”不是回答', () =>
    staged(async (stage) => {
      await play(stage, `08:00\n刘老师: ${LOST}\n…\n刘老师@群: @烽火 否\n…`)
      expect(asked).toEqual([])
    }))

  it('上一份报告的按钮“否”，答的不是这一份', () =>
    staged(async (stage) => {
      await play(stage, '08:00\n刘老师: 图书馆的网站被黑了\n…')
      const found = stage.platform.latest(stage.id('刘老师'), (content) => buttonsOf(content).includes('否'))
      const [message, { content }] = found ?? ['', { content: { text: '' } }]
      const no = 'card' in content ? content.card.actions.find(({ label }) => label === '否') : undefined
      await play(stage, `刘老师: 取消\n…\n刘老师: ${LOST}\n…`)
      expect(no && (await stage.press(stage.id('刘老师'), message, no.value))).toBeTruthy()
      expect(asked).toEqual([])
    }))

  it('“否”旁边的文件名涉密：按涉密处理', () =>
    staged(async (stage) => {
      await play(stage, `08:00\n刘老师: ${LOST}\n…`)
      const files = [{ kind: 'file' as const, name: '机密文件.docx', ref: 'r' }]
      const said = { id: 'said', by: me(stage), chat: 'dm' as const, text: '否', files }
      expect(await stage.fenghuo.reception.said(said)).toMatchObject({ withheld: true })
      expect(asked).toEqual([])
    }))
})

it('平台重发同一句“否”：只问一次模型，只答一次', () =>
  staged(async (stage) => {
    await play(stage, `08:00\n刘老师: ${LOST}\n…`)
    const said = { id: 'said', by: me(stage), chat: 'dm' as const, text: '否' }
    await Promise.all([1, 2, 3].map(() => stage.fenghuo.reception.said(said)))
    expect(asked).toHaveLength(1)
    const [draft] = Object.values(stage.fenghuo.turns.peek().drafts)
    expect(draft?.question).toBe('discovered_at')
  }))
