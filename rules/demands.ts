// What clock does a demand of an authority have? 上级要求 with a date is a duty like any other (forms.yaml, receipt: 每条要求生成任务与期限).

import type { Incident } from '../store/schema.js'
import { brief } from './brief.js'
import type { Clock } from './rules.js'

type Demand = NonNullable<Incident['demands']>[number]

const ID = 'DEMAND'
const POST = 'office'

/** The id of the duty that is the `nth` demand of its incident, counted from 1. */
export const demandId = (nth: number): string => `${ID}/${POST}/${nth}`

const MOST = 24

/** Enough of it to know which one is meant. */
const briefly = (text: string): string => brief(text.replace(/\s+/gu, ' '), MOST)

/** Its own clock: from when it was demanded to the date that the authority set. */
export const demandClock = ({ at, due, text, authority }: Demand): Clock => ({
  id: ID,
  name: `办理${authority}的要求：${briefly(text)}`,
  kind: 'internal',
  by: [POST],
  from: 'reported',
  within: { unit: 'ms', ms: Date.parse(due) - Date.parse(at) },
  statutory: false,
  demanded: authority,
  done: `已办：${briefly(text)}`,
})

/** The clock of a duty that is a demand, whatever has become of the incident. */
export const demandClockOf = (
  duty: string,
  { demands = [] }: Pick<Incident, 'demands'>,
): Clock | undefined => {
  const demand = demands.find((_, at) => demandId(at + 1) === duty)
  return demand && demandClock(demand)
}
