// Does handlers/understand/words understand what people type, and only that?
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { spoken } from '../../../handlers/actions/index.js'
import { isPlaceholder } from '../../../handlers/understand/bare.js'
import { normalize } from '../../../handlers/understand/letters.js'
import { nearest } from '../../../handlers/understand/nearest.js'
import { isWayOut, parseLevel, parseYesNo } from '../../../handlers/understand/replies.js'
import { commandNames } from '../../../handlers/understand/rows.js'
import { understand } from '../../../handlers/understand/words.js'

// Thousands of runs on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

describe('normalize', () => {
  test.each([
    ['  状态　２０２６－０００１ ', '状态 2026-0001'],
    ['@烽火 报告', '报告'],
    ['＠烽火　报告', '报告'],
    ['@烽火@烽火 报告', '报告'],
    ['报\u200b告\ufeff', '报告'],
    ['a \n\t b', 'a b'],
    ['', ''],
  ])('%j is %j', (text, expected) => expect(normalize(text)).toBe(expected))
})

const rows = [
  ['报告', '/report', 'report'],
  ['填表', '/form', 'form'],
  ['状态', '/status', 'status'],
  ['待办', '/todo', 'todo'],
  ['列表', '/list', 'list'],
  ['补充', '/note', 'note'],
  ['定级', '/grade', 'grade'],
  ['报送', '/submitted', 'submit_receipt'],
  ['核实', '/confirm', 'confirm_receipt'],
  ['处置结束', '/resolve', 'resolve'],
  ['办结', '/close', 'close'],
  ['误报', '/withdraw', 'withdraw'],
  ['更正', '/correct', 'correct'],
  ['转办', '/delegate', 'delegate'],
  ['撤回转办', '/undelegate', 'undelegate'],
  ['外出', '/away', 'away'],
  ['销假', '/back', 'back'],
  ['重开', '/reopen', 'reopen'],
  ['撤回处置结束', '/unresolve', 'unresolve'],
  ['记录', '/log', 'log'],
  ['文书', '/doc', 'doc'],
  ['电话稿', '/script', 'script'],
  ['演练', '/drill', 'drill'],
  ['通报', '/notice', 'notice'],
  ['零报告', '/zero', 'zero'],
  ['统计', '/stats', 'stats'],
  ['导出', '/export', 'export'],
  ['帮助', '/help', 'help'],
  // the office's own, beside the contract
  ['研判', '/assess', 'assess'],
  ['续报', '/followup', 'follow_up'],
  ['上报责任人', '/appoint', 'appoint'],
  ['规则', '/rules', 'rules'],
  ['值班', '/oncall', 'rota'],
  ['换班', '/swap', 'swap'],
  ['同意换班', '/agreeswap', 'agree_swap'],
  ['不换', '/declineswap', 'decline_swap'],
  ['接班', '/takeover', 'takeover'],
  ['督办', '/assign', 'assign'],
  ['通讯录', '/directory', 'directory'],
  ['确认收到', '/received', 'received'],
] as const
/** Actions that came later bring their words with them. */
const later = spoken
  .filter(({ action }) => !rows.some(([, , name]) => name === action.name))
  .map(({ action, typed }) => [typed.words[0] ?? '', `/${typed.slash[0]}`, action.name] as const)

describe('every row of contract §6, word and slash form', () => {
  test.each([...rows, ...later])('%s and %s', (word, slash, command) => {
    const expected = { command, rest: '' }
    expect(understand(word)).toEqual(expected)
    expect(understand(slash)).toEqual(expected)
    expect(understand(slash.toUpperCase())).toEqual(expected)
    expect(understand(`/${word}`)).toEqual(expected)
    expect(understand(`@烽火 ${word}`)).toEqual(expected)
    expect(understand(` ${word}。`)).toEqual(expected)
    expect(commandNames).toContain(command)
  })
  test('no command is left out', () => expect(commandNames).toHaveLength(rows.length + later.length))
})

