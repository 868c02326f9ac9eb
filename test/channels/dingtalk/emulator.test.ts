// Is the emulator as strict as the documents? It is spoken to by hand, rightly and wrongly.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Emulator, openEmulator } from './emulator/emulator.js'
import { plainBot, subscriptions } from './emulator/plain-bot.js'

let emulator: Emulator
let bot: ReturnType<typeof plainBot>
const begin = async (): Promise<void> => {
  emulator = await openEmulator()
  bot = plainBot(emulator)
  emulator.addUser('u1', { name: '刘老师', mobile: '13800000001' })
  emulator.addUser('u2')
  emulator.addGroup('cid+1/==', '校园群', ['u1', 'u2'])
}
beforeEach(() => begin())
afterEach(() => emulator.stop())

/** One departure is remembered, and only that one. */
const forbidden = (pattern: RegExp): void => {
  expect(emulator.violations).toHaveLength(1)
  expect(emulator.violations[0]).toMatch(pattern)
}
const button = { text: '确认收到', color: 'blue', id: 'done', request: true, params: { id: 'done' } }
const map = (msgButtons: unknown[] = [button]) => ({
  title: '任务',
  markdown: '**做**',
  sys_full_json_obj: JSON.stringify({ msgButtons }),
})

describe('tokens and the gateway', () => {
  it('the same token while it is valid; bad credentials; another after it ended', async () => {
    const first = await bot.token()
    expect(await bot.token()).toBe(first)
    const bad = await bot.call('POST', '/v1.0/oauth2/accessToken', {
      appKey: emulator.app.clientId,
      appSecret: 'x',
    })
    expect([bad.status, bad.body.code]).toEqual([400, 'invalidClientIdOrSecret'])
    await emulator.advance(7200_000)
    expect(await bot.token()).not.toBe(first)
    expect(emulator.violations).toEqual([])
  })

  it('an expired token is refused; used once more after that, it is remembered', async () => {
    const token = await bot.token()
    emulator.expireTokens()
    const send = () => bot.call('PUT', '/v1.0/card/instances', {}, { 'x-acs-dingtalk-access-token': token })
    expect((await send()).body.code).toBe('InvalidAuthentication')
    await send() // it may have been on its way already
    expect(emulator.violations).toEqual([])
    await emulator.clock.advance(1001)
    await send()
    forbidden(/refused is used again/)
  })

  it('no token, unknown route, a body that is no JSON, a missing scope', async () => {
    expect((await bot.call('PUT', '/v1.0/card/instances', {})).status).toBe(400)
    expect((await bot.api('POST', '/v1.0/im/interactiveCards/send', {})).status).toBe(404)
    expect((await bot.call('PUT', '/v1.0/card/instances', {}, { 'content-type': 'text/plain' })).status).toBe(
      400,
    )
    expect(emulator.violations).toHaveLength(3)
    emulator.app.scopes.delete('Card.Instance.Write')
    const refused = await bot.card('t', 'u1', map())
    expect(refused.status).toBe(403)
    expect(refused.body.accessdenieddetail).toEqual({ requiredScopes: ['Card.Instance.Write'] })
  })

  it('answers XML to whoever does not ask for JSON', async () => {
    const { clientId, clientSecret } = emulator.app
    const answer = await bot.call(
      'POST',
      '/v1.0/gateway/connections/open',
      { clientId, clientSecret, subscriptions },
      { accept: '*/*' },
    )
    expect(answer.text).toMatch(/^</)
    forbidden(/no Accept/)
  })

  it('a ticket is good for one connection, for 90 seconds, and URL-encoded', async () => {
    const { ticket } = (await bot.gateway()).body
    const url = `${emulator.base.replace('http', 'ws')}/connect?ticket=`
    await expect(bot.open(`${url}${String(ticket)}`)).rejects.toThrow('401')
    await bot.open(`${url}${encodeURIComponent(String(ticket))}`)
    await expect(bot.open(`${url}${encodeURIComponent(String(ticket))}`)).rejects.toThrow('401')
    const old = (await bot.gateway()).body.ticket
    await emulator.advance(90_000)
    await expect(bot.open(`${url}${encodeURIComponent(String(old))}`)).rejects.toThrow('401')
    expect(emulator.violations.map((one) => one.replace(/.*: /, ''))).toEqual([
      'an unknown ticket (is it URL-encoded?)',
      'a ticket is used a second time',
      'an expired ticket',
    ])
  })
})

