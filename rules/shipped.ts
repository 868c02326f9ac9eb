// What stands where a rules file is silent? The shipped rules.yaml, in its own words.
import type { z } from 'zod'
import type { AuthorityRow, CategoryRow, StepRow, UpwardRow } from './shape.js'
import { firstClocks } from './shipped/first-clocks.js'
import { accountability, levels } from './shipped/levels.js'
import { moreClocks } from './shipped/more-clocks.js'
import { type CategoryCode, categories } from './taxonomy.js'

/** Who treats a kind of incident, and under which of the seven older classes 75号文 knows it (a proposal, D). */
const handling: Record<CategoryCode, { channel: 'tech' | 'content' | 'ops' | 'hazard'; legacy: string }> = {
  MP: { channel: 'tech', legacy: '有害程序事件' },
  NA: { channel: 'tech', legacy: '网络攻击事件' },
  DS: { channel: 'tech', legacy: '信息破坏事件' },
  IC: { channel: 'content', legacy: '信息内容安全事件' },
  DE: { channel: 'ops', legacy: '设备设施故障' },
  RO: { channel: 'tech', legacy: '其他事件' },
  SHE: { channel: 'hazard', legacy: '其他事件' },
  AB: { channel: 'tech', legacy: '其他事件' },
  FOC: { channel: 'ops', legacy: '灾害性事件' },
  OTH: { channel: 'tech', legacy: '其他事件' },
}

/**
 * What stands where a rules file is silent: the shipped rules.yaml, in its own words. Kept here as well because a rules
 * file with one line less must still work; a test holds the two equal, and rules.yaml says where each value comes from.
 */
export const shipped = {
  edition: '2026-11-23',
  organization: { name: '内蒙古师范大学', rule: '党委贯彻落实网络安全工作责任制实施细则（试行）' },
  timezone: 'Asia/Shanghai',
  campus: { is_cii: false, is_central_unit: false, own_product_flaw: false, national_or_public_risk: false },
  authorities: [
    {
      id: 'prov-cac',
      name: '自治区党委网信办',
      phone: '12387',
      channels: [
        '热线 12387',
        '网站 12387.cert.org.cn',
        '微信小程序 12387',
        '公众号 国家互联网应急中心CNCERT → 事件报告',
        '邮箱 12387@cert.org.cn',
        '传真 010-82992387',
      ],
    },
    { id: 'edu', name: '自治区教育厅' },
    { id: 'psb', name: '属地公安机关网安部门' },
    { id: 'pi-dept', name: '履行个人信息保护职责的部门' },
    { id: 'cii-dept', name: '关键信息基础设施保护工作部门' },
    { id: 'central-cac', name: '本部门网信工作机构' },
  ] satisfies z.input<typeof AuthorityRow>[] as z.input<typeof AuthorityRow>[],
  clocks: [...firstClocks, ...moreClocks],
  upward: [
    {
      id: 'NAT-UP-PROV-1H',
      levels: [1, 2],
      of: 'prov-cac',
      to: '国家网信部门',
      within: '1h',
      source: '国家网络安全事件报告管理办法 第四条',
      confidence: 'A',
    },
    {
      id: 'NAT-UP-CII-30M',
      levels: [1, 2],
      of: 'cii-dept',
      to: '国家网信部门和国务院公安部门',
      within: '30m',
      source: '国家网络安全事件报告管理办法 第四条（一）',
      confidence: 'B',
    },
    {
      id: 'NAT-UP-CENTRAL-1H',
      levels: [1, 2],
      of: 'central-cac',
      to: '国家网信部门',
      within: '1h',
      source: '国家网络安全事件报告管理办法 第四条（二）',
      confidence: 'B',
    },
  ] satisfies z.input<typeof UpwardRow>[] as z.input<typeof UpwardRow>[],
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
    ] satisfies z.input<typeof StepRow>[] as z.input<typeof StepRow>[],
    ceiling: { count: 24, every: '1d' },
    snooze: { for: '30m', times: 2 },
  },
  quiet_hours: { from: '22:30', to: '07:00', levels: [4 as const] },
  key_periods: {
    windows: [] as { name: string; from: string; to: string }[], // as above
    at: [0.25, 0.5, 0.75, 0.9, 1.0],
    overdue_every: '5m',
  },
  merge_within: '24h',
  dialog_lapses: '24h',
  levels,
  accountability,
  categories: categories.map(
    ({ code, name, short, examples, sub }): z.input<typeof CategoryRow> => ({
      code,
      name,
      short,
      ...handling[code],
      examples: [...examples],
      sub: [...sub],
    }),
  ),
}
