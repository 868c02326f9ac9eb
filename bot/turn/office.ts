// What does the office hear from the program itself? Rules that wait for its signatures, and what went wrong.
import { isOffice, watchOf } from '../../store/campus.js'
import { type Bench, owe } from './happen.js'

/** Everybody who watches over the bot hears this. */
export const sayToOffice = (bench: Bench, key: string, text: string): void => {
  for (const { id } of watchOf(bench.campus.directory))
    owe(bench, { key: `${key}/${id}`, to: { person: id }, rank: 0, view: { view: 'text', text } })
}

/** The same, once for each `key`, for ever. */
export const tellOnce = (bench: Bench, key: string, text: string): void => {
  if (bench.turn.row('meta', `told/${key}`) !== undefined) return
  bench.turn.put('meta', `told/${key}`, bench.turn.at)
  sayToOffice(bench, `told/${key}`, text)
}

/** Other rules were found: the office is shown what is different, and asked for two signatures. */
export const showRules = (bench: Bench, version: string): void => {
  const { turn, campus } = bench
  const nth = turn.next('rules')
  for (const { id } of campus.directory.people)
    if (isOffice(campus.directory, id))
      owe(bench, {
        key: `rules/${version}/${nth}/${id}`,
        to: { person: id },
        rank: 0,
        view: { view: 'rules', version },
      })
}
