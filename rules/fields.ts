// What are the items of a report called? The labels of contract §7 and forms.yaml, for dialog, form, card and document.
import type { Directory, ReportField } from '../store/schema.js'
import { localParts } from './calendar.js'
import type { Rules } from './rules.js'

export const fieldLabels: Record<ReportField | 'classified', string> = {
  classified: '是否可能涉及国家秘密或涉密网络',
  harmful_content: '是否出现违法有害信息',
  unit: '事发单位',
  system: '系统名称',
  category: '事件类型',
  summary: '简要经过',
  discovered_at: '发现时间',
  impact: '影响和危害',
  measures: '已采取措施',
  occurred_at: '发生时间',
  place: '发生地点',
  people_affected: '影响人数',
  pi_persons: '涉及个人信息人数',
  outage_minutes: '中断时长（分钟）',
  spreading: '是否仍在扩散',
  crime_suspected: '是否涉嫌违法犯罪',
  ransomware: '是否勒索软件',
  ransom: '赎金金额、支付方式和日期',
  important_data: '是否涉及重要数据',
  tampered: '是否被篡改',
  contact_phone: '联系电话',
}

/** The name that people read; what is not a code is shown as it is. The code itself is in records only, and never printed. */
export const categoryName = (code: string, { categories }: Pick<Rules, 'categories'>): string =>
  categories.find((category) => category.code === code)?.name ?? code

/** What an answer of the report reads like: 不详 when unknown, — when never asked; times in the campus's zone. */
export const showField = (
  field: ReportField,
  value: unknown,
  here: { rules: Pick<Rules, 'timezone' | 'categories'>; directory: Pick<Directory, 'units'> },
): string => {
  if (value === undefined || value === null || value === '') return '—'
  if (value === 'unknown') return '不详'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field === 'unit') return here.directory.units.find(({ id }) => id === value)?.name ?? String(value)
  if (field === 'category') return categoryName(String(value), here.rules)
  if (field === 'discovered_at' || field === 'occurred_at') {
    const { y, m, d, h, min } = localParts(Date.parse(String(value)), here.rules.timezone)
    return `${y}年${m}月${d}日 ${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}`
  }
  if (field === 'people_affected' || field === 'pi_persons') return `${value} 人`
  if (field === 'outage_minutes') return `${value} 分钟`
  return String(value)
}