describe('numbers and the rest', () => {
  test.each([
    ['状态2026-0001', 'status', '2026-0001', ''],
    ['状态 2026-0001', 'status', '2026-0001', ''],
    ['状态　２０２６－０００１', 'status', '2026-0001', ''],
    ['状态 2026-0001。', 'status', '2026-0001', ''],
    ['状态：2026-0001', 'status', '2026-0001', ''],
    ['状态【2026-0001】', 'status', '2026-0001', ''],
    ['状态 #2026-0001', 'status', '2026-0001', ''],
    ['状态 编号2026-0001', 'status', '2026-0001', ''],
    ['状态 2026 - 0001', 'status', '2026-0001', ''],
    ['状态 2026—1', 'status', '2026-0001', ''],
    ['状态20260001', 'status', '2026-0001', ''],
    ['/status 2026-1', 'status', '2026-0001', ''],
    ['/STATUS　2026-12345', 'status', '2026-12345', ''],
    ['状态演练2026-0001', 'status', '演练2026-0001', ''],
    ['状态 演练 2026-3', 'status', '演练2026-0003', ''],
    ['状态 通报2026-0001', 'status', '通报2026-0001', ''],
    ['2026-0001 状态', 'status', '2026-0001', ''],
    ['状态', 'status', undefined, ''],
    ['定级 2026-0001 较大 首页被篡改，已扩散', 'grade', '2026-0001', '较大 首页被篡改，已扩散'],
    ['定级2026-0001较大', 'grade', '2026-0001', '较大'],
    ['定级 较大', 'grade', undefined, '较大'],
    ['定级较大', 'grade', undefined, '较大'],
    ['补充 2026-0001 已断网，正在取证。', 'note', '2026-0001', '已断网，正在取证。'],
    ['补充2026-0001：已断网', 'note', '2026-0001', '已断网'],
    ['补充 已断网', 'note', undefined, '已断网'],
    ['补充 参考 2026-0002', 'note', undefined, '参考 2026-0002'],
    ['补充 2026-11-23 已断网', 'note', undefined, '2026-11-23 已断网'],
    ['补充 20261123 已断网', 'note', undefined, '20261123 已断网'],
    ['报送 2026-0001 自治区党委网信办', 'submit_receipt', '2026-0001', '自治区党委网信办'],
    ['报送 教育厅 2026-0001', 'submit_receipt', '2026-0001', '教育厅'],
    ['已报 2026-0001 教育厅', 'submit_receipt', '2026-0001', '教育厅'],
    ['上报 2026-0001', 'submit_receipt', '2026-0001', ''],
    ['核实 2026-0001 教育厅', 'confirm_receipt', '2026-0001', '教育厅'],
    ['处置结束2026-0001', 'resolve', '2026-0001', ''],
    ['误报 2026-0001 是计划内检修', 'withdraw', '2026-0001', '是计划内检修'],
    ['转办 2026-0001 李建国', 'delegate', '2026-0001', '李建国'],
    ['外出 张伟 11月24日 11月26日', 'away', undefined, '张伟 11月24日 11月26日'],
    ['外出 2026-11-24 2026-11-26', 'away', undefined, '2026-11-24 2026-11-26'],
    ['文书 2026-0001 首报', 'doc', '2026-0001', '首报'],
    ['文书2026-0001首报', 'doc', '2026-0001', '首报'],
    ['列表 未结', 'list', undefined, '未结'],
    ['列表未结', 'list', undefined, '未结'],
    ['列表　全部', 'list', undefined, '全部'],
    ['列表 信息学院', 'list', undefined, '信息学院'],
    ['统计 2026', 'stats', undefined, '2026'],
    ['统计2026年', 'stats', undefined, '2026年'],
    ['导出 2026', 'export', undefined, '2026'],
    ['通报 信息学院', 'notice', undefined, '信息学院'],
    ['演练 2026', 'drill', undefined, '2026'],
    ['请问 状态 2026-0001', 'status', '2026-0001', ''],
    ['  待 办 ', 'todo', undefined, ''],
    ['帮　助', 'help', undefined, ''],
    ['列 表', 'list', undefined, ''],
  ] as const)('%s', (text, command, number, rest) => {
    expect(understand(text)).toEqual({ command, ...(number ? { number } : {}), rest })
  })

  test('the rest keeps the own punctuation and lines of the person', () => {
    expect(understand('补充 2026-0001 “甲”：Ａ，\n乙！')).toMatchObject({ rest: '“甲”：Ａ，\n乙！' })
  })
})

