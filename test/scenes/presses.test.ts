// Does a press mean what its card says? The duty it names, once, whoever was first; else who did it and when.
import { expect, it } from 'vitest'
import { onBoth } from './campus-on-both.js'
import { everywhere } from './everywhere.js'
import { factsOf, pressSeen, see } from './pressing.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, confirmed, graded, reported, submitted } from './told.js'

const entered = (authority: string, by = '值班甲'): string => `
  ${by}: 报送 2026-0001 ${authority}
  …
  ${by} 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长}
  …
`
const receipt = { channel: '电话', sent_at: '刚刚', received_by: '王科长' }
const NAT = 'NAT-OTHER-4H/office'
const EDU = 'EDU-EMERG/office'
const state = (stage: Stage, duty: string) => stage.incident('2026-0001')?.submissions[duty]

everywhere('两份回执，同一个“核实回执”先后三人按：只核这一份，后来的人得知谁、何时', async (stage) => {
  await play(
    stage,
    `08:00\n${reported()}\n${acknowledged}\n${graded()}\n${entered('自治区党委网信办')}\n${entered('自治区教育厅')}`,
  )
  const b = see(stage, '值班乙', 'confirm_receipt', NAT, '核实自治区党委网信办')
  const c = see(stage, '常务甲', 'confirm_receipt', NAT, '核实自治区党委网信办')
  const back = see(stage, '常务乙', 'return_receipt', NAT, '核实自治区党委网信办')
  expect(await pressSeen(stage, b)).toContain('已核实自治区党委网信办的回执')
  const facts = factsOf(stage)
  expect(await pressSeen(stage, c)).toMatch(/已由冯一鸣于 08:00 核实/)
  // a press that carries only what the contract says is the same press
  const bare = { action: 'confirm_receipt', incident: '2026-0001', duty: NAT }
  if (!stage.lacks.includes('cards'))
    expect(await pressSeen(stage, { ...c, value: bare })).toMatch(/已由冯一鸣于 08:00 核实/)
  expect(await pressSeen(stage, back)).toMatch(/已由冯一鸣于 08:00 核实/)
  expect(factsOf(stage)).toEqual(facts)
  expect(state(stage, EDU)?.confirmed).toBeUndefined()
  expect(state(stage, EDU)?.returned).toBeUndefined()
})

everywhere(
  '没有写明是哪一项的按钮和表：哪一份回执都不动',
  async (stage) => {
    await play(
      stage,
      `08:00\n${reported()}\n${acknowledged}\n${graded()}\n${entered('自治区党委网信办')}\n${entered('自治区教育厅')}`,
    )
    const c = see(stage, '常务甲', 'confirm_receipt', EDU, '核实自治区教育厅')
    await pressSeen(stage, see(stage, '值班乙', 'confirm_receipt', EDU, '核实自治区教育厅'))
    const facts = factsOf(stage)
    for (const action of ['confirm_receipt', 'return_receipt', 'submit_receipt', 'snooze', 'write_final']) {
      const press = { ...c, value: { action, incident: '2026-0001', nth: '1' } }
      for (const form of [undefined, { ...receipt, reason: '再核' }])
        expect(await pressSeen(stage, press, form), action).toContain('已经失效')
    }
    expect(factsOf(stage)).toEqual(facts)
  },
  () => ({ needs: ['cards', 'forms'] }),
)

everywhere('退回之后又填了一份：旧卡片上的核实和退回只管旧的那份', async (stage) => {
  await play(stage, `08:00\n${reported()}\n${graded()}\n${submitted}`)
  const old = see(stage, '常务甲', 'confirm_receipt', NAT, '核实自治区党委网信办')
  const back = see(stage, '常务乙', 'return_receipt', NAT, '核实自治区党委网信办')
  await play(
    stage,
    `
    值班乙 按 [退回]
    …
    值班乙: 受理编号不对
    …
    +1m
    …
  `,
  )
  expect(await pressSeen(stage, old)).toMatch(/冯一鸣已于 08:00 退回/)
  await play(stage, submitted)
  const facts = factsOf(stage)
  expect(await pressSeen(stage, old)).toMatch(/冯一鸣已于 08:00 退回/)
  expect(await pressSeen(stage, back)).toMatch(/冯一鸣已于 08:00 退回/)
  expect(factsOf(stage)).toEqual(facts)
  expect(
    await pressSeen(stage, see(stage, '常务甲', 'confirm_receipt', NAT, '核实自治区党委网信办')),
  ).toContain('已核实')
})

