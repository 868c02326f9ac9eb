import { describe, expect, it } from 'vitest'
import { factsOf } from '../../rules/facts.js'
import type { Stage } from '../../rules/papers.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { Event, Incident, Report, System } from '../../store/schema.js'
import { contentOf, type DocumentKind, type DocumentOptions } from '../../templates/documents/document.js'
import { fieldsOf, formFields } from '../../templates/documents/fields.js'
import { withoutPhones } from '../../templates/documents/known.js'
import { asDrill, firstHours, laterOn, reported, story, theEnd, worldAt } from './incident.js'
import { printed } from './printed.js'

const head = '0123456789abcdef'.repeat(4)
const golden = (name: string) => `./golden/${name}.txt`
const text = (
  kind: DocumentKind,
  incident: Incident,
  time: string,
  day = 23,
  options: DocumentOptions = {},
) => printed(contentOf(kind, incident, worldAt(time, day), options))

/** The bare report of somebody who knows almost nothing. */
const bare = (report: Partial<Report> = {}): Incident =>
  begin({ ...reported, report: { unit: 'U06', summary: '首页打不开', ...report } })
const noted = (incident: Incident, words: string, by = reported.by): Incident =>
  evolve(incident, { type: 'noted', at: worldAt('15:00').now, by, text: words })
const office = { id: 'P07', name: '钱小雨', title: '网信办值班员' }

/** What stands beside an item, marks included. */
const beside = (
  kind: Stage,
  incident: Incident,
  label: string,
  world: World = worldAt('15:30'),
): string[] | undefined => {
  const row = contentOf(kind, incident, world)
    .blocks.flatMap((block) => (block.kind === 'form' ? block.groups : []))
    .flatMap(({ rows }) => rows)
    .find((one) => one.label === label)
  return row && [...row.lines, ...row.marks]
}

describe('golden documents', () => {
  it('首报', async () => {
    await expect(text('first', story(firstHours), '15:15')).toMatchFileSnapshot(golden('first'))
  })
  it('首报 of a drill', async () => {
    await expect(text('first', asDrill(story(firstHours)), '15:15')).toMatchFileSnapshot(
      golden('first-drill'),
    )
  })
  it('首报 of somebody who knows almost nothing', async () => {
    await expect(text('first', bare(), '14:45')).toMatchFileSnapshot(golden('first-bare'))
  })
  it('续报', async () => {
    await expect(text('follow-up', story(firstHours, laterOn), '17:00')).toMatchFileSnapshot(
      golden('follow-up'),
    )
  })
  it('终报', async () => {
    await expect(text('final', story(firstHours, laterOn, theEnd), '11:00', 25)).toMatchFileSnapshot(
      golden('final'),
    )
  })
  it('电话稿', async () => {
    await expect(text('script', story(firstHours), '15:15')).toMatchFileSnapshot(golden('script'))
  })
  it('告知书', async () => {
    await expect(text('persons', story(firstHours), '15:15')).toMatchFileSnapshot(golden('persons'))
  })
  it('记录', async () => {
    await expect(
      text('record', story(firstHours, laterOn, theEnd), '11:00', 25, { chainHead: head }),
    ).toMatchFileSnapshot(golden('record'))
  })
})

