// What does this person want? Maps what is typed, Chinese word or slash form, to a command (contract §6); pure.
import { SPACES, withoutEnd, withoutWord } from '../rules/ends.js'
import type { Level } from '../store/schema.js'

export const commandNames = [
  'report',
  'form',
  'status',
  'todo',
  'list',
  'note',
  'grade',
  'submitted',
  'confirm',
  'resolve',
  'close',
  'withdraw',
  'reopen',
  'correct',
  'delegate',
  'undelegate',
  'away',
  'back',
  'log',
  'doc',
  'drill',
  'notice',
  'zero',
  'stats',
  'export',
  'assess',
  'follow_up',
  'appoint',
  'rules',
  'help',
] as const
export type CommandName = (typeof commandNames)[number]

/** `rest` is what follows the word and the number, as it was typed: its punctuation is the person's own. */
export type Command = { command: CommandName; number?: string; rest: string }
export type Unknown = { command: 'unknown' }

/**
 * `numbered`: an incident number may follow. `short`: the rest is no free text, so the number may also stand last.
 * `free`: what follows is the person's own words, and may begin with a number of its own.
 * `recorded`: the words are kept as they are, so a number that may be theirs is left to them.
 * `glued`: what may follow the word without a space between.
 */
type Row = {
  command: CommandName
  words: readonly string[]
  slash: readonly string[]
  numbered?: boolean
  short?: boolean
  free?: boolean
  recorded?: boolean
  glued?: RegExp
  /** What people say when they mean this: no command by itself, but then it is named first among the nearest. */
  meant?: RegExp
  /** Not offered to who mistyped: a word of the office. */
  rare?: boolean
}

const year = /^(?:\d{4}年?|今年|去年)$/u