everywhere(
  '填到一半改了级别：这份回执不算在别的机关头上，说明为什么',
  async (stage) => {
    await play(stage, `08:00\n${reported()}\n${graded('重大')}`)
    await play(stage, `值班甲: 报送 2026-0001 自治区教育厅 紧急报告\n…`)
    const form = see(stage, '值班甲', 'submit_receipt', EDU)
    await play(stage, `+2m\n…\n值班乙: 定级 2026-0001 一般 影响很小\n…\n常务甲: 核定定级 2026-0001\n…`)
    const facts = factsOf(stage)
    expect(await pressSeen(stage, form, receipt)).toMatch(/不再需要办理：\S+于 08:02 .*一般/)
    expect(factsOf(stage)).toEqual(facts)
    expect(stage.incident('2026-0001')?.submissions).toEqual({})
  },
  () => ({ needs: ['forms'] }),
)

scene(
  '打字填到一半改了级别：当场说明，不再往下问',
  `
  08:00
  ${reported()}
  ${graded('重大')}
  值班甲: 报送 2026-0001 自治区教育厅 紧急报告
  …
  值班甲: 电话
  …
  值班乙: 定级 2026-0001 一般 影响很小
  …
  常务甲: 核定定级 2026-0001
  …
  值班甲: 刚刚
  机器人 → 值班甲: 紧急报告（自治区教育厅）不再需要办理：…于 08:00 把级别定为一般（IV 级）…
  值班甲: 王科长
  机器人 → 值班甲: 没有看懂…
`,
)

scene(
  '打字的核实：只有一份合得上才核，否则列出来',
  `
  08:00
  ${reported()}
  ${graded()}
  ${entered('自治区教育厅 紧急报告')}
  ${entered('自治区教育厅 事中情况报告')}
  值班乙: 核实 2026-0001
  机器人 → 值班乙: 请写明报送机关，可选：自治区教育厅 紧急报告、自治区教育厅 事中情况报告。
  机器人 → 值班乙: 待办 · 2026-0001 …
  值班乙: 核实 2026-0001 教育厅
  机器人 → 值班乙: 请写明报送机关，可选：自治区教育厅 紧急报告、自治区教育厅 事中情况报告。
  机器人 → 值班乙: 待办 · 2026-0001 …
  值班乙: 核实 2026-0001 教育厅 事中
  机器人 → 值班乙: 已核实自治区教育厅的回执…
  …
  值班乙: 核实 2026-0001 教育厅 事中
  机器人 → 值班乙: 已由冯一鸣于 08:00 核实，无需再次办理。
  值班乙: 核实 2026-0001 网信办
  机器人 → 值班乙: 还没有人填写回执…
`,
)

everywhere('定级的表打开以后别人先定了：说明谁、何时，不改', async (stage) => {
  await play(stage, `08:00\n${reported()}\n值班甲 按 [定级]\n…`)
  const form = see(stage, '值班甲', 'grade')
  const button = see(stage, '常务甲', 'grade')
  await play(stage, `+1m\n值班乙: 定级 2026-0001 较大\n…`)
  const facts = factsOf(stage)
  if (!stage.lacks.includes('forms'))
    expect(await pressSeen(stage, form, { level: '重大（II 级）', reason: '看着严重' })).toMatch(
      /冯一鸣已于 08:01/,
    )
  expect(await pressSeen(stage, button)).toMatch(/冯一鸣已于 08:01 定为较大/)
  expect(factsOf(stage)).toEqual(facts)
})

const sheet = { classified: '否', unit: '信息学院', summary: '首页被改', discovered_at: '刚刚' }

