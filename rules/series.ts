// What belongs into the first report, the follow-ups and the final one, and what is still owed? (报告管理办法 第七条、第八条; forms.yaml)
import type { Incident, ReportField } from '../store/schema.js'
import { fieldLabels } from './fields.js'

type Part = { id: string; label: string }

/** What is written for a later report, beside the facts of the incident. 续报: 第七条（三）至（八）; 终报: 第八条. */
export const parts: Record<'follow-up' | 'final', readonly Part[]> = {
  'follow-up': [
    { id: 'trend', label: '事态发展趋势及可能造成的进一步影响和危害' },
    { id: 'cause_initial', label: '原因初步分析意见' },
    { id: 'trace', label: '溯源调查线索' },
    { id: 'next_steps', label: '拟进一步采取的应对措施' },
    { id: 'support', label: '是否需要应急支援及请求支援事项' },
    { id: 'scene', label: '事件现场保护情况' },
  ],
  final: [
    { id: 'cause_final', label: '最终判定原因' },
    { id: 'recovery', label: '影响与恢复情况' },
    { id: 'rectification', label: '安全整改措施' },
    { id: 'accountability', label: '责任追究' },
    { id: 'lessons', label: '教训' },
  ],
}

export const partLabel = (id: string): string =>
  [...parts['follow-up'], ...parts.final].find((part) => part.id === id)?.label ?? id

/** What a first report must say; where it is unknown it says 不详, and the report goes all the same (办法 第七条第二款). */
const minimum: readonly ReportField[] = [
  'discovered_at',
  'occurred_at',
  'place',
  'system',
  'category',
  'summary',
  'impact',
  'measures',
]

export const isUnknown = (value: unknown): boolean =>
  value === undefined || value === 'unknown' || value === ''

/** 尚欠: what the last report could not say yet, in the words of the form. */
export const stillOwed = (incident: Incident, stage: 'first' | 'follow-up' | 'final'): string[] => {
  const facts = minimum
    .filter((field) => field !== 'discovered_at' && isUnknown(incident.report[field]))
    .map((field) => fieldLabels[field])
  const ransom =
    incident.report.ransomware === true && isUnknown(incident.report.ransom) ? [fieldLabels.ransom] : []
  const written =
    stage === 'first'
      ? []
      : parts[stage].filter(({ id }) => isUnknown(incident.parts?.[id])).map(({ label }) => label)
  return [...facts, ...ransom, ...written]
}
