// 已办: is a duty met that is no report to an authority? Whoever owes it says so, or the office for them (细则 第十二条、第十三条).
import { mayActAs, seenFrom } from '../../rules/chain.js'
import { demandClockOf } from '../../rules/demands.js'
import { byUrgency, type Duty, duties } from '../../rules/duties.js'
import { clockOfDuty } from '../../rules/rules.js'
import { rulesOf } from '../../rules/world.js'
import type { Actor, Event, Refusal } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { tooLong } from '../limits.js'
import { doneBefore, named } from '../named.js'
import { acknowledgedBy } from '../report.js'
import { officeRef } from '../see.js'
import { declines, parseYesNo } from '../understand/replies.js'
import { type Action, type Answers, type Asked, type Item, type Opened, reason } from './action.js'

/** What an authority demanded is not ended by a bare click. */
const HOW = '办理情况'

const isDeed = ({ kind, readers, correction, clock }: Duty): boolean =>
  kind === 'internal' && !readers && !correction && !clock.assigns && !clock.endedBy

const clockNamed = (id: string | undefined, { incident, world }: Pick<Opened, 'incident' | 'world'>) =>
  demandClockOf(id ?? '', incident) ?? clockOfDuty(id ?? '', rulesOf(incident, world))

/** Several bodies owe it, each for itself: nobody says it for another (细则 第十三条). */
const eachForItself = ({ clock }: Duty): boolean => clock.by.length > 1

/** As whom: as the holder or for them; the office for everybody, but for what each says for itself. */
const asWhom = ({ by, incident, world }: Asked, duty: Duty): Actor | undefined =>
  duty.owners.find(({ id }) => id === by.id) ??
  mayActAs(refOf(by), [duty.post], seenFrom(incident, duty.unit?.id), world) ??
  (by.office && !eachForItself(duty) ? refOf(by) : undefined)

const mayDo = (duty: Duty, { world }: Asked) =>
  eachForItself(duty) ? duty.owners : [...duty.owners, ...officeRef(world)]

/** It is met when a leader has opened the incident: nobody says so for them. */
const toBeOpened = (duty: Duty): Refusal => doneBefore(duty) ?? { why: 'not-yours', may: duty.readers ?? [] }

/** What typed words mean: the one whose name they hold, else what this person owes, where it is one. */
const typedDeed = (asked: Asked): Duty | Refusal => {
  const { by, incident, world, answers } = asked
  const words = answers?.said ?? answers?.reason ?? ''
  const toOpen = duties(incident, world).find(({ readers, clock }) => readers && words.includes(clock.name))
  if (toOpen) return toBeOpened(toOpen)
  const all = duties(incident, world).filter(isDeed).sort(byUrgency)
  const mine = all.filter((duty) => asWhom(asked, duty))
  if (mine.length === 0) {
    const owing = all.filter(({ done }) => !done).flatMap((duty) => mayDo(duty, asked))
    return all.length === 0 ? { why: 'nothing-to-do' } : { why: 'not-yours', may: owing }
  }
  const meant = mine.filter(
    ({ clock, demand }) => words.includes(clock.name) || (demand && words.includes(demand.text)),
  )
  const open = (meant.length > 0 ? meant : mine).filter(({ done }) => !done)
  const own = open.filter(({ owners }) => owners.some(({ id }) => id === by.id))
  const [first, ...others] = own.length > 0 ? own : open
  const more = others.filter(({ clock }) => clock !== first?.clock)
  if (!first)
    return (
      (meant.length > 0 ? meant : mine).flatMap((duty) => doneBefore(duty) ?? [])[0] ?? {
        why: 'nothing-to-do',
      }
    )
  return more.length > 0
    ? { why: 'which-duty', names: [first, ...more].map(({ clock }) => clock.name) }
    : first
}

const deedNamed = ({ incident, world }: Asked, id: string): Duty | Refusal => {
  const duty = named(incident, id, world)
  if ('why' in duty || isDeed(duty)) return duty
  return duty.readers ? toBeOpened(duty) : { why: 'button-dead' }
}

/** Who owes the same for several bodies says it once. */
const alike = (asked: Asked, duty: Duty, by: Actor): { duty: Duty; by: Actor }[] => [
  { duty, by },
  ...duties(asked.incident, asked.world).flatMap((other) => {
    const owner = other.owners.find(({ id }) => id === asked.by.id)
    return owner && other !== duty && other.clock === duty.clock && !other.done
      ? [{ duty: other, by: owner }]
      : []
  }),
]

/** What the person wrote beside it, without the name by which it was called. */
const wordsIn = ({ said, reason = '' }: Answers, { clock }: Duty): string => {
  const text = (said ?? reason).trim()
  return text.startsWith(clock.name) ? text.slice(clock.name.length).replace(/^[\s：:，,]+/u, '') : text
}

export const perform: Action<'perform'> = {
  name: 'perform',
  label: '已办',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['已办'],
    slash: ['done'],
    free: true,
    long: true,
    rare: true,
    read: (rest) => (rest.trim() ? { answers: { said: rest } } : {}),
  },
  help: { rest: '编号 事项', does: '登记应办事项已办', for: 'unit' },
  form: {
    ask: '请勾选已经开始或办完的；没有的可以留空',
    submit: '已办',
    items(opened) {
      const clock = clockNamed(opened.duty, opened)
      return [
        ...(clock?.steps ?? []).map(
          (step, at): Item => ({ name: `step${at}`, label: step, type: 'yesno', required: false }),
        ),
        clock?.demanded
          ? reason(HOW)
          : {
              name: 'reason',
              label: clock?.ground ?? '说明',
              type: 'longtext',
              required: false,
              ...(clock?.steps ? { unasked: true } : {}),
            },
      ]
    },
  },
  ofDuty: true,

  decide(asked) {
    const { incident, world, duty: id, answers } = asked
    const over = settled(incident)
    if (over) return refuse(over)
    const duty = id === undefined ? typedDeed(asked) : deedNamed(asked, id)
    if ('why' in duty) return refuse(duty)
    const by = asWhom(asked, duty)
    if (!by) return refuse({ why: 'not-yours', may: mayDo(duty, asked) })
    const done = doneBefore(duty)
    if (done) return refuse(done)
    const { steps = [], ground, demanded } = duty.clock
    const text = answers ? wordsIn(answers, duty) : ''
    // the form asks for the ground; typed words may as well say how it was done
    const not = Boolean(ground && text && (answers?.said === undefined || declines(text)))
    if ((!answers && (steps.length > 0 || ground)) || (demanded && !text))
      return { kind: 'form', duty: duty.id }
    const long = tooLong('reason', text, demanded ? HOW : ground)
    if (long) return refuse(long)
    const ticked = steps.filter((_, at) => parseYesNo(answers?.[`step${at}`] ?? '') === true)
    return record(
      { did: 'performed', what: duty.clock.name, ...(not ? { not: true } : {}) },
      // who has begun for a unit has heard of it
      ...(steps.length > 0 ? acknowledgedBy(asked.by, incident, world) : []),
      ...alike(asked, duty, by).map(
        (one): Event => ({
          type: 'performed',
          at: world.now,
          by: one.by,
          duty: one.duty.id,
          ...(ticked.length > 0 ? { steps: ticked } : {}),
          ...(text ? (ground && !not ? { remark: text } : { reason: text }) : {}),
        }),
      ),
    )
  },
}
