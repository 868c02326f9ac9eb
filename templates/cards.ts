// What does a reader see? Every view becomes a text or a channel-neutral card, made for that reader at that moment.
import { acting, holding } from '../rules/chain.js'
import { byUrgency, type Duty, duties, openDuties } from '../rules/duties.js'
import { fieldLabels, showField } from '../rules/fields.js'
import { nextStep } from '../rules/reminders.js'
import { categoryName } from '../rules/taxonomy.js'
import type { World } from '../rules/world.js'
import type { Incident, LedgerLine, PersonRef, ReportField, View } from '../store/schema.js'
import { welcome } from './answered.js'
import type { ActionValue, Card, CardAction, FormField, Rendered, Tone } from './card.js'
import { newsText, recordText } from './news.js'
import {
  basis,
  clockTime,
  dateTime,
  duration,
  dutyName,
  levelNames,
  name,
  names,
  postNames,
  remaining,
} from './plain.js'

/** Who reads: structurally the `Party` of handlers/decision.ts. */
export type Reader = PersonRef & { office: boolean; leader: boolean }

export type Here = World & {
  /** Without relative times, so that two drawings of the same state are equal. */
  still?: boolean
  /** May this reader see this incident? From handlers/see.ts. */
  maySee(reader: Reader, incident: Incident): boolean
  /** The fields of the report form, and the small forms; from handlers/. */
  reportFields(reader: Reader): FormField[]
  correctable: readonly string[]
  receiptChannels: readonly string[]
  help(reader: Reader): { word: string; does: string }[]
}