everywhere(
  '填好的表提交两次（没看到回答，又点了一次）：一起事件，第二次得到编号',
  async (stage) => {
    await play(stage, `08:00\n刘老师: 填表\n…`)
    const form = see(stage, '刘老师', 'submit_report')
    await pressSeen(stage, form, sheet)
    expect(await pressSeen(stage, form, sheet)).toMatch(/刘老师已于 08:00 提交，编号 2026-0001/)
    await stage.restart()
    await stage.moveTo(stage.now() + 40 * 60_000)
    expect(await pressSeen(stage, form, sheet)).toMatch(/刘老师已于 08:00 提交，编号 2026-0001/)
    await stage.moveTo(stage.now() + 86_400_000)
    expect(await pressSeen(stage, form, sheet)).toMatch(/11月24日 08:00 提交，编号 2026-0001/)
    expect(Object.keys(stage.fenghuo.turns.peek().incidents)).toEqual(['2026-0001'])
    expect(Object.values(stage.fenghuo.turns.peek().drafts)).toEqual([])
    // a form that was opened anew is a new one
    await play(stage, `刘老师: 填表\n…`)
    await pressSeen(stage, see(stage, '刘老师', 'submit_report'), { ...sheet, unit: '文学院' })
    expect(stage.incident('2026-0002')?.unit.name).toBe('文学院')
  },
  () => ({ needs: ['forms'] }),
)

everywhere(
  '填错一项的表还在，改好再交算一次',
  async (stage) => {
    await play(stage, `08:00\n刘老师: 填表\n…`)
    const form = see(stage, '刘老师', 'submit_report')
    expect(await pressSeen(stage, form, { ...sheet, discovered_at: '后天' })).toContain('发现时间')
    await pressSeen(stage, form, sheet)
    expect(await pressSeen(stage, form, { ...sheet, summary: '改了几个字' })).toContain('2026-0001')
    expect(Object.keys(stage.fenghuo.turns.peek().incidents)).toEqual(['2026-0001'])
  },
  () => ({ needs: ['forms'] }),
)

everywhere('核对后提交，按两次；并入、另行立案，按两次：第二次得到编号', async (stage) => {
  await play(stage, `08:00\n${reported()}`)
  await play(
    stage,
    `
    陈老师: 报告\n…\n陈老师: 否\n…\n陈老师: 否\n…\n陈老师: 信息学院\n…\n陈老师: 学院网站\n…
    陈老师: 网络攻击\n…\n陈老师: 网站打不开\n…\n陈老师: 刚刚\n…\n陈老师: 预览\n…
  `,
  )
  const preview = see(stage, '陈老师', 'submit_report')
  await pressSeen(stage, preview)
  // the second tap is no answer to the question that came of the first
  expect(await pressSeen(stage, preview)).toContain('是不是同一件事')
  expect(stage.incident('2026-0002')).toBeUndefined()
  const joins = see(stage, '陈老师', 'join_report')
  const files = see(stage, '陈老师', 'file_report')
  await pressSeen(stage, joins)
  const facts = factsOf(stage)
  for (const again of [joins, files, preview])
    expect(await pressSeen(stage, again)).toMatch(/陈老师已于 08:00 并入 2026-0001/)
  expect(factsOf(stage)).toEqual(facts)
  expect(stage.incident('2026-0002')).toBeUndefined()
})

scene(
  '稍后提醒按两次：只推迟一次，第二次说明谁、何时、到几点',
  `
  08:00
  ${reported()}
  ${acknowledged}
  ${graded()}
  10:00
  …
  值班甲 按 [稍后提醒]
  提示 值班甲: 好的，11月24日 10:30 再提醒您。时限不变。
  值班甲 再按 [稍后提醒]
  提示 值班甲: 已推迟：钱小雨于 10:00 推迟到 10:30，无需再次推迟。
  +10m
  …
  值班甲 再按 [稍后提醒]
  提示 值班甲: 已推迟：钱小雨于 10:00 推迟到 10:30，无需再次推迟。
`,
)

everywhere('推迟过的提醒，时候过了再按旧卡片：不再推迟', async (stage) => {
  await play(stage, `08:00\n${reported()}\n${acknowledged}\n${graded()}\n10:00\n…`)
  const old = see(stage, '值班甲', 'snooze')
  expect(await pressSeen(stage, old)).toContain('10:30 再提醒您')
  await play(stage, '11:30\n…')
  const facts = factsOf(stage)
  expect(await pressSeen(stage, old)).toMatch(/已推迟：钱小雨于 10:00 推迟到 10:30/)
  expect(factsOf(stage)).toEqual(facts)
})

