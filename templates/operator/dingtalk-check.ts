// What does `npm run doctor` say of DingTalk? Each finding with its mend; `because` is what the platform answered, in words.
import { bad, type Finding, good, open } from './finding.js'

/** For messages that reach nobody: they are sent only to learn whether they may be. */
export const dingtalkTrial = '烽火自检'

/** What a permission is for. */
export const dingtalkMay = { send: '发送消息', cards: '互动卡片' }

export const dingtalkMend = {
  /** `page`: the console's own page where a permission is asked for. */
  apply: (page: string): string => `请打开 ${page} 申请，并发布新版本`,
  credentials: '请核对 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET（开发者后台“凭证与基础信息”）',
  address: '请在开发者后台“安全设置”添加本机的出口地址',
  usedUp: '请在钉钉管理后台购买加量包，或等到下个月',
  firewall:
    '请检查出口防火墙：api.dingtalk.com、oapi.dingtalk.com、wss-open-connection*.dingtalk.com 的 443 端口',
}

export const dingtalkAbsent = '机器人不在群里'

type Named = { id: string; name: string }
const named = ({ id, name }: Named): string => `${name}（${id}）`

export const dingtalkFinding = {
  may: (what: string): Finding => good(`钉钉权限：${what}`),
  mayNot: (what: string, scope: string, mend: string): Finding =>
    bad(`钉钉应用没有权限：${what}（${scope}）`, mend, 'permissions'),
  mayButUsedUp: (what: string): Finding => good(`钉钉权限：${what}（额度已用完）`),
  mayUnknown: (what: string, because: string): Finding =>
    bad(`钉钉权限：${what}没有查成，${because}`, '请稍后再运行一次', 'permissions'),
  todos: good('钉钉：应办事项会出现在各人的钉钉待办里'),
  todosMissing: (mend: string): Finding =>
    open(
      `钉钉没有 Todo.Todo.Write 权限，应办事项不会出现在各人的钉钉待办里；需要时${mend.replace(/^请/u, '')}，再重启烽火`,
    ),
  todosUnknown: (because: string): Finding => open(`没有查到能否写钉钉待办：${because}`),
  robotUnknown: (robotCode: string): Finding =>
    bad(
      `钉钉不认机器人 ${robotCode}`,
      '请核对 DINGTALK_ROBOT_CODE，并在应用里添加“机器人”能力后发布版本',
      'bot',
    ),
  templateUnfit: (id: string, isPublic: boolean): Finding =>
    bad(
      `钉钉卡片模板用不了：${id}`,
      isPublic
        ? '请在卡片平台按 bot/channels/dingtalk/template.json 搭建模板，发布后把模板 ID 填到 DINGTALK_CARD_TEMPLATE_ID；其间用消息按钮代替'
        : '请在卡片平台发布这个模板并关联本应用，或清空 DINGTALK_CARD_TEMPLATE_ID 使用公共模板',
      'permissions',
    ),
  templatePublic: good('钉钉卡片：使用公共模板，没有表格；填表改为逐项询问'),
  webhook: (publicUrl: string): Finding =>
    good(`钉钉 HTTP 模式：消息接收地址应填 ${publicUrl.replace(/\/$/, '')}/dingtalk/webhook`),
  publicUrlMissing: open('没有填写 PUBLIC_URL，钉钉上的按钮用消息按钮代替卡片'),
  gateway: good('钉钉 Stream 网关'),
  gatewayShut: (because: string, mend: string): Finding => bad(`钉钉 Stream 网关：${because}`, mend, 'line'),
  groupMissing: open('没有填写 DINGTALK_GROUP_CONVERSATION_ID，钉钉上没有校园群通报'),
  group: good('钉钉校园群：机器人在群里'),
  groupUnknown: open('没有 qyapi_chat_manage 权限，没有核对机器人是否在校园群里'),
  groupWrong: (because: string): Finding =>
    bad(
      `钉钉校园群：${because}`,
      '请在群设置里添加本应用的机器人，并核对 DINGTALK_GROUP_CONVERSATION_ID（在群里 @ 机器人一次，日志会写出会话 ID）',
      'group',
    ),
  noAddress: (person: Named): Finding =>
    bad(`${named(person)}没有钉钉ID，也没有手机`, '请在 people.csv 填写钉钉ID 或手机', 'people'),
  directoryShut: (scope: string, mend: string): Finding =>
    bad(`钉钉应用没有权限：通讯录（${scope}），没有核对责任人`, mend, 'permissions'),
  peopleUnknown: (because: string, mend: string): Finding =>
    bad(`没有核对完责任人：${because}`, mend, 'people'),
  idUnknown: (person: Named): Finding =>
    bad(
      `${named(person)}的钉钉ID 在本组织里找不到`,
      '请在 people.csv 改正钉钉ID，或清空后改用手机查找',
      'people',
    ),
  phoneUnknown: (person: Named): Finding =>
    bad(`${named(person)}的手机在钉钉上找不到人`, '请核对手机，或在 people.csv 填写钉钉ID', 'people'),
  reached: (count: number): Finding => good(`钉钉：${count} 位责任人在通讯录里`),
  credentials: good('钉钉凭据'),
  credentialsWrong: (because: string, mend: string): Finding =>
    bad(`钉钉凭据：${because}`, mend, 'credentials'),
  deaf: open(
    '钉钉没有读取历史消息的接口，连接中断期间没有推送到的话和按钮无法补读（未确认的消息钉钉约 60 秒后重推）；中断较久时会告知网信办',
  ),
}
