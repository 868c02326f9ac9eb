// What is known of a system of the campus? A row of the office's register; an incident keeps it as it was that day.
import { z } from 'zod'
import { UnitRef } from './word.js'

/** `owner`, `operator`, `users`: 谁主管、谁运维、谁使用 (细则 第七条). A vendor is printed, never contacted. */
export const System = z.object({
  id: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  addresses: z.array(z.string()),
  owner: UnitRef,
  operator: UnitRef.optional(),
  users: z.array(UnitRef),
  vendor: z.string().optional(),
  vendorPhone: z.string().optional(),
  /** 等保级别: 第一级 to 第五级, 未定级. */
  protection: z.string().optional(),
  filing: z.string().optional(),
  critical: z.boolean().optional(),
})
export type System = z.infer<typeof System>
