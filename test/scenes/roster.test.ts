// Whom does the office mean at this hour, and how does it change: by the roster, by a swap, by 接班, or because nobody answers?
import { expect } from 'vitest'
import type { DeskName, Directory, Shift } from '../../store/schema.js'
import { unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import { type Stage, type StageOptions, shipped } from './stage.js'
import { filesIn, reported } from './told.js'

const { directory: campus } = await shipped()

const [first, second, deputy] = ['P007', 'P008', 'P005'] as const // 值班甲, 值班乙, 常务甲

const turn = (day: number, from: string, to: string, person: string, desk: DeskName = '技术值班'): Shift => ({
  date: `2026-11-${String(day).padStart(2, '0')}`,
  from,
  to,
  desk,
  person,
})

const days = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, nth) => from + nth)

/** 值班甲 by day, 值班乙 by night, 常务甲 leads. */
const fortnight = days(23, 30).flatMap((day) => [
  turn(day, '08:00', '20:00', first),
  turn(day, '20:00', '08:00', second),
  turn(day, '00:00', '24:00', deputy, '带班领导'),
])

const withRoster = (roster: Shift[]): Directory => ({ ...campus, roster })
const duty = (title: string, transcript: string, roster = fortnight, options: StageOptions = {}): void =>
  everywhere(
    title,
    (stage) => play(stage, transcript),
    () => ({ directory: withRoster(roster), ...options }),
  )

const holds = (stage: Stage, who: string, text: string): boolean =>
  stage.platform.latest(stage.id(who), (content) => JSON.stringify(content).includes(text)) !== undefined

everywhere(
  '新报告先找这一小时的值班员：另一位值班员不响，10 分钟没有应答才转给下一位，再转其他同志；重启不误',
  async (stage) => {
    await play(
      stage,
      `
      08:30
      ${reported()}
      `,
    )
    expect(holds(stage, '值班甲', '【网络安全事件 2026-0001】')).toBe(true)
    expect(holds(stage, '值班乙', '2026-0001')).toBe(false)
    await play(
      stage,
      `
      💥
      …
      +9m
      …
      `,
    )
    expect(holds(stage, '值班乙', '2026-0001')).toBe(false)
    await play(
      stage,
      `
      +1m
      机器人 → 常务甲: 【2026-0001】…值班的钱小雨没有应答，请您先看…
      加急 常务甲: app
      …
      `,
    )
    expect(holds(stage, '值班乙', '2026-0001')).toBe(false)
    await play(
      stage,
      `
      💥
      …
      +10m
      机器人 → 值班乙: 【2026-0001】…值班的钱小雨、吴晓岚没有应答，请您先看…
      加急 值班乙: app
      …
      `,
    )
    expect(holds(stage, '值班乙', '【网络安全事件 2026-0001】')).toBe(true)
    // once everybody was called, the next turns do not begin it anew: the ladder presses
    await play(
      stage,
      `
      20:30
      …
      08:30
      …
      `,
    )
    const passes = stage.incident('2026-0001')?.record.filter(({ type }) => type === 'passed-on')
    expect(passes).toHaveLength(2)
  },
  () => ({ directory: withRoster(fortnight) }),
)

everywhere(
  '值班员有任何一项应答，就不再转给别人；其他同志仍可办理',
  async (stage) => {
    await play(
      stage,
      `
      08:30
      ${reported()}
      值班甲: 补充 2026-0001 已联系学院
      …
      +25m
      …
      `,
    )
    expect(stage.incident('2026-0001')?.record.some(({ type }) => type === 'passed-on')).toBe(false)
    await play(
      stage,
      `
      值班乙: 定级 2026-0001 较大
      …
      `,
    )
    expect(stage.incident('2026-0001')?.grading?.level).toBe(3)
  },
  () => ({ directory: withRoster(fortnight) }),
)

duty(
  '20:00 交接：接班的同志收到一张卡片，列出未办结事项；交班的同志得一句；停机错过的交接，开机后补上一次',
  `
  17:00
  ${reported()}
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  值班甲: 补充 2026-0001 已联系学院
  …
  20:00
  机器人 → 值班乙: 接班 · 技术值班…您现在值班，到 11月25日 08:00；未办结 1 件，待办…交班人…钱小雨…带班领导…吴晓岚…2026-0001…信息学院… [待办] [列表] [值班]
  机器人 → 值班甲: 您的技术值班到 20:00 结束，已由冯一鸣接班，未办结事项已一并移交。
  …
  睡过 13h
  机器人 → 值班甲: 接班 · 技术值班…您现在值班，到 11月25日 20:00…交班人…冯一鸣… [待办] [列表] [值班]
  机器人 → 值班乙: 您的技术值班到 09:00 结束，已由钱小雨接班…
  …
  `,
)

