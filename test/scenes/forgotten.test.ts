// Is what was said before a secret kept nowhere, and what is said after it neither?
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { held, noSpace } from '../store/ground.js'
import { everywhere } from './everywhere.js'
import { pressSeen, see } from './pressing.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { answered, reported, typedIn } from './told.js'

const SAID = ['丙丁专用系统', '戊己庚辛四号楼', '壬癸子丑措施']

const dialog = async (stage: Stage, who: string, last: string): Promise<void> => {
  for (const text of ['报告', '否', '否', '信息学院', SAID[0], '2', SAID[1], '10分钟前', SAID[2], last])
    await stage.say(stage.id(who), text ?? '')
}

everywhere('对话中途出现涉密：先前的回答哪里都不留，重启、检查点之后也不留', async (stage) => {
  await dialog(stage, '刘老师', '首页被改')
  // they are kept until then, over a restart too, and in no file can they be read
  expect(await stage.leftovers(SAID)).toEqual([])
  await stage.restart()
  expect(stage.fenghuo.turns.peek().drafts[draftOf(stage)]?.answers.system).toBe(SAID[0])
  expect(await stage.leftovers(SAID)).toEqual([])
  await stage.say(stage.id('刘老师'), '里面有绝密文件')
  const rest = () => JSON.stringify(stage.fenghuo.turns.peek())
  for (const word of SAID) expect(rest()).not.toContain(word)
  expect(await stage.leftovers(SAID)).toEqual([])
  await stage.restart()
  for (const word of SAID) expect(rest()).not.toContain(word)
  expect(await stage.leftovers(SAID)).toEqual([])
})

const draftOf = (stage: Stage): string => Object.keys(stage.fenghuo.turns.peek().drafts)[0] ?? ''

everywhere('表填到一半出现涉密：先前填的也不留', async (stage) => {
  await play(
    stage,
    `
    08:00
    刘老师: 填表
    …
    刘老师: 报告
    …
    `,
  )
  for (const text of [
    '否',
    '否',
    '信息学院',
    SAID[0] ?? '',
    '2',
    '首页被改',
    '刚刚',
    '无',
    '已断网',
    '跳过',
    '跳过',
    '跳过',
  ])
    await stage.say(stage.id('刘老师'), text)
  for (const text of ['跳过', '预览', '提交']) await stage.say(stage.id('刘老师'), text)
  const number = Object.keys(stage.fenghuo.turns.peek().incidents)[0] ?? ''
  await stage.say(stage.id('值班甲'), `报送 ${number} 自治区党委网信办`)
  for (const text of ['电话', '刚刚', '甲乙丙丁接报人', '秘密文件另寄'])
    await stage.say(stage.id('值班甲'), text)
  expect(stage.fenghuo.turns.peek().asking[stage.id('值班甲')]).toBeUndefined()
  expect(await stage.leftovers(['甲乙丙丁接报人'])).toEqual([])
})

everywhere('一句话填的回执、更正，核对时才出现涉密：卡片上给他看过的也不留', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  for (const [who, text, word] of [
    ['值班甲', '报送 2026-0001 自治区党委网信办 电话，刚刚，接报人：甲乙丙丁', '甲乙丙丁'],
    ['值班乙', '更正 2026-0001 影响和危害 改为戊己庚辛四号楼停用', '戊己庚辛四号楼'],
  ] as const) {
    await stage.say(stage.id(who), text)
    const isKept = () => JSON.stringify(stage.fenghuo.turns.peek()).includes(word)
    expect(isKept()).toBe(true)
    expect(await stage.leftovers([word])).toEqual([])
    await stage.moveTo(stage.now() + 60_000)
    await stage.restart()
    expect(await stage.leftovers([word])).toEqual([])
    await stage.say(stage.id(who), '秘密文件另寄')
    expect(isKept()).toBe(false)
    await stage.moveTo(stage.now() + 60_000)
    await stage.restart()
    expect(await stage.leftovers([word])).toEqual([])
  }
})

scene(
  '引导之后接着写的，哪里都不留，再告知保密办电话；重新报告照常',
  `
  08:00
  刘老师: 报告
  …
  刘老师: 是
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…保密办（…）…10 分钟…请回复“报告”…
  …
  刘老师: 九号楼的主机被拷走了
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…保密办（…）…
  刘老师@群: @烽火 九号楼的主机被拷走了
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…保密办（…）…
  # 有 8 分钟没有写，还在 10 分钟之内
  +8m
  …
  刘老师: 还有三号楼的
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…
  刘老师: 报告
  机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络… [是] [否] [取消]
  刘老师: 否
  机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络：否
  …
  `,
)

