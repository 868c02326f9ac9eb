// What is said and asked while somebody reports? What was understood, what was not and why, and the question of this moment.
import type { ReportField } from './report.js'
import type { System } from './system.js'

/** Said beside a question. Each has its sentence in `templates/dialog.ts`, or it does not compile. */
export type Remark =
  /** `whole`: as it is; `shortened`: a text, of which a long one is not told again; `counted`: only how much there is of it. */
  | {
      say: 'understood'
      label: string
      name: ReportField | 'classified'
      value: unknown
      how: 'whole' | 'shortened' | 'counted'
    }
  | { say: 'lacking'; labels: string[] }
  /** What a sentence answered, while something is still to be asked. */
  | { say: 'read'; items: { label: string; name: ReportField; value: unknown }[] }
  | { say: 'left-open'; labels: string[] }
  | { say: 'all-filled' }
  | { say: 'three-ways' }
  | { say: 'first-question' }
  | { say: 'which-not-understood' }
  | { say: 'back-in-preview' }
  | { say: 'telephone'; phone: string }
  | { say: 'must-or-telephone'; phone: string }
  | { say: 'may-skip' }
  /** What must not be kept, or is not done (regulations.md §6). */
  | { say: 'no-hiding' }
  | { say: 'harmful'; phone: string }
  | { say: 'redacted' }
  /** Why an answer is none. `said`: how it began. */
  | { say: 'classified-must' }
  | { say: 'classified-unclear' }
  | { say: 'classified-needed' }
  /** What happened was told instead: it waits for the no. */
  | { say: 'classified-kept' }
  /** The sentence that the report began with is lost. */
  | { say: 'told-lost' }
  /** What counts as a secret, whom to call, and that nothing was filed. */
  | { say: 'classified-explained'; phone: string }
  | { say: 'how'; label: string; ask: string }
  /** Asked back whether it is filed: it is not, and who is called meanwhile. */
  | { say: 'not-filed'; phone: string }
  | { say: 'all-units'; names: string[] }
  | { say: 'yes-or-no' }
  | { say: 'no-such-unit'; said: string; example: string | undefined }
  | { say: 'too-many-units'; said: string; count: number }
  | { say: 'several-units'; said: string; names: string[] }
  | { say: 'several-systems'; said: string; names: string[] }
  /** What the register says of the system that was named; `instead`: the unit that was given before. */
  | { say: 'from-register'; system: System; instead?: string | undefined }
  | { say: 'no-such-kind'; said: string; count: number }
  | { say: 'several-kinds'; said: string; names: string[] }
  | { say: 'ahead' }
  | { say: 'hour-needed' }
  | { say: 'no-time' }
  | { say: 'no-number' }
  | { say: 'no-duration' }
  | { say: 'no-phone' }
  | { say: 'no-text'; asked: 'text' | 'other' }
  | { say: 'text-too-long'; label: string; most: number; found: number; asked: 'text' | 'other' }
  | { say: 'required'; label: string }
  | { say: 'value-needed' }
  | { say: 'not-filled' }
  | { say: 'unit-gone' }

/** What is wrong, and in which field of the form. */
export type Problem = { field: string; problem: Remark }

/** The question of this moment, before it has its words. */
export type AskedNow =
  | { asks: 'preview' }
  | { asks: 'which'; labels: string[] }
  | {
      asks: 'item'
      label: string
      ask: string
      /** What an unclear answer may have meant. */
      offered?: string[] | undefined
      kinds: { short: string; examples: readonly string[] }[]
      /** Absent while one item is changed: the preview follows. */
      step?: { nth: number; of: number } | undefined
      isFirst: boolean
      required: boolean
      choices: string[]
    }
