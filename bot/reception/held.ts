// What was said before the first question had its no? It waits in memory alone: what may be secret is on no disk (regulations.md §6).
import type { Said } from '../../handlers/questions.js'
import type { Draft } from '../../store/schema.js'

/** As many as may wait at once; the oldest is forgotten, and its report asks for everything. */
const MOST = 1000

/** Thrown in the turn that takes its no: somebody else is to read the sentence first. Nothing of that turn remains. */
export class Unread extends Error {
  constructor(
    readonly person: string,
    readonly draft: string,
    readonly sentence: string,
  ) {
    super('a sentence is to be read')
  }
}

/** One sentence for each person, of the report that it began. After a restart there is none, and the report asks. */
export type Held = {
  keep(person: string, draft: string, sentence: string): void
  /** What another reader found in the sentence of this report; it is asked once. */
  hint(read: Pick<Unread, 'person' | 'draft'>, hints: Said['hints']): void
  /** Its no is taken now: throws `Unread` where another reader is to be asked. */
  mayBeRead(person: string, draft: Draft): void
  /** Of this report; the same as long as nothing is forgotten, so that a turn that failed may be run again. */
  of(person: string, draft: Pick<Draft, 'id'>): Said | undefined
  forget(person: string): void
}

/** `read`: there is another reader. */
export const openHeld = (read = false): Held => {
  const held = new Map<string, Said & { draft: string }>()
  const of = (person: string, draft: Pick<Draft, 'id'>) => {
    const found = held.get(person)
    return found?.draft === draft.id ? found : undefined
  }
  return {
    keep(person, draft, sentence) {
      held.delete(person)
      held.set(person, { draft, sentence })
      const [oldest] = held.keys()
      if (held.size > MOST && oldest !== undefined) held.delete(oldest)
    },
    hint({ person, draft }, hints = {}) {
      const found = held.get(person)
      if (found?.draft === draft) held.set(person, { ...found, hints })
    },
    mayBeRead(person, draft) {
      const found = of(person, draft)
      if (read && found && !found.hints) throw new Unread(person, found.draft, found.sentence)
    },
    of,
    forget: (person) => void held.delete(person),
  }
}
