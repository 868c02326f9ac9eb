// What does this person want? Maps what is typed, Chinese word or slash form, to a command (contract §6); pure.
import { GROWN, mentionBehind, namesBefore } from './addressed.js'
import { INVISIBLE, MENTION, narrow, tidy } from './letters.js'
import { numbered, trailing } from './numbers.js'
import { type CommandName, type Row, rows } from './rows.js'
import { asksMyPart, asksOn } from './wonders.js'

/** `rest` is what follows the word and the number, as it was typed: its punctuation is the person's own. */
export type Command = { command: CommandName; number?: string; rest: string }
type Unknown = { command: 'unknown' }

const GREETING =
  /^(?:(?:(?:你|您|大家|各位)好|各位(?:老师|领导)?好?|老师好?|请问|麻烦|请|帮我|我想|我要|我来|给我)[\s,。!]*)+/u
const ENDING = /^[\s。.!,?、~;吧了呢啊呀]*$/u
const FRIENDLY_REPORT =
  /^(?:怎么|怎样|如何|在哪里?|哪里)?(?:我|我们|我们?这里|这里|这边)?(?:现在|这就|有事|有情况)?(?:想要|想|要|需要|得|来)?(?:报告|上报|汇报|报)(?:一下|一个|一起|一件|个|下|一?起)?(?:网络安全|网络|安全)?(?:的)?(?:情况|事件|问题|事情|事故|事)?$/u
/** 好的，知道了 · 收到，谢谢: several such words are one. */
const RECEIVED =
  /^(?=.*(?:好|收到|知道|明白|知悉|ok))(?:(?:好的?|已?收到|(?:我)?知道|明白|已?知悉|谢谢|多谢|辛苦|老师|领导|ok|嗯{1,3}|[👌👍🙏🫡])(?:了|啦|您)?[\s,。.!~]*){2,6}$/iu
const FRIENDLY_HELP = /^(?:帮助|帮帮|帮)(?:一下)?(?:我|我们)?(?:一下)?$/u

/** What a number counts. */
const COUNTER =
  /^(?:多|余|几|来)?(?:[项个台次人条份名栋楼幢层万千百年月天日点级元张件处部间组批位家门套种轮遍]|小时|分钟|星期)/u

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
  (row.short === true && /^#?\d{1,4}号?[。.!]?$/u.test(after.trim())) ||
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
  const parted = said.length <= 20 ? said.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '') : said
  if (parted !== said) {
    const whole = heads.find(({ word }) => parted.startsWith(word) && ENDING.test(parted.slice(word.length)))
    if (whole) return { command: whole.row.command, rest: '' }
  }
  const short = said.slice(0, 40).replace(/[\s。.!,?、~吧了呢啊呀]+/gu, '')
  if (said.length <= 40) {
    const asked = short.replace(/^(?:(?:你|您)好|老师好?|请问|麻烦)+/u, '')
    if (FRIENDLY_REPORT.test(asked) && asked !== '报') return { command: 'report', rest: '' }
    if (RECEIVED.test(said)) return { command: 'received', rest: '' }
    if (asksOn(said)) return { command: 'status', rest: '' }
    if (asksMyPart(said)) return { command: 'todo', rest: '' }
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
  // 定级 2 较大, 报送 2 教育厅: the second incident of the year, and no level
  // and 误报 3 监控调试, though 更正 2 项数据 counts them
  const brief = row.recorded ? null : /^[\s#]{1,9}(\d{1,4})号?\s{1,9}(?=\p{Script=Han})/u.exec(after)
  const counts = row.free === true && COUNTER.test(after.slice(brief?.[0].length ?? 0))
  if (brief?.[1] && !counts && known(brief[1]))
    return { command: row.command, number: brief[1], rest: tidy(own.slice(offset + brief[0].length)) }
  const rest = ENDING.test(after) ? '' : tidy(own.slice(offset))
  // 处置结束 77 means an incident, and never another one than that
  if (row.short && /^[#\s]*\d{1,4}号?$/u.test(narrow(rest)))
    return { command: row.command, number: narrow(rest).replace(/\D/gu, ''), rest: '' }
  const last = row.short ? trailing(narrow(rest)) : undefined
  return last
    ? { command: row.command, number: last.number, rest: rest.slice(0, last.before.length).trim() }
    : { command: row.command, rest }
}
