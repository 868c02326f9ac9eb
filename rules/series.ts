// What belongs into the follow-ups and the final report, beside the facts? (报告管理办法 第七条、第八条; forms.yaml)

/** What is written for a later report, beside the facts of the incident. 续报: 第七条（三）至（八）; 终报: 第八条. */
export const parts = {
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
} as const

export const partLabel = (id: string): string =>
  [...parts['follow-up'], ...parts.final].find((part) => part.id === id)?.label ?? id
