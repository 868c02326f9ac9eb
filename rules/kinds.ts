// By which clocks does a matter of each kind run, and how is it pressed?
import { type Assignment, byKind, type Matter, type Rectification } from '../store/schema.js'
import { authorityOf } from './counted.js'
import { type Asking, type Authority, type Clock, type Rules, zeroClocks } from './rules.js'
import { ASKER } from './shape.js'

type Asked = Rectification | Assignment

/** In the order of the rules. One whose date the matter does not carry is none of its. */
export const clocksOf = byKind<[Rules], readonly Clock[]>({
  incident: (_, { clocks }) => clocks,
  rectification: (notice, { rectification }) => dated(notice, rectification),
  assignment: (given, { assignment }) =>
    given.subject.people ? ofPeople(dated(given, assignment)) : dated(given, assignment),
  zero: () => zeroClocks,
})

/** 年度核对: to answer is to confirm, and either of the two responsible people answers for the unit. */
const ofPeople = (clocks: readonly Clock[]): Clock[] =>
  clocks
    .filter(({ kind }) => kind !== 'acknowledge')
    .map((clock) => (clock.endedBy === 'fixed' ? { ...clock, by: ['first', 'direct'] } : clock))

const dated = ({ subject }: Asked, { clocks }: Asking): readonly Clock[] =>
  clocks.filter(({ within }) => within.unit !== 'own' || carried({ subject }, within.date) !== undefined)

type Dates = Extract<Clock['within'], { unit: 'own' }>['date']
const carried = ({ subject, zero }: Pick<Matter, 'subject' | 'zero'>, date: Dates): string | undefined =>
  date === 'cutoff' || date === 'until' ? zero?.[date] : subject?.[date]

/** What the rules say of what a unit is asked for; nothing of an incident. */
export const askingOf = byKind<[Rules], Asking | undefined>({
  incident: () => undefined,
  rectification: (_, { rectification }) => rectification,
  assignment: (_, { assignment }) => assignment,
  zero: () => undefined,
})

/** The date that was set for it, where its clock runs until one. */
export const dateOf = (matter: Matter, { within }: Pick<Clock, 'within'>): string | undefined =>
  within.unit === 'own' ? carried(matter, within.date) : undefined

/** To whom it goes: an authority of the rules; or whoever asked, who may be none of them. */
export const addresseeOf = (clock: Clock, { subject }: Matter, rules: Rules): Authority | undefined =>
  clock.to === ASKER
    ? subject && (authorityOf({ to: subject.authority }, rules) ?? { id: ASKER, name: subject.source })
    : authorityOf(clock, rules)

/** The rules by which it is reminded. `now`: closer in a key period. What a unit is asked for is no emergency: its own ladder, and every night is kept. */
export const pressedBy = byKind<[Rules, Rules], Rules>({
  incident: (_, __, now) => now,
  rectification: (_, rules) => unhurried(rules, rules.rectification),
  assignment: ({ subject }, rules) => {
    const pressing = unhurried(rules, rules.assignment)
    return subject.drills === undefined
      ? pressing
      : { ...pressing, remind: { ...pressing.remind, at: rules.yearlyDrills.remind } }
  },
  zero: (_, rules) => atDay(rules, rules.zeroReport),
})

const unhurried = (rules: Rules, { warnings, ...pressing }: Asking): Rules =>
  atDay(rules, { ...pressing, at: warnings.map(({ left }) => 1 - left) })

/** Every night is kept, whatever the level of an incident would say. */
const atDay = (
  rules: Rules,
  { at, overdueEveryMs, ladder }: Pick<Rules['zeroReport'], 'at' | 'overdueEveryMs' | 'ladder'>,
): Rules => ({
  ...rules,
  quietHours: rules.quietHours && { ...rules.quietHours, levels: [1, 2, 3, 4] },
  remind: { ...rules.remind, at, overdueEveryMs, ladder },
})
