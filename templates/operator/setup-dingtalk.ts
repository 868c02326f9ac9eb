// What must be done at DingTalk's console during the set-up? Each step with its page.
import type { SetupStep } from './setup.js'

const home = 'https://open-dev.dingtalk.com/fe/app'

export const dingtalkSetup = {
  name: '钉钉',
  id: { label: 'Client ID', variable: 'DINGTALK_CLIENT_ID' },
  secret: { label: 'Client Secret', variable: 'DINGTALK_CLIENT_SECRET' },
  group: 'DINGTALK_GROUP_CONVERSATION_ID',
  scanned:
    '钉钉的扫码创建没有写进公开文档，可能不可用；页面上会显示为接入 AI 助手的机器人，名称请填 烽火。' +
    '它建好应用和 Stream 模式的机器人，其余权限下一步补。不成功就按控制台的步骤来。',
  create: {
    page: home,
    todo: [
      '“应用开发”→ 企业内部应用 → 创建应用，名称填 烽火',
      '打开这个应用的“凭证与基础信息”，下面要填 Client ID 和 Client Secret',
    ],
  },
  steps: (_id: string): SetupStep[] => [
    {
      title: '机器人能力',
      page: home,
      todo: ['打开应用 →“添加应用能力”→ 机器人 → 消息接收模式：Stream 模式 → 发布'],
      about: ['bot', 'line'],
    },
    {
      title: '权限',
      page: home,
      todo: [
        '打开应用 →“权限管理”→ 申请：qyapi_robot_sendmsg、Card.Instance.Write、Premium.Ding.Write、',
        '  qyapi_get_member、qyapi_get_member_by_mobile；可选：Todo.Todo.Write（应办事项出现在各人的钉钉待办里）',
        '有的权限发布版本后才生效，可以先输入 s 往下做',
      ],
      about: ['permissions'],
    },
    {
      title: '发布版本',
      page: home,
      todo: [
        '打开应用 →“事件订阅”→ Stream 模式推送（向导现在就连着）→ 勾选 机器人消息已读、撤回',
        '“版本管理与发布”→ 创建新版本 → 可见范围：通讯录里的所有人 → 发布。发布以前，上面的都不生效',
      ],
      about: ['bot', 'line', 'permissions'],
      always: '机器人、Stream 连接和权限都已生效。',
    },
  ],
  hello: [
    '在钉钉里搜索“烽火”，打开和机器人的私聊，发一句：你好',
    '（搜不到：您不在可见范围，或版本还没有发布）',
  ],
  unheard: (_id: string): string[] => [
    `机器人的消息接收模式不是 Stream，或没有发布机器人和版本：${home}`,
    '另有一个烽火在用同一个应用，消息被它收走了：请先停掉它',
  ],
  unpressed: (_id: string): string[] => [
    '另有一个烽火在用同一个应用；或卡片模板不可用（npm run doctor 会写明）',
  ],
  join: ['打开校园群（须是内部群）→ 群设置 → 机器人 → 添加机器人 → 烽火', '在群里 @烽火 说一句：你好'],
}