describe('the form', () => {
  it('keeps its order in every stage, and asks for the seal and the signatures last', () => {
    const order = formFields.map(({ id }) => id)
    expect(new Set(order).size).toBe(order.length)
    for (const stage of ['first', 'follow-up', 'final'] as const) {
      const ids = fieldsOf(stage).map(({ field }) => field.id)
      expect(ids).toEqual(order.filter((id) => ids.includes(id)))
      expect(ids.at(-1)).toBe('seal')
    }
  })

  it('prints every item that the stage asks for, also when nothing is known', () => {
    for (const stage of ['follow-up', 'final'] as const) {
      const words = text(stage, bare(), '15:00')
      for (const { field } of fieldsOf(stage)) expect(words).toContain(`\n${field.label} | `)
    }
    const first = text('first', bare(), '15:00')
    for (const { field, optional } of fieldsOf('first'))
      if (!optional) expect(first).toContain(`\n${field.label} | `)
  })

  it('asks for the ransom in a first report only where ransomware is involved (报告管理办法 第七条)', () => {
    const label = '勒索软件：赎金金额/方式/日期'
    expect(beside('first', bare(), label)).toBeUndefined()
    expect(beside('first', bare({ ransomware: true }), label)?.[0]).toBe('涉及勒索软件：是')
    expect(beside('first', noted(bare({ ransomware: true }), '赎金：2 个比特币'), label)).toContainEqual(
      expect.stringContaining('2 个比特币'),
    )
  })

  it('a figure is marked until somebody of the office has entered it', () => {
    const said = bare({ people_affected: 3000 })
    expect(beside('first', said, '影响人数')).toEqual(['3000 人', '初步情况'])
    const corrected = evolve(said, {
      type: 'corrected',
      at: worldAt('15:00').now,
      by: office,
      field: 'people_affected',
      value: 3217,
      reason: '复核',
    })
    expect(beside('first', corrected, '影响人数')).toEqual(['3217 人'])
    expect(beside('first', said, '事件级别（国家口径）')).toEqual(['待定，正在研判', '初步情况'])
  })

  it('two reports that differ stand side by side until the office has settled it', () => {
    const label = '中断时长（整体/主要功能）'
    expect(beside('first', story(firstHours), label)).toEqual(['95 分钟', '另有报告：100 分钟', '初步情况'])
    const settled = evolve(story(firstHours), {
      type: 'corrected',
      at: worldAt('15:20').now,
      by: office,
      field: 'outage_minutes',
      value: 98,
      reason: '按监测日志',
    })
    expect(beside('first', settled, label)).toEqual(['98 分钟'])
  })

  it('what 研判 found stands on the paper, until it is corrected: the later word counts there and for the level', () => {
    const at = worldAt('15:00').now
    const facts = { people_affected: 18000, loss_yuan: 200000 }
    const assessed = evolve(bare({ people_affected: 3000 }), { type: 'assessed', at, by: office, facts })
    expect(beside('first', assessed, '影响人数')).toEqual(['18000 人'])
    expect(beside('final', assessed, '直接经济损失（元）')).toEqual(['200000'])
    const corrected = evolve(assessed, {
      type: 'corrected',
      at: worldAt('15:20').now,
      by: office,
      field: 'people_affected',
      value: 120,
      reason: '复核',
    })
    expect(beside('first', corrected, '影响人数')).toEqual(['120 人'])
    expect(factsOf(corrected, worldAt('15:30').rules).people_affected).toBe(120)
    expect(beside('final', corrected, '直接经济损失（元）')).toEqual(['200000'])
  })

  it('a note goes where its leading word says, else into the course of things', () => {
    const incident = noted(noted(bare(), '整改：口令全部重置'), '14:50 已到机房')
    expect(beside('final', incident, '安全整改措施/完善整改情况')).toEqual(['口令全部重置'])
    expect(beside('final', incident, '事件概况/简要经过')?.join()).toContain('14:50 已到机房')
    expect(beside('final', incident, '事件概况/简要经过')?.join()).not.toContain('口令')
    expect(beside('first', incident, '事件概况/简要经过')?.join()).toContain('整改：口令全部重置')
  })

  it('what few may know stays in the item that asks for it', () => {
    const incident = noted(bare(), '溯源：利用了某处漏洞')
    expect(beside('follow-up', incident, '溯源调查线索（可能的攻击者信息、攻击路径、存在的漏洞等）')).toEqual(
      ['利用了某处漏洞', '限办理人员知悉'],
    )
    expect(text('final', incident, '15:30')).not.toContain('某处漏洞')
  })

  it('a first thought is no finding: the cause stays owed until it is said to be final', () => {
    const label = '最终判定原因（可附文字、图片及文件）'
    const thought = noted(bare(), '原因：可能是弱口令')
    expect(beside('final', thought, label)).toEqual(['初步分析：可能是弱口令', '初步情况'])
    expect(text('final', thought, '15:30')).toMatch(/待补报 \| .*最终判定原因/u)
    const found = noted(thought, '最终原因：弱口令', office)
    expect(beside('final', found, label)).toEqual(['弱口令'])
    expect(text('final', found, '15:30')).not.toMatch(/待补报 \| .*最终判定原因/u)
  })

  it('follow-ups are numbered by what was sent to that authority; what was sent back does not count', () => {
    const submitted = (duty: string): Event => ({
      type: 'submitted',
      at: worldAt('16:00').now,
      by: office,
      duty,
      receipt: { channel: '电话', sent_at: worldAt('16:00').now, received_by: '王' },
    })
    const once = evolve(story(firstHours), submitted('EDU-8H/office'))
    expect(contentOf('follow-up', once, worldAt('17:00')).fileName).toBe('2026-0001_续报2_自治区教育厅.docx')
    expect(contentOf('follow-up', once, worldAt('17:00'), { to: 'prov-cac' }).subtitle).toBe('第 1 次续报')
    const back = evolve(once, {
      type: 'returned',
      at: worldAt('16:30').now,
      by: { id: 'P08', name: '冯一鸣' },
      duty: 'EDU-8H/office',
      reason: '时间有误',
    })
    expect(contentOf('follow-up', back, worldAt('17:00')).subtitle).toBe('第 1 次续报')
  })
})

