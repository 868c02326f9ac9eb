// 登记要求: what does an authority demand, and until when? With the receipt or later, each with a date is a duty of its own.
import type { Authority } from '../../rules/rules.js'
import { rulesOf, type World } from '../../rules/world.js'
import type { EventOf, Matter, Party, Refusal } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { type Dated, demandDue, demandsIn, demandsOf, looksDated } from '../understand/demand.js'
import { refusalIn } from '../understand/receipt.js'
import type { Action, Answers, Item } from './action.js'

export const instructions = (required: boolean): Item => ({
  name: 'instructions',
  label: '上级要求',
  type: 'longtext',
  required,
  placeholder: '写明要求和时限，例如：明天18时前报送书面说明',
  also: ['demand-needed'],
  check(text, { world }) {
    const found = demandsIn(text, world)
    return 'why' in found ? found : undefined
  },
})

const isDated = (answers: Answers, world: Pick<World, 'now' | 'rules'>): boolean => {
  const found = demandsIn(answers.instructions ?? '', world)
  return !('why' in found) && !found.unread && found.demands.length > 0
}

/** Asked for where a date stands in the demand and can't be read. */
export const demandDate: Item = {
  name: 'demand_due',
  label: '要求时限',
  type: 'time',
  toCome: true,
  required: ({ instructions = '' }) => looksDated(instructions),
  placeholder: '对方要求何时办结，例如：明天18点、24小时内；没有可不填',
  unasked: (answers, world) => !looksDated(answers.instructions ?? '') || isDated(answers, world),
  also: ['demand-date-unclear'],
  check: (text, { world }) => refusalIn(demandDue(text, world)),
}

const datedIn = ({ instructions = '', demand_due = '' }: Answers, world: World): Dated[] | Refusal =>
  demandsOf(instructions, demand_due, world)

/** The same demand, entered twice, is one. */
const knownAs = ({ demands = [] }: Matter, to: string, { text, due }: Dated) =>
  demands.find((one) => one.to === to && one.text === text && one.due === due)

/** What is demanded in these answers by a date, and not known yet. */
export const demanded = (
  by: Party,
  authority: Authority | undefined,
  answers: Answers,
  incident: Matter,
  world: World,
): EventOf<'demanded'>[] | Refusal => {
  const dated = datedIn(answers, world)
  if ('why' in dated || !authority) return 'why' in dated ? dated : []
  return dated
    .filter((one) => !knownAs(incident, authority.id, one))
    .map(({ text, due }) => ({
      type: 'demanded',
      at: world.now,
      by: refOf(by),
      to: authority.id,
      authority: authority.name,
      text,
      due,
    }))
}

/** By id, name, or any part of the name that fits only one. */
const authorityIn = (said: string, all: readonly Authority[]): Authority | undefined => {
  const word = said.trim()
  const exact = all.find(({ id, name }) => id === word || name === word)
  const part = word ? all.filter(({ name }) => name.includes(word)) : []
  return exact ?? (part.length === 1 ? part[0] : undefined)
}

export const demand: Action<'demand'> = {
  name: 'demand',
  label: '登记要求',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['登记要求', '登记上级要求'],
    slash: ['demand'],
    free: true,
    long: true,
    rare: true,
    read(rest) {
      const [authority = '', text = ''] = rest.trim().split(/\s+(.*)/su)
      return authority ? { answers: { authority, instructions: text } } : {}
    },
  },
  help: { rest: '编号 机关 要求', does: '登记上级要求和时限', for: 'office' },
  form: {
    ask: '请写明哪个机关要求什么、何时办结；到期前会提醒，办完才能办结',
    submit: '登记',
    items: ({ incident, world }) => [
      {
        name: 'authority',
        label: '提出机关',
        type: 'select',
        required: true,
        options: rulesOf(incident, world).authorities.map(({ name }) => ({ label: name, value: name })),
        check: (text) => wrongAuthority(text, rulesOf(incident, world).authorities),
      },
      instructions(true),
      { ...demandDate, required: () => true, unasked: isDated },
    ],
  },

  decide({ by, incident, world, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    if (!answers) return { kind: 'form' }
    const { authorities } = rulesOf(incident, world)
    const authority = authorityIn(answers.authority ?? '', authorities)
    if (!authority) return refuse({ why: 'which-authority', names: authorities.map(({ name }) => name) })
    if (!answers.instructions?.trim()) return refuse({ why: 'demand-needed' })
    const dated = datedIn(answers, world)
    if ('why' in dated) return refuse(dated)
    const [first] = dated
    if (!first) return refuse({ why: 'demand-date-unclear' })
    const events = demanded(by, authority, answers, incident, world)
    if ('why' in events) return refuse(events)
    const known = knownAs(incident, authority.id, first)
    return known && events.length === 0
      ? refuse({ why: 'already', what: 'demanded', by: known.by, at: known.at })
      : record({ did: 'demanded', authority: authority.name }, ...events)
  },
}

const wrongAuthority = (text: string, all: readonly Authority[]): Refusal | undefined =>
  authorityIn(text, all) ? undefined : { why: 'which-authority', names: all.map(({ name }) => name) }
