// What is on a paper when its authority gets it? Read back from the .docx: one for each, in its own words, nothing of ours.
import { expect, it } from 'vitest'
import { textOf, unzipped } from '../documents/unzip.js'
import { everywhere } from './everywhere.js'
import { play, scene } from './scene.js'
import { openStage, type Stage } from './stage.js'
import { acknowledged, graded, reported, sent, toldEducation } from './told.js'

/** The papers that this person got in the last step, by their names, as a reader sees them. */
const papers = (stage: Stage, who: string): Map<string, string> =>
  new Map(
    stage.platform.deliveries.flatMap((one) =>
      one.kind === 'file' && one.to === stage.id(who)
        ? [[one.name, textOf(unzipped(one.bytes).get('word/document.xml') ?? '')] as const]
        : [],
    ),
  )

/** The one paper whose name holds all these words. */
const paper = (stage: Stage, who: string, ...words: string[]): string => {
  const found = [...papers(stage, who)].filter(([name]) => words.every((word) => name.includes(word)))
  expect(
    found.map(([name]) => name),
    [...papers(stage, who).keys()].join(),
  ).toHaveLength(1)
  return found[0]?.[1] ?? ''
}

everywhere('首报每个机关一份，上面没有校内的话；电话稿另外要', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    值班甲: 文书 2026-0001 首报
    机器人 → 值班甲: 正在生成文书，每个机关一份…签发前请核定：…
    …
  `,
  )
  const [cac, edu] = [
    paper(stage, '值班甲', '首报', '自治区党委网信办'),
    paper(stage, '值班甲', '首报', '自治区教育厅'),
  ]
  expect(cac).toContain('报送对象\n自治区党委网信办\n')
  expect(edu).toContain('报送对象\n自治区教育厅\n')
  for (const text of [cac, edu]) expect(text).not.toMatch(/核定|电话报告稿|您好|按较大计时/u)
  expect(cac).not.toContain('教育厅')
  expect(edu).not.toContain('党委网信办')
  await play(stage, `值班甲: 电话稿 2026-0001\n机器人 → 值班甲: 正在生成文书…\n…`)
  expect(paper(stage, '值班甲', '电话稿')).toMatch(
    /校内使用，不随文报送[\s\S]*您好，这里是内蒙古师范大学网信办/u,
  )
})

everywhere('前期报送只写收文机关自己的回执和要求', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    值班甲: 报送 2026-0001 自治区党委网信办
    …
    值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长; 受理编号=NM-7; 上级要求=请说明涉及的人数}
    …
    ${sent('自治区教育厅')}
    值班甲: 文书 2026-0001 终报 党委网信办
    …
  `,
  )
  expect(paper(stage, '值班甲', '终报')).not.toMatch(/前期报送与更正|NM-7/u) // one person's word proves nothing
  await play(
    stage,
    `
    值班乙: 核实 2026-0001 党委网信办
    …
    值班甲: 登记要求 2026-0001 党委网信办 11月26日18时前报送日志
    …
    值班甲: 已办 2026-0001 11月26日18时前报送日志
    …
    值班甲: 文书 2026-0001 终报
    …
  `,
  )
  const cac = paper(stage, '值班甲', '终报', '自治区党委网信办')
  expect(cac).toMatch(/前期报送与更正[\s\S]*接报人 王科长，受理编号 NM-7\n上级要求：请说明涉及的人数\n/u)
  expect(cac).toMatch(
    /11月26日18时前报送日志（要求时限：2026年11月26日18时00分）\n办理情况：11月26日18时前报送日志（2026年11月24日08时00分）\n/u,
  )
  expect(cac).not.toMatch(/核实|教育厅/u)
  expect(paper(stage, '值班甲', '终报', '自治区教育厅')).not.toMatch(/NM-7|涉及的人数|报送日志|党委网信办/u)
})

