// Does an empty folder become a campus that is reached, in ten steps at most? The real set-up against both emulated platforms.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Emulator as Dingtalk, openEmulator } from '../channels/dingtalk/emulator/emulator.js'
import { buttonsIn } from '../channels/dingtalk/emulator/presses.js'
import { type Emulator as Feishu, startEmulator } from '../channels/feishu/emulator/emulator.js'
import { emptyFolder, leave, type Operator, sitDown } from './operator.js'

let feishu: Feishu | undefined
let dingtalk: Dingtalk | undefined
afterEach(async () => {
  leave()
  expect(feishu?.violations() ?? []).toEqual([])
  expect(dingtalk?.violations ?? []).toEqual([])
  await feishu?.close()
  await dingtalk?.stop()
  feishu = undefined
  dingtalk = undefined
})

const mine = 'ou_installer'
const openFeishu = async (): Promise<Feishu> => {
  feishu = await startEmulator({
    mode: 'websocket',
    at: Date.now(),
    people: [{ openId: mine, name: '张工' }],
  })
  return feishu
}
const openDingtalk = async (): Promise<Dingtalk> => {
  dingtalk = await openEmulator({ startMs: Date.now() })
  // the program under test has no clock but the machine's
  dingtalk.clock.follow(Date.now)
  dingtalk.addUser('zhanggong', { name: '张工' })
  return dingtalk
}
const stepsIn = (said: string): number => said.match(/【第 \d+ 步】/g)?.length ?? 0
const addressIn = (said: string): string => /^ +(http\S+)$/m.exec(said)?.[1] ?? ''

/** `.env` is for its owner alone, says these, and no secret stood on the screen. */
const kept = (dir: string, printed: string, secret: string): string => {
  const path = join(dir, '.env')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(printed).not.toContain(secret)
  return readFileSync(path, 'utf8')
}

/** The bot starts from this `.env` alone, with nothing but where the emulated platform is. */
const starts = async (dir: string, env: Record<string, string>, secret: string): Promise<Operator> => {
  const bot = sitDown('main', dir, { PORT: '0', ...env })
  await bot.until('Fenghuo is watching')
  expect(bot.printed()).not.toContain(secret)
  return bot
}

const isCard = (text: string): boolean => text.includes('烽火已经接通')

