// 演练: how is a drill begun, now or at an hour to come? As a report in the making, filled in from its scenario; from there on all is as it would be.
import { askDrill } from '../../handlers/drill.js'
import { concernedBy, nextOfPlanning, plannedOf, waitingPlans, withSaid } from '../../handlers/planned.js'
import { RANK } from '../../handlers/tell.js'
import { planAsked } from '../../handlers/understand/drill.js'
import type { Draft, Planned, Planning } from '../../store/schema.js'
import {
  drillName,
  drillOverview,
  drillScenarios,
  planAsking,
  planCancelAsked,
  planCancelled,
  planDropped,
  planKept,
  planOver,
  planWrong,
} from '../../templates/drill.js'
import { owe } from '../turn/happen.js'
import { beginWith } from './converse.js'
import { type Desk, refuse, reply, say } from './desk.js'
import { forget } from './drafts.js'
import { typedWord } from './replies.js'
import { endDraft } from './used.js'

export const beginDrill = async (desk: Desk, asked: string): Promise<void> => {
  const { turn, party, said, world } = desk
  const plan = party.office ? planAsked(asked) : undefined
  if (plan?.what === 'cancel') return cancelPlan(desk, plan.of)
  if (plan) {
    const planning = planningOf(desk)
    if (!planning || (plan.of !== undefined && plan.of !== planning.id)) return say(desk, planOver)
    return answerPlanning(desk, planning, plan.said)
  }
  const answer = askDrill(party, asked, { id: `d${turn.next('draft')}`, channel: said.channel }, world)
  switch (answer.kind) {
    case 'refuse':
      return refuse(desk, answer.refusal)
    case 'scenarios':
      if (answer.unknown) return say(desk, drillScenarios(world.rules.drills, answer.unknown))
      return reply(desk, {
        view: 'offer',
        ...drillOverview(world.rules.drills, waitingPlans(turn.rows('planned')), world),
        rash: true,
      })
    case 'begin':
      return beginWith(desk, answer.draft)
    case 'plan': {
      const { answers, scenario, said: typed } = answer
      return answerPlanning(desk, planningFrom(desk, { answers, scenario }), typed)
    }
  }
}

const planningFrom = (
  { turn, party, world }: Desk,
  known: Pick<Planning, 'answers' | 'scenario' | 'unit'>,
): Planning => {
  turn.drop('issuing', party.id)
  turn.drop('opening', party.id)
  return { id: `y${turn.next('planning')}`, ...known, touchedAt: world.now }
}

/** 定时间: what was about to begin is planned instead; `said`: what was said of the time with it. */
export const scheduleDraft = (desk: Desk, draft: Draft, said = ''): void => {
  const { directory } = desk.world
  const { unit: id, ...answers } = draft.answers
  const unit = directory.units.find((one) => one.id === id)
  endDraft(desk, draft.id, { how: 'planned' })
  forget(desk)
  const planning = planningFrom(desk, {
    answers,
    scenario: draft.scenario ?? drillName,
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
  })
  if (said.trim()) return answerPlanning(desk, planning, said)
  ask(desk, planning)
}

/** The drill that this person is planning, where it has not lapsed. */
export const planningOf = ({ turn, party, world }: Desk): Planning | undefined => {
  const planning = turn.row('planning', party.id)
  const fresh =
    planning && Date.parse(world.now) - Date.parse(planning.touchedAt) < world.rules.dialogLapsesMs
  return fresh ? planning : undefined
}

/** The next question; where none is left, it is kept and will begin by itself. */
const ask = (desk: Desk, planning: Planning): void => {
  const { turn, party, world } = desk
  const asked = nextOfPlanning(planning, world)
  if (asked) {
    turn.put('planning', party.id, { ...planning, asked })
    return reply(desk, { view: 'offer', ...planAsking(planning, asked, world), rash: true })
  }
  turn.drop('planning', party.id)
  const planned = plannedOf(`p${turn.next('planned')}`, party, planning, world)
  if (!planned) return
  turn.put('planned', planned.id, planned)
  reply(desk, { view: 'offer', ...planKept(planned, world), rash: true })
}

export const answerPlanning = (desk: Desk, before: Planning, text: string): void => {
  const { turn, party, world } = desk
  if (!party.office) return refuse(desk, { why: 'office-only' })
  if (text.trim() === typedWord.cancel) {
    turn.drop('planning', party.id)
    return say(desk, planDropped)
  }
  const { planning, wrong } = withSaid(before, text, world)
  if (wrong) say(desk, planWrong(wrong))
  ask(desk, planning)
}

/** Which one is asked where it is not said and there are several. */
const cancelPlan = (desk: Desk, of: string | undefined): void => {
  const { turn, party, world } = desk
  const all = waitingPlans(turn.rows('planned'))
  const [only, ...others] = of === undefined ? all : all.filter(({ id }) => id === of)
  if (!only) {
    const planning = of === undefined ? planningOf(desk) : undefined
    if (planning) turn.drop('planning', party.id)
    return say(desk, planning ? planDropped : planOver)
  }
  if (others.length > 0) return reply(desk, { view: 'offer', ...planCancelAsked(all, world), rash: true })
  callOff(desk, only)
}

/** Whoever knew of it hears that it is off. */
const callOff = (desk: Desk, planned: Planned): void => {
  const { turn, party, world } = desk
  turn.drop('planned', planned.id)
  say(desk, planCancelled(planned, world))
  if (!planned.told) return
  for (const { id } of concernedBy(planned, world))
    if (id !== party.id)
      owe(desk, {
        key: `planned/${planned.id}/cancelled/${id}`,
        to: { person: id },
        rank: RANK.reply,
        view: { view: 'text', text: planCancelled(planned, world, party) },
      })
}