duty(
  '值班表空缺：告知网信办，新报告通知全体，与没有值班表时一样',
  `
  08:00
  …
  09:00
  机器人 → 值班甲: 您的技术值班到 09:00 结束，下一班没有排班，未办结事项由网信办继续办理。
  机器人 → 值班甲: 现在技术值班没有排班（值班表空缺）。新报告和催办通知网信办全体…
  机器人 → 值班乙: 现在技术值班没有排班…
  机器人 → 常务甲: 现在技术值班没有排班…
  机器人 → 常务乙: 现在技术值班没有排班…
  值班乙: 值班
  机器人 → 值班乙: 值班…现在没有网信办的同志值班，事项由网信办全体办理…技术值班…无人…冯一鸣 20:00… [换班] [日历文件] [接班 技术值班]
  ${reported()}
  值班甲: 状态 2026-0001
  …
  值班乙 按 [接班 技术值班]
  机器人 → 值班乙: 已由您接班：技术值班，到 20:00。
  机器人 → 值班乙: 接班 · 技术值班…未办结 1 件… [待办] [列表] [值班]
  …
  `,
  [turn(24, '07:00', '09:00', first), turn(24, '20:00', '08:00', second)],
)

duty(
  '凌晨三点一按接班：立即生效，交班的同志得知；不在班上的人不能接；再按说明已在值班',
  `
  20:00
  …
  03:00
  书记: 接班
  机器人 → 书记: 只有网信办的同志，或值班表上有这个岗位的同志，可以接班。
  刘老师: 接班
  机器人 → 刘老师: 值班只排给通讯录里的同志。网信办值班电话 …
  值班甲: 接班 技术值班
  机器人 → 值班甲: 已由您接班：技术值班，到 08:00。已告知冯一鸣。
  机器人 → 值班甲: 接班 · 技术值班…您现在值班，到 11月25日 08:00；现在没有未办结的事项…交班人…冯一鸣… [待办] [列表] [值班]
  机器人 → 值班乙: 您的技术值班到 03:00 结束，已由钱小雨接班…
  值班甲: 接班 技术
  机器人 → 值班甲: 您正在值班（技术值班）。
  常务乙: 接班
  机器人 → 常务乙: 接班…接哪一个岗位… [接班 带班领导] [接班 技术值班]
  💥
  …
  常务乙 按 [接班 带班领导]
  机器人 → 常务乙: 已由您接班：带班领导，到 11月26日 00:00。已告知吴晓岚。
  机器人 → 常务乙: 接班 · 带班领导…
  机器人 → 常务甲: 您的带班领导到 03:00 结束，已由郑国栋接班…
  `,
)

duty(
  '换班：选班、选人，对方同意才换；旁人不能答复；换好后到点就按新的交接',
  `
  09:00
  …
  值班甲: 换班
  机器人 → 值班甲: 换班…换哪一班… [11月24日 08:00–20:00 技术值班] [11月25日 08:00–20:00 技术值班] [11月26日 08:00–20:00 技术值班] [11月27日 08:00–20:00 技术值班] [11月28日 08:00–20:00 技术值班]
  值班甲 按 [11月25日 08:00–20:00 技术值班]
  机器人 → 值班甲: 换班…11月25日 08:00–20:00 技术值班，请谁替您… [冯一鸣]
  值班甲 按 [冯一鸣]
  机器人 → 值班乙: 换班请求…钱小雨请您替班，同意后才算换好…11月25日 08:00–20:00 技术值班… [同意换班] [不换]
  机器人 → 值班甲: 已请冯一鸣替您值 11月25日 08:00–20:00 技术值班。对方同意后告诉您；此前仍由您值班。
  💥
  …
  常务甲: 同意换班
  机器人 → 常务甲: 现在没有等您答复的换班请求。
  值班乙 按 [同意换班]
  …
  机器人 → 值班甲: 冯一鸣同意换班：11月25日 08:00–20:00 技术值班，由冯一鸣值班。
  值班乙 再按 [同意换班]
  …
  值班甲: 值班
  机器人 → 值班甲: 值班…现在有事先找钱小雨…技术值班…钱小雨…20:00…冯一鸣 20:00… [换班] [日历文件] [接班 带班领导]
  20:00
  …
  08:00
  10:00
  20:00
  08:00
  机器人 → 值班甲: 接班 · 技术值班…
  机器人 → 值班乙: 您的技术值班到 08:00 结束，已由钱小雨接班…
  `,
)

