// Does 帮助 name what this person can do, and nothing that always ends in a no?
import { expect, it } from 'vitest'
import { helpFor } from '../../handlers/help.js'
import { partyOf } from '../../handlers/see.js'
import { evolve } from '../../store/matter.js'
import { at, incidentOf, T0, worldAt } from '../rules/ground.js'

const words = (id: string, world = worldAt(T0)): string[] =>
  helpFor(partyOf({ id, name: id }, world), world).map(({ word }) => word.split(' ')[0] ?? '')

it('tells a teacher without a post nothing of 转办, 外出, 处置结束, 文书', () => {
  const teacher = words('stranger')
  expect(teacher).toContain('报告')
  for (const word of ['转办', '外出', '处置结束', '文书']) expect(teacher).not.toContain(word)
})

it('tells a 联络员 of 外出, which needs only a line in the directory', () => {
  expect(words('P016')).toContain('外出')
  expect(words('P016')).not.toContain('转办')
})

it('tells the responsible people and the office of all four', () => {
  for (const id of ['P014', 'P015', 'P007'])
    expect(words(id)).toEqual(expect.arrayContaining(['转办', '外出', '处置结束', '文书']))
})

it('tells whoever acts for a responsible person', () => {
  const incident = evolve(incidentOf(), {
    type: 'delegated',
    at: at(T0),
    by: { id: 'P014', name: '张伟' },
    from: { id: 'P014', name: '张伟' },
    to: { id: 'P016', name: '韩小川' },
  })
  expect(words('P016', worldAt(T0, undefined, incident))).toContain('处置结束')
})