scene(
  '十分钟没有再写：照常',
  `
  08:00
  刘老师: 有一份绝密文件
  …
  +11m
  …
  刘老师: 九号楼的门打不开
  机器人 → 刘老师: 没有看懂这句话…
  `,
)

everywhere('引导之后，重新报告的第一个问题没有答“否”之前，写什么都不留；答了“否”照常', async (stage) => {
  const liu = stage.id('刘老师')
  const words = Array.from(
    { length: 12 },
    (_, nth) => `第${'子丑寅卯辰巳午未申酉戌亥'.charAt(nth)}楼的丙丁主机`,
  )
  let nth = 0
  const secret = (around = (word: string) => word) => stage.say(liu, around(words[nth++] ?? ''))
  const say = async (...texts: string[]) => {
    for (const text of texts) await stage.say(liu, text)
  }
  await say('报告', '是', '填表')
  await secret()
  await say('报告')
  await secret()
  await secret((word) => `否，${word}`)
  await say('取消')
  await secret()
  // what is no command word alone, though it is understood as one
  for (const around of [
    (word: string) => `@${word}报告`,
    (word: string) => `@${word} 待办`,
    (word: string) => `/help@${word}`,
    (word: string) => `报告 @${word}`,
    (word: string) => `@烽火 @${word}报告 @烽火`,
  ])
    await secret(around)
  expect(stage.fenghuo.turns.peek().drafts).toEqual({})
  expect(await stage.leftovers(words)).toEqual([])
  expect(await stage.leftovers(['丙丁主机'])).toEqual([])
  await say('@烽火 报告', '否', '否')
  await stage.say(liu, '信息学院')
  expect(Object.values(stage.fenghuo.turns.peek().drafts)[0]?.answers.unit).toBeDefined()
})

everywhere(
  '引导之后填表：之前打开的表不收；之后打开、第一个问题答“否”的收',
  async (stage) => {
    const liu = stage.id('刘老师')
    const form = { classified: '否', unit: '信息学院', summary: '丙丁主机', discovered_at: '刚刚' }
    await stage.say(liu, '填表')
    const old = see(stage, '刘老师', 'submit_report')
    await stage.say(liu, '里面有绝密文件')
    expect(await pressSeen(stage, old, form)).toContain('可能涉及国家秘密')
    await stage.say(liu, '填表')
    expect(await pressSeen(stage, old, form)).toContain('可能涉及国家秘密')
    const fresh = see(stage, '刘老师', 'submit_report')
    expect(await pressSeen(stage, fresh, { ...form, classified: '' })).toContain('可能涉及国家秘密')
    expect(await stage.leftovers(['丙丁主机'])).toEqual([])
    await pressSeen(stage, fresh, { ...form, summary: '首页被改' })
    expect(stage.incident('2026-0001')).toBeDefined()
  },
  () => ({ needs: ['forms', 'toasts'] }),
)

everywhere(
  '表引出“是同一件事吗”，随后涉密：再按这张表，不再说请回答下一条消息',
  async (stage) => {
    const form = { classified: '否', unit: '信息学院', summary: '首页被改', discovered_at: '刚刚' }
    const fill = async () => {
      await stage.say(stage.id('刘老师'), '填表')
      const sheet = see(stage, '刘老师', 'submit_report')
      await pressSeen(stage, sheet, form)
      return sheet
    }
    await fill()
    const asked = await fill()
    expect(await pressSeen(stage, asked, form)).toContain('是不是同一件事')
    await typedLast(stage)
    expect(await pressSeen(stage, asked, form)).toBe('可能涉密，已停止，内容没有保存')
  },
  () => ({ needs: ['forms', 'toasts'] }),
)

everywhere('引导之后写的、群里写的、填的表：盘上没有一个字', async (stage) => {
  const liu = stage.id('刘老师')
  await stage.say(liu, '报告')
  await stage.say(liu, '是')
  await stage.say(liu, '九号楼的主机被拷走了')
  await stage.say(liu, '@烽火 十号楼的主机也被拷走了', 'group')
  await stage.say(liu, '补充 2026-0001 十一号楼的主机')
  expect(await stage.leftovers(['九号楼', '十号楼', '十一号楼'])).toEqual([])
  await stage.restart()
  expect(await stage.leftovers(['九号楼', '十号楼', '十一号楼'])).toEqual([])
})

