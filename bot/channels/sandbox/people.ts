// Who lives in the sandbox? Everyone in the directory, and some staff whom no directory gives a role.
import { staff } from '../../../templates/platform/sandbox.js'

export type SandboxPerson = { id: string; name: string; title: string; unit: string; roles: string[] }

const free = (id: string, taken: ReadonlySet<string>): string => (taken.has(id) ? free(`${id}x`, taken) : id)

/** A list that is asked for at every message is worked out once for each directory, which is never changed in place. */
export const once = <K extends object, A>(work: (of: K) => A): ((of: K) => A) => {
  const answers = new WeakMap<K, { answer: A }>()
  return (of) => {
    const known = answers.get(of) ?? { answer: work(of) }
    answers.set(of, known)
    return known.answer
  }
}

/** The directory's people and the staff after them, whose ids never clash with an id of the directory. */
export const campus = once((directory: readonly SandboxPerson[]): SandboxPerson[] => {
  const taken = new Set(directory.map(({ id }) => id))
  return [...directory, ...staff.map((person) => ({ ...person, id: free(person.id, taken), roles: [] }))]
})
