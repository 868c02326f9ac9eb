// What does this person want? Maps what is typed, Chinese word or slash form, to a command (contract §6); pure.
import { SPACES, withoutEnd, withoutWord } from '../../rules/ends.js'
import type { ActionName } from '../../store/schema.js'
import type { Typed } from '../actions/action.js'
import { spoken } from '../actions/index.js'
import { INVISIBLE, MENTION, narrow, normalize, tidy } from './letters.js'
import { isWayOut } from './replies.js'

/** `rest` is what follows the word and the number, as it was typed: its punctuation is the person's own. */
export type Command = { command: CommandName; number?: string; rest: string }
type Unknown = { command: 'unknown' }

/** `numbered`: an incident number may follow. */
type Row = Typed & { command: CommandName; numbered?: boolean }

const year = /^(?:\d{4}年?|今年|去年)$/u

/** The words that are no action: they begin a report, or show something. */
const before = [
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
] as const satisfies readonly (Omit<Row, 'command'> & { command: string })[]

const behind = [
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
  { command: 'rules', words: ['规则'], slash: ['rules'], rare: true },
  {
    command: 'help',
    words: ['帮助', '帮助我', '帮帮我', '使用说明', '怎么用'],
    slash: ['help'],
    meant: /^(?:你|您)好|^在吗|谢谢|你是谁|能做什么|怎么(?:办|弄|操作)/u,
  },
] as const satisfies readonly (Omit<Row, 'command'> & { command: string })[]

/** What is typed beside the actions. */
type OtherWord = (typeof before | typeof behind)[number]['command']
type CommandName = OtherWord | ActionName

/** In the order of contract §6: the first word of a row is the one that is printed. */
const rows: readonly Row[] = [
  ...before,
  ...spoken.map(({ action, typed }): Row => ({ ...typed, command: action.name, numbered: true })),
  ...behind,
]

export const commandNames: readonly CommandName[] = rows.map(({ command }) => command)

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
