// Which items does an official report form have, in which order, for which stage? The form as data; no law is decided here.
//
// Sources, as marked at each item: A4, A7, A8 = 国家网络安全事件报告管理办法 第四条、第七条、第八条; E75 = 教技厅函〔2014〕75号
// 附表 (from memory: the 网信办 checks it against the paper form); P57 = 个人信息保护法 第五十七条; G147 = 国务院令第147号
// 第十四条; U = other universities' published forms; 细则 = 实施细则; D = our proposal. The order is the form's own.
import type { Stage } from '../../rules/papers.js'

/** In the order in which they stand in the form. */
export const groups = {
  report: '报告信息',
  incident: '事件基本情况',
  system: '系统情况',
  effect: '影响与处置情况',
  end: '处置总结',
  sign: '审核签批',
} as const
export type Group = keyof typeof groups

/** 首 续 终: the form of that stage asks for it; 首o 续o: it may be left for later. */
type Asked = '首' | '首o' | '续' | '续o' | '终'

type Extra = {
  /** A figure or a finding that only the 网信办 can vouch for: marked until somebody of the office has entered it. */
  vouched?: true
  /** To be ticked and filled by hand where nothing is known: the paper form has these blanks. */
  blank?: readonly string[]
  /** Room on the paper that only a pen or a seal fills. Never counted as missing. */
  room?: 'signer' | 'signature' | 'seal'
  /** Few may know it (攻击路径、漏洞). */
  restricted?: true
  /** A note that begins with one of these and a colon belongs here: `补充 2026-0001 整改：…`. The label itself always does. */
  words?: readonly string[]
}

type Item = readonly [id: string, label: string, asked: readonly Asked[], source: string, extra?: Extra]

const always = ['首', '续', '终'] as const
const later = ['首o', '续', '终'] as const
const underway = ['首o', '续'] as const
const inTheEnd = ['终'] as const
const signed = ['续', '终'] as const
export const line = '________'
const rule = '______________________________'
export const date = '____年__月__日'

