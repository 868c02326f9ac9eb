// What was said before the first question had its no? It waits in memory alone: what may be secret is on no disk (regulations.md §6).
import type { Said } from '../../handlers/questions.js'
import type { Draft } from '../../store/schema.js'

/** As many as may wait at once; the oldest is forgotten, and its report asks for everything. */
const MOST = 1000

/** One sentence for each person, of the report that it began. After a restart there is none, and the report asks. */
export type Held = {
  keep(person: string, draft: string, sentence: string): void
  /** What another reader found in the sentence of this report. */
  hint(person: string, draft: string, hints: Said['hints']): void
  /** Of this report; the same as long as nothing is forgotten, so that a turn that failed may be run again. */
  of(person: string, draft: Draft): Said | undefined
  forget(person: string): void
}

export const openHeld = (): Held => {
  const held = new Map<string, Said & { draft: string }>()
  return {
    keep(person, draft, sentence) {
      held.delete(person)
      held.set(person, { draft, sentence })
      const [oldest] = held.keys()
      if (held.size > MOST && oldest !== undefined) held.delete(oldest)
    },
    hint(person, draft, hints) {
      const found = held.get(person)
      if (found?.draft === draft && hints) held.set(person, { ...found, hints })
    },
    of(person, draft) {
      const found = held.get(person)
      return found?.draft === draft.id ? found : undefined
    },
    forget: (person) => void held.delete(person),
  }
}
