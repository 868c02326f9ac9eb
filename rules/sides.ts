// Do both sides know, the 上级有关部门 and the 属地网络安全职能部门? (实施细则 第十一条（四）、第十三条: 同时报告)
import type { Matter } from '../store/schema.js'
import { running } from './duties.js'
import { type Clock, oneIsEnough, type Side, sides } from './rules.js'
import { rulesOf, type World } from './world.js'

export type SideTold = {
  side: Side
  /** Everybody of this side to whom a first report runs or went, and whether a receipt of theirs is confirmed. */
  authorities: { name: string; told: 'confirmed' | 'entered' | 'not' }[]
  met: boolean
}

/** The clock that asks for both sides at once. */
export const asksBothSides = ({ metBy }: Pick<Clock, 'metBy'>): boolean => metBy?.includes('sides') ?? false

/**
 * Both sides of an incident. The upper one is met when all of its authorities have a confirmed receipt (网信 and 教育), the
 * local one when any has (公安 or 属地网信). Empty under rules that know no sides.
 */
export const sidesTold = (incident: Matter, world: Pick<World, 'rules' | 'rulebook'>): SideTold[] => {
  const rules = rulesOf(incident, world)
  if (!rules.clocks.some(asksBothSides)) return []
  const { owing } = running(incident, rules)
  const receipts = Object.entries(incident.submissions)
  return sides.map((side) => {
    const authorities = rules.authorities.flatMap((authority) => {
      if (authority.side !== side) return []
      const firsts = rules.clocks.filter(
        ({ stage, to, from }) => stage === 'first' && to === authority.id && from !== 'news',
      )
      const entered = receipts
        .filter(([duty, { returned }]) => !returned && firsts.some(({ id }) => duty.startsWith(`${id}/`)))
        .map(([, submission]) => submission)
      if (entered.length === 0 && !firsts.some((clock) => owing.includes(clock))) return []
      const told = entered.some(({ confirmed }) => confirmed)
        ? 'confirmed'
        : entered.length > 0
          ? 'entered'
          : 'not'
      return [{ name: authority.name, told } as const]
    })
    const confirmed = authorities.filter(({ told }) => told === 'confirmed').length
    if (side !== oneIsEnough || confirmed === 0)
      return { side, authorities, met: confirmed > 0 && confirmed === authorities.length }
    return { side, authorities: authorities.filter(({ told }) => told !== 'not'), met: true }
  })
}
