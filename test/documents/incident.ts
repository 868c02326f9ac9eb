// Which incident do the documents tell about? One fixed story, begun and evolved from events, on a campus of its own.
import { chainOf } from '../../rules/chain.js'
import type { World } from '../../rules/world.js'
import { begin, evolve } from '../../store/matter.js'
import type { Actor, Directory, Event, EventOf, Incident, Person, Role, Unit } from '../../store/schema.js'
import { parseRules } from '../rules/law.js'

// Rules of its own, so that a change of the shipped law changes no golden text.
export const rules = parseRules({
  organization: { name: '内蒙古师范大学' },
  authorities: [
    { id: 'prov-cac', name: '自治区党委网信办', phone: '12387' },
    { id: 'edu', name: '自治区教育厅' },
  ],
  clocks: [
    {
      id: 'ack',
      kind: 'acknowledge',
      by: ['first', 'direct'],
      from: 'reported',
      within: '15m',
      confidence: 'D',
    },
    { id: 'grade', kind: 'grade', from: 'reported', within: '60m', confidence: 'D' },
    {
      id: 'NAT-4H',
      kind: 'report',
      stage: 'first',
      to: 'prov-cac',
      from: 'discovered',
      within: '4h',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第四条',
      confidence: 'A',
    },
    {
      id: 'EDU-8H',
      kind: 'report',
      stage: 'follow-up',
      to: 'edu',
      from: 'discovered',
      within: '8h',
      statutory: true,
      source: '教技厅函〔2014〕75号',
      confidence: 'C',
    },
    {
      id: 'NAT-30D',
      kind: 'final',
      to: 'prov-cac',
      from: 'resolved',
      within: '30d',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第八条',
      confidence: 'A',
    },
  ],
})

const person = (id: string, name: string, title: string, unit: string, role: Role, phone = ''): Person => ({
  id,
  name,
  title,
  posts: [{ unit, role }],
  ...(phone ? { phone } : {}),
})
const unit = (id: string, name: string, kind: Unit['kind'], rest: Partial<Unit> = {}): Unit => ({
  id,
  name,
  kind,
  aliases: [],
  ...rest,
})

export const directory: Directory = {
  units: [
    unit('U01', '学校党委', '学校'),
    unit('U02', '网信办', '网信办', { phone: '0471-1000091' }),
    unit('U03', '信息中心', '信息中心'),
    unit('U04', '党委宣传部', '宣传部'),
    unit('U05', '保密办公室', '保密办'),
    unit('U06', '信息学院', '院级单位', { supervisor: 'P03' }),
  ],
  people: [
    person('P01', '王志远', '学校党委书记', 'U01', '第一责任人'),
    person('P02', '赵明轩', '副校长', 'U01', '直接责任人'),
    person('P03', '周立新', '副校长', 'U01', '领导责任人'),
    person('P05', '吴晓岚', '党委宣传部部长', 'U02', '常务副主任'),
    person('P07', '钱小雨', '网信办值班员', 'U02', '值班员'),
    person('P08', '冯一鸣', '网信办值班员', 'U02', '值班员'),
    person('P06', '郑国栋', '信息中心主任', 'U03', '第一责任人'),
    person('P14', '张伟', '信息学院党委书记', 'U06', '第一责任人', '13800000014'),
    { ...person('P15', '李建国', '信息学院副院长', 'U06', '直接责任人', '13800000015'), standIn: 'P14' },
  ],
}

const actor = (id: string, standsFor?: string): Actor => {
  const { name, title } = directory.people.find((one) => one.id === id) ?? { name: id, title: '' }
  return { id, name, title, ...(standsFor ? { for: actor(standsFor) } : {}) }
}
const liu: Actor = { id: 'S1', name: '刘老师', title: '信息学院教师' }
/** 23 November 2026, campus time. */
const at = (time: string, day = 23): string => new Date(`2026-11-${day}T${time}:00.000+08:00`).toISOString()

const chain = () => {
  const college = directory.units.find(({ id }) => id === 'U06')
  return college ? chainOf(directory, college) : []
}