everywhere(
  '小表交两次：更正、转办、误报、退回、续报、研判、指定、写终报，各算一次',
  async (stage) => {
    await play(stage, `08:00\n${reported()}\n${graded()}\n${submitted}\n${confirmed}`)
    const twice = async (
      who: string,
      open: string,
      action: string,
      given: Record<string, string> | ((fields: string[]) => Record<string, string>),
    ) => {
      await play(stage, `${who}: ${open}\n…`)
      const seen = see(stage, who, action)
      const form = typeof given === 'function' ? given(seen.fields) : given
      await pressSeen(stage, seen, form)
      const facts = factsOf(stage)
      expect(await pressSeen(stage, seen, form), open).toMatch(/已于 .*\d\d:\d\d/)
      expect(factsOf(stage), open).toEqual(facts)
      return seen
    }
    await twice('刘老师', '更正 2026-0001', 'correct', {
      field: 'impact',
      value: '约 300 人',
      reason: '已核对',
    })
    await twice('书记', '转办 2026-0001', 'delegate', { to: stage.id('文学院书记') })
    await twice('值班甲', '研判 2026-0001', 'assess', ([first = '']) => ({ [first]: '1200' }))
    await twice('值班甲', '续报 2026-0001', 'follow_up', { reason: '发现第二台服务器' })
    await twice('值班甲', '上报责任人 2026-0001', 'appoint', { officer: '冯一鸣', deputy: '吴晓岚' })
    // those that a button opens
    const pressed = async (who: string, button: string, action: string, form: Record<string, string>) => {
      await pressSeen(stage, see(stage, who, button))
      const seen = see(stage, who, action)
      await pressSeen(stage, seen, form)
      const facts = factsOf(stage)
      expect(await pressSeen(stage, seen, form), button).toMatch(/已于 .*\d\d:\d\d/)
      expect(factsOf(stage), button).toEqual(facts)
    }
    await play(stage, '值班乙: 处置结束 2026-0001\n…')
    await pressed('值班甲', 'write_final', 'write_final', { cause_final: '弱口令' })
    await play(stage, entered('自治区党委网信办 终报'))
    await pressed('值班乙', 'return_receipt', 'return_receipt', { reason: '编号不对' })
    await twice('书记', '误报 2026-0001', 'withdraw', { reason: '演示页面' })
  },
  () => ({ needs: ['forms'] }),
)

everywhere(
  '同一张表，打字填完了再按提交：只算一次',
  async (stage) => {
    await play(
      stage,
      `
      08:00
      ${reported()}
      刘老师: 更正 2026-0001
      …
    `,
    )
    const form = see(stage, '刘老师', 'correct')
    await play(stage, `刘老师: 影响和危害\n…\n刘老师: 约 300 人\n…\n刘老师: 已核对\n…\n刘老师: 确认提交\n…`)
    const facts = factsOf(stage)
    expect(await pressSeen(stage, form, { field: 'impact', value: '约 500 人', reason: '又核对' })).toMatch(
      /刘老师已于 08:00/,
    )
    expect(factsOf(stage)).toEqual(facts)
  },
  () => ({ needs: ['forms'] }),
)

/** DingTalk offers the choices of a typed form as buttons: tapped twice, the second tap is no answer to the next question. */
everywhere('表里的选项按两次：第二次不算下一项的回答', async (stage) => {
  await play(stage, `08:00\n${reported()}\n${graded('一般')}\n值班甲: 定级 2026-0001\n…`)
  const choice = stage.platform.latest(
    stage.id('值班甲'),
    (content) => 'card' in content && content.card.actions.some(({ label }) => label.includes('较大')),
  )
  if (!choice || !('card' in choice[1].content)) return // where there are forms, nothing is tapped one by one
  const value = choice[1].content.card.actions.find(({ label }) => label.includes('较大'))?.value
  if (!value) throw new Error('no choice')
  const seen = { who: '值班甲', message: choice[0], value }
  expect(await pressSeen(stage, seen)).toContain('请回复原因')
  expect(await pressSeen(stage, seen)).toContain('已经答过')
  expect(stage.incident('2026-0001')?.grading?.level).toBe(4)
})

