// What is lacking before 办结? A line for each duty: what it is, whose, and the word that brings it on.
import type { Actor, Owed } from '../store/schema.js'
import { inBrackets } from './brackets.js'
import { names, owedName } from './plain.js'

/** Who is to do it: never the one who entered the receipt that waits. */
const whose = ({ owners, submission, readers }: Owed): Actor[] =>
  readers ?? (submission?.returned ? owners : owners.filter(({ id }) => id !== submission?.by.id))

const send = (...words: (string | undefined)[]): string => `发送“${words.filter(Boolean).join(' ')}”`

const next = (duty: Owed, id: string): string => {
  const { clock, submission, authority, readers, asked, correction, demand } = duty
  if (clock.kind === 'acknowledge' || readers) return '由本人点“确认收到”'
  if (submission && !submission.returned) return send('核实', id, authority?.name)
  if (clock.kind === 'report' || clock.kind === 'final') return send('报送', id, authority?.name)
  if (clock.kind === 'grade') return asked ? send('核定定级', id) : send('定级', id, '级别')
  if (clock.endedBy)
    return send(clock.done ?? clock.name, id, clock.endedBy === 'fixed' ? `${clock.name}情况` : undefined)
  if (clock.assigns) return send('更正', id)
  // whose name is the whole text of what was asked, and which takes how it was answered
  if (demand) return `${send('待办', id)}，点这一项的“已办”`
  return correction ? send('核定更正', id) : send('已办', id, clock.name)
}

export const lacking = (duties: readonly Owed[], id: string, drill: boolean): string =>
  [
    `还有 ${duties.length} 项未办，不能办结：`,
    ...duties.map((duty, at) => {
      const by = names(whose(duty))
      return `${at + 1}. ${owedName(duty)}${by ? inBrackets(by) : ''}：${next(duty, id)}`
    }),
    ...(drill ? [`这是演练，不必都办完：要结束，请发送“演练结束 ${id}”。`] : []),
  ].join('\n')