everywhere(
  '文书的题名照所欠的那一份：报案、一般事件简报、处置情况简报、事后整改报告、撤销报告',
  async (stage) => {
    const titles = () =>
      [...papers(stage, '值班甲')].map(([name, text]) => [name.split('_').at(-1), text.split('\n')[0]])
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=crime_suspected; 更正为=是; 原因=已核对}
    …
    值班甲: 处置结束 2026-0001
    …
    值班甲: 文书 2026-0001 首报
    …
  `,
    )
    expect(titles()).toEqual(
      expect.arrayContaining([
        ['自治区党委网信办.docx', '网络安全事件首报（事发紧急报告）'],
        ['自治区教育厅.docx', '网络安全事件首报（事发紧急报告）'],
        ['属地公安机关网安部门.docx', '网络安全事件首报（报案）'],
      ]),
    )
    await play(stage, `值班甲: 文书 2026-0001 终报\n…`)
    expect(titles()).toEqual(
      expect.arrayContaining([
        ['自治区党委网信办.docx', '网络安全事件终报（处置总结报告）'],
        ['自治区教育厅.docx', '网络安全事件终报（事后整改报告）'],
      ]),
    )
    await play(stage, `${graded('一般')}\n值班甲: 文书 2026-0001 首报 党委网信办\n…`)
    expect(titles()).toEqual([['自治区党委网信办.docx', '网络安全事件首报（一般事件简报）']])
    await play(stage, `值班甲: 文书 2026-0001 终报 党委网信办\n…`)
    expect(titles()).toEqual([['自治区党委网信办.docx', '网络安全事件终报（处置情况简报）']])
    await play(
      stage,
      `
    ${sent('自治区党委网信办')}
    刘老师: 误报 2026-0001 是测试页面
    …
    值班甲: 误报 2026-0001 核实为测试页面
    …
    值班甲: 文书 2026-0001 续报 党委网信办
    …
  `,
    )
    expect(titles()).toEqual([['自治区党委网信办.docx', '网络安全事件续报（撤销报告）']])
  },
)

/** A report by the form card, with what this case is about. */
const filed = (more: string): string => `
  08:00
  刘老师: 填表
  …
  刘老师 按 [提交] {是否可能涉及国家秘密或涉密网络=否; 是否出现违法有害信息=否; 事发单位=U06; 系统名称=学生系统; 简要经过=名单被导出; 发现时间=刚刚; ${more}}
  …
`
const forms = () => ({ needs: ['forms' as const] })

everywhere(
  '记录里的研判写事项，不写填表的提示',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    值班甲: 研判 2026-0001
    …
    值班甲 按 [提交研判] {系统整体中断了多少分钟（没有中断写 0）=300}
    …
    值班甲: 文书 2026-0001 记录
    …
  `,
    )
    expect(paper(stage, '值班甲', '记录')).toContain('研判：系统整体中断了多少分钟：300')
  },
  forms,
)

everywhere(
  '判级依据写明条款和数字，不写我们有多大把握',
  async (stage) => {
    await play(
      stage,
      `
      ${filed('事件类型=DS; 涉及个人信息人数=1200000')}
      ${graded('较大 按导出的人数判定')}
      值班甲: 文书 2026-0001 首报 党委网信办
      …
    `,
    )
    const text = paper(stage, '值班甲', '首报')
    expect(text).toContain(
      '网络安全事件分级指南 三：100 万人以上个人信息泄露（本次：涉及个人信息人数 1200000 人）\n',
    )
    expect(text).not.toMatch(/条文已核|凭记忆|N3-PI/u)
  },
  forms,
)

everywhere(
  '法定首报超时、降级后不再要求：记录的时限表里仍有这一行，写明应于何时、没有完成和第十四条',
  async (stage) => {
    await play(
      stage,
      `
    08:00
    ${reported()}
    ${acknowledged}
    13:00
    …
    ${graded('一般')}
    值班甲: 文书 2026-0001 记录
    …
  `,
    )
    expect(paper(stage, '值班甲', '记录')).toMatch(
      /\n首报（自治区党委网信办）\n法定时限：国家网络安全事件报告管理办法 第四条\n—\n2026-11-24 12:00:00\n未按时，没有完成\n现已不再要求，记录保留（实施细则 第十四条）\n/u,
    )
  },
)

everywhere('是否已通知个人：登记了就写在文书上，通知的写方式和时间，不通知的写依据', async (stage) => {
  const notice = '是否已通知个人/方式/时间/不通知的理由'
  await play(
    stage,
    `
    08:00
    ${reported()}
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=pi_persons; 更正为=3000; 原因=已核对}
    …
    值班甲: 文书 2026-0001 终报 党委网信办
    …
  `,
  )
  expect(paper(stage, '值班甲', '终报')).toContain(`${notice}\n是否已通知个人：□是 □否　方式：________\n`)
  await play(
    stage,
    `
    值班甲: 已办 2026-0001 通知受影响的个人：已逐人短信通知，咨询电话13900001111
    …
    值班甲: 文书 2026-0001 首报 党委网信办
    …
  `,
  )
  const told = `${notice}\n是否已通知个人：是　方式：已逐人短信通知，咨询电话139****1111\n时间：2026年11月24日08时00分\n`
  const first = paper(stage, '值班甲', '首报')
  expect(first).toContain(told)
  expect(first).not.toMatch(/待补报\n.*是否已通知个人/u)
})

