// What does `npm run doctor` say of Feishu? Each finding with its mend; `grant` is the console's page that grants what lacks.
import { type About, bad, type Finding, good, open } from './finding.js'

type Lacking = { scopes: readonly string[]; grant: string }

const publish = (grant: string): string => `请打开 ${grant} 开通，再创建版本并发布`

/** The platform's own words, where nobody knows a better mend. */
export const feishuSaid = (text: string): string => `飞书的回答：${text}`
export const feishuOffline = '连不上飞书：请检查网络、DNS 和 FEISHU_DOMAIN'

/** What could not be looked at. */
export const feishuUnknown = {
  token: '取不到访问凭证',
  bot: '读不到机器人信息',
  scopes: '读不到权限清单',
  connections: '查不到在线的长连接',
  group: '通报群不可用，请确认 FEISHU_GROUP_CHAT_ID，并把机器人加入该群',
  people: '按手机号或邮箱查找账号时出错',
}

const aboutOf: Record<string, About> = {
  [feishuUnknown.token]: 'credentials',
  [feishuUnknown.bot]: 'bot',
  [feishuUnknown.scopes]: 'permissions',
  [feishuUnknown.connections]: 'line',
  [feishuUnknown.group]: 'group',
  [feishuUnknown.people]: 'people',
}

export const feishuFinding = {
  failed: (what: string, mend: string): Finding => bad(`飞书：${what}`, mend, aboutOf[what]),
  appIdMisspelt: bad(
    '飞书：FEISHU_APP_ID 的格式不对',
    '应为 cli_ 加 16 位字母数字，请从“凭证与基础信息”重新复制',
    'credentials',
  ),
  credentials: good('飞书：应用凭证有效'),
  credentialsWrong: (page: string): Finding =>
    bad('飞书：应用凭证无效', `请从 ${page}/baseinfo 重新复制 App ID 和 App Secret`, 'credentials'),
  bot: (name: string, state: string): Finding => good(`飞书：机器人“${name}”${state}`),
  botAsleep: (state: string, page: string): Finding =>
    bad(`飞书：机器人${state}`, `请在 ${page}/version 创建版本并申请发布，由管理员在管理后台启用`, 'bot'),
  permissions: (count: number): Finding => good(`飞书：${count} 项必需权限已开通`),
  permissionsMissing: ({ scopes, grant }: Lacking): Finding =>
    bad(`飞书：缺少 ${scopes.length} 项权限（${scopes.join('、')}）`, publish(grant), 'permissions'),
  quieter: ({ scopes, grant }: Lacking): Finding =>
    open(`飞书未开通 ${scopes.join('、')}，短信、电话加急和会话置顶将自动降级；需要时打开 ${grant}`),
  online: (count: number): Finding =>
    count <= 1
      ? good(count === 1 ? '飞书：有一个进程在线' : '飞书：现在没有进程在线（保存长连接设置前请先启动烽火）')
      : bad(
          `飞书：有 ${count} 个进程以同一个应用在线，消息会被分走`,
          '请只保留一个；测试环境请使用另外的应用',
          'line',
        ),
  subscribe: (mode: 'websocket' | 'webhook', page: string): Finding =>
    open(
      `“事件与回调”的事件配置和回调配置两页都要设为${mode === 'websocket' ? '长连接' : '请求地址 …/feishu/webhook'}，并订阅 card.action.trigger，改动后发布版本（${page}/event）`,
    ),
  group: (name: string): Finding => good(`飞书：通报群“${name}”`),
  groupMissing: open('没有设置 FEISHU_GROUP_CHAT_ID，飞书上没有通报群'),
  readBack: good('飞书：漏推的私聊消息可以补读（按钮无法补读，没有反应时请再按一次）'),
  readBackMissing: (scope: string, grant: string): Finding =>
    bad(`飞书：漏推的私聊消息无法补读，缺少权限 ${scope}`, publish(grant), 'permissions'),
  readGroupMissing: (scope: string, grant: string): Finding =>
    open(`飞书未开通 ${scope}（敏感权限，可读群内全部消息），群里漏推的 @烽火 无法补读；需要时打开 ${grant}`),
  watchMissing: ({ scopes, grant }: Lacking): Finding =>
    open(
      `飞书未开通 ${scopes.join('、')}，连接“在线但收不到消息”时不能自行发现；需要时打开 ${grant}，并订阅 im.message.reaction.created_v1 和 deleted_v1`,
    ),
  tasks: good('飞书：应办事项会出现在各人的飞书任务里'),
  tasksMissing: ({ scopes, grant }: Lacking): Finding =>
    open(
      `飞书未开通 ${scopes.join('、')}，${scopes.includes('task:task:write') ? '应办事项不会出现在各人的飞书任务里' : '在飞书任务里勾选时不能当场提醒还要办什么，催办时任务会重新打开'}；需要时打开 ${grant} 开通，订阅 task.task.update_user_access_v2，发布版本后重启烽火`,
    ),
  nobody: ({ id, name }: { id: string; name: string }, hasAddress: boolean): Finding =>
    bad(
      `飞书：找不到 ${name}（${id}）`,
      hasAddress
        ? '请核对 people.csv 的手机或飞书ID，并确认此人在应用的可用范围和通讯录权限范围内'
        : '请在 people.csv 填写此人的飞书ID或手机',
      'people',
    ),
  nobodyMore: (count: number): Finding => bad(`飞书：另有 ${count} 人找不到`, '同上', 'people'),
  reached: (count: number): Finding => good(`飞书：${count} 位责任人可以送达`),
}