it('用过的表记六十天；再早打开的表已经过期，不会再立一起', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n刘老师: 填表\n…`)
    const spent = see(stage, '刘老师', 'submit_report')
    await play(stage, `刘老师: 填表\n…`)
    const fresh = see(stage, '刘老师', 'submit_report')
    await pressSeen(stage, spent, sheet)
    await play(stage, `书记: 误报 2026-0001 演示\n…\n值班甲: 误报 2026-0001 已核实\n…`)
    expect(Object.keys(stage.fenghuo.turns.peek().used)).not.toEqual([])
    await stage.moveTo(stage.now() + 70 * 86_400_000)
    expect(stage.fenghuo.turns.peek().used).toEqual({})
    for (const old of [spent, fresh]) expect(await pressSeen(stage, old, sheet)).toContain('已经过期')
    expect(stage.incident('2027-0001') ?? stage.incident('2026-0002')).toBeUndefined()
  } finally {
    await stage.end()
  }
})

// ── 待办 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

everywhere(
  '在待办上按确认收到：待办更新，没有按钮',
  async (stage) => {
    await play(stage, `08:00\n${reported()}\n副院长: 待办\n…`)
    const todo = see(stage, '副院长', 'acknowledge')
    expect(todo.value.duty).toBe('ack/direct')
    await pressSeen(stage, todo)
    const now = stage.platform.latest(
      stage.id('副院长'),
      (content) => 'card' in content && /待办/.test(content.card.title),
    )
    expect(now?.[0]).toBe(todo.message)
    expect(now && 'card' in now[1].content && now[1].content.card.actions).toEqual([])
    expect(await pressSeen(stage, todo)).toMatch(/李建国已于 08:00 确认收到/)
  },
  () => ({ needs: ['cards'] }),
)

everywhere(
  '待办上的事在别处办了：待办也更新；误报以后，只剩撤销报告的按钮',
  async (stage) => {
    await play(stage, `08:00\n${reported()}\n${acknowledged}\n${graded()}\n${submitted}\n值班乙: 待办\n…`)
    const labels = () => {
      const found = stage.platform.latest(
        stage.id('值班乙'),
        (content) => 'card' in content && /待办/.test(content.card.title),
      )
      return found && 'card' in found[1].content
        ? found[1].content.card.actions.map(({ label }) => label)
        : []
    }
    expect(labels()).toEqual([
      // what is law first, as on every card
      '核实回执 · 自治区党委网信办',
      '退回 · 自治区党委网信办',
      '填写回执 · 自治区教育厅紧急报告',
      '填写回执 · 属地网络安全职能部门',
      '填写回执 · 自治区教育厅事中情况报告',
    ])
    await play(stage, `常务甲: 核实 2026-0001 网信办\n…`)
    expect(labels()).toEqual([
      '填写回执 · 自治区教育厅紧急报告',
      '填写回执 · 属地网络安全职能部门',
      '填写回执 · 自治区教育厅事中情况报告',
    ])
    await play(
      stage,
      `
      值班甲: 定级 2026-0001
      …
      书记: 误报 2026-0001 演示
      …
      值班甲: 误报 2026-0001 已核实
      …
    `,
    )
    for (const { id } of stage.directory.people) {
      const left = stage.platform.latest(
        id,
        (content) =>
          'card' in content &&
          (content.card.form !== undefined ||
            content.card.actions.some(
              ({ value }) => value.incident === '2026-0001' && !value.duty?.startsWith('RETRACT/'),
            )),
      )
      expect(left?.[1].content, id).toBeUndefined()
    }
  },
  () => ({ needs: ['cards', 'forms'] }),
)

it('两边的待办：在一边办了，另一边也更新', () =>
  onBoth(
    {},
    async ({ stage, goesTo, withButton }) => {
      await play(stage, `08:00\n${reported()}\n书记: 待办\n…`)
      const there = withButton('书记', 'feishu', 'acknowledge')
      goesTo('书记', 'dingtalk')
      await play(stage, `书记: 待办\n…`)
      const here = withButton('书记', 'dingtalk', 'acknowledge')
      await stage.press(stage.id('书记'), here ?? '', {
        action: 'acknowledge',
        incident: '2026-0001',
        duty: 'ack/first',
      })
      expect(there).toBeDefined()
      expect(withButton('书记', 'feishu', 'acknowledge')).toBeUndefined()
      expect(withButton('书记', 'dingtalk', 'acknowledge')).toBeUndefined()
    },
    (violations) => expect(violations).toEqual([]),
  ))

// ── a guessed number ────────────────────────────────────────────────────────────────────────────────────────────────

const actions = [
  'acknowledge',
  'delegate',
  'grade',
  'submit_receipt',
  'confirm_receipt',
  'return_receipt',
  'resolve',
  'close',
  'withdraw',
  'correct',
  'snooze',
  'assess',
  'follow_up',
  'write_follow_up',
  'write_final',
  'appoint',
  'nothing_of_the_kind',
]

it('猜一个编号：与没有这个编号逐字节相同，记录里没有一笔，卡片也不重画', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n${reported()}\n路人: 帮助\n…`)
    const [help = ''] = stage.platform.latest(stage.id('路人'), (content) => 'card' in content) ?? []
    const by = { channel: 'sandbox' as const, address: stage.id('路人') }
    const journal = () => stage.fenghuo.turns.peek()
    let nth = 0
    const [bulletin = ''] = stage.platform.latest('群', () => true) ?? []
    const press = async (incident: string, action: string, form?: Record<string, string>, message = help) => {
      const before = { ...journal().meta }
      const answer = await stage.fenghuo.reception.pressed({
        id: `sandbox:guess${nth++}`,
        by,
        message,
        value: { action, incident, duty: 'ack/first' },
        ...(form ? { form } : {}),
      })
      expect(journal().meta).toEqual(before)
      return JSON.stringify(answer)
    }
    const record = stage.incident('2026-0001')?.record
    const used = { ...journal().used }
    // what the group sees is no card of one's own
    for (const action of actions)
      for (const form of [undefined, { reason: '一', level: '重大', to: '张伟' }])
        for (const message of [help, bulletin])
          expect(await press('2026-0001', action, form, message), action).toBe(
            await press('2026-0099', action, form, message),
          )
    expect(stage.incident('2026-0001')?.record).toEqual(record)
    expect(journal().used).toEqual(used)
    for (const words of [
      '定级',
      '补充',
      '误报',
      '处置结束',
      '办结',
      '核实',
      '报送',
      '转办',
      '文书',
      '状态',
    ]) {
      const told = async (number: string) => {
        stage.platform.deliveries.length = 0
        await stage.say(stage.id('路人'), `${words} ${number} 一些文字`)
        return stage.platform.deliveries.map((one) => ({ ...one, id: '', key: '' }))
      }
      expect(await told('2026-0001'), words).toEqual(await told('2026-0099'))
    }
    expect(stage.incident('2026-0001')?.record).toEqual(record)
    // who may see it and not do it hears who may, and leaves a line
    const liu = stage.platform.latest(stage.id('刘老师'), (content) => 'card' in content)
    const toast = await stage.press(stage.id('刘老师'), liu?.[0] ?? '', {
      action: 'acknowledge',
      incident: '2026-0001',
    })
    expect(toast?.text).toMatch(/只有张伟/)
    expect(stage.incident('2026-0001')?.record.at(-1)?.type).toBe('turned-away')
  } finally {
    await stage.end()
  }
})