describe('friendly', () => {
  test.each([
    ['报告一下情况', 'report'],
    ['我要报告', 'report'],
    ['我想报告一个网络安全事件', 'report'],
    ['您好，我要报告一个事件。', 'report'],
    ['我要上报', 'report'],
    ['报告，学院网站打不开', 'report'],
    ['大家好 帮助', 'help'],
    ['各位老师好，我要报告', 'report'],
    ['帮助我', 'help'],
    ['帮帮我', 'help'],
    ['help', 'help'],
    ['HELP', 'help'],
  ])('%s is %s', (text, command) => expect(understand(text).command).toBe(command))
})

describe('no command', () => {
  test.each([
    '',
    '   ',
    '。',
    '🔥',
    '记录显示有人登录',
    '状态不好',
    '统计学院的网站打不开',
    '演练2026-0001',
    '2026-0001',
    '2026-11-23 14:30',
    '通报表扬',
    '报告老师网站坏了',
    '补充说明一下情况',
    '/foo',
    '/',
    '/statuses',
    '__proto__',
    '/constructor',
    '{{#x',
    '(.*)+$',
    '不是报告',
    '误报率很高',
  ])('%j', (text) => expect(understand(text)).toEqual({ command: 'unknown' }))
})

test.each([
  ['处置结束 77', { command: 'resolve', number: '77', rest: '' }],
  ['办结 ５', { command: 'close', number: '5', rest: '' }],
  ['状态 #12', { command: 'status', number: '12', rest: '' }],
  ['补充 110 已报警', { command: 'note', rest: '110 已报警' }],
  ['定级 3', { command: 'grade', rest: '3' }],
])('%s: a bare number is kept as one, so that no other incident is taken for it', (text, expected) =>
  expect(understand(text)).toEqual(expected),
)

describe('nearest', () => {
  test.each([
    ['报靠', '报告'],
    ['状况', '状态'],
    ['告报', '报告'],
    ['处理结束', '处置结束'],
    ['零报', '零报告'],
    ['/repor', '报告'],
    ['/stauts', '状态'],
    ['/comfirm', '核实'],
    ['办节 2026-0001', '办结'],
    ['列表格', '列表'],
    ['确认收到', '待办'],
    ['收到，马上处理', '待办'],
    ['2026-0001', '状态'],
    ['演练2026-0001', '状态'],
    ['处理进度呢', '状态'],
    ['您好', '帮助'],
    ['我的电脑中毒了', '报告'],
  ])('%s: %s comes first', (text, first) => {
    const words = nearest(text)
    expect(words).toHaveLength(3)
    expect(new Set(words).size).toBe(3)
    expect(words[0]).toBe(first)
  })
  test('always three, whatever comes', () => {
    for (const text of ['', '🔥', '{{#x', 'x'.repeat(10_000), '呀'.repeat(10_000), '__proto__']) {
      expect(nearest(text)).toHaveLength(3)
    }
  })
})

describe('parseLevel', () => {
  test.each([
    ['特别重大', 1, ''],
    ['重大', 2, ''],
    ['较大', 3, ''],
    ['一般', 4, ''],
    ['I级', 1, ''],
    ['ii 级', 2, ''],
    ['III级', 3, ''],
    ['Ⅲ级', 3, ''],
    ['IV', 4, ''],
    ['3', 3, ''],
    ['三级', 3, ''],
    ['４级', 4, ''],
    ['较大（III级）', 3, ''],
    ['较大III级 扩散', 3, '扩散'],
    ['重大 一般情况下可控', 2, '一般情况下可控'],
    ['较大（III 级） 首页被改', 3, '首页被改'],
    ['III级（较大）', 3, ''],
    ['较大，影响面扩大', 3, '影响面扩大'],
    ['较大事件 原因：扩散', 3, '原因：扩散'],
    ['重大 原因', 2, '原因'],
    ['为较大', 3, ''],
    ['2 原因', 2, '原因'],
  ] as const)('%s', (text, level, rest) => expect(parseLevel(text)).toEqual({ level, rest }))
  test.each(['', '大', '五级', '5', '0', '34', '12人', '特大', '不知道', '原因 较大', 'IIII', '__proto__'])(
    '%j is none',
    (text) => expect(parseLevel(text)).toBeUndefined(),
  )
})

