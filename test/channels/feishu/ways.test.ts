// Does a message find its way in and out, through either door? The real SDK and the channel, on the emulated platform.
import { afterEach, describe, expect, it } from 'vitest'
import { card, type Ground, openGround, outgoing, toA } from './ground.js'

let ground: Ground
afterEach(async () => {
  const violations = ground.feishu.violations()
  await ground.end()
  expect(violations).toEqual([])
})

describe.each(['websocket', 'webhook'] as const)('by %s', (mode) => {
  it('takes what a person says, and a press; answers the press with toast and card', async () => {
    ground = await openGround(mode)
    const { feishu, channel, house } = ground
    expect(await feishu.userSays({ openId: 'ou_a', chat: 'p2p', text: '报告' })).toMatchObject({
      taken: true,
    })
    expect(house.said).toEqual([
      {
        id: expect.stringMatching(/^feishu:om_/),
        by: { channel: 'feishu', address: 'ou_a' },
        chat: 'dm',
        text: '报告',
        message: expect.stringMatching(/^om_/),
      },
    ])

    const { message } = await channel.deliver(outgoing('k1', { card: card() }))
    expect(feishu.inboxOf('ou_a').map(({ id }) => id)).toEqual([message])
    house.state.answer = () => ({
      toast: { type: 'success', text: '已确认' },
      card: card({ tone: 'green', lead: '您已确认收到', actions: [] }),
    })
    const clicked = await feishu.click({ messageId: message, openId: 'ou_a', label: '确认收到' })
    expect(clicked.toast).toEqual({ type: 'success', content: '已确认' })
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'green' } })
    expect(house.pressed).toEqual([
      {
        id: expect.stringMatching(/^feishu:/),
        by: { channel: 'feishu', address: 'ou_a' },
        message,
        value: { action: 'acknowledge', incident: '2026-0001', duty: 'ack/first' },
      },
    ])
  })

  it('draws a card anew where it stands, and makes it loud', async () => {
    ground = await openGround(mode)
    const { feishu, channel } = ground
    const { message } = await channel.deliver(outgoing('k1', { card: card() }))
    const standing = { key: 'k1', message, to: toA, at: '2026-11-24T00:00:00.000Z', rank: 4 }
    expect(await channel.redraw(standing, card({ tone: 'red' }))).toEqual({ message })
    expect(feishu.cardNow(message)).toMatchObject({ header: { template: 'red' } })
    expect(await channel.urge(message, toA, 'sms', '请办理')).toEqual({ level: 'sms' })
    expect(feishu.urgencies()).toMatchObject([{ messageId: message, openId: 'ou_a', level: 'sms' }])
  })

  it('brings the bulletin to the group', async () => {
    ground = await openGround(mode)
    const { feishu, channel } = ground
    await channel.deliver({ ...outgoing('g1', { card: card() }), to: { group: true } })
    expect(feishu.groupLog('oc_group')).toHaveLength(1)
    await feishu.userSays({ openId: 'ou_b', chat: 'oc_group', text: '@烽火 状态', mentionBot: true })
    expect(ground.house.said).toMatchObject([
      { chat: 'group', text: '状态', by: { address: 'ou_b', name: '李四' } },
    ])
  })

  it('sends files and fetches them', async () => {
    ground = await openGround(mode)
    const { feishu, channel, house } = ground
    const bytes = Buffer.from('报告')
    await channel.sendFile('f1', toA, { name: '首报.docx', bytes })
    expect(feishu.inboxOf('ou_a')).toMatchObject([{ type: 'file' }])
    await feishu.userSendsFile({ openId: 'ou_a', chat: 'p2p', name: '日志.txt', bytes: Buffer.from('log') })
    const [file] = house.said[0]?.files ?? []
    expect(file).toMatchObject({ name: '日志.txt', kind: 'file' })
    expect(Buffer.from(await channel.fetchFile(file?.ref ?? '')).toString()).toBe('log')
  })
})
