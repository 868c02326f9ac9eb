// Does what Feishu brings for another app, or from another tenant, stay outside? By both doors.
import { afterEach, describe, expect, it } from 'vitest'
import { sealed } from './emulator/webhook.js'
import { type Ground, openGround, outgoing } from './ground.js'

let ground: Ground
afterEach(async () => {
  const violations = ground.feishu.violations()
  await ground.end()
  expect(violations).toEqual([])
})

const event = (header: Record<string, string>) => {
  const { events, state } = ground.feishu
  const made = events.envelope('im.message.receive_v1', {
    sender: { sender_id: { open_id: 'ou_a' }, sender_type: 'user', tenant_key: 'x' },
    message: {
      message_id: state.id('om_'),
      create_time: String(ground.feishu.time.now()),
      chat_id: state.p2p('ou_a').id,
      chat_type: 'p2p',
      message_type: 'text',
      content: '{"text":"报告"}',
    },
  })
  if (!('header' in made)) throw new Error('an event of the older shape')
  return { ...made, header: { ...made.header, ...header } }
}
const refusals = () => ground.log.lines.filter(({ sentence }) => sentence.includes('another app or tenant'))

describe('by the long connection', () => {
  it('another app, and another tenant once ours is known: acknowledged and dropped, logged once', async () => {
    ground = await openGround('websocket')
    const { feishu, house, channel } = ground
    for (let nth = 0; nth < 2; nth++)
      expect(await feishu.events.push(event({ app_id: 'cli_0000000000000000' }))).toMatchObject({
        taken: true,
      })
    // the answer to a call of ours tells which tenant we are
    await channel.deliver(outgoing('k', { text: '您好' }))
    for (let nth = 0; nth < 2; nth++) await feishu.events.push(event({ tenant_key: 'elsewhere' }))
    expect(house.said).toEqual([])
    expect(refusals()).toHaveLength(2)
    await feishu.events.push(event({}))
    expect(house.said).toHaveLength(1)
  })
})

describe('by the webhook', () => {
  const post = async (envelope: object): Promise<number> => {
    const { body, headers } = sealed(ground.feishu.state, envelope)
    return (await fetch(ground.url, { method: 'POST', headers, body })).status
  }

  it('401, also after a restart', async () => {
    ground = await openGround('webhook')
    expect(await post(event({ app_id: 'cli_0000000000000000' }))).toBe(401)
    await ground.channel.deliver(outgoing('k', { text: '您好' }))
    expect(await post(event({ tenant_key: 'elsewhere' }))).toBe(401)
    await ground.restart()
    expect(await post(event({ tenant_key: 'elsewhere' }))).toBe(401)
    expect(await post(event({}))).toBe(200)
    expect(ground.house.said).toHaveLength(1)
  })
})
