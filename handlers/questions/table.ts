// What is asked of somebody who reports? The question table, and which optional items a report is asked (contract §7).
import { fieldLabels } from '../../rules/fields.js'
import type { CategoryCode, Rules } from '../../rules/rules.js'
import { personOf, type World } from '../../rules/world.js'
import type { Directory, Draft, Instant, PersonRef, ReportField } from '../../store/schema.js'

export type QuestionName = ReportField | 'classified'

export type Question = {
  name: QuestionName
  /** 标签, contract §7. */
  label: string
  /** The sentence, which holds the label, with its example. */
  ask: string
  choices: readonly string[]
  required: boolean
  kind: 'yesno' | 'unit' | 'text' | 'category' | 'time' | 'number' | 'minutes' | 'phone'
}

/** `phone`: the reporter's own number, offered for 联系电话 in their own private chat. */
export type Context = {
  now: Instant
  rules: Pick<Rules, 'timezone' | 'categories'>
  directory: Directory
  phone?: string
}

export const contextOf = ({ id }: PersonRef, world: Pick<World, 'now' | 'rules' | 'directory'>): Context => {
  const phone = personOf(world, id)?.phone
  return {
    now: world.now,
    rules: world.rules,
    directory: world.directory,
    ...(phone ? { phone } : {}),
  }
}

const question = (
  name: QuestionName,
  kind: Question['kind'],
  ask: string,
  more: { required?: boolean; choices?: readonly string[] } = {},
): Question => ({
  name,
  label: fieldLabels[name],
  ask,
  kind,
  required: more.required ?? false,
  choices: more.choices ?? (kind === 'yesno' ? ['是', '否', '不详'] : []),
})

export const firstQuestion = question(
  'classified',
  'yesno',
  '是否可能涉及国家秘密或涉密网络？包括涉密计算机和涉密载体；拿不准也请选“是”。只答是或否，不要写具体内容。',
  { required: true, choices: ['是', '否'] },
)

/** Every item of the report, in the order in which they are asked and printed. */
export const questions: readonly Question[] = [
  firstQuestion,
  question(
    'harmful_content',
    'yesno',
    '页面、屏幕或账号上是否出现违法有害信息？只答是或否，不要发内容和截图。',
  ),
  question('unit', 'unit', '事发单位是哪个？名称、简称、编号都可以。例如：信息学院', { required: true }),
  question(
    'system',
    'text',
    '系统名称是什么？网站、系统、公众号、电子屏都可以，也可以贴网址。例如：教务系统',
  ),
  question('category', 'category', '事件类型是哪一种？可以回复序号，也可以用自己的话说。例如：网页被改'),
  question(
    'summary',
    'text',
    '请写简要经过：在哪里，出现了什么情况。例如：学院网站首页被替换，打开后跳转到其他网站',
    {
      required: true,
    },
  ),
  question('discovered_at', 'time', '发现时间是什么时候？被别人告知的，写被告知的时间。例如：今天 14:30', {
    choices: ['刚刚', '10分钟前', '半小时前'],
  }),
  question('impact', 'text', '造成了哪些影响和危害？例如：学院网站打不开，约 500 名学生受影响'),
  question('measures', 'text', '已采取措施有哪些？例如：已断开服务器网络，保留了日志'),
  question('occurred_at', 'time', '发生时间估计是什么时候？例如：昨晚 9点'),
  question('place', 'text', '发生地点在哪里？例如：校本部网络机房'),
  question('people_affected', 'number', '影响人数大约是多少？例如：约 1200 人'),
  question('pi_persons', 'number', '涉及个人信息人数大约是多少？只写人数，不要粘贴名单。例如：300 人'),
  question(
    'outage_minutes',
    'minutes',
    '中断时长（分钟）是多少？写成小时也可以，没有中断请写 0。例如：90 分钟',
  ),
  question('spreading', 'yesno', '是否仍在扩散？例如：还有其他电脑或页面陆续出现同样情况'),
  question('crime_suspected', 'yesno', '是否涉嫌违法犯罪？例如：入侵、敲诈、盗取数据、盗用账号诈骗'),
  question('ransomware', 'yesno', '是否勒索软件？例如：文件打不开，并留下付款要求'),
  question(
    'ransom',
    'text',
    '赎金金额、支付方式和日期分别是什么？没有付款也请写明，不要联系对方。例如：要求 2 个比特币，限 3 天，没有付款',
  ),
  question(
    'important_data',
    'yesno',
    '是否涉及重要数据？只答是或否，不要粘贴数据。例如：招生、科研、财务数据',
  ),
  question('tampered', 'yesno', '网页、账号或屏幕是否被篡改？例如：首页被替换'),
  question('contact_phone', 'phone', '联系电话是多少？便于值班员联系您。例如：0471-1234567'),
]

