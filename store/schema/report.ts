// What does a report hold, and a receipt? The answers of contract §7, each of which may honestly be unknown.
import { z } from 'zod'
import { Instant } from './word.js'

/** An answer of the report that may honestly be unknown: text, or 不详 (`unknown`), or not asked (absent). */
const Unknown = z.literal('unknown')
const known = <T extends z.ZodType>(type: T) => z.union([type, Unknown]).optional()

/** The report (contract §7). `classified` is never here: a yes keeps nothing. */
export const Report = z.object({
  unit: z.string(),
  summary: z.string(),
  harmful_content: known(z.boolean()),
  system: known(z.string()),
  category: known(z.string()),
  discovered_at: known(Instant),
  impact: known(z.string()),
  measures: known(z.string()),
  occurred_at: known(Instant),
  place: known(z.string()),
  people_affected: known(z.number()),
  pi_persons: known(z.number()),
  outage_minutes: known(z.number()),
  spreading: known(z.boolean()),
  crime_suspected: known(z.boolean()),
  ransomware: known(z.boolean()),
  /** 赎金金额、支付方式和日期 (报告管理办法 第七条（二）). */
  ransom: known(z.string()),
  important_data: known(z.boolean()),
  tampered: known(z.boolean()),
  contact_phone: known(z.string()),
})
export type Report = z.infer<typeof Report>
export type ReportField = keyof Report

/** A receipt: the proof that an authority has a report (forms.yaml, receipt). */
export const Receipt = z.object({
  channel: z.string(),
  sent_at: Instant,
  received_by: z.string(),
  /** 接收时间: when the authority took it down; not asked for before it was. */
  received_at: Instant.optional(),
  ref_no: z.string().optional(),
  instructions: z.string().optional(),
})
export type Receipt = z.infer<typeof Receipt>

/** An answer that a level may hang on. */
export const Fact = z.union([z.boolean(), z.number(), z.string()])
export type Fact = z.infer<typeof Fact>

/** What was said beside the report: a figure, or a yes. Never a no: that takes back nothing. */
export const Claims = z.record(z.string(), z.union([z.number(), z.literal(true)]))
export type Claims = z.infer<typeof Claims>
