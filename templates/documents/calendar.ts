// What does a calendar file say of somebody's turns? iCalendar (RFC 5545): lines of at most 75 octets, every text escaped.
import type { Turn } from '../../rules/roster.js'
import type { Rules } from '../../rules/rules.js'

/** RFC 5545 3.3.11: backslash, semicolon, comma and line breaks; nothing else that no eye sees. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/gu, '')

const octets = (letter: string): number => {
  const code = letter.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}

/** RFC 5545 3.1: a line goes on below after a space, and no letter is cut. */
const folded = (line: string): string => {
  let [out, length] = ['', 0]
  for (const letter of line) {
    const wide = octets(letter)
    if (length + wide > 75) [out, length] = [`${out}\r\n `, 1]
    out += letter
    length += wide
  }
  return out
}

/** `20261201T000000Z`. */
const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** Each turn is one event, with a call half an hour before; the same turn has the same name in the next file. */
export const calendarFile = (
  turns: readonly Turn[],
  { rules, now }: { rules: Pick<Rules, 'organization'>; now: string },
): { name: string; text: string } => {
  const event = ({ desk, from, to, of }: Turn): string[] => [
    'BEGIN:VEVENT',
    `UID:${from}-${to}-${['带班领导', '技术值班', '内容值班'].indexOf(desk)}@fenghuo`,
    `DTSTAMP:${stamp(Date.parse(now))}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(to)}`,
    `SUMMARY:${escaped(desk)}`,
    `DESCRIPTION:${escaped(`${rules.organization.name}网络安全值班${of ? `，代 ${of.name}` : ''}`)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(desk)}`,
    'TRIGGER:-PT30M',
    'END:VALARM',
    'END:VEVENT',
  ]
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fenghuo//Roster//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...turns.flatMap(event),
    'END:VCALENDAR',
  ]
  return { name: '我的值班.ics', text: lines.map((line) => `${folded(line)}\r\n`).join('') }
}
