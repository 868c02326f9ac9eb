// Who plays in the story? The reporter, the two responsible people of one unit, and the office, found by their roles.

/** @typedef {import('./api.js').Person} Person */
/** @typedef {Partial<Record<'reporter' | 'first' | 'direct' | 'officeA' | 'officeB' | 'deputy' | 'director' | 'secretary', Person>>} Cast */

/** @param {Person[]} people @returns {Cast} */
export const castOf = (people) => {
  /** @param {string} role @param {string} [unit] */
  const having = (role, unit) =>
    people.filter((each) => each.roles.includes(role) && (!unit || each.unit === unit))
  const duty = having('值班员')
  const deputy = having('常务副主任')[0]
  const director = having('主任')[0]
  const secretary = people.find(
    ({ unit, roles }) => /^学校|大学(?:党委)?$/.test(unit) && roles.includes('第一责任人'),
  )
  const units = [...new Set(people.map(({ unit }) => unit))].filter(
    (unit) =>
      unit !== secretary?.unit &&
      unit !== director?.unit &&
      having('第一责任人', unit).length > 0 &&
      having('直接责任人', unit).length > 0,
  )
  const unit =
    units.find((each) => each === '信息学院') ??
    units.find((each) => /信息.*学院|计算机.*学院/.test(each)) ??
    units.find((each) => each.endsWith('学院')) ??
    units[0]
  const plain = people.filter(({ roles }) => roles.length === 0)
  const found = {
    reporter: plain.find(({ name }) => name === '刘老师') ?? plain[0],
    first: unit ? having('第一责任人', unit)[0] : undefined,
    direct: unit ? having('直接责任人', unit)[0] : undefined,
    officeA: duty[0],
    officeB: duty[1] ?? deputy,
    deputy,
    director,
    secretary,
  }
  // Only who was found is in the cast.
  return Object.fromEntries(Object.entries(found).filter(([, person]) => person))
}

/** @type {Partial<Record<keyof Cast, string>>} */
const parts = { deputy: '常务副主任', director: '主任' }

/** One line for a person in the part they play; who has several posts is shown with the one that counts here. @param {Cast} cast @param {Person} person */
export const partLine = (cast, person) => {
  const part = Object.entries(parts).find(([name]) => cast[/** @type {keyof Cast} */ (name)] === person)?.[1]
  const office = cast.officeA?.unit
  return part && office && person.unit.split('、').includes(office) ? `${office} · ${part}` : roleLine(person)
}

/** One line for a person: where, and as what. @param {Person} person */
export const roleLine = ({ unit, roles, title }) =>
  [unit, roles.join('、') || title].filter(Boolean).join('\u00a0· ')