duty(
  '换班也可以打字，可以互换；不同意的照旧；过了的不能再换',
  `
  09:00
  …
  值班甲: 换班 11月26日 冯一鸣 换 11月27日
  机器人 → 值班乙: 换班请求…11月26日 08:00–20:00 技术值班，换 11月27日 20:00–次日 08:00 技术值班… [同意换班] [不换]
  机器人 → 值班甲: 已请冯一鸣替您值 11月26日 08:00–20:00 技术值班，换 11月27日 20:00–次日 08:00 技术值班…
  值班乙: 不换
  机器人 → 值班乙: 已回复不换，已告知钱小雨。
  机器人 → 值班甲: 冯一鸣不换：11月26日 08:00–20:00 技术值班，换 11月27日 20:00–次日 08:00 技术值班，仍由您值班…
  值班甲: 换班 11月26日 张伟
  机器人 → 值班甲: 只能与网信办或值班表上的同志换班…
  值班甲: 换班 12月26日 冯一鸣
  机器人 → 值班甲: 没有找到这一班…
  书记: 换班
  机器人 → 书记: 值班表上没有您的班。
  值班甲: 换班 11月26日 冯一鸣 11月27日
  …
  值班乙: 同意换班
  机器人 → 值班乙: 已换好：11月26日 08:00–20:00 技术值班，换 11月27日 20:00–次日 08:00 技术值班，由您值班，已告知钱小雨。
  机器人 → 值班甲: 冯一鸣同意换班…
  值班乙: 值班
  机器人 → 值班乙: …您的班：…11月26日 08:00–20:00 技术值班（代 钱小雨）…
  `,
)

duty(
  '周五 15:00：下周值班表发给网信办，空缺写明；其他时候不发',
  `
  08:00
  …
  15:00
  机器人 → 值班甲: 下周值班…下周有…段没有排班，请今天补上…周一 11月30日…冯一鸣… [值班]
  机器人 → 值班乙: 下周值班…
  机器人 → 常务甲: 下周值班…
  机器人 → 常务乙: 下周值班…
  15:30
  💥
  20:00
  …
  08:00
  …
  15:30
  `,
  fortnight,
  { at: '2026-11-26T22:00:00.000Z' },
)

everywhere(
  '值班 日历：自己的班成为 .ics 文件，只有自己的',
  async (stage) => {
    await play(
      stage,
      `
      09:00
      …
      书记: 值班 日历
      机器人 → 书记: 值班表上没有您的班。
      常务甲: 值班
      …
      常务甲 按 [日历文件]
      …
      值班甲: 值班日历
      机器人 → 值班甲: 您的值班日历（.ics）随后发来…
      …
      `,
    )
    const [file] = filesIn(stage)
    const zipped = file?.name.endsWith('.zip') ? [...unzipped(file.bytes).values()][0] : undefined
    const lines = Buffer.from(zipped ?? file?.bytes ?? '')
      .toString()
      .split('\r\n')
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(7)
    expect(lines).toContain('DTSTART:20261124T000000Z')
    expect(lines).toContain('SUMMARY:技术值班')
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  },
  () => ({ directory: withRoster(fortnight) }),
)

