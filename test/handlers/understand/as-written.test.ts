// Are times, counts, numbers of incidents, mentions and control characters read as people in an office write them?
import { describe, expect, test } from 'vitest'
import { parseNumber } from '../../../handlers/understand/counts.js'
import { legible } from '../../../handlers/understand/legible.js'
import { numberIn } from '../../../handlers/understand/numbers.js'
import { parseTime } from '../../../handlers/understand/time.js'
import { understand } from '../../../handlers/understand/words.js'
import { localParts } from '../../../rules/calendar.js'

const ZONE = 'Asia/Shanghai'
// Tuesday, 24 November 2026, 16:00 on the campus.
const NOW = Date.parse('2026-11-24T16:00:00+08:00')
const read = (text: string): string => {
  const parsed = parseTime(text, NOW, ZONE)
  if (!('at' in parsed)) return parsed.problem
  const { m, d, h, min } = localParts(parsed.at, ZONE)
  return `${m}-${d} ${h}:${String(min).padStart(2, '0')}`
}

describe('times', () => {
  test.each([
    ['今天14时30分许', '11-24 14:30'],
    ['今日下午2时30分左右', '11-24 14:30'],
    ['11月23日14时许', '11-23 14:00'],
    ['于11月23日14时许发现', '11-23 14:00'],
    ['2026年11月23日14时30分许', '11-23 14:30'],
    ['下午3點', '11-24 15:00'],
    ['昨天下午3點半許', '11-23 15:30'],
    ['11月23號晚上8點30分', '11-23 20:30'],
    ['11.24日15:40', '11-24 15:40'],
    ['11.24日 15：40', '11-24 15:40'],
    ['11.24日15時40分', '11-24 15:40'],
    ['11/23日14:30', '11-23 14:30'],
    ['11/23 14:30', '11-23 14:30'],
    ['23号15:40许', '11-23 15:40'],
    ['１１月２３日　１４：３０', '11-23 14:30'],
    ['昨天下午三点半', '11-23 15:30'],
    ['昨晚10点一刻前后', '11-23 22:15'],
    ['今早8点零8分', '11-24 8:08'],
    ['15:40分', '11-24 15:40'],
    ['今天晌午12点', '11-24 12:00'],
    ['上周五下午3点', '11-20 15:00'],
    ['周一14时', '11-23 14:00'],
    ['26.11.23 14:30', '11-23 14:30'],
    ['2026.11.23 14:30', '11-23 14:30'],
    ['2026-11-23T14:30:00+08:00', '11-23 14:30'],
    ['2026-11-23T06:30:00Z', '11-23 14:30'],
    ['约半小时前', '11-24 15:30'],
    ['今天14时30分多', '11-24 14:30'],
    ['11月23日14时余', '11-23 14:00'],
  ])('%s', (text, moment) => expect(read(text)).toBe(moment))

  test.each([
    ['今天18时许', 'future'],
    ['11.25日15:40', 'future'],
    ['11.24.15:40', 'not-understood'],
    ['11月23日', 'ambiguous'],
    ['14时30分至15时', 'not-understood'],
    ['25.13.40 14:30', 'not-understood'],
    ['上午15时', 'not-understood'],
  ])('%s is asked again, never guessed', (text, problem) => expect(read(text)).toBe(problem))
})

describe('counts', () => {
  test.each([
    ['全校3万人', 30_000],
    ['全校师生约3万余人', 30_000],
    ['3000+人', 3000],
    ['3000人+', 3000],
    ['３０００＋', 3000],
    ['3万+', 30_000],
    ['500人以上', 500],
    ['>3000', 3000],
    ['约五百人', 500],
    ['一千二百', 1200],
    ['3.5万', 35_000],
    ['3万5千人', 35_000],
    ['两百多名学生', 200],
    ['师生共计1,200人', 1200],
    ['涉及学生 300 余人', 300],
  ])('%s', (text, count) => expect(parseNumber(text)).toBe(count))
  test.each(['3-5人', '数百人', '十几', '全校', '上千人', '1.5'])('%s is no number', (text) =>
    expect(parseNumber(text)).toBeUndefined(),
  )
})

