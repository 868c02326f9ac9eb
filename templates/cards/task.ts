// What does a duty say in somebody's own task list? What is to be done, until when; or that nothing of it is left to them.

import { type Duty, duties } from '../../rules/duties.js'
import { isMakerOf, makerOf } from '../../rules/owners.js'
import { tasksIn } from '../../rules/tasks.js'
import { byKind, levelNames, type Matter, type Party, type ViewOf } from '../../store/schema.js'
import type { Task } from '../card.js'
import { markOf } from '../drill.js'
import { paperName } from '../plain.js'
import { type Here, handing } from './parts.js'

/** Others may look over a shoulder at a task list: what is to be done and which incident, nothing of what happened. */
const deed = (duty: Duty, reader: Party): string => {
  const second = makerOf(duty) !== undefined && !isMakerOf(reader, duty)
  switch (duty.kind) {
    case 'acknowledge':
      return '确认收到'
    case 'internal':
      // what was demanded may name people and machines
      return duty.clock.demanded ? `办理${duty.clock.demanded}的要求` : duty.clock.name
    case 'grade':
      return second ? '核定级别' : paperName(duty)
    case 'report':
    case 'final': {
      const to = duty.authority?.name ?? ''
      return second ? `核实${to}的${paperName(duty)}回执` : handing(to, paperName(duty))
    }
  }
}

const levelIn = byKind<[], string>({
  incident: ({ grading, raised }) => {
    const level = raised?.level ?? grading?.level
    return level === undefined
      ? '待定级'
      : `${raised ? '暂按' : ''}${levelNames[level].replace(/（.*$/u, '')}`
  },
  rectification: () => '通报整改',
  assignment: () => '督办事项',
  zero: () => '零报告',
})

/** Why it is off this reader's list although it is not done. */
const ending = (duty: Duty, reader: Party): string =>
  duty.done ? '' : isMakerOf(reader, duty) ? '（已填写，待他人核实）' : '（已由他人办理）'

export const taskOf = (view: ViewOf<'task'>, incident: Matter, reader: Party, here: Here): Task => {
  const duty = duties(incident, here).find(({ id }) => id === view.duty)
  // asked for no more: under another level, after 误报, after 办结
  if (!duty) return { done: true }
  const mine = tasksIn(incident, here).some(
    ({ duty: { id }, person }) => id === duty.id && person.id === reader.id,
  )
  const urged = view.renewed && mine ? { urged: incident.reminding[duty.id]?.nth ?? 0 } : {}
  const head = `${markOf(incident)}【网络安全 ${levelIn(incident)}】`
  const title = `${head}${deed(duty, reader)} ${incident.id}${mine ? '' : ending(duty, reader)}`
  return { title, due: duty.due, done: !mine, ...urged }
}
