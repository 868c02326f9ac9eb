// 补充: how does the record grow? By dated lines.
import { overNow, record, refOf, refuse } from '../decision.js'
import { tooLong } from '../limits.js'
import { maySee } from '../see.js'
import { figuresIn } from '../understand/figures.js'
import { type Action, oneAnswer } from './action.js'

export const note: Action<'note'> = {
  name: 'note',
  label: '补充',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['补充'],
    slash: ['note'],
    free: true,
    recorded: true,
    long: true,
    glued: /^\d/u,
    read: oneAnswer('note'),
  },
  help: { rest: '编号 文字', does: '给记录补充一条', for: 'everyone' },

  decide({ by, incident, world, answers }) {
    if (!maySee(by, incident, world)) return refuse({ why: 'no-such-incident' })
    const text = answers?.note ?? ''
    const long = tooLong('note', text)
    if (long) return refuse(long)
    if (!text.trim()) return refuse({ why: 'text-needed' })
    const over = overNow(incident)
    return record(
      { did: 'noted', incident: incident.id, ...(over ? { over } : {}) },
      { type: 'noted', at: world.now, by: refOf(by), text: text.trim(), ...figuresIn(text) },
    )
  },
}