it('猜保密提醒、规则版本、别人的报告和表：什么也问不出来', async () => {
  const stage = await openStage()
  try {
    await play(stage, `08:00\n刘老师: 报告\n…\n刘老师: 是\n…\n陈老师: 报告\n…\n路人: 帮助\n…`)
    const [message = ''] = stage.platform.latest(stage.id('路人'), (content) => 'card' in content) ?? []
    const press = (value: Record<string, string>) =>
      stage.press(stage.id('路人'), message, { action: '', ...value })
    expect(await press({ action: 'secrecy_done', stub: 's1' })).toEqual(
      await press({ action: 'secrecy_done', stub: 's77' }),
    )
    expect(await press({ action: 'approve_rules', version: stage.rules.version ?? '' })).toEqual(
      await press({ action: 'approve_rules', version: 'none' }),
    )
    expect(await press({ action: 'submit_report', draft: 'd2' })).toEqual(
      await press({ action: 'submit_report', draft: 'd77' }),
    )
  } finally {
    await stage.end()
  }
})

everywhere(
  '读不懂的按钮：告诉按的人，什么也不动',
  async (stage) => {
    await play(stage, `08:00\n${reported()}`)
    const card = see(stage, '书记', 'acknowledge')
    const facts = factsOf(stage)
    expect(await pressSeen(stage, { ...card, value: { action: 'unreadable' } })).toContain('已经失效')
    expect(factsOf(stage)).toEqual(facts)
  },
  () => ({ needs: ['cards', 'toasts'] }),
)