everywhere(
  '到达测试：夜间只叫网信办和值班的同志，领导和其他责任人次日白天；“收到”绝不当作事件的确认收到；结果发网信办',
  async (stage) => {
    await play(
      stage,
      `
      22:00
      ${reported()}
      值班甲: 补充 2026-0001 已联系学院
      …
      22:40
      …
      值班甲 按 [收到]
      …
      值班甲 再按 [收到]
      …
      值班乙: 收到
      机器人 → 值班乙: 收到，谢谢。到达测试已登记，与任何事件无关。
      …
      `,
    )
    expect(holds(stage, '主任', '到达测试')).toBe(false)
    expect(holds(stage, '书记', '到达测试')).toBe(false)
    await play(
      stage,
      `
      💥
      …
      10:00
      …
      书记: 收到
      机器人 → 书记: 您有一次到达测试，也有事件等您确认收到。两者不是一回事…
      机器人 → 书记: 到达测试…请回复收到… [收到]
      …
      `,
    )
    const acknowledged = () => stage.incident('2026-0001')?.acknowledged.length
    const answers = () =>
      Object.values(stage.fenghuo.turns.peek().reach)
        .flatMap(({ calls }) => Object.values(calls))
        .filter(({ answeredAt }) => answeredAt)
        .map(({ person }) => stage.nameOf(person.id))
        .toSorted()
    expect([acknowledged(), answers()]).toEqual([0, ['值班乙', '值班甲']])
    await play(
      stage,
      `
      书记 按 [收到]
      …
      `,
    )
    expect([acknowledged(), answers()]).toEqual([0, ['书记', '值班乙', '值班甲']])
    await play(
      stage,
      `
      书记: 收到
      …
      `,
    )
    expect(acknowledged()).toBe(1)
    await play(
      stage,
      `
      10:30
      机器人 → 值班甲: 到达测试结果…30 人中 27 人没有回复，请电话核对…没有回复：吴晓岚（网信办）、…12月10日 22:40…12月11日 10:00…
      …
      副院长: 收到
      …
      `,
    )
    expect([acknowledged(), answers()]).toEqual([2, ['书记', '值班乙', '值班甲']])
  },
  () => ({ directory: withRoster(fortnight), at: '2026-12-10T13:50:00.000Z' }),
)

const sent = [
  '日期,开始,结束,岗位,值班人',
  '2026-11-24,08:00,20:00,技术值班,冯一鸣',
  '2026-11-24,20:00,08:00,技术值班,P007',
].join('\n')

everywhere(
  '值班表发给机器人：两人核定后生效，现在值班的同志立即收到交接；写错的行指出，什么也不采用',
  async (stage) => {
    await play(
      stage,
      `
      09:00
      值班甲 发 [写错的.csv]
      机器人 → 值班甲: “写错的.csv”有错，没有采用…写错的.csv:2 值班人“冯二鸣”不在people.csv里…
      值班甲 发 [值班表.csv]
      机器人 → 值班甲: 通讯录更新…值班：来 2…来 2026-11-24 08:00–20:00 技术值班 冯一鸣… [提请核定] [不采用]
      值班甲 按 [提请核定]
      …
      💥
      …
      值班乙 按 [核定生效]
      …
      `,
    )
    expect(stage.directory.roster).toHaveLength(2)
    expect(holds(stage, '值班乙', '值班表已更新：新增 2 班。')).toBe(true)
    await play(
      stage,
      `
      值班乙: 值班
      机器人 → 值班乙: 值班…现在有事先找冯一鸣…
      20:00
      机器人 → 值班甲: 接班 · 技术值班…
      机器人 → 值班乙: 您的技术值班到 20:00 结束…
      …
      `,
    )
  },
  () => ({
    folder: true,
    files: {
      '值班表.csv': Buffer.from(sent),
      '写错的.csv': Buffer.from(sent.replace('冯一鸣', '冯二鸣')),
    },
  }),
)

everywhere(
  '早报发给正在值班的：刚下夜班的去睡觉，不响',
  async (stage) => {
    await play(stage, '08:29\n…\n+20m\n…')
    expect(holds(stage, '值班甲', '早报')).toBe(true)
    expect(holds(stage, '值班乙', '早报')).toBe(false)
    expect(holds(stage, '常务甲', '早报')).toBe(true)
  },
  () => ({ directory: withRoster(fortnight), mornings: true }),
)

duty(
  '已在技术值班的只发“接班”，不会不问就接了带班领导；按哪个接哪个',
  `
  08:30
  值班甲: 接班
  机器人 → 值班甲: 接班…接哪一个岗位？按下后立即由您值班。 [接班 带班领导]
  值班甲: 值班
  机器人 → 值班甲: …带班领导…吴晓岚…
  值班甲 按 [接班 带班领导]
  机器人 → 值班甲: 已由您接班：带班领导…
  …
  `,
)

duty(
  '同一班请同一位同志换，说两遍只有一张卡片；不换以后可以再请',
  `
  08:30
  值班甲: 换班 11月25日 冯一鸣
  机器人 → 值班乙: 换班请求…11月25日 08:00–20:00 技术值班 [同意换班] [不换]
  …
  值班甲: 换班 11月25日 冯一鸣
  机器人 → 值班甲: 已于 11月24日 08:30 请冯一鸣换这一班，还没有答复。急的话请打电话。
  值班乙: 不换
  …
  值班甲: 换班 11月25日 冯一鸣
  机器人 → 值班乙: 换班请求… [同意换班] [不换]
  …
  `,
)
