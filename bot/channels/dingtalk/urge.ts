// How does a message become loud? DING by telephone, by SMS, in the app; each step down is said, and a message is the last.

import { z } from 'zod'
import type { Urgency } from '../../../store/schema.js'
import { dingtalkTells } from '../../../templates/operator/dingtalk.js'
import { lessLoud } from '../../../templates/platform/dingtalk.js'
import { quotaSpent, stepsDown } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import { steady } from '../../time/steady.js'
import type { Channel } from '../channel.js'
import type { Api } from './api.js'
import { Refused } from './errors.js'
import type { Say } from './ladder.js'
import { plainText } from './markdown.js'
import { monthOf } from './pace.js'

const steps: readonly Urgency[] = ['phone', 'sms', 'app']
const remindType = { app: 1, sms: 2, phone: 3 } as const
/** What was spent or refused is not asked for again for so long. */
const rememberMs = 60 * 60_000
const mostText = 500

const Ding = z.looseObject({ failedList: z.record(z.string(), z.array(z.string())).nullish() })

export const openUrge = (options: {
  api: Api
  clock: Clock
  robotCode: string
  say: Say
  tellOffice(key: string, text: string): void
}): Channel['urge'] => {
  const { api, clock, robotCode, say, tellOffice } = options
  const passed = steady(clock)
  const spent = new Map<Urgency, { until: number; why: string }>()

  /** Nothing where it rang; else why not, and whether that holds for everybody. */
  const ring = async (address: string, level: Urgency, content: string) => {
    try {
      const answer = await api.call('POST', '/v1.0/robot/ding/send', {
        robotCode,
        remindType: remindType[level],
        receiverUserIdList: [address],
        content,
        ...(level === 'phone' ? { callVoice: 'Standard_Female_Voice' } : {}),
      })
      const failed = Ding.catch({}).parse(answer).failedList ?? {}
      const own = Object.values(failed).some((users) => users.includes(address))
      return own ? { why: lessLoud.notThisPerson, all: false } : undefined
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (/ding\.serverquota/.test(error.code)) return { why: quotaSpent, all: true }
      if (/accesstokenpermissiondenied/.test(error.code)) return { why: lessLoud.noPermission, all: true }
      if (error.failure === 'refused' || error.failure === 'unreachable')
        return { why: error.message, all: false }
      throw error
    }
  }

  return async (message, to, level, text) => {
    if ('group' in to) return { lower: lessLoud.group }
    const content = plainText(text).slice(0, mostText)
    const lower: string[] = []
    for (const step of steps.slice(steps.indexOf(level))) {
      const known = spent.get(step)
      const failed =
        known && known.until > passed() ? { ...known, all: false } : await ring(to.address, step, content)
      if (!failed) return { level: step, ...(lower.length > 0 ? { lower: stepsDown(lower) } : {}) }
      lower.push(lessLoud.failed(step, failed.why))
      if (failed.all) {
        spent.set(step, { until: passed() + rememberMs, why: failed.why })
        tellOffice(
          `dingtalk/${monthOf(clock.now())}/ding-${step}`,
          dingtalkTells.dingFailed(step, failed.why),
        )
      }
    }
    // No DING at all: the words once more, as a message. It is not loud, so no level is claimed.
    await say(to, 'sampleText', { content }, `${message}/urge/${level}/${clock.now()}`)
    return { lower: lessLoud.messageInstead(lower) }
  }
}
