import { describe, expect, it } from 'vitest'
import { askDocument } from '../../handlers/document.js'
import { partyOf } from '../../handlers/see.js'
import { directory, firstHours, laterOn, reported, story, theEnd, worldAt } from './incident.js'

const world = worldAt('17:00')
const as = (id: string) => {
  const { name, title } = directory.people.find((one) => one.id === id) ?? { name: id, title: '' }
  return partyOf({ id, name, title }, world)
}
const early = story(firstHours)
const underway = story(firstHours, laterOn)
const ended = story(firstHours, laterOn, theEnd)
const kindFor = (who: string, incident: typeof early | undefined, asked = '') => {
  const answer = askDocument(as(who), incident, asked, world)
  return answer.kind === 'document' ? answer.document : answer.refusal.why
}

describe('文书', () => {
  it('the next in the series when none is named', () => {
    expect(kindFor('P07', early)).toBe('first')
    expect(kindFor('P07', underway)).toBe('follow-up')
    expect(kindFor('P07', ended)).toBe('final')
  })

  it('by the names that people use', () => {
    for (const [asked, kind] of [
      ['首报', 'first'],
      ['事中情况报告', 'follow-up'],
      ['处置总结报告', 'final'],
      ['记录', 'record'],
    ] as const)
      expect(kindFor('P07', underway, asked)).toBe(kind)
  })

  it('reports for the office and the unit, the record for the office and the leaders', () => {
    expect(kindFor('P14', early)).toBe('first')
    expect(kindFor('P14', early, '记录')).toBe('office-or-leader-only')
    expect(kindFor('P01', early, '记录')).toBe('record')
    expect(kindFor('P01', early)).toBe('not-yours')
    expect(kindFor(reported.by.id, early)).toBe('not-yours')
  })

  it('nothing for a number that one may not see, nor for a classified stub, which is no incident', () => {
    expect(kindFor('nobody', early)).toBe('no-such-incident')
    expect(kindFor('P07', undefined)).toBe('no-such-incident')
  })
})
