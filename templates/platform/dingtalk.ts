// What do people read of DingTalk's own? On cards and in messages with buttons, and why a message did not reach somebody.
import type { Urgency } from '../../store/schema.js'
import { eachInTurn, stepsDown } from './words.js'

/** Where no form can be shown: the report is asked for question by question, a small form field by field. */
export const reportInstead = {
  lead: '这里不能显示表格，请发送“报告”，我会一项一项问您',
  body: '同样的内容，边问边填；不清楚的可以回复“不详”。',
}
type FieldWords = { label: string; required?: boolean; placeholder?: string; options?: { label: string }[] }
const fieldLine = ({ label, required, options, placeholder }: FieldWords): string => {
  const choices = options && options.length > 0 ? `（${options.map((one) => one.label).join('、')}）` : ''
  const example = placeholder && choices === '' ? `（${placeholder}）` : ''
  return `${label}${required ? ' *' : ''}${choices}${example}`
}
export const fieldsInstead = (body: string | undefined, fields: readonly FieldWords[]): string =>
  [
    body?.replace(eachInTurn, ''),
    `请直接回复${fields[0]?.label ?? ''}，一次一项：`,
    ...fields.map((field, at) => `（${at + 1}）${fieldLine(field)}`),
    '带 * 的必填；选填项可回复“跳过”，不办了可回复“取消”。',
  ]
    .filter(Boolean)
    .join('\n')

export const onlyLastRows = (shown: number, all: number): string => `只显示最近 ${shown} 行，共 ${all} 行。`
export const orReply = (labels: readonly string[]): string => `也可以直接回复：${labels.join('、')}`
export const orReplyCodes = (lines: readonly string[]): string => `也可以回复：${lines.join('；')}`
export const replyWithCode = '请直接回复编号办理：'
/** In place of what people wrote, where the platform holds it for unsafe. */
export const withheldBody = '钉钉没有放行正文，请发送“状态”查看，或联系网信办。'
export const saidAgain = (text: string): string => `（重发，之前一条可能已送达）\n${text}`
/** In a todo, which has no way to the card. */
export const todoHint = '请在与机器人的私聊里办理（发送“待办”查看）；在这里勾选不算办结。'
export const strangerTold =
  '钉钉没有告诉我您是谁：可能您不在本单位组织内，或机器人应用还没有发布。请改用电话联系网信办。'

/** Why a message did not go, or did not reach somebody: the office reads it, beside the name. */
export const undelivered = {
  tokenExpired: '访问凭证已过期',
  credentials: '钉钉不认 Client ID 或 Client Secret',
  monthUsedUp: '钉钉本月的调用额度已用完',
  perMinute: '钉钉限制了每分钟的调用',
  perSecond: '钉钉限制了每秒的调用',
  throttled: '钉钉限制了发送',
  throttledPerson: '钉钉限制了发给此人的消息',
  address: '本机地址不在钉钉应用的 IP 白名单里',
  permission: '钉钉应用缺少权限',
  unreachable: '此人不在钉钉应用的可见范围内，或钉钉ID 不对',
  busy: '钉钉暂时繁忙',
  refused: '钉钉没有接受',
  banned: '钉钉暂时封禁了本机地址',
  odd: (status: number): string => `钉钉没有正常回答（HTTP ${status}）`,
  silent: '钉钉没有应答',
  noToken: '钉钉没有给出访问凭证',
  noGateway: '钉钉没有给出连接地址',
  noCard: '卡片没有送达',
  noGroup: '没有设置钉钉校园群',
  kept: '钉钉本月的额度留给报告、首次通知和法定时限催办',
  foreignSession: '会话地址不是钉钉的',
  noUpload: '钉钉没有收下文件',
}
/** `why` with the permission that lacks, or with the code that nobody knows. */
export const undeliveredFor = (why: string, scope: string | undefined, code: string | undefined): string =>
  `${why}${scope ? `：${scope}` : ''}${code === undefined ? '' : `（${code}）`}`

/** Why a file was not fetched. */
export const fileLost = {
  address: '文件地址无效',
  later: '文件暂时取不到',
  expired: '文件取不到了，可能已过期',
  gone: '文件取不到了',
}

const dingNames: Record<Urgency, string> = { app: '应用内 DING', sms: '短信 DING', phone: '电话 DING' }

/** Why a message is less loud than was asked for. */
export const lessLoud = {
  group: '群消息不能 DING',
  notThisPerson: '没有送到此人',
  noPermission: '应用没有 DING 权限',
  failed: (level: Urgency, why: string): string => `${dingNames[level]}${why}`,
  messageInstead: (reasons: readonly string[]): string => `${stepsDown(reasons)}；已再发一条消息`,
}
