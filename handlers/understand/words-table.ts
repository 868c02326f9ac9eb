// Which words are typed beside those of the actions? What begins a report, or shows something.
import type { Typed } from '../actions/action.js'

/** `numbered`: an incident number may follow. */
export type Word = Typed & { numbered?: boolean }

const year = /^(?:\d{4}年?|今年|去年)$/u

/** The words that are no action: they begin a report, or show something. */
export const before = [
  {
    command: 'report',
    words: ['报告', '报告事件', '事件报告', '按这句话报告', 'baogao', 'bao gao', 'shijian baogao'],
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
    glued: /^(?:超期|特别重大|重大|较大|一般|第?\d{1,3}页)$/u,
    meant: /确认收到|^(?:已?收到|知道了|明白|好的)/u,
  },
  {
    command: 'list',
    words: ['列表', '事件列表'],
    slash: ['list'],
    glued: /^(?:未结|超期|全部|所有|演练|特别重大|重大|较大|一般|第?\d{1,3}页)$/u,
    meant: /谁(?:还)?没|有哪些|哪几起/u,
  },
] as const satisfies readonly (Word & { command: string })[]

export const behind = [
  {
    command: 'received',
    words: [
      ...[
        '确认收到',
        '已确认收到',
        '收到',
        '已收到',
        '收到了',
        '收到啦',
        '我收到了',
        '收到收到',
        '确认',
        '已确认',
        '[收到]',
      ],
      ...['知道了', '我知道了', '知悉', '已知悉', '明白', '明白了', '好', '好的', '好嘞', '行'],
      ...['ok', 'OK', 'Ok', '[OK]', '👌'],
    ],
    slash: ['received'],
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
    glued: /^(?:首报|续报|终报|记录|电话稿|告知书|通知书|督办单|反馈)$/u,
    meant: /首报|终报|初报|下载|打印/u,
  },
  { command: 'script', words: ['电话稿'], slash: ['script'], numbered: true, short: true, rare: true },
  { command: 'drill', words: ['演练', '开始演练'], slash: ['drill'] },
  { command: 'notice', words: ['通报'], slash: ['notice'] },
  {
    command: 'rota',
    words: ['值班', '值班表', '谁值班', '今天谁值班', '我的值班'],
    slash: ['oncall'],
    glued: /^(?:日历|日历文件)$/u,
  },
  { command: 'swap', words: ['换班'], slash: ['swap'] },
  { command: 'agree_swap', words: ['同意换班'], slash: ['agreeswap'], rare: true },
  { command: 'decline_swap', words: ['不换', '不换班', '不同意换班'], slash: ['declineswap'], rare: true },
  {
    command: 'takeover',
    words: ['接班', '我来接班', '我接班'],
    slash: ['takeover'],
    glued: /^(?:带班|带班领导|技术|技术值班|内容|内容值班)$/u,
  },
  { command: 'assign', words: ['督办', '下达督办'], slash: ['assign'] },
  { command: 'zero', words: ['零报告'], slash: ['zero'] },
  { command: 'stats', words: ['统计'], slash: ['stats', 'statistics'], glued: year },
  { command: 'export', words: ['导出'], slash: ['export'], glued: year },
  { command: 'rules', words: ['规则'], slash: ['rules'], rare: true },
  {
    command: 'directory',
    words: ['通讯录'],
    slash: ['directory'],
    glued: /^(?:提请|核定|退回|撤回)$/u,
    rare: true,
  },
  {
    command: 'help',
    words: ['帮助', '帮助我', '帮帮我', '使用说明', '怎么用'],
    slash: ['help'],
    meant: /^(?:你|您)好|^在吗|谢谢|你是谁|能做什么|怎么(?:办|弄|操作)/u,
  },
] as const satisfies readonly (Word & { command: string })[]

/** What is typed beside the actions. */
export type OtherWord = (typeof before | typeof behind)[number]['command']
