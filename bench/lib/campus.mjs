// On which campus is it measured? The shipped sample, grown to the size of a university: sixty more units, a thousand people.
import { loadRules } from '../../dist/bot/turn/rules.js'
import { readDirectory } from '../../dist/store/directory.js'

const MORE_UNITS = 60
const STAFF = 1000

/** `more`: so many units beside the sample's, two responsible people in each. */
export const campus = async (more = MORE_UNITS) => {
  const sample = await readDirectory('templates/directory')
  const rules = await loadRules('rules/rules.yaml')
  const units = [...sample.units]
  const people = [...sample.people]
  const supervisor = sample.units.find(({ kind }) => kind === '院级单位')?.supervisor
  for (let nth = 1; nth <= more; nth++) {
    const unit = `B${String(nth).padStart(2, '0')}`
    units.push({ id: unit, name: `第${nth}学院`, kind: '院级单位', aliases: [], supervisor })
    for (const [role, title] of [
      ['第一责任人', '党委书记'],
      ['直接责任人', '副院长'],
    ])
      people.push({ id: `${unit}-${title}`, name: `${title}${nth}`, title, posts: [{ unit, role }] })
  }
  for (let nth = 1; people.length < STAFF + 2 * (more - MORE_UNITS); nth++)
    people.push({
      id: `S${nth}`,
      name: `职工${nth}`,
      title: '',
      posts: [{ unit: units[nth % units.length].id, role: '' }],
    })
  return { directory: { units, people }, rules }
}

/** The units where an incident can happen, and the people who only report; each found once. */
const once = (find) => {
  const found = new WeakMap()
  return ({ directory }) => {
    const known = found.get(directory) ?? find(directory)
    found.set(directory, known)
    return known
  }
}
export const unitsOf = once(({ units }) => units.filter(({ id }) => id.startsWith('B')))
export const staffOf = once(({ people }) => people.filter(({ id }) => id.startsWith('S')))
