// What is asked of somebody who reports, and what does an answer lead to? The question table and the pure dialog (contract §7).
import { z } from 'zod'
import { localParts } from '../rules/calendar.js'
import { fieldLabels, showField } from '../rules/fields.js'
import { deskPhone, findUnits, folded, unit as unitById } from '../store/campus.js'
import {
  type ChannelName,
  type Directory,
  type Draft,
  type Instant,
  type PersonRef,
  Report,
  type ReportField,
} from '../store/schema.js'
import {
  asksToHide,
  harmfulText,
  mentionsCredentials,
  mentionsSecret,
  noHidingText,
  redactCredentials,
  redactedText,
} from './secrets.js'
import { type CategoryCode, categories, findCategories } from './taxonomy.js'
import { parseMinutes, parseNumber, parseTime } from './time.js'
import { isWayOut, normalize, parseYesNo } from './words.js'

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
export type Context = { now: Instant; timezone: string; directory: Directory; phone?: string }

// ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────────

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

const firstQuestion = question(
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
  question('system', 'text', '系统名称是什么？网站、系统、公众号、电子屏都可以。例如：教务系统'),
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
  question('crime_suspected', 'yesno', '是否涉嫌违法犯罪？例如：入侵、敲诈、盗取数据'),
  question('ransomware', 'yesno', '是否勒索软件？例如：文件打不开，并留下付款要求'),
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

const askOf = ({ name, ask }: Question, answers: Draft['answers']): string =>
  (answers.harmful_content === true ? harmfulAsks.get(name) : undefined) ?? ask

const byName = new Map<string, Question>(questions.map((one) => [one.name, one]))

/** The question of the dialog that is none of the report: which item shall be changed? */
const WHICH = 'edit'

export const labelOf = (name: string): string => byName.get(name)?.label ?? (name === WHICH ? '修改' : name)

const core: readonly QuestionName[] = [
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
const required = questions.filter((one) => one.required && one.name !== 'classified')

/** The optional items that a category makes matter: what the level, the police or 个保法 第五十七条 would ask next. */
const mattering = new Map<unknown, readonly ReportField[]>(
  Object.entries({
    MP: ['ransomware', 'spreading', 'crime_suspected'],
    NA: ['tampered', 'spreading', 'crime_suspected'],
    DS: ['pi_persons', 'important_data', 'crime_suspected'],
    IC: ['tampered', 'spreading'],
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
  return [...new Set([...first, ...usual])].slice(0, MOST_EXTRA)
}

/** What this report is asked, in order. */
const plan = (answers: Draft['answers']): QuestionName[] => [...core, ...extras(answers), 'contact_phone']

// ── reading one answer ──────────────────────────────────────────────────────────────────────────────────────────────

export const LONGEST_ANSWER = 2000

type Read = { value: unknown } | { problem: string }

const length = (text: string): number => [...text].length

/** What a database or a screen can't carry: control characters, half surrogates, and marks that turn the reading order. */
const clean = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\P{Cc}\n\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()

const quoted = (text: string): string => {
  const short = [...normalize(text)].slice(0, 20).join('')
  return `“${short}${length(text) > 20 ? '…' : ''}”`
}

const MOST_CHOICES = 10

/** What an unclear answer may mean, to be chosen from by number or name. */
const candidates = (
  { kind }: Question,
  text: string,
  { directory }: Context,
): { label: string; value: string }[] => {
  if (kind === 'unit') return findUnits(directory, text).map(({ id, name }) => ({ label: name, value: id }))
  return kind === 'category'
    ? findCategories(text).map(({ code, short }) => ({ label: short, value: code }))
    : []
}

const PHONE =
  /^(?:\+?\d{1,3}[ -]?)?(?:\(\d{2,4}\) ?)?\d{3,5}(?:[ -]?\d{2,5}){0,4}(?:(?:转|-|ext\.?) ?\d{1,6})?$/u

const readers: Record<Question['kind'], (text: string, context: Context, asked: Question) => Read> = {
  yesno: (text) => {
    const said = normalize(text).replace(/[\p{P}\s]+/gu, '') === '3' ? 'unknown' : parseYesNo(text)
    return said === undefined ? { problem: '请回复“是”“否”或“不详”。' } : { value: said }
  },
  unit: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    if (!only)
      return {
        problem: `没有找到${quoted(text)}这个单位。请写单位的名称、简称或编号，例如：${exampleUnit(context)}`,
      }
    if (found.length > MOST_CHOICES)
      return { problem: `有 ${found.length} 个单位符合${quoted(text)}，请多写几个字。` }
    return found.length === 1
      ? { value: only.value }
      : {
          problem: `有 ${found.length} 个单位符合${quoted(text)}：${found.map(({ label }) => label).join('、')}。`,
        }
  },
  category: (text, context, asked) => {
    const found = candidates(asked, text, context)
    const [only] = found
    if (!only)
      return { problem: `没有看懂${quoted(text)}是哪一种。请回复 1 到 ${categories.length} 的序号，例如：2` }
    return found.length === 1
      ? { value: only.value }
      : { problem: `${quoted(text)}可能是：${found.map(({ label }) => label).join('、')}。` }
  },
  time: (text, { now, timezone }) => {
    const read = parseTime(text, Date.parse(now), timezone)
    if ('at' in read) return { value: new Date(read.at).toISOString() }
    if (read.problem === 'future') return { problem: '时间不能晚于现在。例如：今天 14:30、10分钟前' }
    return read.problem === 'ambiguous'
      ? { problem: '请写明几点，上午还是下午。例如：昨晚9点、11月23日 14:30' }
      : { problem: '没有看懂这个时间。例如：今天 14:30、10分钟前、2026-11-23 14:30' }
  },
  number: (text) => {
    const value = parseNumber(text)
    return value === undefined ? { problem: '没有看懂这个数。请只写一个数，例如：约 1200 人' } : { value }
  },
  minutes: (text) => {
    const value = parseMinutes(text)
    return value === undefined ? { problem: '没有看懂这个时长。例如：90 分钟、半小时、2小时' } : { value }
  },
  phone: (text, { phone }) => {
    const whole = normalize(text)
    if (phone && /^(?:1|是的?|对|好的?|可以|就?用?这个(?:号码?)?|本机|默认)$/u.test(whole))
      return { value: phone }
    const said = whole.replace(/^(?:我的)?(?:手机|电话|座机)?(?:号码|号)?(?:是|:)? ?/u, '')
    const digits = said.replace(/\D/gu, '').length
    return digits >= 5 && digits <= 18 && PHONE.test(said)
      ? { value: said }
      : { problem: '没有看懂这个号码。请写手机号或带区号的座机号，例如：0471-1234567' }
  },
  text: (text) => {
    const kept = clean(text)
    if (kept !== '—' && !/[\p{L}\p{N}]/u.test(kept))
      return { problem: '没有看到文字。请写几个字，图片和表情不能代替。' }
    if (length(kept) > LONGEST_ANSWER) {
      return {
        problem: `文字太长（${length(kept)} 字），请控制在 ${LONGEST_ANSWER} 字以内，其余可以提交后用“补充”添加。`,
      }
    }
    return { value: redactCredentials(kept).text }
  },
}

const exampleUnit = ({ directory }: Context): string =>
  directory.units.find(({ kind }) => kind === '院级单位')?.name ?? '信息学院'

const mustAnswer = (asked: Question): string => `${asked.label}是必填项，没有它报告送不到责任人，不能跳过。`

const read = (asked: Question, text: string, context: Context): Read => {
  const out = isWayOut(text)
  if (out === 'skip' || out === 'unknown')
    return asked.required ? { problem: mustAnswer(asked) } : { value: 'unknown' }
  if (normalize(text) === '' && asked.kind !== 'text') return { problem: '没有看到文字。' }
  if (length(text) > LONGEST_ANSWER && asked.kind !== 'text') {
    return { problem: `文字太长，请控制在 ${LONGEST_ANSWER} 字以内。` }
  }
  return readers[asked.kind](text, context, asked)
}

/** One raw answer, to the value the report keeps. */
const answerOf = (asked: Question, name: ReportField, context: Context): z.ZodType<unknown, string> => {
  const kept: z.ZodType = Report.shape[name]
  return z
    .string()
    .transform((text, issues) => {
      const done = read(asked, text, context)
      if ('value' in done) return done.value
      issues.addIssue({ code: 'custom', message: done.problem })
      return z.NEVER
    })
    .pipe(kept)
}

const isField = (one: Question): one is Question & { name: ReportField } => one.name !== 'classified'
const fields = questions.filter(isField)

/**
 * The one schema for what people type, in the dialog and in the form card: raw texts to a Report. 不详 and 跳过 become
 * `unknown`, the unit its id, times instants; every problem is a sentence with an example. What was not asked is absent.
 */
export const reportAnswers = (context: Context) =>
  z
    .object(Object.fromEntries(fields.map((one) => [one.name, answerOf(one, one.name, context).optional()])))
    .transform((answers) =>
      Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)),
    )
    .pipe(Report)

type Problem = { field: string; problem: string }

const problemsOf = ({ issues }: z.ZodError): Problem[] =>
  issues.map(({ path, message, code }) => ({
    field: String(path[0] ?? ''),
    problem: code === 'custom' ? message : '这一项没有填写，或内容不对，请修改。',
  }))

/** A draft's answers as a report; the unit must still be in the directory, which may have changed meanwhile. */
export const toReport = (
  answers: Draft['answers'],
  { directory }: Pick<Context, 'directory'>,
): { report: Report } | { problems: Problem[] } => {
  const parsed = Report.safeParse(answers)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  return unitById(directory, parsed.data.unit)
    ? { report: parsed.data }
    : { problems: [{ field: 'unit', problem: '这个单位已不在通讯录里，请回复“修改”重新选择。' }] }
}

// ── what people read ────────────────────────────────────────────────────────────────────────────────────────────────

const two = (n: number): string => String(n).padStart(2, '0')

/** An answer as it is repeated back and previewed: `11月23日 14:30`, the year only when it is another. */
export const showAnswer = (name: string, value: unknown, context: Context): string => {
  const asked = byName.get(name)
  if (asked?.kind === 'time' && typeof value === 'string' && value !== 'unknown') {
    const { y, m, d, h, min } = localParts(Date.parse(value), context.timezone)
    const thisYear = y === localParts(Date.parse(context.now), context.timezone).y
    return `${thisYear ? '' : `${y}年`}${m}月${d}日 ${two(h)}:${two(min)}`
  }
  return asked && isField(asked) ? showField(asked.name, value, context) : String(value)
}

/** What was understood. Long texts are not told again in full; where harmful content is about, no text is. */
const understood = (draft: Draft, asked: Question, value: unknown, context: Context): string => {
  const shown = showAnswer(asked.name, value, context)
  if (asked.kind !== 'text' || value === 'unknown') return `${asked.label}：${shown}`
  if (draft.answers.harmful_content === true) return `${asked.label}：已记下（${length(shown)} 字）`
  return length(shown) > 100
    ? `${asked.label}：${[...shown].slice(0, 60).join('')}…（共 ${length(shown)} 字）`
    : `${asked.label}：${shown}`
}

const WAYS_OUT = '上一步 · 跳过 · 取消'

/** The items that 修改 offers, numbered: what was asked or answered, and 发生时间 and 发生地点. */
const editable = (draft: Draft): Question[] => {
  const planned = plan(draft.answers)
  return fields.filter(
    ({ name }) =>
      planned.includes(name) ||
      draft.answers[name] !== undefined ||
      name === 'occurred_at' ||
      name === 'place',
  )
}

const numberedLines = (labels: readonly string[]): string[] => labels.map((label, at) => `${at + 1} ${label}`)

/** The units in which the reporter works. */
const ownUnits = (draft: Draft, { directory }: Context): string[] => {
  const posts = directory.people.find(({ id }) => id === draft.person.id)?.posts ?? []
  const names = posts.flatMap(({ unit }) => unitById(directory, unit)?.name ?? [])
  return [...new Set(names)].slice(0, 3)
}

/** The question of this moment: sentence, example, how far, and the ways out; the choices are also buttons. */
export const questionText = (draft: Draft, context: Context): { text: string; choices: string[] } => {
  if (draft.state !== 'asking') {
    return {
      text: '请核对以上内容。回复“提交”“修改”或“取消”。',
      choices: ['提交', '修改', '取消'],
    }
  }
  if (draft.question === WHICH) {
    const labels = editable(draft).map(({ label }) => label)
    return {
      text: ['要修改哪一项？请回复序号或名称。', ...numberedLines(labels), '上一步 · 取消'].join('\n'),
      choices: labels,
    }
  }
  const asked = byName.get(draft.question) ?? firstQuestion
  const planned = plan(draft.answers)
  const nth = planned.indexOf(asked.name) + 1
  const howFar = draft.editing || nth === 0 ? '回答后回到预览。' : `第 ${nth} 步，共约 ${planned.length} 步`
  const offered = draft.choices?.map(({ label }) => label)
  const lines = offered
    ? numberedLines(offered)
    : asked.kind === 'category'
      ? categories.map(({ short, examples }, at) => `${at + 1} ${short}：${examples.join('、')}`)
      : []
  return {
    text: [
      offered ? `${asked.label}是哪一个？请回复序号或名称。` : askOf(asked, draft.answers),
      ...lines,
      howFar,
      WAYS_OUT,
    ].join('\n'),
    choices: offered ?? choicesOf(asked, draft, context),
  }
}

const choicesOf = (asked: Question, draft: Draft, context: Context): string[] => {
  if (asked.kind === 'unit') return ownUnits(draft, context)
  if (asked.kind === 'category') return categories.map(({ short }) => short)
  if (asked.kind === 'phone') return context.phone ? [context.phone] : []
  return [...asked.choices]
}

// ── the dialog ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `say`: sentences before the question or preview: what was understood, or why not. */
export type Step =
  | { step: 'ask'; draft: Draft; say: string[] }
  | { step: 'preview'; draft: Draft; say: string[] }
  | { step: 'submit'; draft: Draft }
  | { step: 'cancelled'; say: string[] }
  /** State secrets may be about: stop, keep nothing of the draft nor of the text. */
  | { step: 'classified' }

export const beginDraft = (
  id: string,
  person: PersonRef,
  channel: ChannelName,
  now: Instant,
  drill = false,
): Draft => ({
  id,
  person,
  channel,
  state: 'asking',
  question: 'classified',
  asked: [],
  answers: {},
  misses: 0,
  ...(drill ? { drill } : {}),
  touchedAt: now,
})

/** The same draft at another question: misses and offered choices belong to the question before. */
const at = (draft: Draft, asked: string): Draft => {
  const { choices: _, ...rest } = draft
  return { ...rest, state: 'asking', question: asked, misses: 0 }
}

const goTo = (draft: Draft, asked: string): Draft => ({
  ...at(draft, asked),
  asked: [...draft.asked, draft.question],
})

/** 修改 is over: back at the question from which it was begun, which the preview stands behind. */
const edited = (draft: Draft): Draft => {
  const { editing: _, ...rest } = at(draft, draft.asked.at(-1) ?? 'classified')
  return { ...rest, asked: draft.asked.slice(0, -1) }
}

const open = (draft: Draft): QuestionName[] =>
  plan(draft.answers).filter((name) => name !== 'classified' && draft.answers[name] === undefined)

const missing = (draft: Draft): Question[] => required.filter(({ name }) => draft.answers[name] === undefined)

const toPreview = (draft: Draft, say: string[]): Step => {
  const [first] = missing(draft)
  if (first) {
    const lacking = missing(draft).map(({ label }) => label)
    return {
      step: 'ask',
      draft: draft.question === first.name ? at(draft, first.name) : goTo(draft, first.name),
      say: [...say, `还缺少必填的：${lacking.join('、')}。`],
    }
  }
  const left = open(draft).length
  return {
    step: 'preview',
    draft: { ...at(draft, draft.question), state: 'preview' },
    say:
      left > 0
        ? [...say, `还有 ${left} 项没有填写：可以现在提交，以后再补充；也可以回复“继续”接着填。`]
        : say,
  }
}

const goOn = (draft: Draft, say: string[]): Step => {
  if (draft.editing) return toPreview(edited(draft), say)
  const [next] = open(draft)
  return next ? { step: 'ask', draft: goTo(draft, next), say } : toPreview(draft, say)
}

const back = (draft: Draft): Step => {
  if (draft.editing) return toPreview(edited(draft), [])
  const before = draft.asked.at(-1)
  return before === undefined
    ? { step: 'ask', draft, say: ['这已经是第一个问题。'] }
    : { step: 'ask', draft: { ...at(draft, before), asked: draft.asked.slice(0, -1) }, say: [] }
}

const TRIES = 3

/** Not understood: why, with an example; the same question again. After three times a way on is offered in words. */
const again = (draft: Draft, asked: Question, problem: string, context: Context): Step => {
  const misses = draft.misses + 1
  const phone = deskPhone(context.directory, '网信办')
  const offer = asked.required
    ? `这一项必须填写。可以回复“取消”，或直接致电网信办${phone ? `（${phone}）` : ''}，由值班员帮您报告。`
    : '如果不清楚，可以回复“跳过”，以后再补充。'
  return { step: 'ask', draft: { ...draft, misses }, say: misses >= TRIES ? [problem, offer] : [problem] }
}

/** The item that a number or a 标签 means. */
const itemOf = (draft: Draft, text: string): Question | undefined => {
  const wanted = normalize(text).replace(/^(?:修改|第)\s*/u, '')
  const nth = /^(\d{1,2})[.、项个]?$/u.exec(wanted)?.[1]
  if (nth) return editable(draft)[Number(nth) - 1]
  const exact = fields.filter(({ label }) => folded(label) === folded(wanted))
  const near =
    exact.length > 0
      ? exact
      : fields.filter(({ label }) => wanted.length >= 2 && folded(label).includes(folded(wanted)))
  return near.length === 1 ? near[0] : undefined
}

const edit = (draft: Draft, asked: string): Step => ({
  step: 'ask',
  draft: draft.editing ? at(draft, asked) : { ...goTo(draft, asked), editing: true },
  say: [],
})

const inPreview = (draft: Draft, text: string): Step => {
  const keep = (say: string[]): Step => ({ step: 'preview', draft: { ...draft, state: 'preview' }, say })
  switch (isWayOut(text)) {
    case 'submit': {
      return missing(draft).length > 0
        ? toPreview(draft, [])
        : { step: 'submit', draft: { ...draft, state: 'preview' } }
    }
    case 'edit':
      return edit(draft, WHICH)
    case 'back':
      return { step: 'ask', draft: at(draft, draft.question), say: [] }
    case 'cancel':
      return cancelled
    case 'preview':
      return keep([])
    default: {
      if (/^(?:继续|接着填|继续填写?|下一步)$/u.test(normalize(text).replace(/[\p{P}\s]+/gu, ''))) {
        return open(draft).length > 0 ? goOn(draft, []) : keep(['各项都已填写，请回复“提交”“修改”或“取消”。'])
      }
      const item = itemOf(draft, text)
      return item ? edit(draft, item.name) : keep(['请回复“提交”“修改”或“取消”。'])
    }
  }
}

const cancelled: Step = { step: 'cancelled', say: ['已取消，没有提交任何内容。需要时随时发送“报告”。'] }

const choosing = (draft: Draft, text: string, context: Context): Step => {
  const item = itemOf(draft, text)
  if (item) return edit(draft, item.name)
  const misses = draft.misses + 1
  const say = ['没有看懂要修改哪一项。请回复序号或名称，例如：发现时间']
  if (misses < TRIES) return { step: 'ask', draft: { ...draft, misses }, say }
  return toPreview(edited(draft), [...say, '已回到预览，内容没有改动。', ...hintOf(context)])
}

const hintOf = ({ directory }: Context): string[] => {
  const phone = deskPhone(directory, '网信办')
  return phone ? [`需要帮助请致电网信办（${phone}）。`] : []
}

/** 不详 and 跳过 are refused, any doubt is a yes: better a call too many to 保密办 than a secret kept here. */
const judgeClassified = (text: string): 'yes' | 'no' | 'must-answer' | 'unclear' => {
  if (
    /^(?:不详|暂不详|不明)$/u.test(normalize(text).replace(/[\p{P}\s]+/gu, '')) ||
    isWayOut(text) === 'skip'
  )
    return 'must-answer'
  const said = parseYesNo(text)
  if (said === true || said === 'unknown') return 'yes'
  return said === false ? 'no' : 'unclear'
}

/** The number or name of one of the choices that were offered. */
const chosen = (draft: Draft, text: string): string | undefined => {
  const wanted = normalize(text)
  const nth = /^第?(\d{1,2})[.、项个]?$/u.exec(wanted)?.[1]
  return draft.choices?.find(({ label }, index) =>
    nth ? index + 1 === Number(nth) : folded(label) === folded(wanted),
  )?.value
}

/**
 * One answer, and what it leads to. Never throws, whatever the text. Where `classified` comes back nothing of the text is in
 * any draft, and the caller drops the draft itself.
 */
export const answer = (draft: Draft, text: string, context: Context): Step => {
  if (mentionsSecret(text)) return { step: 'classified' }
  const now = { ...draft, touchedAt: context.now }
  const out = isWayOut(text)
  if (out === undefined && asksToHide(text)) {
    return { step: now.state === 'asking' ? 'ask' : 'preview', draft: now, say: [noHidingText] }
  }
  if (now.state !== 'asking') return inPreview(now, text)

  const asked = byName.get(now.question)
  if (out === 'cancel') return cancelled
  if (out === 'back') return back(now)
  if (now.question === WHICH) {
    return out === 'preview' || out === 'submit' ? toPreview(edited(now), []) : choosing(now, text, context)
  }
  // A question of another version of this program: begin where something is missing.
  if (!asked) return goOn({ ...now, question: 'classified' }, [])
  if (asked.name === 'classified') {
    switch (judgeClassified(text)) {
      case 'yes':
        return { step: 'classified' }
      case 'no':
        return goOn(now, [`${asked.label}：否`])
      case 'must-answer':
        return again(
          now,
          asked,
          '这一项不能跳过：涉密内容不能在本平台处理。拿不准请选“是”，没有请选“否”。',
          context,
        )
      case 'unclear':
        return again(now, asked, '请先回答“是”或“否”，其他内容后面再写。例如：否', context)
    }
  }
  if (out === 'preview' || out === 'submit')
    return now.editing ? toPreview(edited(now), []) : toPreview(now, [])
  if (out === 'edit') return now.editing ? { step: 'ask', draft: at(now, WHICH), say: [] } : edit(now, WHICH)
  return isField(asked) ? take(now, asked, text, context) : goOn(now, [])
}

const take = (
  draft: Draft,
  asked: Question & { name: ReportField },
  text: string,
  context: Context,
): Step => {
  // A dash alone stands for «not asked» where a form is filled in part (更正); here it is no answer.
  const given = normalize(text) === '—' ? '' : (chosen(draft, text) ?? text)
  const done = answerOf(asked, asked.name, context).safeParse(given)
  if (!done.success) {
    const problem = done.error.issues[0]?.message ?? '没有看懂。'
    const found = candidates(asked, text, context)
    const { choices: _, ...bare } = draft
    return found.length > 1 && found.length <= MOST_CHOICES
      ? { step: 'ask', draft: { ...bare, choices: found }, say: [problem] }
      : again(bare, asked, problem, context)
  }
  const value = done.data
  const first = asked.name === 'harmful_content' && value === true && draft.answers.harmful_content !== true
  const kept: Draft = { ...draft, answers: { ...draft.answers, [asked.name]: value } }
  return goOn(kept, [
    understood(kept, asked, value, context),
    ...(first ? [harmfulText(deskPhone(context.directory, '宣传部') || undefined)] : []),
    ...(asked.kind === 'text' && mentionsCredentials(text) ? [redactedText] : []),
  ])
}

// ── the form card ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Structurally the FormField of templates/card.ts, which handlers may not import. */
export type FormField = {
  name: string
  label: string
  type: 'text' | 'longtext' | 'select' | 'time' | 'phone' | 'number' | 'yesno'
  required: boolean
  options?: { label: string; value: string }[]
  placeholder?: string
  value?: string
}

const longTexts: readonly string[] = ['summary', 'impact', 'measures']

const exampleOf = ({ ask }: Question): string | undefined => /例如：(.+)$/u.exec(ask)?.[0]

const formType = ({ name, kind }: Question): FormField['type'] => {
  switch (kind) {
    case 'unit':
    case 'category':
      return 'select'
    case 'text':
      return longTexts.includes(name) ? 'longtext' : 'text'
    case 'minutes':
      return 'text' // 半小时 is an answer, too
    case 'number':
      return 'text' // as is 1.2万
    default:
      return kind
  }
}

/** The report as one form, the same items under the same names and labels. */
export const formFields = (context: Context): FormField[] =>
  questions.map((one): FormField => {
    const placeholder = exampleOf(one)
    const options =
      one.kind === 'unit'
        ? context.directory.units.map(({ id, name }) => ({ label: name, value: id }))
        : one.kind === 'category'
          ? categories.map(({ code, short }) => ({ label: short, value: code }))
          : one.kind === 'yesno'
            ? one.choices.map((choice) => ({ label: choice, value: choice }))
            : undefined
    return {
      name: one.name,
      label: one.label,
      type: formType(one),
      required: one.required,
      ...(options ? { options } : {}),
      ...(placeholder ? { placeholder } : {}),
      ...(one.kind === 'phone' && context.phone ? { value: context.phone } : {}),
    }
  })

/**
 * The form card's raw fields, through the same schema as the dialog. Left empty, an item of the report proper is `unknown`
 * (it was asked), one of the optional block absent. `say`: what else the reporter must be told.
 */
export const fromForm = (
  form: Readonly<Record<string, unknown>>,
  context: Context,
): { report: Report; answers: Report; say: string[] } | { classified: true } | { problems: Problem[] } => {
  const raw = (name: string): string => {
    const value = Object.hasOwn(form, name) ? form[name] : undefined
    return typeof value === 'string' ? value.trim() : ''
  }
  const texts = questions.map(({ name }) => raw(name))
  if (texts.some(mentionsSecret)) return { classified: true }
  const gate = judgeClassified(raw('classified'))
  if (gate === 'yes') return { classified: true }

  const given = fields.flatMap(({ name, required: must }): [string, string][] => {
    const text = raw(name)
    if (text || must) return [[name, text]]
    return core.includes(name) ? [[name, '不详']] : []
  })
  const parsed = reportAnswers(context).safeParse(Object.fromEntries(given))
  const hiding = fields.filter(({ name, kind }) => kind === 'text' && asksToHide(raw(name)))
  const problems: Problem[] = [
    ...(gate === 'no' ? [] : [{ field: 'classified', problem: '请先回答“是”或“否”。' }]),
    ...hiding.map(({ name }) => ({ field: name, problem: noHidingText })),
    ...(parsed.success
      ? []
      : problemsOf(parsed.error).filter(({ field }) => !hiding.some(({ name }) => name === field))),
  ]
  if (!parsed.success || problems.length > 0) return { problems }
  const redacted = fields.some(({ name, kind }) => kind === 'text' && mentionsCredentials(raw(name)))
  return {
    report: parsed.data,
    answers: parsed.data,
    say: [
      ...(parsed.data.harmful_content === true
        ? [harmfulText(deskPhone(context.directory, '宣传部') || undefined)]
        : []),
      ...(redacted ? [redactedText] : []),
    ],
  }
}