/** Where harmful content is about, only where and when is asked (regulations.md §6): its words must not be brought here. */
const harmfulAsks = new Map<QuestionName, string>([
  ['system', '系统名称是什么？只写名称，不要写链接。例如：学院网站'],
  ['summary', '请写简要经过：只写出现的位置和时间，不要写内容原文。例如：学院网站首页，今天 14:30 看到'],
  ['impact', '造成了哪些影响和危害？只写出现的位置、是否仍能看到，不要写内容原文。例如：首页仍能看到'],
  ['measures', '已采取措施有哪些？只写什么时间做了什么、谁在保存证据。例如：14:40 已下线，信息中心保存日志'],
])

export const askOf = ({ name, ask }: Question, answers: Draft['answers']): string =>
  (answers.harmful_content === true ? harmfulAsks.get(name) : undefined) ?? ask

export const byName = new Map<string, Question>(questions.map((one) => [one.name, one]))

/** The question of the dialog that is none of the report: which item shall be changed? */
export const WHICH = 'edit'

export const labelOf = (name: string): string => byName.get(name)?.label ?? (name === WHICH ? '修改' : name)

export const core: readonly QuestionName[] = [
  'classified',
  'harmful_content',
  'unit',
  'system',
  'category',
  'summary',
  'discovered_at',
  'impact',
  'measures',
]

export const required = questions.filter((one) => one.required && one.name !== 'classified')

/** The optional items that a category makes matter: what the level, the police or 个保法 第五十七条 would ask next. */
const mattering = new Map<unknown, readonly ReportField[]>(
  Object.entries({
    MP: ['ransomware', 'spreading', 'crime_suspected'],
    NA: ['tampered', 'spreading', 'crime_suspected'],
    DS: ['pi_persons', 'important_data', 'crime_suspected'],
    IC: ['tampered', 'spreading', 'crime_suspected'],
    DE: ['outage_minutes', 'people_affected'],
    RO: ['important_data', 'people_affected'],
    SHE: [],
    AB: ['spreading', 'crime_suspected'],
    FOC: ['place', 'occurred_at', 'people_affected'],
    OTH: ['people_affected', 'occurred_at'],
    unknown: ['people_affected'],
  } satisfies Record<CategoryCode | 'unknown', readonly ReportField[]>),
)

/** An attack that takes a service away is one of outage rather than of changed pages (GB/T 20986: 拒绝服务事件). */
const OUTAGE = /拒绝服务|ddos|dos攻击|cc攻击|打不开|瘫痪|无法访问|访问不了|中断/iu

const MOST_EXTRA = 3

const extras = (answers: Draft['answers']): ReportField[] => {
  const { category, harmful_content: harmful } = answers
  const told = [answers.summary, answers.impact, answers.system]
    .filter((one) => typeof one === 'string')
    .join(' ')
  const usual: readonly ReportField[] =
    category === 'NA' && OUTAGE.test(told)
      ? ['outage_minutes', 'people_affected', 'crime_suspected']
      : (mattering.get(category) ?? [])
  // Illegal content on a changed page is what most easily makes 较大 (分级指南): 篡改 and 扩散 are asked first then.
  const first: readonly ReportField[] = harmful === true ? ['tampered', 'spreading'] : []
  const ransom: readonly ReportField[] = answers.ransomware === true ? ['ransom'] : []
  return [...new Set([...first, ...usual])].slice(0, MOST_EXTRA).concat(ransom)
}

/** What this report is asked, in order. */
export const plan = (answers: Draft['answers']): QuestionName[] => [
  ...core,
  ...extras(answers),
  'contact_phone',
]

export const isField = (one: Question): one is Question & { name: ReportField } => one.name !== 'classified'

export const fields = questions.filter(isField)
