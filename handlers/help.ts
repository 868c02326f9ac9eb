// 帮助: what can this person do here? Only the words that would be answered with more than a no.
import { isResponsible } from '../rules/chain.js'
import { concerning, involving } from '../rules/concerning.js'
import { personOf, type World } from '../rules/world.js'
import type { HelpLine, HelpTopic, Matter, Party } from '../store/schema.js'
import type { Action, Audience } from './actions/action.js'
import { mayDo, spoken } from './actions/index.js'
import { wordOf } from './understand/rows.js'

const everyone: readonly HelpTopic[] = ['report', 'form', 'todo', 'status', 'list']
const office: readonly HelpTopic[] = ['notice', 'assign', 'zeros', 'drill', 'export', 'rules', 'directory']
const overview: readonly HelpTopic[] = ['all', 'log', 'stats']
/** For whoever answers for a unit, or acts for such a person, and for the office. */
const responsible: readonly HelpTopic[] = ['doc', 'zero']
/** Only who is in the directory has a stand-in there. */
const listed: readonly HelpTopic[] = ['away', 'back']
/** Only where the office keeps a roster; who has turns, and the office. */
const onRoster: readonly HelpTopic[] = ['swap', 'takeover']

const lines = (topics: readonly HelpTopic[]): HelpLine[] =>
  topics.map((topic) => ({
    word: wordOf(topic === 'all' ? 'list' : topic === 'zeros' ? 'zero' : topic),
    topic,
  }))

const isOpen = ({ status }: Matter): boolean => status === 'open' || status === 'resolved'

/** Does this person answer for a unit, or act for somebody who does in an incident that is not settled? */
const answersForAUnit = (by: Party, world: World): boolean =>
  (personOf(world, by.id)?.posts.some(({ role }) => role === '第一责任人' || role === '直接责任人') ??
    false) ||
  involving(by.id, world).some((incident) => isOpen(incident) && isResponsible(by, incident, world))

export const helpFor = (by: Party, world: World): HelpLine[] => {
  const overall = by.office || by.leader
  const { roster = [] } = world.directory
  const forAUnit = by.office || answersForAUnit(by, world)
  const isFor: Record<Audience, boolean> = { everyone: true, office: by.office, unit: forAUnit }
  /** Whoever could do it to what is going on now is told of it, whatever their post is. */
  const isTold = (action: Action, audience: Audience): boolean =>
    isFor[audience] ||
    concerning(by, world).some((incident) => isOpen(incident) && mayDo(action, { by, incident, world }))
  const acts = (audience: Audience): HelpLine[] =>
    spoken.flatMap(({ action, typed }) =>
      action.help?.for === audience && isTold(action, audience)
        ? [{ word: `${typed.words[0]} ${action.help.rest}`, does: action.help.does }]
        : [],
    )
  return [
    ...acts('office'),
    ...(by.office ? lines(office) : []),
    ...(overall ? lines(overview) : []),
    // who sees all of the campus needs no second line for what is theirs
    ...lines(everyone.filter((topic) => !(overall && topic === 'list'))),
    ...acts('everyone'),
    ...acts('unit'),
    ...(forAUnit ? lines(responsible) : []),
    ...(personOf(world, by.id) ? lines(listed) : []),
    ...(roster.length > 0 && personOf(world, by.id) ? lines(['rota']) : []),
    ...(roster.length > 0 && (by.office || roster.some(({ person }) => person === by.id))
      ? lines(onRoster)
      : []),
  ]
}
