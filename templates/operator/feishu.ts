// What must be mended at Feishu, and what is the office told of it? In the log, in the state of health, in a private message.

import type { Urgency } from '../../store/schema.js'
import { urgencyNames } from '../plain.js'

const refusedCredentials = (code: string | number): string =>
  `飞书不接受应用凭证（错误码 ${code}）：请检查 FEISHU_APP_ID 和 FEISHU_APP_SECRET`
const copyAgain = '从开发者后台“凭证与基础信息”重新复制'

/** What an error of the platform asks of the operator. */
export const feishuMend = {
  address: '飞书拒绝了本机的出口 IP：请在管理后台的 IP 白名单中加入它',
  noBot: '应用没有启用机器人能力：请在开发者后台“添加应用能力”中添加机器人，并发布版本',
  permission: (missing: string | undefined, grant: string): string =>
    `缺少权限${missing ? ` ${missing}` : ''}：请打开 ${grant} 开通，并发布版本`,
  asleep: '应用不可用或已停用：请在管理后台启用它',
  credentials: `FEISHU_APP_ID 或 FEISHU_APP_SECRET 不对：请${copyAgain}`,
  history: '飞书：缺少读取私聊历史的权限（im:message:readonly），漏推的消息无法补读',
}

/** What is wrong with the whole channel. */
export const feishuWrong = {
  credentials: (code: string | number): string => `${refusedCredentials(code)}，${copyAgain}后重启`,
  mend: (mend: string): string => `飞书：${mend}`,
  asleep: (state: string): string => `飞书机器人${state}：请在开发者后台发布版本，并由管理员启用`,
  appIdMisspelt: 'FEISHU_APP_ID 的格式不对：应为 cli_ 加 16 位字母数字，请从开发者后台重新复制',
  socketForbidden: '飞书拒绝建立长连接：请在“事件与回调”中把订阅方式设为“使用长连接接收”，并发布版本',
  socketCredentials: refusedCredentials(514),
  socketsTooMany: '这个应用的长连接已达上限（50 个）：请停掉多余的进程',
  deaf: (misses: number): string =>
    `飞书没有推送事件（连续 ${misses} 次自检没有回音），正在重连；私聊文字定时补读`,
}

/** In which state the platform keeps the bot. */
export const botStates = {
  new: '尚未启用',
  off: '已停用',
  waiting: '等待管理员启用',
  updating: '新版本等待管理员同意',
  licenceOver: '许可已过期',
  planOver: '套餐已过期',
  on: '已启用',
}

const buyCalls = '请在飞书管理后台购买额度；已购买的，请调整 FEISHU_MONTHLY_CALLS 后重启'
const used = (calls: number, limit: number): string => `本月飞书接口调用已用 ${calls} 次，每月 ${limit} 次`

/** The month's calls: what the office is told, and what the operator reads. */
export const feishuMonth = {
  share: (calls: number, limit: number, percent: number): string =>
    `${used(calls, limit)}，约为 ${percent}%。${percent >= 90 ? '为保证报告、首报通知和法定时限提醒送达，其他消息将减少发送。' : ''}已购买更多额度的，请调整 FEISHU_MONTHLY_CALLS。`,
  dry: (calls: number, limit: number): string =>
    `${used(calls, limit)}，余下的只留给报告、首报通知、法定时限提醒；在飞书上查询的人会被请求改打网信办电话，请安排接听。${buyCalls}。`,
  usedUp:
    '本月飞书接口调用额度已用完，下月 1 日前飞书消息无法送达。请立即在飞书管理后台购买额度；紧急事项请电话通知。',
  wrongUsedUp: `飞书本月接口调用额度已用完（飞书拒绝调用），下月 1 日前消息无法送达：${buyCalls}`,
  wrongDry: (calls: number, limit: number): string =>
    `飞书本月接口调用额度将用完：已用 ${calls} 次，每月 ${limit} 次，查询改请电话办理：${buyCalls}`,
}

/** What the office is told. */
export const feishuTells = {
  newGroup: (chat: string): string =>
    `烽火已被加入一个飞书群，群编号 ${chat}。要把它设为校园通报群，请在 .env 中填写 FEISHU_GROUP_CHAT_ID=${chat}，然后重启。`,
  groupLost: '烽火已不在校园通报群（飞书）中，通报暂时无法送达。请把机器人重新加入该群。',
  groupUnreachable: '飞书通报群无法送达：请确认 FEISHU_GROUP_CHAT_ID，并把机器人加入该群。',
  deaf: '飞书收不到新消息和按钮：连接看似正常，但飞书没有推送事件，已多次重连。私聊里的文字会定时补读，按钮无法补读；紧急情况请用电话或其他平台，并检查开发者后台“事件与回调”。',
  others: (connections: number): string =>
    `发现 ${connections} 个进程以同一个飞书应用连接，一部分消息会被其他进程收走。请只保留一个（测试环境请使用另外的应用）。`,
  urgentSpent: (level: Urgency): string =>
    `飞书${urgencyNames[level]}额度已用完，加急将自动降级。请在飞书管理后台“费用中心 › 权益数据”补充额度；紧急事项请电话通知。`,
}