describe('messages', () => {
  it('reach whom they can, and say whom they could not', async () => {
    emulator.addUser('gone', { visible: false })
    emulator.addUser('busy', { limited: true })
    const answer = await bot.dm(['u1', 'gone', 'busy', 'nobody'], 'sampleText', { content: '你好' })
    expect(answer.body).toMatchObject({
      invalidStaffIdList: ['gone', 'nobody'],
      flowControlledStaffIdList: ['busy'],
    })
    expect(emulator.inboxOf('u1').map(({ param }) => param.content)).toEqual(['你好'])
    const group = await bot.api('POST', '/v1.0/robot/groupMessages/send', {
      robotCode: emulator.app.robotCode,
      openConversationId: 'cid+1/==',
      msgKey: 'sampleMarkdown',
      msgParam: '{"title":"通报","text":"#### 通报"}',
    })
    expect(group.status).toBe(200)
    expect(emulator.groupLog('cid+1/==')).toHaveLength(1)
    expect(emulator.violations).toEqual([])
  })

  it.each<[string, string[], string, unknown, RegExp]>([
    [
      'more than 20 users',
      Array.from({ length: 21 }, (_, n) => `p${n}`),
      'sampleText',
      { content: 'x' },
      /21 users/,
    ],
    ['a kind that does not exist', ['u1'], 'sampleCard', { content: 'x' }, /no such kind/],
    ['a key that is missing', ['u1'], 'sampleMarkdown', { text: 'x' }, /title is missing/],
    ['a key too many', ['u1'], 'sampleText', { content: 'x', title: 'y' }, /not one of its keys/],
    ['a value that is no string', ['u1'], 'sampleText', { content: 5 }, /not a string/],
    ['msgParam that is no JSON', ['u1'], 'sampleText', 'hello', /not the JSON/],
    ['too long', ['u1'], 'sampleText', { content: '长'.repeat(5000) }, /15 000/],
    [
      'a file that was never uploaded',
      ['u1'],
      'sampleFile',
      { mediaId: '@x', fileName: 'a.docx', fileType: 'docx' },
      /never uploaded/,
    ],
    [
      'a dtmd host in capitals',
      ['u1'],
      'sampleActionCard',
      { title: 't', text: 'x', singleTitle: 'a', singleURL: 'dtmd://dingtalkClient/sendMessage?content=a' },
      /no dtmd link/,
    ],
    [
      'a dtmd text that is not encoded',
      ['u1'],
      'sampleActionCard',
      {
        title: 't',
        text: 'x',
        singleTitle: 'a',
        singleURL: 'dtmd://dingtalkclient/sendMessage?content=确认',
      },
      /not URL-encoded/,
    ],
  ])('refuses or remembers: %s', async (_, users, msgKey, param, pattern) => {
    await bot.dm(users, msgKey, param)
    forbidden(pattern)
  })

  it('a field that is not documented; another robot', async () => {
    await bot.dm(['u1'], 'sampleText', { content: 'x' }, { at: {} })
    forbidden(/Unrecognized key/)
    expect((await bot.dm(['u1'], 'sampleText', { content: 'x' }, { robotCode: 'other' })).status).toBe(400)
    expect(emulator.violations).toHaveLength(2)
  })

  it('more than twenty calls in one second', async () => {
    for (let n = 0; n < 20; n++) await bot.dm(['u1'], 'sampleText', { content: 'x' })
    expect(emulator.violations).toEqual([])
    expect((await bot.dm(['u1'], 'sampleText', { content: 'x' })).body.code).toMatch(/QpsLimit/)
    expect(emulator.violations[0]).toMatch(/more than 20 calls in a second/)
    await emulator.advance(1000)
    expect((await bot.dm(['u1'], 'sampleText', { content: 'x' })).status).toBe(200)
  })

  it('can be taken back for a day; are read', async () => {
    const { processQueryKey } = (await bot.dm(['u1'], 'sampleText', { content: 'x' })).body
    const recall = () =>
      bot.api('POST', '/v1.0/robot/otoMessages/batchRecall', {
        robotCode: emulator.app.robotCode,
        processQueryKeys: [processQueryKey, 'unknown'],
      })
    void emulator.userReads('u1', String(processQueryKey))
    const read = await bot.api(
      'GET',
      `/v1.0/robot/oToMessages/readStatus?robotCode=${emulator.app.robotCode}&processQueryKey=${encodeURIComponent(String(processQueryKey))}`,
    )
    expect(read.body.messageReadInfoList).toEqual([{ name: '刘老师', userId: 'u1', readStatus: 'READ' }])
    expect((await recall()).body).toEqual({
      successResult: [processQueryKey],
      failedResult: { unknown: 'invalid.processQueryKey' },
    })
    expect(emulator.inboxOf('u1')).toEqual([])
    await emulator.advance(25 * 3600_000)
    expect((await recall()).body.successResult).toEqual([])
  })

  it('the month is used up', async () => {
    emulator.quotaExhausted()
    expect((await bot.dm(['u1'], 'sampleText', { content: 'x' })).body.code).toMatch(/ApiCountLimitForOrg/)
  })
})
