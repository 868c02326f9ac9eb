// What shall be corrected, to what, and why, as one line says it? The item by its label, the value as far as it can be read, the rest is the reason; pure.
import { normalize } from './letters.js'

/** What people call the items beside their labels. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  unit: ['单位', '事发部门'],
  system: ['系统', '网站'],
  category: ['类型', '事件类别', '类别'],
  summary: ['经过'],
  discovered_at: ['发现的时间'],
  occurred_at: ['发生的时间'],
  impact: ['影响', '危害'],
  measures: ['措施', '处置措施'],
  people_affected: ['人数', '受影响人数', '影响的人数'],
  pi_persons: ['个人信息人数', '个人信息', '泄露人数'],
  outage_minutes: ['中断时长', '中断时间', '中断'],
  place: ['地点'],
  contact_phone: ['电话'],
  harmful_content: ['违法有害信息', '有害信息'],
  spreading: ['仍在扩散', '扩散'],
  crime_suspected: ['涉嫌违法犯罪', '违法犯罪'],
  ransomware: ['勒索软件', '勒索'],
  important_data: ['重要数据'],
  tampered: ['被篡改', '篡改'],
}
const BETWEEN =
  /^(?:[\s:：,，=]|应当?(?:改|更正)?[为是]|(?:改|更正|调整)(?:为|成|到)|从.{1,40}?(?:改|更正)(?:为|成)|[为是])+/u
const REASON = /(?:^|[\s,，。;；])(?:(?:更正)?(?:原因|理由)[是为:：\s]*|因为|由于)/u
/** 原来数错了, 经核实: what stands last and tells why, behind words that are kept as they are. */
const WHY = /错|误|漏|不对|不准|核实|核对|重新|补充|后来|查明|确认/u
/** 5000 人, 2 小时: a figure and what it counts are one. */
const COUNTED = /(\d)\s+(?=(?:人|名|位|条|个|分钟|小时|天|万|千)(?:\p{P}|\s|$))/gu

type Item = { name: string; label: string; text: boolean }
type Spoken = { answers: { field?: string; value?: string; reason?: string }; unread: string }

const itemIn = (line: string, items: readonly Item[]): { item: Item; rest: string } | undefined => {
  const named = items
    .flatMap((item) => [item.label, ...(ALSO[item.name] ?? [])].map((word) => ({ item, word })))
    .filter(({ word }) => line.startsWith(word))
    .sort((a, b) => b.word.length - a.word.length)[0]
  return named && { item: named.item, rest: line.slice(named.word.length).replace(BETWEEN, '') }
}

/** `reads`: can this stand in the item? Of the words behind it as many as make a value are the value. */
export const correctionIn = (
  line: string,
  items: readonly Item[],
  reads: (field: string, text: string) => boolean,
): Spoken => {
  const found = itemIn(line.trim().replace(/^(?:把|将)/u, ''), items)
  if (!found) return { answers: {}, unread: line.trim() }
  const { item, rest } = found
  const field = item.name
  const marked = REASON.exec(rest)
  const said = (marked ? rest.slice(0, marked.index) : rest).trim()
  const told = marked ? rest.slice(marked.index + marked[0].length).trim() : ''
  const spoken = (value: string, reason: string, unread = ''): Spoken => ({
    answers: { field, ...(value ? { value } : {}), ...(reason ? { reason } : {}) },
    unread,
  })
  if (item.text) {
    const words = (/[。.]$/u.test(said) ? said.slice(0, -1) : said).split(/([\s,，。;；]+)/u)
    const last = words.at(-1) ?? ''
    return !told && words.length > 2 && WHY.test(last)
      ? spoken(words.slice(0, -2).join('').trim(), last)
      : spoken(said, told)
  }
  const parts = said.replace(COUNTED, '$1').split(/([\s,，。;；]+)/u)
  for (let end = 1; end <= parts.length; end += 2) {
    const value = parts.slice(0, end).join('').trim()
    if (normalize(value) === '' || !reads(field, value)) continue
    const behind = parts
      .slice(end + 1)
      .join('')
      .trim()
    return spoken(value, [behind, told].filter(Boolean).join('，'))
  }
  return spoken('', told, said)
}
