// 首报、续报、终报: how does the series of reports go on? What is new is told again, and the last one says cause and lessons.
import { roundOf } from '../rules/rounds.js'
import { parts } from '../rules/series.js'
import type { World } from '../rules/world.js'
import type { Incident, Party } from '../store/schema.js'
import { type Decision, record, refOf, refuse, settled } from './decision.js'
import { tooLong, tooLongIn } from './limits.js'
import { doneBefore, named } from './named.js'
import { redactCredentials } from './secrets.js'
import { whom } from './standin.js'

/** 续报: the office says that something important is new; where a first report went, a follow-up is owed (报告管理办法 第七条). */
export const callFollowUp = (
  by: Party,
  incident: Incident,
  reason: string | undefined,
  world: World,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  if (Object.keys(incident.submissions).length === 0) return refuse({ why: 'no-first-report' })
  const long = tooLong('reason', reason, '新情况')
  if (long) return refuse(long)
  const text = redactCredentials(reason?.trim() ?? '').text
  if (!text) return { kind: 'form', form: 'follow_up' }
  return record(
    { did: 'follow-up-called' },
    { type: 'follow-up-called', at: world.now, by: refOf(by), reason: text },
  )
}

/** The parts of a follow-up or of the final report (forms.yaml; 报告管理办法 第七条、第八条). Left empty: as it was. */
export const write = (
  by: Party,
  incident: Incident,
  stage: 'follow-up' | 'final',
  form: Record<string, string> | undefined,
  world: World,
  dutyId?: string,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const duty = dutyId === undefined ? undefined : named(incident, dutyId, world)
  if (duty && 'why' in duty) return refuse(duty)
  const done = duty && doneBefore(duty)
  if (done) return refuse(done)
  if (!form)
    return {
      kind: 'form',
      form: stage === 'final' ? 'write_final' : 'write_follow_up',
      ...(dutyId ? { duty: dutyId } : {}),
    }
  const long = tooLongIn(form)
  if (long) return refuse(long)
  const written = Object.fromEntries(
    parts[stage].flatMap(({ id }) => {
      const text = redactCredentials((Object.hasOwn(form, id) ? form[id] : undefined)?.trim() ?? '').text
      return text ? [[id, text]] : []
    }),
  )
  if (Object.keys(written).length === 0) return refuse({ why: 'nothing-answered' })
  return record({ did: 'written' }, { type: 'written', at: world.now, by: refOf(by), parts: written })
}

/** 上报责任人 and deputy of one incident: named people, never «the office» (细则 第九条、第十条、第十一条、第十三条). */
export const appoint = (
  by: Party,
  incident: Incident,
  form: { officer?: string | undefined; deputy?: string | undefined } | undefined,
  world: World,
  nth?: number,
): Decision => {
  if (!by.office) return refuse({ why: 'office-only' })
  const over = settled(incident)
  if (over) return refuse(over)
  const last = incident.record.findLast((event) => event.type === 'appointed')
  if (last?.type === 'appointed' && nth !== undefined && nth < (roundOf('appoint', incident) ?? 0))
    return refuse({ why: 'already', what: 'appointed', by: last.by, at: last.at })
  if (!form) return { kind: 'form', form: 'appoint' }
  const officer = whom(form.officer, world)
  if ('why' in officer) return refuse(officer)
  const deputy = whom(form.deputy, world)
  if ('why' in deputy) return refuse(deputy)
  if (officer.id === deputy.id) return refuse({ why: 'two-people' })
  return record(
    { did: 'appointed', to: officer },
    { type: 'appointed', at: world.now, by: refOf(by), officer, deputy },
  )
}
