// In which incidents could somebody not be reached? Known by person, so that whoever speaks is not looked for in every incident.
import type { Matter } from '../../store/schema.js'

/** It may hold too much, never too little: the incident itself says whether it still is so. */
export type Lost = {
  of(person: string): readonly string[]
  note(incident: Matter): void
}

export const openLost = (incidents: Readonly<Record<string, Matter>>): Lost => {
  const byPerson = new Map<string, Set<string>>()
  const lost: Lost = {
    of: (person) => [...(byPerson.get(person) ?? [])],
    note({ id, unreachable }) {
      for (const person of unreachable) byPerson.set(person, (byPerson.get(person) ?? new Set()).add(id))
    },
  }
  for (const incident of Object.values(incidents)) lost.note(incident)
  return lost
}
