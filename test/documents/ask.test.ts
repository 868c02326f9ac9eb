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
  if (answer.kind === 'refuse') return answer.refusal.why
  return answer.papers.map(({ document, to }) => (to ? `${document} ${to}` : document)).join('；')
}

describe('文书', () => {
  it('the next in the series when none is named', () => {
    expect(kindFor('P07', early)).toBe('first prov-cac；follow-up edu')
    expect(kindFor('P07', underway)).toBe('follow-up edu')
    expect(kindFor('P07', ended)).toBe('final prov-cac')
  })

  it('for the authority that is named, by any part of its name; one that gets none is a question', () => {
    expect(kindFor('P07', early, '首报 党委网信办')).toBe('first prov-cac')
    expect(kindFor('P07', early, '教育厅续报')).toBe('follow-up edu')
    expect(kindFor('P07', early, '首报 教育厅')).toBe('which-authority')
    expect(kindFor('P07', early, '首报 谢谢')).toBe('first prov-cac')
  })

  it('by the names that people use', () => {
    for (const [asked, kind] of [
      ['首报', 'first prov-cac'],
      ['事中情况报告', 'follow-up edu'],
      ['处置总结报告', 'final prov-cac'],
      ['记录', 'record'],
      ['电话稿', 'script'],
      ['告知书', 'persons'],
    ] as const)
      expect(kindFor('P07', underway, asked)).toBe(kind)
  })

  it('reports for the office and the unit, the record for the office and the leaders', () => {
    expect(kindFor('P14', early, '首报')).toBe('first prov-cac')
    expect(kindFor('P14', early, '电话稿')).toBe('script')
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