everywhere('引导之后：别的事件的定级和回执照常办理，命令不扣；自由写的话仍然不留', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  await play(
    stage,
    `
    值班甲: 有一份绝密文件
    …
    值班甲: 定级 2026-0001 较大
    …
    ${typedIn}
    …
    值班甲: 确认提交
    …
    值班甲: 九号楼的主机也是
    机器人 → 值班甲: 您描述的情况可能涉及国家秘密…
    值班甲: 补充 2026-0001 十号楼的主机
    机器人 → 值班甲: 您描述的情况可能涉及国家秘密…
  `,
  )
  const incident = stage.incident('2026-0001')
  expect(incident?.grading?.level).toBe(3)
  expect(incident?.submissions['NAT-OTHER-4H/office']?.receipt.received_by).toBe('王科长')
  expect(await stage.leftovers(['九号楼', '十号楼'])).toEqual([])
})

it('引导之后 10 分钟内：文字、图片都不留，再告知保密办电话；杀掉重启也一样；命令照常办理', async () => {
  const stage = await openStage()
  const kept = async () => [
    ...(await stage.leftovers(['九号楼', '十号楼', '拷走的清单'])),
    ...(existsSync(join(stage.dir, 'evidence')) ? readdirSync(join(stage.dir, 'evidence')) : []),
  ]
  try {
    await play(
      stage,
      `
      08:00
      刘老师: 报告
      …
      刘老师: 是
      机器人 → 刘老师: …保密办（…
      …
      +5m
      刘老师: 九号楼的主机被拷走了
      机器人 → 刘老师: …保密办（…
      💥
      +8m
      刘老师: 十号楼的也是
      机器人 → 刘老师: …保密办（…
      刘老师: 待办
      机器人 → 刘老师: …
      刘老师: 帮助
      机器人 → 刘老师: …报告…
    `,
    )
    await stage.fenghuo.reception.said({
      id: 'picture',
      by: { channel: 'sandbox', address: stage.id('刘老师') },
      chat: 'dm',
      text: '',
      files: [{ ref: '拷走的清单.png', name: '拷走的清单.png', kind: 'picture' }],
    })
    await stage.fenghuo.collector.drain()
    await stage.fenghuo.courier.drain()
    const heard = stage.platform.deliveries.filter((one) => one.kind === 'message')
    expect(JSON.stringify(heard.at(-1))).toContain('保密办（')
    expect(await kept()).toEqual([])
    await stage.restart()
    expect(await kept()).toEqual([])
  } finally {
    await stage.end()
  }
})

const typedLast = (stage: Stage) => stage.say(stage.id('刘老师'), '里面有绝密文件')

it('表被退回时照原样说出了所填的；随后涉密：日志、检查点里都不留', async () => {
  const stage = await openStage()
  try {
    await play(
      stage,
      `
      08:00
      刘老师: 填表
      …
      刘老师 按 [提交] {classified=否; unit=丙丁戌学院; summary=首页被改}
      提示 刘老师: …没有找到“丙丁戌学院”…
      `,
    )
    const words = ['丙丁戌']
    expect(await stage.leftovers(words)).toEqual([])
    await stage.restart() // with a checkpoint
    expect(await stage.leftovers(words)).toEqual([])
    expect(JSON.stringify(stage.fenghuo.turns.peek().inbox)).toContain(words[0])
    await typedLast(stage)
    expect(JSON.stringify(stage.fenghuo.turns.peek())).not.toContain(words[0])
    await stage.restart()
    expect(JSON.stringify(stage.fenghuo.turns.peek())).not.toContain(words[0])
  } finally {
    await stage.end()
  }
})

it('说出涉密的那一次没能存下：再说一次，先前的照样不留', async () => {
  const { wrap, fail } = held()
  const stage = await openStage({ wrap })
  const answers = (): string => JSON.stringify(stage.fenghuo.turns.peek().inbox)
  try {
    await play(
      stage,
      `
      08:00
      刘老师: 报告
      …
      刘老师: 取消
      …
      刘老师: 填表
      …
      刘老师 按 [提交] {classified=否; unit=丙丁戌学院; summary=首页被改}
      提示 刘老师: …没有找到“丙丁戌学院”…
      `,
    )
    fail(noSpace())
    await expect(typedLast(stage)).rejects.toThrow()
    fail(undefined)
    expect(answers()).toContain('丙丁戌')
    await typedLast(stage)
    expect(answers()).not.toContain('丙丁戌')
  } finally {
    await stage.end()
  }
})

