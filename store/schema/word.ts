// Which small words do all the facts share? Moments, people, posts, levels, channels.
import { z } from 'zod'

/** A moment: UTC, ISO 8601 with milliseconds. Shown to people in the campus's time zone by `templates/`. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>

/** A person as remembered in a record: the name and title stay what they were that day. */
export const PersonRef = z.object({ id: z.string(), name: z.string(), title: z.string().optional() })
export type PersonRef = z.infer<typeof PersonRef>

/** Who did something, and for whom when it was a stand-in (代). */
export const Actor = PersonRef.extend({ for: PersonRef.optional() })
export type Actor = z.infer<typeof Actor>

export const UnitRef = z.object({ id: z.string(), name: z.string() })
export type UnitRef = z.infer<typeof UnitRef>

/** The kinds of matter (docs/adr/0030). */
export const Kind = z.enum(['incident', 'rectification', 'assignment', 'zero'])
export type Kind = z.infer<typeof Kind>

/** 1 特别重大, 2 重大, 3 较大, 4 一般 (网络安全事件分级指南). */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Level = z.infer<typeof Level>

export const levelNames: Record<Level, string> = {
  1: '特别重大（I 级）',
  2: '重大（II 级）',
  3: '较大（III 级）',
  4: '一般（IV 级）',
}

/** The posts of the responsibility chain (细则 第五条至第七条、第十三条); also the words of the reminder ladder. */
export const PostName = z.enum([
  'first',
  'direct',
  'supervising_leader',
  'office',
  'office_deputy',
  'office_director',
  'it_center',
  'publicity',
  'secrecy',
  'school_first',
  'school_direct',
])
export type PostName = z.infer<typeof PostName>

/**
 * `unit`: which of the units that answer for the system (谁主管、谁运维、谁使用); none for the one it was reported of. `since`:
 * from when on, where a correction brought it.
 */
export const Post = z.object({
  post: PostName,
  person: PersonRef,
  unit: UnitRef.optional(),
  since: Instant.optional(),
})
export type Post = z.infer<typeof Post>

/** The chain as frozen into the incident: several people may hold one post, one person several posts. */
export const Chain = z.array(Post)
export type Chain = z.infer<typeof Chain>

export const Urgency = z.enum(['app', 'sms', 'phone'])
export type Urgency = z.infer<typeof Urgency>

export const ChannelName = z.enum(['sandbox', 'feishu', 'dingtalk'])
export type ChannelName = z.infer<typeof ChannelName>