const press = (label: string, action: string, keys: Record<string, string | undefined> = {}): CardAction => ({
  label,
  action,
  value: Object.fromEntries(
    Object.entries({ action, ...keys }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ) as ActionValue, // `action` is always among the pairs
})

const primary = (actions: CardAction[]): CardAction[] =>
  actions.map((action, at) =>
    at === 0 && action.action !== 'delegate' ? { ...action, primary: true } : action,
  )

const kindOf = (incident: Pick<Incident, 'report'>): string => {
  const { category } = incident.report
  return category && category !== 'unknown' ? categoryName(category).replace(/事件$/, '') : '类型待定'
}

export const titleOf = (incident: Incident): string =>
  `${incident.drill ? '【演练】' : ''}【网络安全事件 ${incident.id}】${incident.unit.name} · ${kindOf(incident)}`

export const stateOf = (incident: Incident, world: World): string => {
  switch (incident.status) {
    case 'closed':
      return '已办结'
    case 'withdrawn':
      return '已按误报撤销'
    case 'resolved':
      return '处置结束，待终报和办结'
    case 'open': {
      const waiting = openDuties(incident, world).filter(({ kind }) => kind === 'acknowledge')
      const reports = openDuties(incident, world).filter(({ kind }) => kind === 'report')
      if (waiting.length > 0) return `待${waiting.map(({ post }) => postNames[post]).join('、')}确认收到`
      if (!incident.grading) return '待定级'
      return reports.length > 0 ? '待报送并核实回执' : '处置中'
    }
  }
}

const due = (duty: Duty, here: Here): string => {
  const at = clockTime(duty.due, here.now, here.rules.timezone)
  return here.still ? `${at} 前` : `${at} 前（${remaining(duty.due, here.now)}）`
}

/** What the owner of this duty must do, and until when. */
const demand = (duty: Duty, here: Here): string => {
  const waiting = duty.submission && !duty.submission.returned
  switch (duty.kind) {
    case 'acknowledge':
    case 'internal':
      return `请您确认收到 — ${due(duty, here)}`
    case 'grade':
      return `请定级 — ${due(duty, here)}`
    case 'report':
    case 'final': {
      const paper = duty.kind === 'final' ? '终报' : '首报'
      return waiting
        ? `请核实${duty.authority?.name ?? ''}的${paper}回执（${name(waiting ? (duty.submission?.by ?? { id: '', name: '' }) : { id: '', name: '' })}填写）— ${due(duty, here)}`
        : `请向${duty.authority?.name ?? ''}报送${paper} — ${due(duty, here)}`
    }
  }
}

const short = (duty: Duty, here: World): boolean => {
  const left = Date.parse(duty.due) - Date.parse(here.now)
  const whole = Date.parse(duty.due) - Date.parse(duty.from)
  return left <= 0 || (duty.statutory && left < whole * 0.25)
}

/** The buttons that this reader may press for this duty. The server decides again. */
const dutyActions = (duty: Duty, incident: Incident, reader: Reader): CardAction[] => {
  const keys = { incident: incident.id, duty: duty.id }
  if (duty.done) return []
  switch (duty.kind) {
    case 'acknowledge':
    case 'internal':
      return duty.owners.some(({ id }) => id === reader.id) ? [press('确认收到', 'acknowledge', keys)] : []
    case 'grade':
      return reader.office ? [press('定级', 'grade', keys)] : []
    case 'report':
    case 'final': {
      if (!reader.office) return []
      const waiting = duty.submission && !duty.submission.returned
      if (!waiting) return [press('填写回执', 'submit_receipt', keys)]
      return duty.submission?.by.id === reader.id
        ? []
        : [press('核实回执', 'confirm_receipt', keys), press('退回', 'return_receipt', keys)]
    }
  }
}

const owes = (duty: Duty, reader: Reader): boolean =>
  duty.owners.some(({ id }) => id === reader.id) ||
  (reader.office && (duty.post === 'office' || duty.post === 'office_deputy'))

/** What waits for this reader in this incident, most urgent first; a receipt never waits for the one who entered it. */
export const waitingFor = (reader: Reader, incident: Incident, world: World): Duty[] =>
  openDuties(incident, world)
    .filter((duty) => owes(duty, reader))
    .filter(({ submission }) => !submission || submission.returned || submission.by.id !== reader.id)
    .sort(byUrgency)

const responsible = (reader: Reader, incident: Incident, world: World): boolean =>
  incident.chain.some(
    ({ post, person }) =>
      (post === 'first' || post === 'direct') &&
      (person.id === reader.id || acting(person, incident, world).id === reader.id),
  )

const stepActions = (incident: Incident, reader: Reader, world: World): CardAction[] => {
  const keys = { incident: incident.id }
  const may = responsible(reader, incident, world)
  const open = openDuties(incident, world)
  const unacknowledged = open.some(
    (duty) => duty.kind === 'acknowledge' && duty.owners.some(({ id }) => id === reader.id),
  )
  return [
    ...(may ? [press('转办', 'delegate', keys)] : []),
    ...(incident.status === 'open' && (reader.office || may) && !unacknowledged
      ? [press('处置结束', 'resolve', keys)]
      : []),
    ...(incident.status === 'resolved' && reader.office && open.length === 0
      ? [press('办结', 'close', keys)]
      : []),
  ]
}

const toneOf = (incident: Incident, mine: Duty[], here: World): Tone => {
  if (incident.status === 'withdrawn') return 'grey'
  if (incident.status === 'closed') return 'green'
  if (mine.some((duty) => short(duty, here))) return 'red'
  if (incident.drill) return 'violet'
  return mine.length > 0 ? 'orange' : 'blue'
}

const facts = (incident: Incident, here: Here): Card['fields'] => {
  const { report } = incident
  const shown = (field: ReportField) =>
    showField(field, report[field], { timezone: here.rules.timezone, directory: here.directory })
  return [
    { label: '单位', value: incident.unit.name },
    ...(report.system && report.system !== 'unknown' ? [{ label: '系统', value: shown('system') }] : []),
    { label: '发现时间', value: clockTime(incident.discoveredAt, here.now, here.rules.timezone) },
    { label: '报告人', value: names(incident.reporters) },
    { label: '级别', value: incident.grading ? levelNames[incident.grading.level] : '待定，按较大计时' },
    { label: '状态', value: stateOf(incident, here) },
  ]
}

const detailFields: ReportField[] = [
  'summary',
  'impact',
  'measures',
  'category',
  'harmful_content',
  'occurred_at',
  'place',
  'people_affected',
  'pi_persons',
  'outage_minutes',
  'spreading',
  'crime_suspected',
  'ransomware',
  'important_data',
  'tampered',
  'contact_phone',
]

const details = (incident: Incident, here: Here): Card['fields'] => [
  ...detailFields
    .filter((field) => incident.report[field] !== undefined)
    .map((field) => ({
      label: fieldLabels[field],
      value: showField(field, incident.report[field], {
        timezone: here.rules.timezone,
        directory: here.directory,
      }),
    })),
  ...incident.record
    .filter(({ type }) => type !== 'delivered' && type !== 'turned-away' && type !== 'reminded')
    .slice(-6)
    .map((event) => ({
      label: dateTime(event.at, here.rules.timezone),
      value: recordText(incident, event, here),
    })),
]

const acknowledgements = (incident: Incident, here: Here): string => {
  const line = (post: 'first' | 'direct'): string => {
    const done = incident.acknowledged.find((one) => one.post === post)
    const holder = holding(incident.chain, post)[0]
    if (done)
      return `${postNames[post]}${name(done.by)}已于 ${clockTime(done.at, here.now, here.rules.timezone)} 确认`
    return holder
      ? `${postNames[post]}${name(acting(holder, incident, here))}尚未确认`
      : `${postNames[post]}空缺`
  }
  return `${line('first')}；${line('direct')}`
}

const leadFor = (incident: Incident, reader: Reader, mine: Duty[], here: Here): string => {
  const first = mine[0]
  if (first) return demand(first, here)
  if (incident.status === 'closed')
    return `已办结（${incident.closedAt ? clockTime(incident.closedAt, here.now, here.rules.timezone) : ''}）`
  if (incident.status === 'withdrawn') return '已按误报撤销，无需办理'
  const own = incident.acknowledged.find(({ by }) => by.id === reader.id)
  if (own) return `您已于 ${clockTime(own.at, here.now, here.rules.timezone)} 确认收到`
  const submitted = openDuties(incident, here).find(
    ({ submission }) => submission && !submission.returned && submission.by.id === reader.id,
  )
  if (submitted) return '您填写的回执正等待网信办另一位同志核实'
  if (incident.reporters.some(({ id }) => id === reader.id)) return '谢谢您，报告已送达责任人，有需要会联系您'
  return `请知悉：${stateOf(incident, here)}`
}

const incidentCard = (incident: Incident, reader: Reader, here: Here): Card => {
  const mine = waitingFor(reader, incident, here)
  const told = incident.chain
    .filter(({ post, person }) => (post === 'first' || post === 'direct') && person.id !== reader.id)
    .map(({ post, person }) => `${postNames[post]}${person.name}`)
  const actions = [
    ...mine.flatMap((duty) => dutyActions(duty, incident, reader)),
    ...stepActions(incident, reader, here),
  ]
  const unique = actions.filter(
    (one, at) =>
      actions.findIndex((other) => other.action === one.action && other.value.duty === one.value.duty) === at,
  )
  const acknowledges = unique.filter(({ action }) => action === 'acknowledge')
  const first = mine[0]
  return {
    title: titleOf(incident),
    tone: toneOf(incident, mine, here),
    lead: leadFor(incident, reader, mine, here),
    fields: facts(incident, here),
    body: [first ? basis(first) : undefined, acknowledgements(incident, here)].filter(Boolean).join('\n'),
    details: details(incident, here),
    foot: `同时通知：${[...told, '网信办', '信息中心', '宣传部'].join('、')}`,
    actions: primary(unique.filter((one) => one.action !== 'acknowledge' || one === acknowledges[0])),
  }
}

const doneLine = (duty: Duty, here: Here): string =>
  duty.done
    ? `${dutyName(duty)}：${name(duty.done.by)}于 ${clockTime(duty.done.at, here.now, here.rules.timezone)} 完成`
    : dutyName(duty)

/** A card about some duties only: orange while one waits, green and without buttons when all are done. */
const dutyCard = (incident: Incident, ids: string[], reader: Reader, here: Here): Card => {
  const asked = duties(incident, here).filter(({ id }) => ids.includes(id))
  const open =
    incident.status === 'closed' || incident.status === 'withdrawn' ? [] : asked.filter(({ done }) => !done)
  const first = open.sort(byUrgency)[0]
  if (!first) return settledCard(incident, asked, here)
  const { submission } = first
  const receipt = submission
    ? [
        { label: '报送渠道', value: submission.receipt.channel },
        { label: '报送时间', value: clockTime(submission.receipt.sent_at, here.now, here.rules.timezone) },
        { label: '接报人', value: submission.receipt.received_by },
        ...(submission.receipt.ref_no ? [{ label: '受理编号', value: submission.receipt.ref_no }] : []),
        ...(submission.receipt.instructions
          ? [{ label: '上级要求', value: submission.receipt.instructions }]
          : []),
        { label: '填写人', value: name(submission.by) },
      ]
    : []
  const returned = submission?.returned
  return {
    title: titleOf(incident),
    tone: short(first, here) ? 'red' : incident.drill ? 'violet' : 'orange',
    lead: demand(first, here),
    fields: [
      { label: '级别', value: incident.grading ? levelNames[incident.grading.level] : '待定，按较大计时' },
      { label: '发现时间', value: clockTime(incident.discoveredAt, here.now, here.rules.timezone) },
      ...(first.authority?.phone ? [{ label: '报送电话', value: first.authority.phone }] : []),
      ...receipt,
    ],
    body: [
      basis(first),
      ...(returned ? [`${name(returned.by)}退回，原因：${returned.reason}`] : []),
      ...open.slice(1).map((duty) => demand(duty, here)),
      '回执须由网信办两位同志分别填写和核实。',
    ].join('\n'),
    actions: primary(open.flatMap((duty) => dutyActions(duty, incident, reader))),
  }
}

const settledCard = (incident: Incident, asked: Duty[], here: Here): Card => ({
  title: titleOf(incident),
  tone: incident.status === 'withdrawn' ? 'grey' : 'green',
  lead:
    incident.status === 'withdrawn'
      ? '已按误报撤销，无需办理'
      : asked.map((duty) => doneLine(duty, here)).join('；') || stateOf(incident, here),
  fields: [{ label: '状态', value: stateOf(incident, here) }],
  actions: [],
})

const ordinal = (nth: number): string => (nth <= 1 ? '提醒' : nth === 2 ? '再次提醒' : `第 ${nth} 次催办`)

const reminderCard = (
  view: Extract<View, { view: 'reminder' }>,
  incident: Incident,
  reader: Reader,
  here: Here,
): Card => {
  const asked = duties(incident, here).filter(({ id }) => view.duties.includes(id))
  const open =
    incident.status === 'closed' || incident.status === 'withdrawn'
      ? []
      : asked.filter(({ done }) => !done).sort(byUrgency)
  const first = open[0]
  if (!first) return settledCard(incident, asked, here)
  // A reminder stands as it was said until what it asks for is done.
  if (here.still)
    return {
      title: open.map(({ id }) => id).join(),
      tone: 'orange',
      fields: [],
      actions: open.flatMap((duty) => dutyActions(duty, incident, reader)),
    }
  const overdue = here.now >= first.due
  const mine = open.filter((duty) => duty.owners.some(({ id }) => id === reader.id))
  const others = open.filter((duty) => !mine.includes(duty))
  const owner = mine[0]
  const next = nextStep(first, incident, here)
  const missing = (duty: Duty): string =>
    `${postNames[duty.post]}${names(duty.owners)}尚未完成“${dutyName(duty)}”，应于 ${clockTime(duty.due, here.now, here.rules.timezone)} 前${here.now < duty.due ? '' : `，${remaining(duty.due, here.now)}`}`
  const urging =
    view.nth >= 3 && overdue
      ? owner
        ? '已多次提醒仍未完成。请现在办理，或转办他人；确有困难请立即电话联系网信办。'
        : '已多次提醒仍未完成，请您直接电话联系责任人。'
      : undefined
  return {
    title: `${overdue ? '⚠ ' : ''}${ordinal(view.nth)} · ${incident.drill ? '【演练】' : ''}${incident.id} ${incident.unit.name}`,
    tone: overdue || short(first, here) ? 'red' : incident.drill ? 'violet' : 'orange',
    lead: owner ? demand(owner, here) : `请督办：${missing(first)}`,
    fields: [],
    body: [
      ...mine.slice(1).map((duty) => demand(duty, here)),
      ...others.filter((duty) => owner || duty !== first).map(missing),
      basis(first),
      ...(urging ? [urging] : []),
      ...(next ? [`${duration(next.atMs - Date.parse(here.now))}后将通知${names(next.joins)}`] : []),
    ].join('\n'),
    actions: primary([
      ...open
        .flatMap((duty) => dutyActions(duty, incident, reader))
        .filter(
          (one, at, all) =>
            one.action !== 'acknowledge' || all.findIndex(({ action }) => action === 'acknowledge') === at,
        ),
      ...(owner && responsible(reader, incident, here)
        ? [press('转办', 'delegate', { incident: incident.id })]
        : []),
      ...(owner && !(owner.statutory && overdue)
        ? [press('稍后提醒', 'snooze', { incident: incident.id, duty: owner.id })]
        : []),
    ]),
  }
}

/** The group sees number, unit, kind and state; never what, who or where. */
const bulletin = (incident: Incident, here: Here): Card => ({
  title: `${incident.drill ? '【演练】' : ''}【网络安全事件 ${incident.id}】`,
  tone:
    incident.status === 'withdrawn'
      ? 'grey'
      : incident.status === 'closed'
        ? 'green'
        : incident.drill
          ? 'violet'
          : 'blue',
  fields: [
    { label: '单位', value: incident.unit.name },
    { label: '类型', value: kindOf(incident) },
    { label: '状态', value: groupState(incident, here) },
  ],
  foot: '详情只在私聊中提供给责任人，请勿在群内讨论。',
  actions: [],
})

const groupState = (incident: Incident, here: Here): string => {
  const level = incident.grading ? `，${levelNames[incident.grading.level]}` : ''
  switch (incident.status) {
    case 'closed':
      return `已办结${level}`
    case 'withdrawn':
      return '已撤销'
    case 'resolved':
      return `处置结束${level}`
    case 'open':
      return `${openDuties(incident, here).some(({ kind }) => kind === 'acknowledge') ? '已通知责任人' : '处置中'}${level}`
  }
}

const receiptForm = (incident: Incident, dutyId: string, here: Here): Card => {
  const duty = duties(incident, here).find(({ id }) => id === dutyId)
  if (!duty || duty.done || incident.status === 'closed' || incident.status === 'withdrawn') {
    return settledCard(incident, duty ? [duty] : [], here)
  }
  if (duty.submission && !duty.submission.returned) {
    return {
      title: titleOf(incident),
      tone: 'green',
      lead: `回执已由${name(duty.submission.by)}填写，等待网信办另一位同志核实`,
      fields: [],
      actions: [],
    }
  }
  return {
    title: `填写回执 · ${incident.drill ? '【演练】' : ''}${incident.id}`,
    tone: 'orange',
    lead: `${duty.authority?.name ?? ''}${duty.kind === 'final' ? '终报' : '首报'}的回执`,
    fields: [{ label: '单位', value: incident.unit.name }],
    body: '请在实际报送之后填写。也可以直接按顺序回复每一项。',
    actions: [],
    form: {
      fields: [
        {
          name: 'channel',
          label: '报送渠道',
          type: 'select',
          required: true,
          options: here.receiptChannels.map((channel) => ({ label: channel, value: channel })),
        },
        {
          name: 'sent_at',
          label: '报送时间',
          type: 'time',
          required: true,
          placeholder: '例如：刚刚、今天 14:30',
        },
        {
          name: 'received_by',
          label: '接报人',
          type: 'text',
          required: false,
          placeholder: '姓名和职务；网站、传真等可不填',
        },
        { name: 'ref_no', label: '受理编号', type: 'text', required: false },
        { name: 'instructions', label: '上级要求', type: 'longtext', required: false },
      ],
      submit: { label: '提交', value: { action: 'submit_receipt', incident: incident.id, duty: dutyId } },
    },
  }
}

const levelOptions = ([1, 2, 3, 4] as const).map((level) => ({
  label: levelNames[level],
  value: levelNames[level],
}))

const reasonForm = (view: Extract<View, { view: 'reason-form' }>, incident: Incident, here: Here): Card => {
  const keys: ActionValue = {
    action: view.action,
    incident: incident.id,
    ...(view.duty ? { duty: view.duty } : {}),
  }
  const base = { tone: 'orange' as const, fields: [], actions: [] }
  const reason = (label: string, required: boolean): FormField => ({
    name: 'reason',
    label,
    type: 'longtext',
    required,
  })
  const head = `${incident.drill ? '【演练】' : ''}${incident.id}`
  switch (view.action) {
    case 'grade':
      return {
        ...base,
        title: `定级 · ${head}`,
        lead: incident.grading
          ? `现为${levelNames[incident.grading.level]}，更改级别须说明原因`
          : '请确认级别；时限仍从发现时间起算',
        form: {
          fields: [
            {
              name: 'level',
              label: '级别',
              type: 'select',
              required: true,
              options: levelOptions,
              ...(view.level ? { value: levelNames[view.level] } : {}),
            },
            reason('原因', incident.grading !== undefined),
          ],
          submit: { label: '确认定级', value: keys },
        },
      }
    case 'return_receipt':
      return {
        ...base,
        title: `退回回执 · ${head}`,
        lead: '请说明退回原因',
        form: { fields: [reason('原因', true)], submit: { label: '退回', value: keys } },
      }
    case 'withdraw':
      return {
        ...base,
        title: `误报 · ${head}`,
        lead: '请说明为什么是误报',
        form: { fields: [reason('原因', true)], submit: { label: '提交', value: keys } },
      }
    case 'delegate':
      return {
        ...base,
        title: `转办 · ${head}`,
        lead: '请写明由谁代为办理',
        form: {
          fields: [
            { name: 'to', label: '转给', type: 'text', required: true, placeholder: '姓名或人员编号' },
            reason('原因', false),
          ],
          submit: { label: '转办', value: keys },
        },
      }
    default:
      return {
        ...base,
        title: `更正 · ${head}`,
        lead: '更正会追加到记录，原内容保留；发现时间只能提前',
        form: {
          fields: [
            {
              name: 'field',
              label: '更正哪一项',
              type: 'select',
              required: true,
              options: here.correctable.map((field) => ({
                label: fieldLabels[field as ReportField],
                value: field,
              })), // from handlers/note.ts, report fields only
            },
            { name: 'value', label: '更正为', type: 'longtext', required: true },
            reason('原因', true),
          ],
          submit: { label: '提交更正', value: keys },
        },
      }
  }
}

const todoCard = (reader: Reader, here: Here): Card => {
  const waiting = Object.values(here.incidents)
    .flatMap((incident) => waitingFor(reader, incident, here).map((duty) => ({ incident, duty })))
    .sort((a, b) => byUrgency(a.duty, b.duty))
  const [first] = waiting
  if (!first) return { title: '待办', tone: 'green', lead: '您现在没有待办事项', fields: [], actions: [] }
  return {
    title: `待办 ${waiting.length} 项`,
    tone: waiting.some(({ duty }) => short(duty, here)) ? 'red' : 'orange',
    lead: `${first.incident.id} ${demand(first.duty, here)}`,
    fields: waiting.slice(0, 10).map(({ incident, duty }) => ({
      label: `${incident.drill ? '【演练】' : ''}${incident.id} ${incident.unit.name}`,
      value: `${dutyName(duty)} — ${due(duty, here)}`,
    })),
    ...(waiting.length > 10 ? { foot: `只显示最急的 10 项，共 ${waiting.length} 项。` } : {}),
    actions: primary(
      waiting.slice(0, 5).flatMap(({ incident, duty }) =>
        dutyActions(duty, incident, reader).map((one) => ({
          ...one,
          label: waiting.length > 1 ? `${one.label} ${incident.id}` : one.label,
        })),
      ),
    ),
  }
}

type ListRow = { id: string; unit: string; level: string; age: string; next: string; sort: string }

const rowOf = (incident: Incident, here: Here): ListRow => {
  const next = openDuties(incident, here).sort(byUrgency)[0]
  return {
    id: incident.id,
    unit: incident.unit.name,
    level: incident.grading ? levelNames[incident.grading.level].replace(/（.*/, '') : '待定',
    age: duration(Date.parse(here.now) - Date.parse(incident.reportedAt)),
    next: next
      ? `${clockTime(next.due, here.now, here.rules.timezone)} ${dutyName(next)}${next.due < here.now ? '（超时）' : ''}`
      : stateOf(incident, here),
    sort: next ? next.due : `z${incident.reportedAt}`,
  }
}

const archivedRow = (line: LedgerLine, here: Here): ListRow => ({
  id: line.id,
  unit: line.unit.name,
  level: line.level ? levelNames[line.level].replace(/（.*/, '') : '—',
  age: dateTime(line.reportedAt, here.rules.timezone),
  next: line.status === 'closed' ? '已办结' : '已撤销',
  sort: `zz${line.closedAt}`,
})

const listCard = (filter: string, reader: Reader, here: Here): Card => {
  const all = reader.office || reader.leader
  const seen = Object.values(here.incidents).filter((incident) => here.maySee(reader, incident))
  const unsettled = seen.filter(({ status }) => status === 'open' || status === 'resolved')
  const overdue = (incident: Incident) => openDuties(incident, here).some((duty) => duty.due < here.now)
  const wanted = filter.trim()
  const picked =
    wanted === '全部'
      ? seen
      : wanted === '超期'
        ? unsettled.filter(overdue)
        : wanted && wanted !== '未结'
          ? seen.filter(({ unit }) => unit.name.includes(wanted) || unit.id === wanted)
          : unsettled
  const archived =
    all && (wanted === '全部' || (wanted && wanted !== '未结' && wanted !== '超期'))
      ? Object.values(here.ledger).filter(({ unit }) => wanted === '全部' || unit.name.includes(wanted))
      : []
  const rows = [
    ...picked.map((incident) => rowOf(incident, here)),
    ...archived.map((line) => archivedRow(line, here)),
  ].sort((a, b) => (a.sort < b.sort ? -1 : 1))
  const what = wanted || '未结'
  if (rows.length === 0) {
    return {
      title: `列表 · ${what}`,
      tone: 'green',
      lead: all ? '没有符合条件的事件' : '没有与您有关的事件',
      fields: [],
      actions: [],
    }
  }
  return {
    title: `列表 · ${what}（${rows.length} 起）`,
    tone: picked.some(overdue) ? 'red' : 'blue',
    fields: [],
    table: [
      ['编号', '下一时限', '单位', '级别', '已过'],
      ...rows.slice(0, 10).map((row) => [row.id, row.next, row.unit, row.level, row.age]),
    ],
    ...(rows.length > 10
      ? { foot: `显示 10 起，共 ${rows.length} 起。可以发送“列表 单位名”缩小范围。` }
      : {}),
    actions: [],
  }
}

const recordCard = (incident: Incident, here: Here): Card => ({
  title: `记录 · ${titleOf(incident)}`,
  tone: 'blue',
  lead: `共 ${incident.record.length} 条，按时间先后`,
  fields: [],
  table: [
    ['时间', '事项'],
    ...incident.record.map((event) => [
      dateTime(event.at, here.rules.timezone),
      recordText(incident, event, here),
    ]),
  ],
  actions: [],
})

const helpCard = (reader: Reader, here: Here): Card => ({
  title: '烽火 · 帮助',
  tone: 'blue',
  lead: reader.office ? '您是网信办人员，可以办理：' : '您可以办理：',
  fields: here.help(reader).map(({ word, does }) => ({ label: word, value: does })),
  foot: '发现网络安全事件，请直接发送“报告”。涉密内容不要在这里说。',
  actions: primary([press('报告', 'word', { text: '报告' }), press('待办', 'word', { text: '待办' })]),
})

/** Draws one view for one reader. `undefined` when there is nothing left to draw (its incident is not there). */
export const render = (view: View, reader: Reader, here: Here): Rendered | undefined => {
  if ('incident' in view && view.view !== 'same-thing') {
    const incident = here.find(view.incident)
    if (!incident) return undefined
    switch (view.view) {
      case 'incident':
        return { card: incidentCard(incident, reader, here) }
      case 'duty':
        return { card: dutyCard(incident, view.duties, reader, here) }
      case 'reminder':
        return { card: reminderCard(view, incident, reader, here) }
      case 'receipt-form':
        return { card: receiptForm(incident, view.duty, here) }
      case 'reason-form':
        return { card: reasonForm(view, incident, here) }
      case 'news': {
        const event = incident.record[view.event]
        return event ? { text: newsText(incident, event, reader.id, here) } : undefined
      }
      case 'bulletin':
        return { card: bulletin(incident, here) }
      case 'record':
        return { card: recordCard(incident, here) }
    }
  }
  switch (view.view) {
    case 'welcome':
      return { card: welcome() }
    case 'text':
      return { text: view.text }
    case 'question':
      return {
        card: {
          title: view.title,
          tone: 'blue',
          fields: [],
          body: view.text,
          actions: view.choices.map((choice) =>
            press(choice, 'answer', { question: view.question, text: choice }),
          ),
        },
      }
    case 'preview':
      return {
        card: {
          title: '请核对后提交',
          tone: 'orange',
          lead: '提交后立即通知责任人；不详的可以稍后补充',
          fields: view.rows,
          actions: primary([
            press('提交', 'submit_report', { draft: view.draft }),
            press('修改', 'edit_report', { draft: view.draft }),
            press('取消', 'cancel_report', { draft: view.draft }),
          ]),
        },
      }
    case 'report-form':
      return {
        card: {
          title: '网络安全事件报告',
          tone: 'orange',
          lead: '带 * 的必填，其余不清楚的可以留空或写“不详”',
          fields: [],
          body: '涉密内容不要在这里填写。',
          actions: [],
          form: {
            fields: here.reportFields(reader),
            submit: { label: '提交', value: { action: 'submit_report', form: 'report' } },
          },
        },
      }
    case 'same-thing': {
      const incident = here.find(view.incident)
      return {
        card: {
          title: '可能是同一件事',
          tone: 'orange',
          lead: `${view.incident} 已有人报告，是同一件事吗？`,
          fields: incident
            ? [
                { label: '单位', value: incident.unit.name },
                { label: '类型', value: kindOf(incident) },
                { label: '报告时间', value: clockTime(incident.reportedAt, here.now, here.rules.timezone) },
              ]
            : [],
          body: '选“是同一件事”，您会加为报告人，内容一并记录。10 分钟内没有选择，将按新事件立案，不会丢失。',
          actions: primary([
            press('是同一件事', 'join_report', { draft: view.draft }),
            press('另行立案', 'file_report', { draft: view.draft }),
          ]),
        },
      }
    }
    case 'todo':
      return { card: todoCard(reader, here) }
    case 'list':
      return { card: listCard(view.filter, reader, here) }
    case 'help':
      return { card: helpCard(reader, here) }
    default:
      return undefined
  }
}

/** In a few words, for the record of deliveries. */
export const whatOf = (view: View): string => {
  switch (view.view) {
    case 'incident':
      return '事件通知'
    case 'duty':
      return '应办事项'
    case 'reminder':
      return ordinal(view.nth)
    case 'news':
      return '进展通知'
    case 'bulletin':
      return '群通报'
    case 'receipt-form':
      return '回执表'
    default:
      return '回复'
  }
}
