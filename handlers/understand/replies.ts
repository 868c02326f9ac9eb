// Is a text a level, a way out of a dialog, a yes or a no? The small answers, however they are written; pure.
import { withoutEnd } from '../../rules/ends.js'
import type { Level } from '../../store/schema.js'
import { INVISIBLE, narrow, normalize, tidy } from './letters.js'

const LEVEL =
  /^(?:级别)?(?:(?:定|改|调|升|降)?[为成到]\s*)?[(（]?(?:(特别重大)|(重大)|(较大)|(一般)|(?:第)?(Ⅳ|Ⅲ|Ⅱ|Ⅰ|IV|III|II|I|[1-4]|[一二三四])\s*(?=级|$|[\s,，。:：)）]))(?:网络安全)?(?:事件|级别)?\s*级?\s*(?:[(（]\s*(?:Ⅳ|Ⅲ|Ⅱ|Ⅰ|IV|III|II|I|[1-4]|[一二三四]|特别重大|重大|较大|一般)\s*级?\s*[)）]|(?:Ⅳ|Ⅲ|Ⅱ|Ⅰ|IV|III|II|I|[1-4]|[一二三四])\s*级)?[)）]?/iu

const romans: Record<string, Level> = {
  Ⅰ: 1,
  Ⅱ: 2,
  Ⅲ: 3,
  Ⅳ: 4,
  I: 1,
  II: 2,
  III: 3,
  IV: 4,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
}

/** The level that a text begins with, and what follows: 较大, III级, 3, 三级, 较大（III级）. */
export const parseLevel = (text: string): { level: Level; rest: string } | undefined => {
  const own = text.replace(INVISIBLE, '').trim()
  const found = LEVEL.exec(narrow(own))
  if (!found) return undefined
  const [whole, first, second, third, fourth, sign] = found
  const level = first ? 1 : second ? 2 : third ? 3 : fourth ? 4 : romans[sign?.toUpperCase() ?? '']
  return level === undefined ? undefined : { level, rest: tidy(own.slice(whole.length)) }
}

type WayOut = 'back' | 'skip' | 'unknown' | 'cancel' | 'preview' | 'submit' | 'edit'

const waysOut: Record<WayOut, readonly string[]> = {
  back: ['上一步', '上一个', '上一题', '返回', '后退', '回到上一步', 'back'],
  skip: ['跳过', '略过', '先跳过', '跳过这一步', '以后再填', '稍后补', 'skip'],
  unknown: [
    '不详',
    '不知道',
    '不清楚',
    '暂时不清楚',
    '暂不清楚',
    '不确定',
    '未知',
    '不明',
    '暂不详',
    'unknown',
  ],
  cancel: ['取消', '退出', '取消报告', '放弃', '不报告了', 'cancel', 'quit'],
  preview: ['预览', '看一下预览', '查看预览', 'preview'],
  submit: ['提交', '确认提交', '提交报告', '确认', '没问题提交', 'submit'],
  edit: ['修改', '我要修改', '改一下', '编辑', 'edit'],
}

const wayOuts = new Map(
  // The table's keys are the ways out themselves; Object.entries widens them to string.
  (Object.entries(waysOut) as [WayOut, readonly string[]][]).flatMap(([way, words]) =>
    words.map((word): [string, WayOut] => [word, way]),
  ),
)

/** The way out of a dialog that a text is, whatever punctuation stands around it; nothing for an answer. */
export const isWayOut = (text: string): WayOut | undefined => {
  if (text.length > 60) return undefined
  const said = normalize(text)
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, '')
  return wayOuts.get(withoutEnd(said, '吧了啊呢哦'))
}

const DOUBT =
  /不太?确定|不太?清楚|无从|存疑|没(?:有)?把握|没准|没底|拿不定|不敢|不肯定|难判断|说不好|听说|据说|(?:我|个人)?(?:猜|感觉|觉得)|待.{0,4}(?:定|确认|核|查|鉴定|认定|判断)|未定|没定|不知道|不详|不太?好说|说不准|说不清|拿不准|吃不准|不敢说|未知|不明|(?<![不没])可能|也许|或许|大概|好像|疑似|怀疑|估计|应该|(?:不是|没有|没|不|无|不会)吧|无法|不能判断|判断不了|看不出|待查|待核|(?:没有?|未|还没)(?:看清|注意|检查|核实|确认|排查|查)|unknown|maybe|不能确定|无法确定|难说|未必|不一定/u
const YES =
  /^(?:是|是的|是啊|是吧|对|对的|对啊|对头|没错|有|有的|有啊|嗯+|恩|确实|确实是|正确|当然|当然是|要|可以|好|好的|yes|y|yeah|yep|true|t|ok|1|√|✓|✔|涉及|涉密|属于|存在|出现了?|有过)[的了啊呀呢哦]*$/u
const YES_CLAUSE = /^(?:是|确实|的确|有|涉及|属于|存在|出现|发现)(?!没|不|否)[^不没无未否非]{1,30}$/u
const NO =
  /^(?:不是|不对|不|没有|没|没得|无|否|未|暂无|不会|不可能|没可能|没发现|没有发现|未发现|不存在|不涉密|不涉及|不属于|不需要|非|no|n|nope|false|f|0|2|×|✗|✘)[的了啊呀呢哦]*$/u
const NO_CLAUSE =
  /^(?:不是|没有|没(?=[出发见])|未(?=[发出见涉被再扩])|无|不涉|不属|不存在|不含|非)[^是吗吧]{1,30}$/u

/** Begins like a no and is none: 无疑, 无误, 非公开, 不是没有, 没问题. */
const NO_DENIAL =
  /^(?:无(?:疑|误|非|从|妨|所|可|不|法|须|关紧要|论|数|比|一|奈|愧|私)|非(?:也|但|常|凡|得|要|公开|否|普通|一般|不|没|无)|(?:并?不是|不会|不可能|没有|没|未|不)(?:不|没|无|非|否|未)|不是(?:普通|一般|公开)|没(?:有)?(?:错|法|门|辙|谁|哪|什么不|人(?:知|说|敢|能)|问题|毛病|疑|答案|结论|结果|个准|准)|未(?:必|尝|免|可知|公开))/u

/** Is there any doubt in these words? */
export const doubts = (text: string): boolean => DOUBT.test(normalize(text).toLowerCase())

/**
 * A yes, a no, or «unknown» for doubt; nothing for what is neither. What follows a comma does not count («是，…» is a yes),
 * and 不是 is never a yes. `classified` is asked more strictly: plain-no.ts.
 */
export const parseYesNo = (text: string): boolean | 'unknown' | undefined => {
  const said = normalize(text.slice(0, 400)).toLowerCase()
  const head = said.split(/[,，.。;；:：、!！?？~\s]/u).find(Boolean) ?? ''
  const once = /^(.{1,2})\1{1,3}$/u.exec(head)?.[1]
  if (once && /^(?:没有?|不|对|有|是的?|否)$/u.test(once)) return parseYesNo(once)
  if (head.length > 40 || /是不是|有没有|是否|有无|吗$/u.test(head)) return undefined
  if (DOUBT.test(head)) return 'unknown'
  if (YES.test(head)) return true
  if (NO.test(head)) return false
  if (NO_DENIAL.test(head)) return undefined
  if (NO_CLAUSE.test(head)) return false
  return YES_CLAUSE.test(head) ? true : undefined
}