export const reported: EventOf<'reported'> = {
  type: 'reported',
  at: at('14:40'),
  by: liu,
  number: '2026-0001',
  drill: false,
  unit: { id: 'U06', name: '信息学院' },
  chain: chain(),
  discoveredAt: at('14:30'),
  report: {
    unit: 'U06',
    harmful_content: false,
    system: '学生实践管理系统',
    category: 'DS',
    summary:
      '巡检发现实践管理系统存在异常下载，日志显示当日凌晨起有账号批量导出学生信息。\n已电话告知信息中心（13912345678）。',
    discovered_at: at('14:30'),
    occurred_at: 'unknown',
    place: '信息学院机房（盛乐校区）',
    impact: '约三千名学生的姓名、学号可能外泄，系统已停止对外服务',
    measures: '已断开外网，保留日志',
    people_affected: 3000,
    pi_persons: 3000,
    outage_minutes: 95,
    spreading: false,
    crime_suspected: true,
    important_data: 'unknown',
    contact_phone: '13987654321',
  },
}

/** What happened in the first two hours. */
export const firstHours: Event[] = [
  {
    type: 'delivered',
    at: at('14:40'),
    notice: 'n1',
    to: actor('P14'),
    what: '事件通知',
    channel: 'sandbox',
  },
  {
    type: 'undeliverable',
    at: at('14:41'),
    notice: 'n2',
    to: actor('P15'),
    what: '事件通知',
    reason: '对方不可达',
  },
  { type: 'acknowledged', at: at('14:46'), by: actor('P14'), post: 'first' },
  { type: 'acknowledged', at: at('14:47'), by: actor('P14', 'P15'), post: 'direct' },
  {
    type: 'joined',
    at: at('15:02'),
    by: actor('P06'),
    report: { unit: 'U06', summary: '出口流量监测到同一系统的异常外联', outage_minutes: 100 },
  },
  { type: 'noted', at: at('15:10'), by: actor('P14'), text: '已安排两名教师在机房值守' },
]

export const laterOn: Event[] = [
  { type: 'graded', at: at('15:20'), by: actor('P07'), level: 3, reason: '涉及个人信息，就高判定' },
  {
    type: 'submitted',
    at: at('16:05'),
    by: actor('P07'),
    duty: 'NAT-4H/office',
    receipt: {
      channel: '12387热线',
      sent_at: at('16:00'),
      received_by: '王科长',
      ref_no: '13900001111',
      instructions: '两日内报送涉及人数',
    },
  },
  { type: 'confirmed', at: at('16:12'), by: actor('P08'), duty: 'NAT-4H/office' },
  {
    type: 'corrected',
    at: at('16:30'),
    by: actor('P08'),
    field: 'people_affected',
    value: 3217,
    reason: '按导出日志复核',
  },
  {
    type: 'corrected',
    at: at('16:31'),
    by: liu,
    field: 'contact_phone',
    value: '13700001234',
    reason: '换了值守电话',
  },
  { type: 'noted', at: at('16:40'), by: actor('P14'), text: '原因：教师账号弱口令被猜解' },
  { type: 'noted', at: at('16:42'), by: actor('P06'), text: '溯源：登录来源为境外地址，细节另附' },
  { type: 'noted', at: at('16:45'), by: actor('P07'), text: '等保：二级，已备案，备案号 15010000000-00001' },
  { type: 'noted', at: at('16:50'), by: actor('P07'), text: '网址：https://practice.example.edu.cn' },
]

export const theEnd: Event[] = [
  {
    type: 'submitted',
    at: at('20:00'),
    by: actor('P08'),
    duty: 'EDU-8H/office',
    receipt: { channel: '专用系统', sent_at: at('19:50'), received_by: '值班室' },
  },
  { type: 'resolved', at: at('10:00', 25), by: actor('P14') },
  {
    type: 'noted',
    at: at('10:10', 25),
    by: actor('P08'),
    text: '最终原因：教师账号弱口令被猜解，系统未限制批量导出',
  },
  { type: 'noted', at: at('10:12', 25), by: actor('P06'), text: '恢复：11月25日9时恢复校内访问，数据完整' },
  { type: 'noted', at: at('10:15', 25), by: actor('P14'), text: '整改：全部账号强制改密并启用双因素认证' },
  { type: 'noted', at: at('10:16', 25), by: actor('P06'), text: '整改：导出功能改为审批制' },
  { type: 'noted', at: at('10:20', 25), by: actor('P14'), text: '教训：账号安全检查流于形式' },
]

export const story = (...parts: Event[][]): Incident => parts.flat().reduce(evolve, begin(reported))

export const worldAt = (time: string, day = 23): World => ({
  now: at(time, day),
  rules,
  directory,
  away: {},
  strangers: {},
  incidents: {},
  ledger: {},
  find: () => undefined,
})

export const asDrill = (incident: Incident): Incident => ({
  ...incident,
  id: `演练${incident.id}`,
  drill: true,
})
