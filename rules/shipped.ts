// What stands where a rules file is silent? The shipped rules.yaml, in its own words.
import type { z } from 'zod'
import type { ClockRow, StepRow } from './shape.js'

/**
 * What stands where a rules file is silent: the shipped rules.yaml, in its own words. Kept here as well because a rules
 * file with one line less must still work; a test holds the two equal, and rules.yaml says where each value comes from.
 */
export const shipped = {
  organization: { name: '内蒙古师范大学', rule: '党委贯彻落实网络安全工作责任制实施细则（试行）' },
  timezone: 'Asia/Shanghai',
  authorities: [{ id: 'prov-cac', name: '自治区党委网信办', phone: '12387' }],
  clocks: [
    {
      id: 'ack',
      name: '确认收到',
      kind: 'acknowledge',
      by: ['first', 'direct'],
      from: 'reported',
      within: '15m',
      statutory: false,
      source: '建议值（细则第十二条（三）只写“及时”）',
      confidence: 'D',
    },
    {
      id: 'grade',
      name: '定级',
      kind: 'grade',
      from: 'reported',
      within: '60m',
      statutory: false,
      source: '建议值（细则第十三条只写“立即”）',
      confidence: 'D',
    },
    {
      id: 'NAT-OTHER-4H',
      name: '首报',
      kind: 'report',
      stage: 'first',
      to: 'prov-cac',
      levels: [1, 2, 3],
      when: { is_cii: false },
      from: 'discovered',
      within: '4h',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第四条',
      confidence: 'A',
    },
    {
      id: 'INT-GENERAL-24H',
      name: '一般事件简报',
      kind: 'report',
      stage: 'first',
      to: 'prov-cac',
      levels: [4],
      from: 'discovered',
      within: '24h',
      statutory: false,
      source: '建议值（细则第十三条没有时限）',
      confidence: 'D',
    },
    {
      id: 'NAT-FINAL-30D',
      name: '终报',
      kind: 'final',
      to: 'prov-cac',
      levels: [1, 2, 3],
      from: 'resolved',
      within: '30d',
      statutory: true,
      source: '国家网络安全事件报告管理办法 第八条',
      confidence: 'A',
    },
  ] satisfies z.input<typeof ClockRow>[] as z.input<typeof ClockRow>[], // widened: the default is a list like any other
  remind: {
    at: [0.5, 0.75, 0.9, 1.0],
    overdue_every: '10m',
    ladder: [
      { after: '0m', to: ['owner'], urgent: 'app' },
      { after: '10m', to: ['owner', 'office_deputy'], urgent: 'app' },
      { after: '30m', to: ['owner', 'office_deputy', 'supervising_leader'], urgent: 'sms' },
      {
        after: '60m',
        to: ['owner', 'office_deputy', 'supervising_leader', 'office_director', 'school_first'],
        urgent: 'phone',
      },
    ] satisfies z.input<typeof StepRow>[] as z.input<typeof StepRow>[], // widened, as above
    ceiling: { count: 24, every: '1d' },
    snooze: { for: '30m', times: 2 },
  },
  quiet_hours: { from: '22:30', to: '07:00', levels: [4 as const] },
  merge_within: '24h',
  dialog_lapses: '24h',
}