everywhere('决定不通知个人的：文书上写依据，不留空白', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    值班甲: 更正 2026-0001
    …
    值班甲 按 [提交更正] {更正哪一项=pi_persons; 更正为=3000; 原因=已核对}
    …
    值班甲: 已办 2026-0001 通知受影响的个人：不通知，已强制改密，泄露的是散列值
    …
    值班甲: 文书 2026-0001 终报 党委网信办
    …
  `,
  )
  expect(paper(stage, '值班甲', '终报')).toContain(
    '是否已通知个人：否\n不通知的理由：不通知，已强制改密，泄露的是散列值（2026年11月24日08时00分）\n',
  )
})

everywhere('续报写的是续报的新情况；还没报过的机关，写在首报的经过里', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    值班甲: 续报 2026-0001 头一个新情况
    机器人 → 值班甲: 首报还没有送出…
    …
    ${sent('自治区党委网信办')}
    值班甲: 续报 2026-0001 又有一台服务器失陷
    …
    值班甲: 文书 2026-0001
    …
  `,
  )
  const followUp = paper(stage, '值班甲', '续报1', '自治区党委网信办')
  expect(followUp).toMatch(/本次续报的新情况\n新情况或调查进展\n（11月24日 08:00）又有一台服务器失陷\n/u)
  const first = paper(stage, '值班甲', '首报', '自治区教育厅')
  expect(first).toMatch(/事件概况\/简要经过\n首页出现陌生图片\n（11月24日 08:00）又有一台服务器失陷\n/u)
})

everywhere(
  '报案的受案单位、时间、回执号取自核实过的回执；没核实的不写',
  async (stage) => {
    await play(
      stage,
      `
      ${filed('事件类型=NA; 是否涉嫌违法犯罪=是')}
      ${graded()}
      值班甲: 报送 2026-0001 属地公安机关网安部门
      …
      值班甲 按 [提交] {报送渠道=当面; 报送时间=刚刚; 接报人=网安支队; 受理编号=呼公网〔2026〕17号}
      …
      值班甲: 文书 2026-0001 终报 党委网信办
      …
    `,
    )
    expect(paper(stage, '值班甲', '终报')).toContain('是否报案：□是 □否')
    await play(stage, '值班甲: 文书 2026-0001 首报 公安\n…')
    // the paper to the police is the 报案 itself
    const own = paper(stage, '值班甲', '首报', '属地公安机关网安部门')
    expect(own).toContain(
      '是否报案：是　受案单位：属地公安机关网安部门\n时间：____年__月__日　回执号：________\n',
    )
    expect(own).not.toContain('是否报案：□是')
    await play(stage, `值班乙: 核实 2026-0001 公安\n…\n值班甲: 文书 2026-0001 首报 公安\n…`)
    expect(paper(stage, '值班甲', '首报', '属地公安机关网安部门')).toContain(
      '2026年11月24日08时00分　回执号：呼公网〔2026〕17号\n',
    )
    await play(stage, '值班甲: 文书 2026-0001 终报 党委网信办\n…')
    const text = paper(stage, '值班甲', '终报')
    expect(text).toContain('是否报案：是　受案单位：属地公安机关网安部门\n')
    expect(text).toContain('2026年11月24日08时00分　回执号：呼公网〔2026〕17号\n')
    expect(text).not.toContain('是否报案：□是')
  },
  forms,
)

everywhere(
  '宣传部自己的报告有自己的文书，别的没有',
  async (stage) => {
    await play(
      stage,
      `
      ${filed('事件类型=NA; 是否出现违法有害信息=是')}
      宣传副部长: 文书 2026-0001 终报
      机器人 → 宣传副部长: 只有张伟（…）…可以办理…
      …
      宣传副部长: 文书 2026-0001 首报 教育厅
      机器人 → 宣传副部长: …属地公安机关网安部门…
      …
      宣传副部长: 文书 2026-0001
      机器人 → 宣传副部长: 正在生成文书…
      …
    `,
    )
    expect([...papers(stage, '宣传副部长').keys()]).toEqual([
      expect.stringMatching(/首报_属地公安机关网安部门\.docx$/u),
    ])
  },
  forms,
)

scene(
  '文书：要一个不收这份报告的机关的，问是哪个；无关的人要电话稿，不说有没有',
  `
  08:00
  ${reported()}
  值班甲: 文书 2026-0001 首报 公安
  机器人 → 值班甲: …自治区党委网信办、自治区教育厅…
  路人: 电话稿 2026-0001
  机器人 → 路人: 没有您可以查看的这起事件…
  值班甲: 文书 2026-0001 首报 教育厅
  机器人 → 值班甲: 正在生成文书…
  文件 值班甲: …首报_自治区教育厅.docx
`,
)

