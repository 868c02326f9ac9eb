// Is a text no more than a word of the bot's own, or a picture of a face? Such a one holds nothing that anybody wants kept from here; pure.

import { mentionBehind } from './addressed.js'
import { normalize } from './letters.js'
import { isWayOut } from './replies.js'
import { understand } from './words.js'

/** What a chat writes for a picture of a face or a thing that it could not carry: [微笑], [+1], [动画表情], [图片.png]. */
const PLACEHOLDER =
  /^(?:[[【(](?:(?!\d{1,2}[\]】)]|\d{1,3}[】)])\p{Script=Han}{1,3}|666|[+]1|OK(?:手势)?|(?:动画|自定义)表情|聊天记录|合并转发(?:的消息)?|(?:群|个人)名片|系统消息|(?:暂?不支持(?:的|该)?消息)(?:类型)?|(?:视频|语音|音频)(?:会议|通话)|(?:图片|视频|语音|文件|照片)\.[a-z0-9]{2,4}|破涕为笑|社会社会|让我看看)[\]】)]\s{0,3}){1,20}(?:\d{1,3}(?:["”]|′′))?[。.!~]?$/iu
/** Short words in brackets that name a system: [学工] is an answer, as [OA] is. */
const SYSTEM =
  /教务|学工|财务|人事|科研|图书|门户|官网|网站|邮箱|邮件|一卡通|校园|后勤|资产|招生|就业|迎新|选课|系统|平台|^[[【(（](?:是|否|对|不|有|没有?|无|不是|不详|未知)[)）】\]]$/u

/** Nothing but such placeholders: no answer to anything. */
export const isPlaceholder = (text: string): boolean =>
  text.length <= 200 &&
  PLACEHOLDER.test(normalize(text)) &&
  !SYSTEM.test(text.replace(/不支持|系统消息/gu, ''))
/** 是, 否 and what goes with them alone. */
const YES_OR_NO =
  /^(?:是|否|对|不|无|没|有|没有|没有的|不是|不是的|是的|好|好的|嗯|不涉密|不涉及|不属于|不存在|yes|no|[1-9])$/u

/**
 * A command word alone (a number may follow), a way out, or a yes or no: it can hold nothing that anybody wants kept from
 * here. Only the bot may be named beside it: what else stands behind an @ is anybody's words.
 */
export const isBare = (text: string): boolean => {
  if (text.length > 60) return false
  const own = normalize(text)
  const alone = own.slice(0, own.length - mentionBehind(own))
  const said = alone.replace(/[\p{P}\s]+/gu, '')
  if (said === '' || YES_OR_NO.test(said.toLowerCase()) || isWayOut(alone) !== undefined) return true
  if (alone.includes('@')) return false
  const command = understand(alone)
  return command.command !== 'unknown' && command.rest === ''
}
