// Which of the reports do typed words mean? By the authority's name or any part of it, or of the report's.
import type { Duty } from '../../rules/duties.js'
import type { Refusal } from '../../store/schema.js'

/** The reports that are meant by the authority's id or name, or by any part of its name or of the report's. */
export const fitting = (candidates: Duty[], text: string | undefined): Duty[] => {
  const wanted = text?.trim()
  if (!wanted) return candidates
  const exact = candidates.filter(({ authority }) => authority?.id === wanted || authority?.name === wanted)
  if (exact.length > 0) return exact
  const words = wanted.split(/\s+/)
  return candidates.filter((duty) => {
    const name = nameOf(duty)
    return words.every((word) => word === duty.authority?.id || name.includes(word))
  })
}

/** `自治区教育厅 紧急报告`, `自治区党委网信办 第 2 次续报`. */
const nameOf = ({ authority, clock, nth }: Duty): string =>
  `${authority?.name ?? ''} ${nth === undefined ? clock.name : `第 ${nth} 次${clock.name}`}`.trim()

/** Everything that a word may mean of these. */
export const namesOf = (candidates: Duty[]): string[] =>
  candidates.flatMap((duty) => [nameOf(duty), ...(duty.authority ? [duty.authority.id] : [])])

/** How candidates are offered for choice: by their authority, and by their report where one authority has several. */
const names = (candidates: Duty[]): string[] => [
  ...new Set(
    candidates.map((duty) =>
      candidates.some((other) => other !== duty && other.authority?.id === duty.authority?.id)
        ? nameOf(duty)
        : (duty.authority?.name ?? nameOf(duty)),
    ),
  ),
]

export const which = (candidates: Duty[]): Refusal => ({ why: 'which-authority', names: names(candidates) })

export const authorities = (candidates: Duty[]): string[] => [
  ...new Set(candidates.map(({ authority }) => authority?.name ?? '')),
]
