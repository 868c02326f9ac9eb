// 定级: who may say how grave it is? A named person of the office; less than the clocks run under needs a reason and a second person. The clock never starts anew.
import { duties } from '../../rules/duties.js'
import { type Suggestion, suggestLevel } from '../../rules/level.js'
import { timesOf } from '../../rules/rounds.js'
import { rulesOf, type World } from '../../rules/world.js'
import { levelOf } from '../../store/incident.js'
import { type Level, levelNames, type Matter } from '../../store/schema.js'
import { record, refOf, refuse, settled } from '../decision.js'
import { lowers } from '../grading.js'
import { tooLong } from '../limits.js'
import { parseLevel } from '../understand/replies.js'
import { type Action, reason } from './action.js'

/**
 * Must somebody say why? When a level is changed, when it is below the suggestion or below the level under which the
 * clocks run, while something unknown could raise it (不详不等于零), and for 一般 where the rules ask people to look twice
 * (`below_major_needs_reason`).
 */
export const needsReason = (
  level: Level,
  incident: Matter,
  { level: suggested, open, reasons }: Pick<Suggestion, 'level' | 'open' | 'reasons'>,
): boolean =>
  incident.grading !== undefined ||
  level > suggested ||
  lowers(level, incident) ||
  open.some((one) => one.level < level) ||
  (level === 4 && reasons.length > 0)

/** Has the grading been given that a button asks for? */
const doneOf = (id: string, incident: Matter, world: World): boolean =>
  duties(incident, world).find((duty) => duty.id === id)?.done !== undefined

const options = ([1, 2, 3, 4] as const).map((level) => ({
  label: levelNames[level],
  value: levelNames[level],
}))

/** Level is a human act (报告管理办法 第四条, 细则 第十三条): the rules suggest, this records who decided what, and on which basis. */
export const grade: Action<'grade'> = {
  name: 'grade',
  label: '定级',
  typed: {
    words: ['定级'],
    slash: ['grade'],
    long: true,
    glued: /^(?:为|成)?(?:特别重大|重大|较大|一般|[一二三四1-4]级)/u,
    read(rest) {
      const said = parseLevel(rest)
      if (said) return { answers: { level: String(said.level), reason: said.rest } }
      return rest.trim() ? { answers: { level: rest } } : {}
    },
  },
  help: { rest: '编号 级别', does: '确认或更改级别', for: 'office' },
  form: {
    submit: '确认定级',
    items({ incident, level }) {
      const why = incident.grading !== undefined || level !== undefined
      return [
        {
          name: 'level',
          label: '级别',
          type: 'select',
          required: true,
          options,
          ...(level ? { value: levelNames[level] } : {}),
          check: (text) => (parseLevel(text) ? undefined : { why: 'level-needed' }),
        },
        // of a first level it is asked for only where it turns out to be needed
        { ...reason(), required: why, ...(why ? {} : { unasked: true }) },
      ]
    },
  },
  round: (incident) => timesOf('graded', incident),

  decide({ by, incident, world, duty, nth, answers }) {
    if (!by.office) return refuse({ why: 'office-only' })
    const over = settled(incident)
    if (over) return refuse(over)
    const before = incident.grading
    // a button that asks for the first level, or a form that was opened before this one was given
    const late =
      (duty !== undefined && doneOf(duty, incident, world)) ||
      (nth !== undefined && nth < timesOf('graded', incident))
    if (late && before)
      return refuse({ why: 'graded-meanwhile', level: before.level, by: before.by, at: before.at })
    const asked = incident.gradeAsked
    if (late && asked) return refuse({ why: 'grade-waits', ...asked })
    if (!answers) return { kind: 'form' }
    const level = answers.level ? parseLevel(answers.level)?.level : undefined
    if (!level) return refuse({ why: 'level-needed' })
    const long = tooLong('reason', answers.reason)
    if (long) return refuse(long)
    if (before?.level === level && !incident.raised)
      return refuse({ why: 'already', what: 'graded', by: before.by, at: before.at })
    if (asked?.level === level && !asked.overtaken) return refuse({ why: 'grade-waits', ...asked })
    const suggestion = suggestLevel(incident, rulesOf(incident, world))
    const why = answers.reason?.trim()
    if (!why && needsReason(level, incident, suggestion)) return { kind: 'form', level }
    const waits = lowers(level, incident)
    return record(
      waits ? { did: 'grade-asked', level, running: levelOf(incident) } : { did: 'graded', level },
      {
        type: 'graded',
        at: world.now,
        by: refOf(by),
        level,
        ...(before && before.level !== level ? { previous: before.level } : {}),
        ...(why ? { reason: why } : {}),
        suggested: suggestion.level,
        // what people had to judge is met where they say so
        basis: [
          ...suggestion.hits.filter((hit) => hit.level < 4),
          ...suggestion.held.filter((one) => level <= one.level),
        ].map(({ id }) => id),
        ...(waits ? { waits } : {}),
      },
    )
  },
}