it('没有办成的话里引用了所写的（列表、更正、转办）；随后涉密：记录里读不出，涉密之后也解不开', async () => {
  const stage = await openStage()
  const kept = async () =>
    (await stage.leftovers(['丙丁戌', '己庚辛', '壬癸子'])).filter((one) => !one.includes('sandbox'))
  try {
    await play(
      stage,
      `
      08:00
      ${reported()}
      刘老师: 列表 丙丁戌学院
      机器人 → 刘老师: 列表 没有“丙丁戌学院”这个单位…
      刘老师: 更正 2026-0001
      …
      刘老师: 待办
      …
      刘老师 按 [提交更正] {更正哪一项=category; 更正为=己庚辛; 原因=看错}
      提示 刘老师: …“己庚辛”…
      `,
    )
    await stage.fenghuo.reception.said({
      id: 'x',
      by: { channel: 'sandbox', address: stage.id('刘老师') },
      chat: 'dm',
      text: '',
      missing: ['壬癸子.docx'],
    })
    expect(await kept()).toEqual([])
    await typedLast(stage)
    expect(JSON.stringify(stage.fenghuo.turns.peek())).not.toMatch(/丙丁戌|己庚辛/)
    await stage.restart()
    expect(await kept()).toEqual([])
  } finally {
    await stage.end()
  }
})

scene(
  '否之后又说不准、又说是、又起一行：不算否',
  `
  08:00
  刘老师: 报告
  …
  刘老师: 否，是
  机器人 → 刘老师: 请先回答“是”或“否”…
  机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络… [是] [否] [取消]
  刘老师: 不是普通文件
  机器人 → 刘老师: 请先回答“是”或“否”…
  …
  刘老师: 否，只是网页被改
  机器人 → 刘老师: 是否可能涉及国家秘密或涉密网络：否
  …
  刘老师: 取消
  …
  刘老师: 报告
  …
  刘老师: 否，不确定
  机器人 → 刘老师: 您描述的情况可能涉及国家秘密…保密办（…）…
  …
  `,
)

everywhere('否之后另起一行：再问一次，先前的话不算', async (stage) => {
  const liu = stage.id('刘老师')
  await stage.say(liu, '报告')
  await stage.say(liu, '否\n是')
  expect(stage.fenghuo.turns.peek().drafts[draftOf(stage)]?.question).toBe('classified')
  await stage.say(liu, '否')
  expect(stage.fenghuo.turns.peek().drafts[draftOf(stage)]?.question).toBe('harmful_content')
})

scene(
  '引导之后，没有自由文字的命令照常：列表、待办、统计、导出带筛选也行；被挡下的查询不延长',
  `
  08:00
  ${reported()}
  值班甲: 有一份绝密文件
  …
  值班甲: 列表 超期
  机器人 → 值班甲: 列表 · 超期…
  值班甲: 列表 信息学院
  机器人 → 值班甲: 列表 · 信息学院（1 起）…
  值班甲: 待办 第2页
  机器人 → 值班甲: 待办 …
  值班甲: 待办 较大
  机器人 → 值班甲: 待办 · 较大…
  值班甲: 统计 今年
  机器人 → 值班甲: …2026…
  值班甲: 导出 2026
  机器人 → 值班甲: …
  …
  08:08
  …
  # 带着自由文字的不办，也不延长：08:10 以后照常
  值班甲: 列表 丙丁主机
  机器人 → 值班甲: 您描述的情况可能涉及国家秘密…
  08:11
  …
  值班甲: 列表 丙丁主机
  机器人 → 值班甲: 列表 没有“丙丁主机”这个单位…
  `,
)

scene(
  '“是同一件事吗”还没有答，打出涉密的话：提交过的那份没有立案，说出来要重新报告',
  `
  08:00
  ${reported()}
  ${answered('陈老师')}
  陈老师 按 [提交]
  机器人 → 陈老师: 可能是同一件事… [是同一件事] [另行立案]
  …
  陈老师: 还有一份绝密文件
  机器人 → 陈老师: 您描述的情况可能涉及国家秘密…
  机器人 → 陈老师: 您刚才提交、正等您回答“是不是同一件事”的报告没有立案，也没有保存…请稍后回复“报告”重新报告一次。
  …
  `,
)