describe('a number in words is no number of an incident', () => {
  test.each([
    '2025-2026学年成绩数据未受影响',
    '2025-2026 学年成绩数据未受影响',
    '2025—2026年度预算数据未受影响',
    '2025-2026财年的账目',
    '2026-1号服务器已下线',
    '2026-1 号服务器已下线',
    '2026-12台设备离线',
    '2026-1季度报表',
    '2048-4096位密钥已更换',
    '0471-439216 已接听',
    '1024-2048 端口已封',
    '2026-3届毕业生数据',
    '2026-2027 数据未受影响',
    '2026-10 台服务器感染',
    '2026-100 台电脑感染',
    '2026-3 楼断网',
    '2026-3、4号楼断网',
    '2026-3（主楼）断网',
    '2026-1#服务器已下线',
    '2026-1/2号楼断网',
    '2026-1、2026-2 两台服务器重启',
    '2026-1，2026-2 两台服务器重启',
    '2026-1 和 2026-2 两台服务器重启',
    '2026-0001号服务器已下线',
    '2026-01 班学生受影响',
    '2026-1.docx',
  ])('补充 %s', (words) => {
    expect(understand(`补充 ${words}`)).toEqual({ command: 'note', rest: words })
    expect(understand(`更正${' '}${words}`)).toMatchObject({ command: 'correct', rest: words })
  })
  test.each([
    ['补充 2026-0001 已断网', '2026-0001', '已断网'],
    ['补充 2026-1 已断网', '2026-0001', '已断网'],
    ['补充2026-1：已断网', '2026-0001', '已断网'],
    ['补充 2026-1号，已断网', '2026-0001', '已断网'],
    ['补充 2026-0001号 已断网', '2026-0001', '已断网'],
    ['补充 演练2026-12 已断网', '演练2026-0012', '已断网'],
    ['补充 2026-0001已断网', '2026-0001', '已断网'],
    ['2026-1补充 已断网', '2026-0001', '已断网'],
    ['补充 2026-1、已断网', '2026-0001', '已断网'],
    ['补充 2026-1 个别电脑仍断网', '2026-0001', '个别电脑仍断网'],
    ['补充 2026-1 名单已附', '2026-0001', '名单已附'],
    ['补充 2026-0001号已断网', '2026-0001', '已断网'],
    ['补充 2026-0001号事件已断网', '2026-0001', '事件已断网'],
  ])('%s is one', (text, number, rest) => expect(understand(text)).toEqual({ command: 'note', number, rest }))
  test('one that is not written out and fits no incident is left to the words that are recorded', () => {
    const known = (number: string) => number === '2026-0001'
    const read = (text: string) => understand(text, known)
    expect(read('补充 2026-11 日志已导出')).toEqual({ command: 'note', rest: '2026-11 日志已导出' })
    expect(read('@某人 补充 2026-11 日志')).toEqual({ command: 'note', rest: '2026-11 日志' })
    expect(read('补充 2026-1 日志已导出')).toMatchObject({ number: '2026-0001', rest: '日志已导出' })
    expect(read('补充 2026-0011 日志已导出')).toMatchObject({ number: '2026-0011', rest: '日志已导出' })
    expect(read('误报 2026-11 是检修')).toMatchObject({ number: '2026-0011', rest: '是检修' })
  })
  test('words of an office that take a number keep every way of writing it', () => {
    expect(understand('定级 2026-1较大')).toEqual({ command: 'grade', number: '2026-0001', rest: '较大' })
    expect(understand('报送 2026-3教育厅')).toEqual({
      command: 'submit_receipt',
      number: '2026-0003',
      rest: '教育厅',
    })
    expect(understand('补充2025-2026学年成绩未受影响')).toEqual({
      command: 'note',
      rest: '2025-2026学年成绩未受影响',
    })
    expect(understand('误报 2026-1号楼演练')).toEqual({ command: 'withdraw', rest: '2026-1号楼演练' })
  })
  test.each([
    ['处置结束 2026-1号服务器已恢复', 'resolve'],
    ['处置结束 2026-1 号服务器已恢复', 'resolve'],
    ['办结 2026-2号楼的事', 'close'],
    ['办结 2026-12台设备已恢复', 'close'],
    ['状态 2026-1号服务器', 'status'],
    ['状态 2026-0001号服务器', 'status'],
    ['定级 2026-1号服务器 较大', 'grade'],
    ['转办 2026-1号楼 李建国', 'delegate'],
  ])('%s names none: a short word has the number apart, too', (text, command) => {
    expect(understand(text)).toEqual({ command, rest: text.slice(text.indexOf(' ') + 1) })
  })
  test('and alone it is what is asked for', () => {
    expect(['2026-1', '编号 2026-0001', '２０２６－０００１。', '演练2026-3号'].map(numberIn)).toEqual([
      '2026-0001',
      '2026-0001',
      undefined,
      '演练2026-0003',
    ])
  })
})

describe('a mention never hides the word', () => {
  test.each([
    '@烽火报告',
    '@烽火机器人报告',
    '＠烽火 报告',
    '@ 烽火 报告',
    '@烽火\u2005报告',
    '@烽火\u00a0报告',
    '@烽火，报告',
    '@烽火、报告',
    '@某人 报告',
    '@某人\u2005@另一人\u2005报告',
    '@某人 @烽火 报告',
    '@烽火 @某人 报告',
    '报告 @烽火',
    '报告@烽火',
    '报告 @烽火机器人 ',
    '@网安助手报告',
    '@烽火助手 报告',
    '@烽火助手报告',
    '@烽火小助手 报告',
    '@烽火值班 报告',
    '@烽火网安助手 @某人 报告',
    '报告 @烽火小助手',
  ])('%j', (text) => expect(understand(text).command).toBe('report'))
  test('and what is no word stays none', () => {
    expect(understand('@某人 记得开会').command).toBe('unknown')
    expect(understand('@某人').command).toBe('unknown')
    expect(understand('状态 @烽火')).toEqual({ command: 'status', rest: '' })
    expect(understand('@某人 状态 2026-0001')).toEqual({ command: 'status', number: '2026-0001', rest: '' })
  })
})

describe('control characters', () => {
  test.each(['\v', '\f', '\u0085', '\u2028', '\u2029', '\r', '\r\n', '\n'])('%j is a line break', (sign) =>
    expect(legible(`10.0.0.1${sign}10.0.0.2`)).toBe('10.0.0.1\n10.0.0.2'),
  )
  test('others go without joining two words', () => {
    expect(legible('10.0.0.1\u000010.0.0.2')).toBe('10.0.0.1 10.0.0.2')
    expect(legible('甲\u0007乙\ud800')).toBe('甲乙')
    expect(legible('a\u202eb\tc')).toBe('ab\tc')
  })
})
