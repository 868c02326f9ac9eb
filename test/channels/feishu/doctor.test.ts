// Does the doctor see what is wrong with Feishu, and say the mend? Each thing broken, one at a time.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { optional, required } from '../../../bot/channels/feishu/scopes.js'
import { type Finding, printed } from '../../../templates/operator/finding.js'
import { directoryOf, type Ground, openGround, person } from './ground.js'

let ground: Ground
afterEach(async () => {
  await ground.end()
})
const open = async (options: Parameters<typeof openGround>[1] = {}) => {
  ground = await openGround('websocket', { idle: true, ...options })
  // The console's page names every scope of the app, those not granted too.
  return ground
}
const check = async (...people: Parameters<typeof directoryOf>) =>
  ground.channel.check(directoryOf(...(people.length > 0 ? people : [person('p1', { feishu: 'ou_a' })])))
const wrong = (findings: Finding[]) => findings.filter(({ good }) => !good)

describe('the doctor', () => {
  it('finds nothing where nothing is wrong, and needs no start', async () => {
    await open()
    const findings = await check()
    expect(wrong(findings)).toEqual([])
    const all = findings.map(({ what }) => what).join('\n')
    for (const word of [
      '应用凭证有效',
      '机器人“烽火”',
      '必需权限已开通',
      '通报群“网信群”',
      '1 位责任人可以送达',
      'card.action.trigger',
    ])
      expect(all).toContain(word)
    expect(ground.feishu.violations()).toEqual([])
  })

  it('a wrong secret', async () => {
    await open({ options: { appSecret: 'wrong' } })
    expect(wrong(await check())).toMatchObject([
      { what: '飞书：应用凭证无效', mend: expect.stringContaining('App Secret') },
    ])
  })

  it('missing permissions, with the page that grants exactly these', async () => {
    await open()
    ground.feishu.state.scopes.delete('contact:user.id:readonly')
    ground.feishu.state.scopes.delete('im:message.urgent')
    ground.feishu.state.scopes.delete('im:message.urgent:sms')
    const findings = await check()
    expect(wrong(findings)).toMatchObject([
      {
        what: expect.stringContaining('缺少 2 项权限'),
        mend: expect.stringContaining(
          `https://open.feishu.cn/app/${ground.feishu.app.id}/auth?q=im:message.urgent,contact:user.id:readonly&op_from=openapi`,
        ),
      },
    ])
    expect(findings.map(({ what }) => what).join()).toContain('im:message.urgent:sms')
  })

  it('task lists: what is missing, and what that means', async () => {
    await open()
    const said = async () => (await check()).map(printed).find((line) => line.includes('任务'))
    expect(await said()).toMatch(
      /^△ 飞书未开通 task:task:write、task:task:read，应办事项不会出现在各人的飞书任务里/u,
    )
    ground.feishu.state.scopes.add('task:task:write')
    expect(await said()).toMatch(/^△ 飞书未开通 task:task:read，在飞书任务里勾选时不能当场提醒/u)
    ground.feishu.state.scopes.add('task:task:read')
    expect(await said()).toBe('✓ 飞书：应办事项会出现在各人的飞书任务里\n')
    expect(wrong(await check())).toEqual([])
  })

  it('a bot that is switched off', async () => {
    await open()
    ground.feishu.faults.failNext('/bot/v3/info', {
      body: { code: 0, msg: 'ok', bot: { open_id: 'ou_bot', activate_status: 1 } },
    })
    expect(wrong(await check())).toMatchObject([
      { what: '飞书：机器人已停用', mend: expect.stringContaining('发布') },
    ])
  })

  it('two processes on one app', async () => {
    await open()
    ground.feishu.faults.failNext('/event/v1/connection', {
      body: { code: 0, data: { online_instance_cnt: 2 } },
    })
    expect(wrong(await check())).toMatchObject([{ what: expect.stringContaining('2 个进程') }])
  })

  it('a group without the bot', async () => {
    await open({ options: { groupChatId: 'oc_none' } })
    expect(wrong(await check())).toMatchObject([{ what: expect.stringContaining('FEISHU_GROUP_CHAT_ID') }])
  })

  it('everybody named who has no address, by name', async () => {
    await open()
    const findings = wrong(
      await check(
        person('p1', { name: '张三', feishu: 'ou_a' }),
        person('p2', { name: '王五', phone: '13700000000' }),
        person('p3', { name: '赵六' }),
        person('p4', { name: '无职', posts: [{ unit: 'U1', role: '' }] }),
      ),
    )
    expect(findings).toMatchObject([
      { what: '飞书：找不到 王五（p2）', mend: expect.stringContaining('可用范围') },
      { what: '飞书：找不到 赵六（p3）', mend: expect.stringContaining('请在 people.csv 填写') },
    ])
    expect(JSON.stringify(findings)).not.toContain('13700000000')
  })

  it('a platform that does not answer', async () => {
    await open()
    ground.feishu.faults.down = 'refuse'
    expect(wrong(await check())).toMatchObject([
      { what: '飞书：取不到访问凭证', mend: expect.stringContaining('连不上飞书') },
    ])
  })

  it('an app id that is none', async () => {
    await open({ options: { appId: 'cli_short' } })
    expect(wrong(await check())[0]).toMatchObject({ what: expect.stringContaining('格式不对') })
  })
})

describe('permissions.json', () => {
  it('asks for what the doctor looks for', async () => {
    await open()
    const { scopes } = JSON.parse(readFileSync('bot/channels/feishu/permissions.json', 'utf8'))
    expect(scopes).toEqual({ tenant: [...required, ...optional], user: [] })
  })
})
