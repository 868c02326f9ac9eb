// Is anybody left unheard when Feishu drops events on a healthy connection? One in ten is dropped; within three minutes all is there, once.
import { afterEach, describe, expect, it } from 'vitest'
import { type Ground, openGround } from './ground.js'

let ground: Ground
afterEach(async () => {
  const violations = ground.feishu.violations()
  await ground.end()
  expect(violations).toEqual([])
})

const MINUTE = 60_000
/** The same run for the same seed. */
const randomOf = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const lists = () => ground.feishu.calls.filter((call) => call === 'GET /open-apis/im/v1/messages').length

describe.each(['websocket', 'webhook'] as const)('by %s, one event in ten is dropped', (mode) => {
  it.each([1, 2, 3, 4])(
    'a conversation of two people is heard whole, nothing twice (seed %i)',
    async (seed) => {
      ground = await openGround(mode)
      const { feishu, house } = ground
      const random = randomOf(seed)
      const sent: string[] = []
      const say = async (openId: string, text: string) => {
        const { messageId } = await feishu.userSays({ openId, chat: 'p2p', text })
        sent.push(`feishu:${messageId}`)
      }
      for (const openId of ['ou_a', 'ou_b']) await say(openId, '帮助')
      feishu.faults.loss = { share: 0.1, random }
      for (let nth = 0; nth < 40; nth++) {
        await say(random() < 0.5 ? 'ou_a' : 'ou_b', nth % 3 === 0 ? '否' : `第 ${nth} 句`)
        await feishu.advance(2_000 + Math.floor(random() * 40_000))
      }
      expect(feishu.events.dropped.length).toBeGreaterThan(0)
      await feishu.advance(3 * MINUTE)
      const heard = house.said.map(({ id }) => id)
      expect(heard.toSorted()).toEqual(sent.toSorted())
    },
  )
})

describe('what is read back', () => {
  it('is the same as what an event would have said: text, rich text with a picture, a file', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    const all = async (openId: string) => {
      await feishu.userSays({ openId, chat: 'p2p', text: '  首页被改 @李四 ', mentions: ['ou_b'] })
      await feishu.userSendsPost({
        openId,
        chat: 'p2p',
        title: '情况',
        lines: ['第一行', new Uint8Array([1, 2, 3]), '第二行'],
      })
      await feishu.userSendsFile({ openId, chat: 'p2p', name: '截图.zip', bytes: new Uint8Array([1]) })
    }
    await all('ou_a')
    const told = house.said.splice(0)
    feishu.faults.loss = { share: 1, random: () => 0 }
    await all('ou_a')
    feishu.faults.loss = undefined
    await feishu.advance(3 * MINUTE)
    const plain = ({ text, chat, by, files }: (typeof told)[number]) => ({
      text,
      chat,
      by,
      files: files?.map(({ kind, name }) => [kind, name]),
    })
    expect(house.said.map(plain)).toEqual(told.map(plain))
  })

  it('does not reach back before the first start, nor further than a day; a later start takes up where the last ended', async () => {
    ground = await openGround('websocket', { idle: true })
    const { feishu, house } = ground
    feishu.faults.loss = { share: 1, random: () => 0 }
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '在启动以前说的' })
    feishu.faults.loss = undefined
    await feishu.advance(MINUTE)
    await ground.start()
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    await feishu.advance(3 * MINUTE)
    expect(house.said.map(({ text }) => text)).toEqual(['一'])
    await ground.channel.stop()
    feishu.faults.loss = { share: 1, random: () => 0 }
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '停机时说的' })
    feishu.faults.loss = undefined
    house.said.length = 0
    await ground.restart()
    await feishu.advance(MINUTE)
    const again = house.said.map(({ text }) => text)
    expect(again).toContain('停机时说的')
    expect(again).not.toContain('在启动以前说的')
    await feishu.advance(3 * MINUTE)
    // what the last run had heard comes under its old id: the inbox of the house knows it
    expect(house.said.filter(({ text }) => text === '停机时说的')).toHaveLength(1)
  })

  it('after the connection was lost is read at once', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    feishu.faults.loss = { share: 1, random: () => 0 }
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '二' })
    feishu.faults.loss = undefined
    feishu.socket.drop()
    await feishu.advance(5_000)
    await feishu.socket.whenReady()
    await feishu.settle()
    expect(house.said.map(({ text }) => text)).toEqual(['一', '二'])
  })

  it('of the group: what was said to the bot, where the campus has opened its history', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    feishu.state.scopes.add('im:message.group_msg')
    const say = (text: string, mentionBot: boolean) =>
      feishu.userSays({ openId: 'ou_a', chat: 'oc_group', text, mentionBot })
    await say('帮助', true)
    feishu.faults.loss = { share: 1, random: () => 0 }
    await say('状态', true)
    await say('闲聊', false)
    feishu.faults.loss = undefined
    await feishu.advance(3 * MINUTE)
    expect(house.said.map(({ text, chat }) => [text, chat])).toEqual([
      ['帮助', 'group'],
      ['状态', 'group'],
    ])
  })

  it('without the permission is not asked for again and again, and is no reason not to be ready', async () => {
    ground = await openGround('websocket')
    const { feishu, channel } = ground
    feishu.state.scopes.delete('im:message:readonly')
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    await feishu.advance(30 * MINUTE)
    expect(lists()).toBe(1)
    expect(channel.wrong()).toBeUndefined()
    expect(channel.unwell?.()).toEqual([expect.stringContaining('im:message:readonly')])
  })

  it('costs what the head of the file says: a conversation few calls, a quiet chat one a day, never more than the budget', async () => {
    ground = await openGround('webhook', { options: { monthlyCalls: 900 } })
    // a fifth of 900 a month: 6 a day, and a week of them saved at the beginning
    const { feishu } = ground
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '一' })
    await feishu.advance(24 * 60 * MINUTE)
    expect(lists()).toBeGreaterThan(10)
    expect(lists()).toBeLessThanOrEqual(42 + 6)
    for (let day = 0; day < 5; day++) {
      for (let hour = 0; hour < 12; hour++) {
        await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: `第 ${day} 天 ${hour} 时` })
        await feishu.advance(120 * MINUTE)
      }
    }
    expect(lists()).toBeLessThanOrEqual(42 + 6 * 6)
  })

  it('and comes first of all that is given up when the month runs out', async () => {
    ground = await openGround('webhook', { options: { monthlyCalls: 20 } })
    const { feishu } = ground
    for (let nth = 0; nth < 3; nth++) await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: `${nth}` })
    await feishu.advance(60 * MINUTE)
    expect(lists()).toBeLessThanOrEqual(1)
  })
})