describe('what never gets on paper', () => {
  const everything = story(firstHours, laterOn, theEnd)

  it('a word of our own: what waits for the office, who checked a receipt, the script of the call', () => {
    for (const kind of ['first', 'follow-up', 'final'] as const)
      for (const incident of [bare({ people_affected: 30 }), everything])
        expect(text(kind, incident, '11:00', 25)).not.toMatch(/核定|核实|待定（|电话报告稿|您好/u)
    expect(text('script', everything, '11:00', 25)).toContain('您好，这里是内蒙古师范大学网信办')
  })

  it('what another authority was told, or what it demanded', () => {
    expect(text('final', everything, '11:00', 25)).toContain('两日内报送涉及人数')
    const edu = text('final', everything, '11:00', 25, { to: 'edu' })
    expect(edu).not.toContain('接报人 值班室') // nobody has confirmed this receipt yet
    expect(edu).not.toMatch(/王科长|13900001111|两日内|自治区党委网信办/u)
  })

  it('telephone numbers of people, but for the contact that the form asks for', () => {
    const record = text('record', everything, '11:00', 25)
    for (const number of ['13912345678', '13987654321', '13700001234', '13800000014'])
      expect(record).not.toContain(number)
    expect(record).toContain('受理编号 13900001111')
    const final = text('final', everything, '11:00', 25)
    expect(final.match(/13700001234/gu)).toHaveLength(1)
    expect(final).not.toContain('13912345678')
  })

  it('numbers of files are no telephone numbers', () => {
    expect(withoutPhones('备案号 15010000000-00001，受理编号：13900001111')).toBe(
      '备案号 15010000000-00001，受理编号：13900001111',
    )
    expect(withoutPhones('请打 139 1234 5678 或 +86-13912345678')).toBe('请打 139****5678 或 139****5678')
  })

  it('a judgement: the record lists, it has no word for guilt', () => {
    expect(text('record', everything, '11:00', 25)).not.toMatch(/迟报|漏报|瞒报|谎报|失职|违规|应负/u)
  })

  it('a drill without its mark', () => {
    for (const kind of ['first', 'follow-up', 'final', 'record', 'script', 'persons'] as const) {
      const content = contentOf(kind, asDrill(everything), worldAt('11:00', 25))
      expect(content.fileName).toMatch(/^【演练】2026-0001_/u)
      expect(content.title).toMatch(/^【演练】/u)
      expect(content.drill).toBe(true)
    }
    const ended = text(
      'record',
      asDrill({ ...everything, status: 'closed', closedAt: '2026-11-25T02:30:00.000Z' }),
      '11:00',
      25,
    )
    expect(ended).toContain('演练已结束，')
    expect(ended).not.toContain('已办结，')
    expect(text('first', asDrill(everything), '11:00')).toContain('自治区党委网信办（演练，不对外报送）')
  })
})