/** In the order of contract §6: the first word of a row is the one that is printed. */
const rows: readonly Row[] = [
  {
    command: 'report',
    words: ['报告', '报告事件', '事件报告'],
    slash: ['report'],
    meant: /出事|被黑|黑客|中毒|病毒|勒索|漏洞|泄露|攻击|篡改|钓鱼|诈骗|打不开|断网/u,
  },
  { command: 'form', words: ['填表', '填报告表'], slash: ['form'] },
  {
    command: 'status',
    words: ['状态', '查看状态', '查状态'],
    slash: ['status'],
    numbered: true,
    short: true,
    meant: /进度|进展|怎么样了|到哪/u,
  },
  {
    command: 'todo',
    words: ['待办', '我的待办', '待办事项'],
    slash: ['todo'],
    meant: /确认收到|^(?:已?收到|知道了|明白|好的)/u,
  },
  {
    command: 'list',
    words: ['列表', '事件列表'],
    slash: ['list'],
    glued: /^(?:未结|超期|全部|所有)$/u,
  },
  {
    command: 'note',
    words: ['补充'],
    slash: ['note'],
    numbered: true,
    free: true,
    recorded: true,
    glued: /^\d/u,
  },
  {
    command: 'grade',
    words: ['定级'],
    slash: ['grade'],
    numbered: true,
    glued: /^(?:为|成)?(?:特别重大|重大|较大|一般|[一二三四1-4]级)/u,
  },
  {
    command: 'submitted',
    words: ['报送', '已报', '上报', '已上报', '已报送', '填写回执'],
    slash: ['submitted'],
    numbered: true,
    short: true,
  },
  { command: 'confirm', words: ['核实', '核实回执'], slash: ['confirm'], numbered: true, short: true },
  {
    command: 'resolve',
    words: ['处置结束', '处置完毕', '处置完成'],
    slash: ['resolve'],
    numbered: true,
    short: true,
  },
  { command: 'close', words: ['办结', '结案'], slash: ['close'], numbered: true, short: true },
  { command: 'withdraw', words: ['误报'], slash: ['withdraw'], numbered: true, free: true },
  {
    command: 'reopen',
    words: ['重开', '重新开启'],
    slash: ['reopen'],
    numbered: true,
    free: true,
    rare: true,
  },
  { command: 'correct', words: ['更正'], slash: ['correct'], numbered: true, free: true },
  { command: 'delegate', words: ['转办'], slash: ['delegate'], numbered: true, short: true },
  {
    command: 'undelegate',
    words: ['撤回转办', '收回转办', '取消转办'],
    slash: ['undelegate'],
    numbered: true,
    short: true,
    rare: true,
  },
  { command: 'away', words: ['外出'], slash: ['away'], glued: /^(?:取消|结束)$/u },
  {
    command: 'back',
    words: [
      '销假',
      '取消外出',
      '取消 外出',
      '取消今天的外出',
      '不外出了',
      '结束外出',
      '外出结束',
      '我回来了',
      '返回',
      '返校',
    ],
    slash: ['back'],
    rare: true,
  },
  { command: 'log', words: ['记录', '查看记录'], slash: ['log'], numbered: true, short: true },
  {
    command: 'doc',
    words: ['文书'],
    slash: ['doc'],
    numbered: true,
    short: true,
    glued: /^(?:首报|续报|终报|记录)$/u,
  },
  { command: 'drill', words: ['演练', '开始演练'], slash: ['drill'] },
  { command: 'notice', words: ['通报'], slash: ['notice'] },
  { command: 'zero', words: ['零报告'], slash: ['zero'] },
  { command: 'stats', words: ['统计'], slash: ['stats', 'statistics'], glued: year },
  { command: 'export', words: ['导出'], slash: ['export'], glued: year },
  { command: 'assess', words: ['研判'], slash: ['assess'], numbered: true, short: true, rare: true },
  {
    command: 'follow_up',
    words: ['续报'],
    slash: ['followup'],
    numbered: true,
    free: true,
    recorded: true,
    rare: true,
  },
  { command: 'appoint', words: ['上报责任人'], slash: ['appoint'], numbered: true, rare: true },
  { command: 'rules', words: ['规则'], slash: ['rules'], rare: true },
  {
    command: 'help',
    words: ['帮助', '帮助我', '帮帮我', '使用说明', '怎么用'],
    slash: ['help'],
    meant: /^(?:你|您)好|^在吗|谢谢|你是谁|能做什么|怎么(?:办|弄|操作)/u,
  },
]

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/** Half width, character by character, so that a place in the result is the same place in the text. */
const narrow = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2000-\u200A\u202F]/gu, ' ')

/** A campus may call it 烽火助手, 烽火小助手 or 烽火值班. */
const MENTION = /^(?:\s*@\s?烽火(?:\p{Script=Han}{0,3}(?:机器人|助手|助理|管家|卫士|值班))?[\s,:、。!~]*)+/u
const NAMES = ['机器人', '小助手', '助手', '助理', '管家', '卫士', '值班', ''].flatMap((role) => [
  `@烽火${role}`,
  `@ 烽火${role}`,
])
/** How much of the end is the bot's name and the signs around it. */
const mentionBehind = (text: string): number => {
  const kept = withoutEnd(text, `${SPACES}。.!~`)
  const without = withoutWord(kept, NAMES)
  return without === kept ? 0 : text.length - withoutEnd(without, SPACES).length
}
/** One name, the bot's or anybody's; what they are told follows after a space. */
const NAMED = /\s*@\s?烽火(?:机器人)?[\s,:、。!~]*|@[^\s@,:]{1,40}[\s,:、]{1,10}\s*/uy
/** How much of the beginning is names: one after another, so that the longest list is read once. */
const namesBefore = (text: string): number => {
  let length = 0
  for (NAMED.lastIndex = 0; NAMED.test(text); ) length = NAMED.lastIndex
  return length
}
/** One name that the word has grown onto: the name of the bot, whatever it is called here. */
const GROWN = /^@\S{1,60}$/u

/** For comparing: width, case of width and spaces evened, the mention of the bot gone. Not for keeping. */
export const normalize = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(MENTION, '').replace(/\s+/gu, ' ').trim()

// ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * 2026-0001, 演练2026-1, #2026-0001, and without the dash 20260001 (not 20261123); never the beginning of a date, nor of
 * a span of years (2025-2026学年). A number that is not written out in its four digits must stand apart from the words
 * behind it: 2026-1号服务器 is a server.
 */
const NUMBER =
  /^[\s#【[(「:,]{0,6}(?:编号|事件)?[\s:]{0,6}(演练|通报)?\s{0,6}(20\d{2})(?:\s{0,2}[-‐‑‒–—−_]\s{0,2}(\d{1,6})|(00\d{2}))(?!\d|\s{0,2}(?:[年月届期级季周]|学[年期])|[./:]\d|\s{0,2}[-‐‑‒–—−~]\s{0,2}\d)[\]】)」号]{0,3}/u
const WRITTEN_OUT = /^0\d{3}$/u
/** 2026-1#服务器, 2026-1.docx, 2026-3、4号楼 and 2026-1（主楼） are things, and so are two of them: 2026-1、2026-2 两台. */
const APART = /^(?![#(/&+~]|[.、](?=[a-z\d])|[,;] ?20\d{2}-|\s?[和与及]\s?\d)(?:$|[\s\p{P}\p{S}])/iu
/** 2026-1 号服务器, 2026-10 台服务器, 2026-3 楼: what is counted or named by a number. */
const NUMERAL =
  /^\s{0,2}(?:号(?!\s|$|\p{P})|[楼栋幢届室套架]|台(?![账风])|班(?![主长子])|名(?![单称字义录])|条(?![件例款])|个(?![别人体])|人(?=[次被受感中])|级(?!别)|期(?![间限末望])|次(?![日要生序]))/u
/** 2026-0001号服务器 is one of the servers; 2026-0001号事件 and 2026-0001号已断网 are incidents. */
const NUMBERED_THING = /号(?!事件?|[已正仍])[\p{L}\p{N}]/u

/** `apart`: free words may follow, so that only a number that stands apart from them is one. */
const numbered = (
  text: string,
  apart = false,
): { number: string; length: number; written: boolean } | undefined => {
  const found = NUMBER.exec(text)
  if (!found) return undefined
  const [whole, kind = '', yyyy = '', dashed, compact] = found
  const digits = dashed ?? compact ?? ''
  if (digits === String(Number(yyyy) + 1)) return undefined
  const behind = text.slice(whole.length)
  const written = WRITTEN_OUT.test(digits)
  if (NUMBERED_THING.test(`${whole.slice(-1)}${behind.slice(0, 2)}`)) return undefined
  if (!written && (NUMERAL.test(behind) || (apart && !APART.test(behind)))) return undefined
  return { number: `${kind}${yyyy}-${digits.padStart(4, '0')}`, length: whole.length, written }
}

/** The incident number that a text is, as it is kept; nothing for anything else. */
export const numberIn = (text: string): string | undefined => {
  const said = narrow(text.replace(INVISIBLE, '')).trim()
  const found = said.length > 60 ? undefined : numbered(said)
  return found && found.length >= said.length ? found.number : undefined
}

/** A number that is the last word of a short command: 报送 教育厅 2026-0001. */
const trailing = (text: string): { number: string; before: string } | undefined => {
  const at = text.length > 200 ? -1 : text.lastIndexOf(' ')
  const found = at < 0 ? undefined : numbered(text.slice(at))
  return found && at + found.length >= text.length
    ? { number: found.number, before: text.slice(0, at) }
    : undefined
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────────

const GREETING =
  /^(?:(?:(?:你|您|大家|各位)好|各位(?:老师|领导)?好?|老师好?|请问|麻烦|请|帮我|我想|我要|我来|给我)[\s,。!]*)+/u
const ENDING = /^[\s。.!,?、~;吧了呢啊呀]*$/u
const FRIENDLY_REPORT =
  /^(?:我|我们|我们?这里|这里|这边)?(?:现在|这就|有事|有情况)?(?:想要|想|要|需要|得|来)?(?:报告|上报|汇报|报)(?:一下|一个|一起|一件|个|下|一?起)?(?:网络安全|网络|安全)?(?:的)?(?:情况|事件|问题|事情|事故|事)?$/u
const FRIENDLY_HELP = /^(?:帮助|帮帮|帮)(?:一下)?(?:我|我们)?(?:一下)?$/u

type Spoken = { row: Row; after: string; offset: number }
type Known = (number: string) => boolean

const heads = rows
  .flatMap((row) => row.words.map((word) => ({ row, word })))
  .sort((a, b) => b.word.length - a.word.length)

/** May what follows the word without a space still belong to the command? */
const belongs = (row: Row, after: string): boolean =>
  ENDING.test(after) ||
  /^[\s:,。#【[(「/]/u.test(after) ||
  (row.numbered === true && numbered(after) !== undefined) ||
  (row.glued?.test(after.trim()) ?? false)

const slashed = (text: string): Spoken | undefined => {
  const found = /^\/\s*([a-z]{1,12}|\p{Script=Han}{1,6})(?:@\S*)?(?=$|[\s\d:,])/iu.exec(text)
  const said = found?.[1]?.toLowerCase()
  if (!found || said === undefined) return undefined
  const row = rows.find(({ slash, words }) => slash.includes(said) || words.includes(said))
  return row ? { row, after: text.slice(found[0].length), offset: found[0].length } : undefined
}

const worded = (text: string): Spoken | undefined => {
  for (const { row, word } of heads) {
    if (!text.startsWith(word)) continue
    const after = text.slice(word.length)
    if (belongs(row, after)) return { row, after, offset: word.length }
  }
  return undefined
}

/**
 * The command that a text is, or `unknown`. A sentence that only begins with such a word («记录显示…») is none: the word
 * stands alone, or is followed by a space, a number or an argument it takes. The number may also come first. `known`: is
 * there such an incident? Asked only where words are recorded and the number is not written out: 补充 2026-11 日志已导出.
 */
export const understand = (text: string, known: Known = () => true): Command | Unknown => {
  const kept = text.replace(INVISIBLE, '')
  const start = MENTION.exec(narrow(kept))?.[0].length ?? 0
  const behind = mentionBehind(narrow(kept.slice(start).slice(-40)))
  const own = kept.slice(start, kept.length - behind).trim()
  const said = narrow(own)
  const names = namesBefore(said)
  const command = understood(own.slice(names), known)
  const spoken = said.slice(names)
  if (command.command !== 'unknown' || !GROWN.test(spoken)) return command
  const grown = heads.find(({ word }) => spoken.length > word.length + 1 && spoken.endsWith(word))
  return grown ? { command: grown.row.command, rest: '' } : command
}

const understood = (own: string, known: Known): Command | Unknown => {
  const said = narrow(own)
  if (!said) return { command: 'unknown' }

  const first = numbered(said)
  if (first) {
    const after = said.slice(first.length)
    const spaces = /^\s*/u.exec(after)?.[0].length ?? 0
    const next = spokenIn(after.slice(spaces))
    if (!next?.row.numbered) return { command: 'unknown' }
    return {
      command: next.row.command,
      number: first.number,
      rest: tidy(own.slice(first.length + spaces + next.offset)),
    }
  }

  const spoken = spokenIn(said)
  if (spoken) return argued(spoken, own, known)
  const short = said.slice(0, 40).replace(/[\s。.!,?、~吧了呢啊呀]+/gu, '')
  if (said.length <= 40) {
    const asked = short.replace(/^(?:(?:你|您)好|老师好?|请问|麻烦)+/u, '')
    if (FRIENDLY_REPORT.test(asked) && asked !== '报') return { command: 'report', rest: '' }
    if (FRIENDLY_HELP.test(asked) || /^help$/iu.test(asked)) return { command: 'help', rest: '' }
  }
  const polite = GREETING.exec(said)?.[0].length ?? 0
  const behind = polite > 0 ? worded(said.slice(polite)) : undefined
  return behind ? argued({ ...behind, offset: behind.offset + polite }, own, known) : { command: 'unknown' }
}

const spokenIn = (text: string): Spoken | undefined => slashed(text) ?? worded(text)

const tidy = (text: string): string => text.replace(/^[\s:：,，。、]+/u, '').trim()

/** The number and the rest of a command. `own` is the text as typed, of the same length as what was compared. */
const argued = ({ row, after, offset }: Spoken, own: string, known: Known): Command => {
  if (!row.numbered) return { command: row.command, rest: ENDING.test(after) ? '' : tidy(own.slice(offset)) }
  const found = numbered(after, row.free)
  if (found && (found.written || !row.recorded || known(found.number))) {
    return { command: row.command, number: found.number, rest: tidy(own.slice(offset + found.length)) }
  }
  const rest = ENDING.test(after) ? '' : tidy(own.slice(offset))
  // 处置结束 77 means an incident, and never another one than that
  if (row.short && /^[#\s]*\d{1,4}号?$/u.test(narrow(rest)))
    return { command: row.command, number: narrow(rest).replace(/\D/gu, ''), rest: '' }
  const last = row.short ? trailing(narrow(rest)) : undefined
  return last
    ? { command: row.command, number: last.number, rest: rest.slice(0, last.before.length).trim() }
    : { command: row.command, rest }
}

/** What a chat writes for a picture of a face or a thing that it could not carry: [微笑], [+1], [动画表情], [图片.png]. */
const PLACEHOLDER =
  /^(?:[[【(](?:(?!\d{1,2}[\]】)]|\d{1,3}[】)])\p{Script=Han}{1,3}|666|[+]1|OK手势|(?:动画|自定义)表情|聊天记录|合并转发(?:的消息)?|(?:群|个人)名片|系统消息|(?:暂?不支持(?:的|该)?消息)(?:类型)?|(?:视频|语音|音频)(?:会议|通话)|(?:图片|视频|语音|文件|照片)\.[a-z0-9]{2,4}|破涕为笑|社会社会|让我看看)[\]】)]\s{0,3}){1,20}(?:\d{1,3}(?:["”]|′′))?[。.!~]?$/iu
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

// ── nearest ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Edit distance, a swap of neighbours counting once. Both texts are short. */
const distance = (a: string, b: string): number => {
  const [from, to] = [[...a], [...b]]
  const table: number[][] = [Array.from({ length: to.length + 1 }, (_, at) => at)]
  const cell = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= from.length; i++) {
    const line = [i]
    table.push(line)
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      line.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return cell(from.length, to.length)
}

/** Characters in common weigh more than the order: 告报 and 报个告 are nearer to 报告 than 报送 is. */
const wordDistance = (text: string, word: string): number => {
  const common = [...new Set(word)].filter((char) => text.includes(char)).length
  return (
    distance(text.slice(0, word.length + 2), word) -
    2 * (common / word.length) -
    (text.startsWith(word) ? 1 : 0)
  )
}

/** The three commands, as their Chinese words, that come nearest to what was typed. */
export const nearest = (text: string): string[] => {
  const said = normalize(text.slice(0, 200)).toLowerCase()
  const latin = /^[/\s]*([a-z]+)/u.exec(said)?.[1]?.slice(0, 20)
  const word = said.replace(/[\s\p{P}\p{S}\d]+/gu, '').slice(0, 12)
  const number = numbered(said) !== undefined && word.replace(/[演练通报编号事件]/gu, '') === ''
  return rows
    .filter(({ rare }) => !rare)
    .map((row, at) => ({
      at,
      word: row.words[0] ?? '',
      far: (number ? row.command === 'status' : row.meant?.test(said))
        ? -10
        : latin
          ? Math.min(...row.slash.map((slash) => distance(latin, slash)))
          : Math.min(...row.words.map((one) => wordDistance(word, one))),
    }))
    .sort((a, b) => a.far - b.far || a.at - b.at)
    .slice(0, 3)
    .map((one) => one.word)
}

// ── levels, ways out, yes and no ────────────────────────────────────────────────────────────────────────────────────

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

export type WayOut = 'back' | 'skip' | 'unknown' | 'cancel' | 'preview' | 'submit' | 'edit'

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