everywhere('回执写明接收时间；早于报送时间的不收，也不丢', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    09:00
    …
    值班甲: 报送 2026-0001 自治区党委网信办
    …
    值班甲 按 [提交] {报送渠道=电话; 报送时间=08:50; 接报人=王科长; 接收时间=08:55; 受理编号=NM-7}
    机器人 → 值班乙: …报送时间：11月24日 08:50 接报人：王科长 接收时间：11月24日 08:55… [核实回执] [退回]
    …
    值班乙: 核实 2026-0001 党委网信办
    …
    值班甲: 文书 2026-0001 终报 党委网信办
    …
  `,
  )
  expect(paper(stage, '值班甲', '终报')).toContain(
    '2026年11月24日08时50分，电话，接报人 王科长，2026年11月24日08时55分接收，受理编号 NM-7\n',
  )
})

scene(
  '接收时间：早于报送、晚于现在都不收，同一项再问；可以跳过',
  `
  08:00
  ${reported()}
  ${graded()}
  09:00
  …
  值班甲: 报送 2026-0001 自治区党委网信办
  …
  值班甲: 电话
  …
  值班甲: 08:50
  …
  值班甲: 王科长
  …
  值班甲: 08:10
  机器人 → 值班甲: …接收时间不能早于报送时间，请核对；不清楚可以不填。 请重新回复接收时间…
  值班甲: 11:00
  机器人 → 值班甲: …请重新回复接收时间…
  值班甲: 跳过
  …
  值班甲: 跳过
  …
  值班甲: 跳过
  …
  值班甲: 确认提交
  机器人 → 值班甲: 已登记向自治区党委网信办报送的回执…
  …
`,
)

it('回执的图片：填写时发来的，或写明“回执”的，记为这份回执的凭证，核实的人看得到', async () => {
  const stage = await openStage()
  const sends = async (text: string, name: string): Promise<void> => {
    await stage.fenghuo.reception.said({
      id: `sandbox:${name}`,
      by: { channel: 'sandbox', address: stage.id('值班甲') },
      chat: 'dm',
      text,
      files: [{ ref: name, name, kind: 'picture' }],
    })
    await stage.fenghuo.collector.drain()
    await stage.fenghuo.courier.drain()
  }
  const shows = () =>
    stage
      .incident('2026-0001')
      ?.record.flatMap((event) =>
        event.type === 'evidence' ? [`${event.name} ${event.duty ?? ''}`.trim()] : [],
      )
  await play(stage, `08:00\n${reported()}\n${graded()}\n值班甲: 报送 2026-0001 自治区党委网信办\n…`)
  await sends('', '通话截图.png')
  await play(
    stage,
    `
    值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长}
    机器人 → 值班乙: …回执凭证：通话截图.png 填写人：钱小雨… [核实回执] [退回]
    …
  `,
  )
  await sends('', '机房.png')
  await sends('这是网信办的回执', '签收.png')
  expect(shows()).toEqual(['通话截图.png NAT-OTHER-4H/office', '机房.png', '签收.png NAT-OTHER-4H/office'])
  // what was sent back has lost its proof with it
  await play(
    stage,
    `
    值班乙 按 [退回]
    …
    值班乙 按 [退回] {原因=看不清}
    …
    值班甲: 报送 2026-0001 自治区党委网信办
    …
    值班甲 按 [提交] {报送渠道=电话; 报送时间=刚刚; 接报人=王科长}
    机器人 → 值班乙: …接报人：王科长 填写人：钱小雨… [核实回执] [退回]
    …
    值班甲: 记录 2026-0001
    机器人 → 值班甲: …钱小雨提交自治区党委网信办回执凭证“签收.png”…
    …
  `,
  )
  await stage.end()
})

everywhere('事中情况报告是给教育厅的第一次续报：以后的，卡片和文书都是第 2 次', async (stage) => {
  await play(
    stage,
    `
    08:00
    ${reported()}
    ${acknowledged}
    ${graded()}
    ${toldEducation}
    值班甲: 续报 2026-0001 又有一台服务器失陷
    …
    值班甲: 待办 教育厅
    机器人 → 值班甲: …报送第 2 次续报…
    值班甲: 文书 2026-0001 续报 教育厅
    …
  `,
  )
  expect(paper(stage, '值班甲', '续报2', '自治区教育厅')).toContain('第 2 次续报')
})
