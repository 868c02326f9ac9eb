// 演练: who may begin a drill, with which scenario, and for which unit? (细则 第十一条（四）)
import type { Drill } from '../rules/rules.js'
import type { World } from '../rules/world.js'
import { findUnits } from '../store/campus.js'
import type { Draft, Party, Refusal } from '../store/schema.js'
import { refOf } from './decision.js'
import { beginDraft } from './questions.js'
import { drillAsked, drillWhen } from './understand/drill.js'

type DrillDecision =
  /** `unknown`: what was asked for, and is none. */
  | { kind: 'scenarios'; unknown?: string }
  | { kind: 'begin'; draft: Draft }
  /** At an hour to come: `said` names it, and may name the unit. */
  | { kind: 'plan'; scenario: string; answers: Draft['answers']; said: string }
  | { kind: 'refuse'; refusal: Refusal }

/** The first by its number or a part of its name; the rest may name the unit, which is asked for where it does not. */
export const askDrill = (
  by: Party,
  asked: string,
  at: Pick<Draft, 'id' | 'channel'>,
  world: World,
): DrillDecision => {
  if (!by.office) return { kind: 'refuse', refusal: { why: 'office-only' } }
  if (asked.trim() === '') return { kind: 'scenarios' }
  const { drills } = world.rules
  const { nth, name, rest } = drillAsked(asked)
  const found: Drill | undefined =
    nth === undefined ? drills.find((one) => one.name.includes(name)) : drills[nth - 1]
  if (!found) return { kind: 'scenarios', unknown: name }
  const { before, at: hour, wrong } = drillWhen(rest, world)
  if (hour || wrong) return { kind: 'plan', scenario: found.name, answers: { ...found.report }, said: rest }
  const units = before ? findUnits(world.directory, before) : []
  const [unit] = units
  const draft = beginDraft(at.id, refOf(by), at.channel, world.now, true)
  const named = unit && units.length === 1 ? { unit: unit.id } : {}
  return {
    kind: 'begin',
    draft: {
      ...draft,
      answers: { ...found.report, ...named, discovered_at: world.now },
      scenario: found.name,
      asks: ['unit'],
      question: 'unit',
      state: 'unit' in named ? 'preview' : 'asking',
      startedAt: world.now,
    },
  }
}
