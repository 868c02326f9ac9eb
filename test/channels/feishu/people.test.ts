// Do we know who is who on Feishu? By the column of the directory, by telephone, and strangers by their own name.
import { afterEach, describe, expect, it } from 'vitest'
import { card, directoryOf, type Ground, openGround, outgoing, person } from './ground.js'

let ground: Ground
afterEach(async () => {
  await ground.end()
})
const lookUps = () => ground.feishu.calls.filter((one) => one.includes('batch_get_id')).length
const names = () => ground.feishu.calls.filter((one) => one.includes('/contact/v3/users/ou_')).length

describe('an address', () => {
  it('is the open_id of the directory, else found by the telephone, however that is written', async () => {
    const a = person('p1', { feishu: 'ou_a' })
    const b = person('p2', { phone: '+86 139-0000-0000' })
    const nobody = person('p3', { phone: '0471-4392114' })
    ground = await openGround('webhook', { directory: directoryOf(a, b, nobody) })
    const { channel, house } = ground
    expect([a, b, nobody].map((one) => channel.addressOf(one))).toEqual(['ou_a', 'ou_b', undefined])
    expect(['ou_a', 'ou_b', 'ou_c'].map((one) => channel.personAt(one))).toEqual(['p1', 'p2', undefined])
    expect(lookUps()).toBe(1)
    expect(JSON.stringify([...house.memory])).not.toContain('139')
    await channel.deliver({ ...outgoing('k', { card: card() }), to: { person: 'p2', address: 'ou_b' } })
    expect(ground.feishu.inboxOf('ou_b')).toHaveLength(1)
  })

  it('that was found is known after a restart, until the directory says another telephone', async () => {
    const b = person('p2', { phone: '13900000000' })
    ground = await openGround('webhook', { directory: directoryOf(b) })
    ground.feishu.faults.down = '503'
    await ground.restart()
    expect(ground.channel.personAt('ou_b')).toBe('p2')
    expect(ground.channel.addressOf(b)).toBe('ou_b')
    ground.feishu.faults.down = false
    expect(lookUps()).toBe(1)
    const moved = person('p2', { phone: '13800000000' })
    expect(ground.channel.addressOf(moved)).toBeUndefined()
    ground.house.state.directory = directoryOf(moved)
    ground.channel.meet(directoryOf(moved))
    await ground.feishu.settle()
    expect(ground.channel.addressOf(moved)).toBe('ou_a')
    expect(['ou_a', 'ou_b'].map((one) => ground.channel.personAt(one))).toEqual(['p2', undefined])
  })

  it('is looked for fifty at a time, and again when Feishu did not answer', async () => {
    const many = Array.from({ length: 120 }, (_, nth) =>
      person(`p${nth}`, { phone: `137${String(nth).padStart(8, '0')}` }),
    )
    ground = await openGround('webhook', { directory: directoryOf(...many), idle: true })
    const { feishu } = ground
    feishu.addPerson({ openId: 'ou_last', name: '末', mobile: '13700000119' })
    feishu.faults.failNext('batch_get_id', { status: 503 })
    await ground.start()
    await feishu.advance(30_000)
    expect(ground.channel.addressOf(many[119] ?? person('x'))).toBe('ou_last')
    expect(lookUps()).toBe(4)
    expect(feishu.violations()).toEqual([])
  })

  it('that nobody has does not keep the others from being found', async () => {
    const wrong = person('p1', { feishu: 'u_nobody' })
    const b = person('p2', { phone: '13900000000' })
    ground = await openGround('webhook', { directory: directoryOf(wrong, b) })
    expect(ground.channel.addressOf(wrong)).toBeUndefined()
    expect(ground.channel.addressOf(b)).toBe('ou_b')
    expect(ground.log.text()).toContain('nobody has this user id')
  })
})

describe('a stranger', () => {
  it('comes with the name that Feishu gives, asked for once', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    await feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '报告' })
    await feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '否' })
    expect(house.said.map(({ by }) => by.name)).toEqual(['李四', '李四'])
    expect(names()).toBe(1)
    await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '待办' })
    expect(names()).toBe(1)
  })

  it('whose name is not to be had is heard all the same', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    feishu.state.scopes.delete('contact:contact.base:readonly')
    await feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '报告' })
    expect(house.said).toMatchObject([{ by: { channel: 'feishu', address: 'ou_b' } }])
    expect(house.said[0]?.by.name).toBeUndefined()
    expect(ground.channel.wrong()).toBeUndefined()
  })

  it('who says two things at once is heard in that order', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    await Promise.all(
      ['报告', '否', '信息学院'].map((text) => feishu.userSays({ openId: 'ou_b', chat: 'p2p', text })),
    )
    expect(house.said.map(({ text }) => text)).toEqual(['报告', '否', '信息学院'])
    expect(names()).toBe(1)
  })

  it('is not kept waiting for a name that does not come', async () => {
    ground = await openGround('webhook')
    const { feishu, house } = ground
    feishu.faults.latency('/contact/v3/users/', 4_000)
    expect(await feishu.userSays({ openId: 'ou_b', chat: 'p2p', text: '报告' })).toMatchObject({
      taken: true,
    })
    expect(house.said).toMatchObject([{ text: '报告' }])
  })
})

describe('around the chats', () => {
  it('somebody enters, reads, takes back, uses the menu', async () => {
    ground = await openGround('websocket')
    const { feishu, house, channel } = ground
    await feishu.enter('ou_b')
    expect(house.entered).toMatchObject([{ by: { address: 'ou_b', name: '李四' } }])
    const { message } = await channel.deliver(outgoing('k', { card: card() }))
    await feishu.read('ou_a')
    expect(house.seen).toMatchObject([{ by: { address: 'ou_a' }, messages: [message] }])
    const { messageId } = await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })
    await feishu.recall(messageId)
    expect(house.recalled).toMatchObject([{ channel: 'feishu', message: messageId }])
    await feishu.menu('ou_a', 'todo')
    expect(house.said.at(-1)).toMatchObject({ text: '/todo', chat: 'dm' })
    expect(feishu.violations()).toEqual([])
  })

  it('the group that the bot is taken into is told to the office, when none is set', async () => {
    ground = await openGround('websocket')
    ground.feishu.addGroup({ id: 'oc_new', name: '新群', members: ['ou_a'] })
    await ground.feishu.addBotToChat('oc_new', 'ou_a')
    expect(ground.house.told.size).toBe(0)
    await ground.end()
    ground = await openGround('websocket', { options: { groupChatId: '' } })
    ground.feishu.addGroup({ id: 'oc_new', name: '新群', members: ['ou_a'] })
    await ground.feishu.addBotToChat('oc_new', 'ou_a')
    expect(ground.house.told.get('feishu/group/oc_new')).toContain('FEISHU_GROUP_CHAT_ID=oc_new')
    expect(ground.channel.hasGroup).toBe(false)
  })

  it('the loss of the campus group is told to the office', async () => {
    ground = await openGround('websocket')
    const { feishu, house } = ground
    await feishu.happens('im.chat.member.bot.deleted_v1', {
      chat_id: 'oc_group',
      operator_id: { open_id: 'ou_a' },
    })
    expect([...house.told.keys()]).toEqual(['feishu/group-lost/oc_group'])
  })
})
