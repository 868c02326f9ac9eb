// What must be mended at DingTalk, and what is the office told of it? In the log, in the state of health, in a private message.
import type { Urgency } from '../../store/schema.js'
import { lessLoud } from '../platform/dingtalk.js'

/** What is wrong with the whole channel. */
export const dingtalkWrong = {
  credentials: '钉钉不认 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET，请核对开发者后台的“凭证与基础信息”',
  address: '本机地址不在钉钉应用的 IP 白名单里，请在开发者后台的“安全设置”添加',
  noSending: '钉钉应用没有发送消息的权限，请在开发者后台的“权限管理”申请 qyapi_robot_sendmsg 并发布新版本',
}

const counted = {
  calls: { name: '接口调用', rest: '余量留给报告、首次通知和法定时限催办，其余消息将减少发送' },
  pushes: { name: '消息推送', rest: '用完后机器人收不到钉钉上的消息和按钮，请提前改用电话或其他平台' },
} as const
const buyCalls = '请在钉钉管理后台购买加量包；已购买的，请在规则文件填写 platforms.dingtalk 后重启'

/** The month's calls and pushes: what the office is told, and what the operator reads. `asOf`: when the figures were read. */
export const dingtalkMonth = {
  low: (what: keyof typeof counted, used: number, limit: number, asOf: string): string =>
    `钉钉本月的${counted[what].name}额度快用完了：已用 ${used} 次，每月 ${limit} 次（${asOf} 的标准版，或规则文件 platforms 所填）。${counted[what].rest}。已购买专业版或加量包的，请在规则文件填写 platforms.dingtalk 后重启。`,
  out: (what: keyof typeof counted, limit: number): string =>
    `钉钉本月的${counted[what].name}额度（${limit} 次）已经用完。请在钉钉管理后台购买加量包；紧急事项请电话通知。`,
  callsRefused:
    '钉钉说本月的接口调用额度已经用完，消息在发件箱等待，能走其他平台的已改走其他平台。请在钉钉管理后台购买加量包，然后重启烽火。',
  pushesRefused:
    '钉钉说本月的消息推送额度已经用完：机器人收不到钉钉上的消息和按钮。请在钉钉管理后台购买加量包，其间请用电话或其他平台。',
  wrongRefused: `钉钉本月的接口调用额度已用完（钉钉拒绝调用）：${buyCalls}`,
  wrongPushes: (used: number, limit: number): string =>
    `钉钉本月的消息推送额度已用完：已用 ${used} 次，每月 ${limit} 次，机器人可能收不到消息和按钮：${buyCalls}`,
  wrongCalls: (used: number, limit: number): string =>
    `钉钉本月的接口调用额度将用完：已用 ${used} 次，每月 ${limit} 次，部分查询改请电话办理：${buyCalls}`,
}

/** What the office is told. */
export const dingtalkTells = {
  gap: (minutes: number): string =>
    `钉钉的连接中断了约 ${minutes} 分钟，现已恢复。钉钉没有读取历史消息的接口，其间发给机器人的话和按下的按钮可能没有收到；请留意有无电话报告，必要时向有关人员核实。`,
  dingFailed: (level: Urgency, why: string): string =>
    `钉钉的${lessLoud.failed(level, why)}，已改用较轻的方式提醒。请在钉钉管理后台处理。`,
}