describe('the record', () => {
  it('has a line for every event, with who stood in for whom, and ends with the head of the chain', () => {
    const incident = story(firstHours, laterOn, theEnd)
    const content = contentOf('record', incident, worldAt('11:00', 25), { chainHead: head })
    const lines = content.blocks.flatMap((block) =>
      block.kind === 'grid' && block.heading.includes('经过') ? block.rows : [],
    )
    expect(lines).toHaveLength(incident.record.length)
    expect(lines[4]?.[2]).toBe('张伟（信息学院党委书记，代 李建国）')
    expect(printed(content).trimEnd().endsWith(head)).toBe(true)
  })

  it('keeps what was said first beside what it was corrected to', () => {
    const words = text('record', story(firstHours, laterOn), '17:00')
    expect(words).toContain('影响人数：3000 人')
    expect(words).toContain('更正“影响人数”为“3217 人”')
  })
})

describe('the register of systems', () => {
  const system: System = {
    id: 'S03',
    name: '教务系统',
    aliases: [],
    addresses: ['https://jwxt.example.edu.cn'],
    owner: { id: 'U11', name: '教务处' },
    operator: { id: 'U03', name: '信息中心' },
    users: [
      { id: 'U12', name: '学生工作处' },
      { id: 'U06', name: '信息学院' },
    ],
    vendor: '某软件公司',
    vendorPhone: '0471-1234567',
    protection: '第三级',
    filing: '15010-1',
    critical: true,
  }
  it('fills what the form asks of the system, in all three papers', () => {
    for (const stage of ['first', 'follow-up', 'final'] as const) {
      const filled = (label: string) => beside(stage, { ...bare(), system }, label)
      expect(filled('网址和IP地址')).toEqual(['https://jwxt.example.edu.cn'])
      expect(filled('主管单位/部门')).toEqual(['教务处'])
      expect(filled('运维单位/部门')).toEqual(['信息中心', '供应商：某软件公司，电话 0471-1234567'])
      expect(filled('使用单位/部门')).toEqual(['学生工作处、信息学院'])
      expect(filled('是否定级/级别/备案/备案号/测评/整改')).toEqual([
        '是否定级：是　级别：第三级',
        '是否备案：是　备案号：15010-1',
        '是否测评：□是 □否　是否整改：□是 □否',
      ])
      expect(filled('是否关键信息基础设施')).toEqual(['是'])
    }
  })

  it('on a campus that operates 关基 the paper says what the clocks run by, and what the register says of this system', () => {
    const label = '是否关键信息基础设施'
    const world = worldAt('15:30')
    const rules = { ...world.rules, campus: { ...world.rules.campus, is_cii: true } }
    const said = (critical: boolean | undefined) => {
      const { critical: _, ...rest } = system
      const incident = { ...bare(), system: critical === undefined ? rest : { ...rest, critical } }
      expect(factsOf(incident, rules).is_cii).toBe(true)
      return beside('first', noted(incident, '关基：否'), label, { ...world, rules })
    }
    expect(said(undefined)).toEqual(['是', '（11月23日 15:00）否', '初步情况'])
    expect(said(false)?.slice(0, 2)).toEqual([
      '是（学校为关键信息基础设施运营者）',
      '系统台账：本系统未认定为关键信息基础设施',
    ])
  })

  it('leaves out of a first report what it does not know, and keeps its blanks', () => {
    const { id, name, aliases, owner } = system
    const little = { id, name, aliases, addresses: [], owner, users: [], protection: '未定级' }
    expect(beside('first', { ...bare(), system: little }, '网址和IP地址')).toBeUndefined()
    expect(beside('first', { ...bare(), system: little }, '运维单位/部门')).toBeUndefined()
    expect(beside('first', { ...bare(), system: little }, '是否关键信息基础设施')).toEqual(['否'])
    expect(beside('final', { ...bare(), system: little }, '是否定级/级别/备案/备案号/测评/整改')).toEqual([
      '是否定级：否',
    ])
  })
})