describe('npm run setup, Feishu', () => {
  it('by consent: one address to open, one word to the bot, one press', async () => {
    const platform = await openFeishu()
    const dir = emptyFolder()
    const env = { FEISHU_DOMAIN: platform.domain }
    platform.addGroup({ id: 'oc_campus', name: '校园群', members: [mine] })
    const me = sitDown('setup', dir, env)
    await me.answer('2 钉钉', '飞书')
    await me.answer('路径 >', '')
    await me.until('✓ ./campus')
    await me.answer('1 扫码创建', '')
    platform.consent(addressIn(await me.until('自动继续')))
    await me.until('✓ 已写入 .env')
    // what the consent brought along is looked at, and not asked for
    await me.until('✓ 权限：已经做好，跳过')
    await me.until('等不到就按回车')
    // too early is no harm: the reasons, and the pages
    me.type('')
    expect(await me.until('等不到就按回车')).toContain(`https://open.feishu.cn/app/${platform.app.id}/event`)
    await platform.socket.whenReady()
    await platform.userSays({ openId: mine, chat: 'p2p', text: '你好' })
    await me.until('事件订阅有效')
    expect(await me.until('填到 people.csv')).toContain(mine)
    await me.until('等不到就按回车')
    const card = platform.inboxOf(mine).find(({ content }) => isCard(content))
    expect(card).toBeDefined()
    await platform.click({ messageId: card?.id ?? '', openId: mine, label: '我看到了' })
    await me.until('卡片回调通了')
    await me.until('等不到就按回车')
    await platform.addBotToChat('oc_campus', mine)
    await me.until('✓ 机器人在群里：oc_campus')
    await me.until('启动：npm start')
    expect(await me.ended).toBe(0)
    const said = me.printed()
    expect(stepsIn(said)).toBeLessThanOrEqual(10)
    expect(said).toContain('安装步骤都核对过了')
    const text = kept(dir, said, platform.app.secret)
    for (const line of [
      `FEISHU_APP_ID=${platform.app.id}`,
      `FEISHU_APP_SECRET=${platform.app.secret}`,
      'FEISHU_GROUP_CHAT_ID=oc_campus',
      'DIRECTORY=./campus',
    ])
      expect(text.split('\n')).toContain(line)
    expect(existsSync(join(dir, 'campus', 'people.csv'))).toBe(true)

    const bot = await starts(dir, env, platform.app.secret)
    await platform.socket.whenReady()
    await platform.userSays({ openId: mine, chat: 'p2p', text: '帮助' })
    bot.stop()
    expect(await bot.ended).toBe(0)
    expect(bot.printed()).toContain('烽火已停止。')
  })

  it('by hand: each step of the console is confirmed by what the doctor finds, and says what is missing', async () => {
    const platform = await openFeishu()
    const { state } = platform
    const wanted = [...state.scopes]
    state.scopes.delete('im:message.urgent')
    state.activated = 0
    const dir = emptyFolder()
    writeFileSync(join(dir, '.env'), '# ours\nLOG_LEVEL=warn\n', { mode: 0o644 })
    const me = sitDown('setup', dir, { FEISHU_DOMAIN: platform.domain })
    await me.answer('2 钉钉', '三')
    await me.answer('请输入 1', '1')
    await me.answer('路径 >', '/nowhere')
    await me.answer('✗', '')
    await me.answer('其他行不动，可以吗', '')
    await me.answer('1 扫码创建', '2')
    await me.answer('App ID >', platform.app.id)
    await me.answer('输入时不显示', 'not-the-secret-at-all')
    await me.until('✗ 飞书：应用凭证无效')
    await me.answer('App ID >', platform.app.id)
    await me.answer('输入时不显示', platform.app.secret)
    await me.until('✓ 已写入 .env')

    await me.until('】机器人能力')
    await me.until(`https://open.feishu.cn/app/${platform.app.id}/bot`)
    await me.answer('按回车核对', '')
    await me.answer('✗ 飞书：机器人尚未启用', 's')
    await me.until('】权限')
    await me.answer('按回车核对', '')
    expect(await me.until('按回车核对')).toContain('im:message.urgent')
    for (const scope of wanted) state.scopes.add(scope)
    me.type('')
    await me.until('✓ 权限')
    await me.until('】事件与回调')
    await me.until('按回车核对')
    await platform.socket.whenReady()
    me.type('')
    await me.until('✓ 事件与回调：长连接在线')
    await me.until('】发布版本')
    await me.answer('按回车核对', '')
    await me.until('✗ 飞书：机器人尚未启用')
    state.activated = 2
    me.type('')
    await me.until('✓ 发布版本')
    await me.until('等不到就按回车')
    // nothing is subscribed yet: what is said does not arrive, and the reason is told
    state.subscribed = []
    await platform.userSays({ openId: mine, chat: 'p2p', text: '你好' })
    me.type('')
    await me.until('没有订阅 im.message.receive_v1')
    state.subscribed = ['im.message.receive_v1', 'card.action.trigger']
    await platform.userSays({ openId: mine, chat: 'p2p', text: '你好' })
    await me.until('事件订阅有效')
    await me.until('等不到就按回车')
    const card = platform.inboxOf(mine).find(({ content }) => isCard(content))
    await platform.click({ messageId: card?.id ?? '', openId: mine, label: '我看到了' })
    await me.until('卡片回调通了')
    await me.answer('等不到就按回车', 's')
    expect(await me.until('启动：npm start')).toContain('还有没做的：校园群')
    expect(await me.ended).toBe(0)
    const said = me.printed()
    expect(stepsIn(said)).toBeLessThanOrEqual(10)
    expect(said).not.toContain('not-the-secret-at-all')
    const text = kept(dir, said, platform.app.secret)
    expect(text).toContain('# ours\nLOG_LEVEL=warn\n')

    // once more: what is done is skipped, and nobody is asked for keys
    const again = sitDown('setup', dir, { FEISHU_DOMAIN: platform.domain })
    await again.answer('2 钉钉', '1')
    await again.until('✓ 创建飞书应用：已经做好，跳过')
    await again.until('✓ 权限：已经做好，跳过')
    again.hangUp()
    await again.until('再运行 npm run setup 接着做')
    expect(await again.ended).toBe(0)
    expect(readFileSync(join(dir, '.env'), 'utf8')).toBe(text)
  })

  it('who does not consent, and a platform that does not answer: sentences, and the way by hand', async () => {
    const platform = await openFeishu()
    const dir = emptyFolder()
    const me = sitDown('setup', dir, { FEISHU_DOMAIN: platform.domain })
    await me.answer('2 钉钉', '1')
    await me.answer('路径 >', '')
    await me.answer('1 扫码创建', '1')
    platform.consent(addressIn(await me.until('自动继续')), false)
    await me.until('✗ 没有同意创建')
    platform.faults.down = 'refuse'
    await me.answer('1 扫码创建', '1')
    await me.until('✗ 连不上平台：请检查这台服务器能不能上网')
    await me.until('1 扫码创建')
    me.hangUp()
    await me.until('已停下')
    expect(await me.ended).toBe(0)
    expect(me.printed()).not.toMatch(/\bat .+\.js:\d+|\[object/)
  })
})

describe('npm run setup, DingTalk', () => {
  it('by consent, then what such an app lacks; a word, a press, the group', async () => {
    const platform = await openDingtalk()
    const { app, state } = platform
    const dir = emptyFolder()
    const env = { DINGTALK_API_BASE: platform.base, DINGTALK_OAPI_BASE: platform.base }
    platform.addGroup('cid+campus/group==', '校园群', ['zhanggong'])
    const me = sitDown('setup', dir, env)
    await me.answer('2 钉钉', '2')
    await me.answer('路径 >', '')
    expect(await me.until('1 扫码创建')).toContain('没有写进公开文档')
    me.type('1')
    platform.consent(addressIn(await me.until('自动继续')))
    await me.until('✓ 已写入 .env')
    await me.until('✓ 机器人能力：已经做好，跳过')
    await me.until('】权限')
    await me.answer('按回车核对', '')
    expect(await me.until('按回车核对')).toContain(
      `https://open-dev.dingtalk.com/appscope/apply?content=${app.clientId}%23Premium.Ding.Write`,
    )
    for (const scope of ['Premium.Ding.Write', 'qyapi_get_member', 'qyapi_get_member_by_mobile'])
      app.scopes.add(scope)
    me.type('')
    await me.until('✓ 权限')
    await me.answer('等不到就按回车', '')
    await me.until('不是 Stream')
    await platform.userSays({ staffId: 'zhanggong', text: '你好' })
    await me.until('✓ 收到了张工的消息')
    expect(await me.until('填到 people.csv')).toContain('zhanggong')
    await me.until('等不到就按回车')
    const card = [...state.cards.values()].find(({ data }) => isCard(JSON.stringify(data)))
    const [button] = card ? buttonsIn(card.data) : []
    if (!card || !button) throw new Error('no card came')
    await platform.clickStale(card.outTrackId, 'zhanggong', button)
    await me.until('卡片回调通了')
    await me.until('等不到就按回车')
    await platform.userSays({ staffId: 'zhanggong', cid: 'cid+campus/group==', text: '你好' })
    await me.until('✓ 机器人在群里：cid+campus/group==')
    await me.until('启动：npm start')
    expect(await me.ended).toBe(0)
    const said = me.printed()
    expect(stepsIn(said)).toBeLessThanOrEqual(10)
    const text = kept(dir, said, app.clientSecret)
    for (const line of [
      `DINGTALK_CLIENT_ID=${app.clientId}`,
      `DINGTALK_CLIENT_SECRET=${app.clientSecret}`,
      'DINGTALK_GROUP_CONVERSATION_ID=cid+campus/group==',
    ])
      expect(text.split('\n')).toContain(line)

    const bot = await starts(dir, env, app.clientSecret)
    bot.stop()
    expect(await bot.ended).toBe(0)
  })
})

describe('.env that is there already', () => {
  it('other keys are not replaced without a yes; a bad one is named with its line of mend', async () => {
    const platform = await openFeishu()
    const dir = emptyFolder()
    mkdirSync(join(dir, 'rules'))
    const before = `FEISHU_APP_ID=cli_0000000000000000\nFEISHU_APP_SECRET=of-another-app\nDIRECTORY=${process.cwd()}/templates/directory\nRULES=${process.cwd()}/rules/rules.yaml\n`
    writeFileSync(join(dir, '.env'), before, { mode: 0o600 })
    const me = sitDown('setup', dir, { FEISHU_DOMAIN: platform.domain })
    await me.answer('2 钉钉', '1')
    await me.answer('✗ 飞书：应用凭证无效', '2')
    await me.answer('App ID >', platform.app.id)
    await me.answer('输入时不显示', platform.app.secret)
    await me.answer('要换成新的吗', '')
    await me.until('没有改动 .env')
    expect(await me.ended).toBe(1)
    expect(readFileSync(join(dir, '.env'), 'utf8')).toBe(before)
    writeFileSync(join(dir, '.env'), 'PORT=eighty\n')
    const bad = sitDown('setup', dir, {})
    await bad.until('✗ PORT')
    expect(await bad.ended).toBe(78)
  })
})
