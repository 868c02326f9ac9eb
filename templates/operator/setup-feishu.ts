// What must be done at Feishu's console during the set-up? Each step with its page; the app's own name.
import type { SetupStep } from './setup.js'

export const setupApp = { name: '烽火', desc: '网络安全事件报告机器人' }

const eachOn = (names: readonly string[]): string[] => names.map((name) => `  ${name}`)

export const feishuSetup = {
  name: '飞书',
  id: { label: 'App ID', variable: 'FEISHU_APP_ID' },
  secret: { label: 'App Secret', variable: 'FEISHU_APP_SECRET' },
  group: 'FEISHU_GROUP_CHAT_ID',
  scanned: '飞书按同意页创建应用，权限、事件、回调和长连接一次配好。',
  create: {
    page: 'https://open.feishu.cn/app',
    todo: [
      '“创建企业自建应用”，名称填 烽火',
      '打开这个应用的“凭证与基础信息”，下面要填 App ID 和 App Secret',
    ],
  },
  steps: (id: string, events: readonly string[], callbacks: readonly string[]): SetupStep[] => [
    {
      title: '机器人能力',
      page: `https://open.feishu.cn/app/${id}/bot`,
      todo: ['“添加应用能力”→ 机器人 → 添加'],
      about: ['bot'],
    },
    {
      title: '权限',
      page: `https://open.feishu.cn/app/${id}/auth`,
      todo: [
        '“批量导入/导出权限”→ 粘贴 bot/channels/feishu/permissions.json 的全文 → 确认',
        '“数据权限”→ 通讯录权限范围：全部可能被催办的人',
        '要管理员同意的，请他在管理后台同意；有的权限发布版本后才生效，可以先输入 s 往下做',
      ],
      about: ['permissions'],
    },
    {
      title: '事件与回调',
      page: `https://open.feishu.cn/app/${id}/event`,
      todo: [
        '“事件配置”→ 使用长连接接收事件 → 保存（向导现在就连着，所以能保存）→ 添加事件：',
        ...eachOn(events),
        '“回调配置”→ 使用长连接接收回调 → 保存 → 添加回调：卡片回传交互',
        ...eachOn(callbacks),
      ],
      about: ['line'],
      always: '长连接在线。订阅了没有，后面用一条真的消息和一次真的点按来核对。',
    },
    {
      title: '发布版本',
      page: `https://open.feishu.cn/app/${id}/version`,
      todo: [
        '“创建版本”→ 可用范围：通讯录里的所有人 → 申请线上发布',
        '请管理员在管理后台“应用审核”同意。以后改了权限或事件，都要再发布一次',
      ],
      about: ['bot', 'permissions'],
      always: '机器人已启用，权限已生效。',
    },
  ],
  hello: [
    '在飞书里搜索“烽火”，打开和机器人的私聊，发一句：你好',
    '（搜不到：您不在可用范围，或版本还没有发布）',
  ],
  unheard: (id: string): string[] => [
    `“事件与回调”没有设为长连接，或没有订阅 im.message.receive_v1：https://open.feishu.cn/app/${id}/event`,
    `改过以后没有发布版本：https://open.feishu.cn/app/${id}/version`,
    '另有一个烽火在用同一个应用，消息被它收走了：请先停掉它',
  ],
  unpressed: (id: string): string[] => [
    `“回调配置”没有设为长连接，或没有添加 card.action.trigger，或没有发布版本：https://open.feishu.cn/app/${id}/event`,
  ],
  join: ['打开校园群 → 群设置 → 群机器人 → 添加机器人 → 烽火'],
}