const items = {
  report: [
    ['report_no', '编号', always, 'D'],
    ['report_kind', '报告类型', always, 'D'],
    ['seq', '第几次续报', ['续'], 'D'],
    ['report_time', '报告时间', always, 'U'],
    ['signer', '签发人', always, 'U', { room: 'signer' }],
    ['to_authority', '报送对象', always, 'D'],
  ],
  incident: [
    ['org_name', '单位名称（盖章）', always, 'A7（一）、E75'],
    ['unit', '事发二级单位/部门', always, 'U'],
    ['contact_name', '联系人姓名', always, 'E75、U'],
    ['contact_phone', '手机', always, 'E75、U'],
    ['contact_mail', '电子邮箱', later, 'E75', { words: ['邮箱'], blank: [rule] }],
    ['t_occurred', '发生时间', always, 'A7（二）、E75'],
    ['t_found', '发现或获知时间', always, 'A7（二）'],
    ['place', '发生地点', always, 'A7（二）'],
    ['category', '事件类型', always, 'A7（二）、E75'],
    ['level', '事件级别（国家口径）', always, 'A7（二）、E75', { vouched: true }],
    ['level_basis', '判级依据（命中条款）', always, 'D', { words: ['判级依据', '定级依据'], blank: [rule] }],
    ['level_confirmed_by', '判级确认人', always, 'D'],
  ],
  system: [
    ['sys_name', '系统名称', always, 'A7（一）、E75'],
    ['sys_url_ip', '网址和IP地址', later, 'E75', { words: ['网址', 'IP', 'IP地址'], blank: [rule] }],
    ['sys_owner', '主管单位/部门', later, 'E75', { words: ['主管单位', '主管部门'], blank: [rule] }],
    ['sys_ops', '运维单位/部门', later, 'E75', { words: ['运维单位', '运维部门'], blank: [rule] }],
    ['sys_user', '使用单位/部门', later, 'E75', { words: ['使用单位', '使用部门'], blank: [rule] }],
    ['sys_use', '主要用途', later, 'E75', { words: ['用途', '系统用途'], blank: [rule] }],
    [
      'mlps',
      '是否定级/级别/备案/备案号/测评/整改',
      later,
      'E75',
      {
        words: ['等保', '等级保护'],
        blank: [
          `是否定级：□是 □否　级别：${line}`,
          `是否备案：□是 □否　备案号：${line}${line}`,
          '是否测评：□是 □否　是否整改：□是 □否',
        ],
      },
    ],
    ['is_cii', '是否关键信息基础设施', always, 'A4', { vouched: true, words: ['关键信息基础设施', '关基'] }],
  ],
  effect: [
    ['summary', '事件概况/简要经过', always, 'A7（二）、E75', { words: ['经过', '简要经过'] }],
    ['impact', '已造成的影响和危害', always, 'A7（二）、E75', { words: ['影响', '影响和危害'] }],
    ['measures', '已采取的措施及效果', always, 'A7（二）、E75', { words: ['措施', '已采取措施'] }],
    [
      'ransom',
      '勒索软件：赎金金额/方式/日期',
      later, // 首 where ransomware is involved or may be
      'A7（二）',
      {
        words: ['赎金', '勒索'],
        blank: [`赎金金额：${line}　支付方式：${line}`, `要求支付日期：${date}`],
      },
    ],
    ['n_people', '影响人数', later, 'D', { vouched: true }],
    [
      'n_pi',
      '涉及个人信息人数与字段种类',
      later,
      'P57',
      { vouched: true, words: ['个人信息种类', '字段种类'] },
    ],
    ['outage', '中断时长（整体/主要功能）', later, 'D', { vouched: true, words: ['中断时长'] }],
    [
      'loss',
      '直接经济损失（元）',
      later,
      'D',
      { vouched: true, words: ['损失', '经济损失', '直接经济损失'] },
    ],
    [
      'trend',
      '事态发展趋势及可能造成的进一步影响和危害',
      underway,
      'A7（三）',
      { words: ['趋势', '事态趋势'] },
    ],
    ['cause_initial', '原因初步分析意见', underway, 'A7（四）、E75', { words: ['原因', '初步原因'] }],
    [
      'trace',
      '溯源调查线索（可能的攻击者信息、攻击路径、存在的漏洞等）',
      underway,
      'A7（五）',
      { restricted: true, words: ['溯源', '线索', '溯源线索'] },
    ],
    ['next_steps', '拟进一步采取的应对措施', underway, 'A7（六）', { words: ['下一步', '拟采取措施'] }],
    [
      'support',
      '是否需要应急支援及请求支援事项',
      underway,
      'A7（六）、E75',
      { words: ['支援', '请求支援'], blank: [`是否需要：□是 □否　请求事项：${line}${line}`] },
    ],
    ['scene', '事件现场保护情况', underway, 'A7（七）', { words: ['现场', '现场保护', '取证'] }],
    ['other', '其他应当报告的情况', ['首o', '续o'], 'A7（八）', { words: ['其他'] }],
    [
      'police',
      '是否报案/受案单位/时间/回执号',
      later,
      'A4、G147',
      {
        words: ['报案', '公安'],
        blank: [`是否报案：□是 □否　受案单位：${line}${line}`, `时间：${date}　回执号：${line}`],
      },
    ],
    [
      'pi_notice',
      '是否已通知个人/方式/时间/不通知的理由',
      later,
      'P57',
      {
        words: ['通知个人', '个人通知'],
        blank: [`是否已通知个人：□是 □否　方式：${line}`, `时间：${date}　不通知的理由：${line}`],
      },
    ],
  ],
  end: [
    [
      'cause_final',
      '最终判定原因（可附文字、图片及文件）',
      inTheEnd,
      'A8、E75',
      { vouched: true, words: ['最终原因', '判定原因'] },
    ],
    ['recovery', '影响与恢复情况', inTheEnd, 'A8、E75', { words: ['恢复', '恢复情况'] }],
    [
      'rectification',
      '安全整改措施/完善整改情况',
      inTheEnd,
      'A8、E75',
      { words: ['整改', '整改措施', '整改情况'] },
    ],
    [
      'accountability',
      '责任追究',
      inTheEnd,
      'A8、细则 第十四条、第十五条',
      { vouched: true, words: ['追责'] },
    ],
    ['lessons', '教训', inTheEnd, 'A8'],
    ['problems_advice', '存在问题及建议', inTheEnd, 'E75', { words: ['问题', '建议', '存在问题'] }],
    ['t_closed', '处置工作结束时间', inTheEnd, 'A8'],
  ],
  sign: [
    ['sign_safety', '安全负责人意见（签字）', signed, 'E75', { room: 'signature' }],
    ['sign_main', '主要负责人意见（签字）', signed, 'E75', { room: 'signature' }],
    // 首: its 单位名称（盖章）asks for the seal, too; here is the room for it
    ['seal', '公章', always, 'E75', { room: 'seal' }],
  ],
} as const satisfies Record<Group, readonly Item[]>

export type FieldId = (typeof items)[Group][number][0]

export type FormField = Extra & {
  id: FieldId
  label: string
  group: Group
  asked: readonly Asked[]
  source: string
}

const fieldOf = (group: Group, [id, label, asked, source, extra]: Item): FormField => ({
  ...extra,
  id: id as FieldId, // every item of the table is one
  label,
  group,
  asked,
  source,
})

export const formFields: readonly FormField[] = Object.entries(items).flatMap(([group, of]) =>
  of.map((item: Item) => fieldOf(group as Group, item)),
) // the keys of the table are the groups

const letters: Record<Stage, string> = { first: '首', 'follow-up': '续', final: '终' }

/** The items of this stage's form, in its order; `optional` ones may be left for a later report. */
export const fieldsOf = (stage: Stage): { field: FormField; optional: boolean }[] =>
  formFields.flatMap((field) => {
    const asked = field.asked.find((one) => one.startsWith(letters[stage]))
    return asked ? [{ field, optional: asked.endsWith('o') }] : []
  })

/** The item that a note's leading word names: of this form, else of another stage's; nothing for a word that names none. */
export const fieldNamed = (stage: Stage, word: string): FormField | undefined => {
  const folded = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()
  return [...fieldsOf(stage).map(({ field }) => field), ...formFields].find(
    ({ room, label, words }) =>
      !room && [label, ...(words ?? [])].some((one) => folded(one) === folded(word)),
  )
}