describe('ways out', () => {
  test.each([
    ['上一步', 'back'],
    ['「跳过」', 'skip'],
    ['跳过。', 'skip'],
    ['不详', 'unknown'],
    ['不清楚！', 'unknown'],
    [' 取消 ', 'cancel'],
    ['取消吧', 'cancel'],
    ['预览？', 'preview'],
    ['提交', 'submit'],
    ['确认提交', 'submit'],
    ['修改', 'edit'],
    ['取　消', 'cancel'],
  ])('%s is %s', (text, way) => expect(isWayOut(text)).toBe(way))
  test.each([
    '',
    '。',
    '取消选课系统打不开',
    '跳过认证',
    '已提交报警',
    '修改密码',
    '不详细',
    '__proto__',
    'constructor',
  ])('%j is an answer', (text) => expect(isWayOut(text)).toBeUndefined())
})

describe('placeholders', () => {
  test.each([
    '[微笑]',
    '[微笑][OK手势]',
    '[表情]。',
    '[666]',
    '[+1]',
    '[语音] 3"',
    '[语音]3″',
    '[OK手势]',
    '[不支持的消息类型]',
    '[暂不支持该消息类型]',
    '[视频通话]',
    '[图片.png]',
    '（表情）',
    '【微笑】',
    '[系统消息]',
  ])('%s is no word', (text) => expect(isPlaceholder(text)).toBe(true))
  test.each([
    '[OA]',
    '[VPN]',
    '[学工]',
    '[教务]',
    '[12]',
    '[是]',
    '（无）',
    '【不详】了',
    '微笑',
    '[微笑] 报告',
  ])('%s is an answer', (text) => expect(isPlaceholder(text)).toBe(false))
})

describe('yes and no', () => {
  test.each([
    '是',
    '是的',
    '对',
    '没错',
    '有',
    '有的',
    '嗯',
    '嗯嗯',
    'yes',
    'Y',
    '1',
    '１',
    '是，首页上有',
    '是。',
    '涉及',
    '出现了',
    '是勒索软件',
  ])('%s is a yes', (text) => expect(parseYesNo(text)).toBe(true))
  test.each([
    '否',
    '不是',
    '不是的',
    '不是，只是断网',
    '没有',
    '没',
    '没有的',
    '无',
    '不',
    '不涉密',
    '不涉及',
    '不涉及国家秘密',
    '没有发现',
    '未发现',
    '不可能',
    'no',
    'No.',
    '2',
    '否，不涉密',
    '没有扩散',
    '没有没有',
    '不不不',
  ])('%s is a no', (text) => expect(parseYesNo(text)).toBe(false))
  test.each([
    '不确定',
    '不清楚',
    '不详',
    '可能',
    '可能是',
    '有可能',
    '也许吧',
    '疑似',
    '应该不是',
    '没有吧',
    '说不准',
    '无法判断',
    '没有核实',
    '不知道',
  ])('%s is doubt', (text) => expect(parseYesNo(text)).toBe('unknown'))
  test.each(['', '，', '是不是', '是否', '有没有', '你好', '网站', '{{#x', '🔥', '__proto__', '3'])(
    '%j is neither',
    (text) => expect(parseYesNo(text)).toBeUndefined(),
  )
  test.each([
    '无疑',
    '无误',
    '无非',
    '非也',
    '非否',
    '非公开',
    '不是没有',
    '不是不',
    '不是普通文件',
    '没有不是',
    '没问题',
    '没有人知道',
    '不会没有',
    '无所谓',
    '没错没错',
    '未公开',
  ])('%s is no denial', (text) => expect(parseYesNo(text)).not.toBe(false))
  test('whatever begins with 不是 is never a yes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (tail) => parseYesNo(`不是${tail}`) !== true))
  })
})

test('nothing throws, and nothing takes long', () => {
  const started = performance.now()
  for (const text of [
    '是'.repeat(10_000),
    ' '.repeat(10_000),
    '9'.repeat(10_000),
    '@烽火'.repeat(3000),
    `状态${' 2026-'.repeat(2000)}`,
  ]) {
    understand(text)
    nearest(text)
    parseLevel(text)
    isWayOut(text)
    parseYesNo(text)
  }
  expect(performance.now() - started).toBeLessThan(5000) // all of it linear: some 30 ms
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      understand(text)
      nearest(text)
      parseLevel(text)
      isWayOut(text)
      parseYesNo(text)
    }),
  )
})
