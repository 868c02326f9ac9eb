// 一条消息让程序停住、自动重启之后，各人看到什么？
import { describe, expect } from 'vitest'
import { noteFrozen, readFrozen } from '../../store/frozen.js'
import { everywhere } from './everywhere.js'
import type { Stage } from './stage.js'

const textsTo = (after: Stage['platform']['deliveries'], person: string): string[] =>
  after.flatMap((one) =>
    one.kind === 'message' && one.to === person && 'text' in one.content ? one.content.text : [],
  )

describe('一条消息让程序停住', () => {
  everywhere('重启后放到一边：发送人和网信办各得一句话，再送来也不再试，别人照常', async (stage) => {
    const sender = stage.id('书记')
    const office = ['值班甲', '值班乙', '常务甲', '常务乙'].map((name) => stage.id(name))
    const { turns } = stage.fenghuo
    // which id this message has on its platform; then it is as if it had never been worked on
    await stage.say(sender, '待办', 'dm', 'poison')
    const known = Object.keys(turns.peek().inbox)
    const id = known.find((one) => !one.startsWith('twin/')) ?? ''
    await turns.turn(undefined, (turn) => {
      for (const one of known) turn.drop('inbox', one)
    })
    const person = stage.directory.people.find((one) => one.id === sender)
    const channel = (['feishu', 'dingtalk'] as const).find((name) => id.startsWith(`${name}:`)) ?? 'sandbox'
    const address =
      { sandbox: sender, feishu: person?.feishu, dingtalk: person?.dingtalk }[channel] ?? 'nobody'
    noteFrozen(stage.dir, { at: '2026-11-24T00:00:00.000Z', id, from: { channel, address } })
    // it happened twice before anybody noticed, and once with nothing to name
    noteFrozen(stage.dir, { at: '2026-11-24T00:00:20.000Z', id, from: { channel, address } })
    noteFrozen(stage.dir, { at: '2026-11-24T00:00:40.000Z' })
    const from = stage.platform.deliveries.length
    await stage.restart()
    expect(readFrozen(stage.dir)).toEqual([])
    await stage.say(sender, '待办', 'dm', 'poison')
    await stage.restart()
    await stage.say(sender, '待办', 'dm', 'poison')

    const after = stage.platform.deliveries.slice(from)
    expect(textsTo(after, sender)).toEqual([
      expect.stringMatching(
        /^您刚才发来的这条消息没有处理成功，.*请换一种说法重发.*请直接致电网信办（[\d-]+）。$/,
      ),
    ])
    expect(after.filter(({ to }) => to === sender).length).toBe(1)
    for (const one of office) {
      const told = textsTo(after, one)
      expect(told).toEqual([
        expect.stringContaining(`消息编号：${id}`),
        expect.stringMatching(/^烽火曾停住超过 10 秒，已自动重新启动/),
      ])
      expect(told[0]).toContain(person?.name)
      expect(told[0]).not.toContain('待办')
    }
    // a week later it is still not tried
    await stage.moveTo(stage.now() + 8 * 24 * 3_600_000)
    expect(stage.fenghuo.turns.peek().inbox[id]).toMatchObject({ aside: true })
    // and the sender is served
    await stage.say(sender, '帮助')
    expect(stage.platform.deliveries.slice(from).filter(({ to }) => to === sender).length).toBe(2)
  })
})
