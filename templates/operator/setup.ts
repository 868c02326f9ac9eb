// What does `npm run setup` say? From the first question to the first card, for whoever installs it.
import type { Card } from '../card.js'
import type { About, Finding } from './finding.js'

/** One thing to do at a platform's console, and which of the doctor's findings say that it is done. */
export type SetupStep = {
  title: string
  page: string
  todo: string[]
  about: About[]
  /** It is always shown to whoever has made the app by hand; this is said when it is confirmed. */
  always?: string
}

const lines = (all: readonly string[]): string => all.map((line) => `   ${line}\n`).join('')

export const setupSays = {
  begins:
    '烽火 · 安装向导\n' +
    '每一步：写明要做什么、打开哪个页面；做完按回车，当场核对。随时可以 Ctrl-C 停下，再运行 npm run setup 接着做，已经做好的会跳过。\n',
  platform: '\n用哪个平台？ 1 飞书   2 钉钉\n> ',
  platformAgain: '请输入 1（飞书）或 2（钉钉）。\n',
  step: (nth: number, title: string): string => `\n【第 ${nth} 步】${title}\n`,
  page: (url: string): string => `   打开：${url}\n`,
  todo: lines,
  done: (what: string): string => `✓ ${what}\n`,
  skipped: (title: string): string => `✓ ${title}：已经做好，跳过\n`,
  check: '   做完按回车核对；输入 s 稍后再做 > ',
  later: (title: string): string => `△ ${title}：稍后再做\n`,
  stillWrong: (findings: readonly Finding[]): string =>
    findings
      .slice(0, MOST_FINDINGS)
      .map(({ what, mend }) => `✗ ${what}\n${mend ? `   → ${mend}\n` : ''}`)
      .join('') +
    (findings.length > MOST_FINDINGS
      ? `✗ 另有 ${findings.length - MOST_FINDINGS} 处，npm run doctor 全部列出\n`
      : ''),
  left: '\n已停下。做好的都记在 .env 里；再运行 npm run setup 接着做。\n',
  failed: (reason: string): string => `\n没有做完：${reason}\n再运行 npm run setup 接着做。\n`,
  badConfiguration: (mistakes: readonly string[]): string =>
    `\n现有的配置有误，请先改正（.env 或环境变量）：\n${mistakes.map((one) => `  ✗ ${one}\n`).join('')}`,

  directoryTitle: '通讯录',
  directoryTodo: [
    '单位和人员的表：一个文件夹（units.csv、people.csv，可以有 systems.csv），或一个 .xlsx',
    '还没有的，直接按回车：把样例复制到 ./campus，之后用 Excel 改成本校的单位和人员，保存即生效',
  ],
  directory: '   路径 > ',
  directoryWrong: (mistakes: readonly string[]): string =>
    mistakes
      .slice(0, MOST_FINDINGS)
      .map((one) => `✗ ${one}\n`)
      .join(''),
  directoryRead: (path: string, units: number, people: number): string =>
    `${path}：${units} 个单位，${people} 人`,

  createTitle: (platform: string): string => `创建${platform}应用`,
  createHow: '   1 扫码创建（推荐）   2 已有应用，或在控制台手工创建\n   > ',
  createBy: (name: string, url: string, minutes: number): string =>
    `   请有权创建应用的同事打开下面的地址，用${name}登录并同意（在任何一台电脑或手机上都可以）：\n\n   ${url}\n\n   ${minutes} 分钟内有效，同意以后这里自动继续…\n`,
  created: '应用已创建',
  notCreated: {
    access_denied: '没有同意创建，或没有创建应用的权限',
    expired_token: '地址过期了',
    other: (reason: string): string => `平台没有创建应用：${reason}`,
    offline:
      '连不上平台：请检查这台服务器能不能上网、DNS 对不对、出口防火墙和代理有没有放行平台的网址，通了再按 1',
  },
  notCreatedNow: (reason: string): string => `✗ ${reason}\n   可以再扫一次，也可以改用控制台手工创建。\n`,
  key: (label: string): string => `   ${label} > `,
  secretKey: (label: string): string => `   ${label}（输入时不显示） > `,
  keyMissing: '没有填写，请再填一次。\n',

  envChange: '\n.env 已经存在。只加上或改动这次要写的几行，其他行不动，可以吗？ [Y/n] ',
  envReplace: (names: readonly string[]): string =>
    `\n.env 里的 ${names.join('、')} 已有别的值，要换成新的吗？ [y/N] `,
  envKept: '没有改动 .env。要换应用，请先备份 .env，再运行 npm run setup。',
  envWritten: (names: readonly string[]): string => `已写入 .env（只有本用户可读）：${names.join('、')}`,

  helloTitle: '给机器人发一句话',
  waiting: '   收到后自动继续；等不到就按回车看原因，s 稍后再做 > ',
  unheard: (reasons: readonly string[]): string => `\n✗ 还没有收到。可能是：\n${lines(reasons)}`,
  heard: (name: string | undefined): string => `\n✓ 收到了${name ? `${name}的` : '您的'}消息：事件订阅有效\n`,
  address: (column: string, address: string): string =>
    `   您的${column}：${address}（填到 people.csv 您那一行）\n`,
  cardTitle: '第一张卡片',
  cardTodo: ['已经发给您一张卡片，请点上面的按钮'],
  cardNotSent: (reason: string): string => `✗ 卡片没有发出：${reason}\n`,
  pressed: '\n✓ 按钮有效：卡片回调通了\n',

  groupTitle: '校园群（可以以后再做）',
  groupFound: (id: string): string => `\n✓ 机器人在群里：${id}\n`,
  people: '责任人都找得到',

  webhook: '现在用的是 webhook 模式：启动烽火以后，请自己在私聊里发一句“你好”核对。\n',
  doctor: '\n最后整体核对一遍（npm run doctor 随时可以再做）：\n',
  end: (later: readonly string[]): string =>
    (later.length > 0
      ? `\n还有没做的：${later.join('、')}。随时再运行 npm run setup。\n`
      : '\n安装步骤都核对过了。\n') +
    '启动：npm start（长期运行见 deploy/fenghuo.service 或 Dockerfile）\n值班员手册：docs/duty-officer.zh-CN.md\n',
}

const MOST_FINDINGS = 8

/** What is typed to put a step off, to say yes, to say no. */
export const setupAnswers = {
  later: /^(s|skip|稍后|跳过)$/i,
  yes: /^(y|yes|是|好|可以)$/i,
  no: /^(n|no|否|不)$/i,
  platform: { feishu: /^(1|飞书|feishu|lark)$/i, dingtalk: /^(2|钉钉|dingtalk)$/i },
  scan: /^(1|扫码.*)?$/,
}

export const setupColumn = { feishu: '飞书ID', dingtalk: '钉钉ID' }

const label = '我看到了'
export const firstCard = (platform: 'feishu' | 'dingtalk'): Card => ({
  title: '烽火已经接通',
  tone: 'blue',
  lead: `请点“${label}”，核对按钮是否有效`,
  fields: [{ label: '平台', value: platform === 'feishu' ? '飞书' : '钉钉' }],
  body: '这是安装时的第一张卡片，没有发给别人。启动以后，发送“帮助”看您能做什么，发送“报告”报告网络安全事件。',
  actions: [{ label, action: 'setup', value: { action: 'setup' }, primary: true }],
})
export const firstCardDone = (platform: 'feishu' | 'dingtalk'): Card => ({
  ...firstCard(platform),
  tone: 'green',
  lead: '按钮有效，这一步已核对',
  actions: [],
})
export const firstCardToast = '收到，按钮有效'
