// How much is said when very many incidents are ignored? Counted by kind; and no statutory step comes later than it falls due.
import { expect, it } from 'vitest'
import { clockOfDuty } from '../../rules/rules.js'
import type { Event, EventOf } from '../../store/schema.js'
import type { Delivery } from '../scenes/platform.js'
import { openStage, type Stage } from '../scenes/stage.js'

const UNITS = [
  '信息学院',
  '文学院',
  '数学科学学院',
  '化学与环境科学学院',
  '音乐学院',
  '教务处',
  '学生工作处',
  '图书馆',
  '财务处',
]
const KINDS = ['恶意程序', '网络攻击', '数据安全', '设备设施故障', '违规操作', '安全隐患', '异常行为']
const INCIDENTS = 62
const HOUR = 3_600_000

const report = async (stage: Stage, nth: number): Promise<void> => {
  const liu = stage.id('刘老师')
  await stage.say(liu, '填表')
  const isForm = (content: Parameters<Parameters<typeof stage.platform.latest>[1]>[0]) =>
    'card' in content && content.card.form !== undefined
  const [card = ''] = stage.platform.latest(liu, isForm) ?? []
  const form = {
    classified: '否',
    summary: `第${nth + 1}件`,
    discovered_at: '刚刚',
    unit: UNITS[nth % UNITS.length] ?? '',
    category: KINDS[Math.floor(nth / UNITS.length)] ?? '',
    // 报案: a statutory duty of its own
    ...(nth % 5 === 0 ? { crime_suspected: '是' } : {}),
  }
  await stage.press(liu, card, { action: 'submit_report', form: 'report' }, form)
}

const kindOf = (one: Delivery): string => {
  if (one.kind !== 'message') return one.kind
  if ('text' in one.content) return '文字'
  const { title } = one.content.card
  return /汇总|起$/.test(title) ? '汇总' : /催办|提醒/.test(title) ? '催办' : '卡片'
}

/** Who heard no such step by then: neither in a message of its own, nor on a digest that stands in their chat. */
const deaf = (stage: Stage, incident: string, step: EventOf<'reminded'>): string[] => {
  const { shown } = stage.fenghuo.turns.peek()
  const lists = Object.values(shown).filter(
    ({ view }) =>
      (view.view === 'digest' && view.incidents.includes(incident)) ||
      (view.view === 'reminder' && view.incident === incident && view.duties.includes(step.duty)),
  )
  return step.to.flatMap(({ id }) => (lists.some(({ to }) => 'person' in to && to.person === id) ? [] : [id]))
}

it('62 起事件 13.5 小时无人理会：不超过 400 条，法定的每一步都准时，十分钟内最多一次加急', {
  timeout: 1_800_000,
}, async () => {
  const stage = await openStage()
  try {
    const from = stage.now()
    const heard: { at: number; one: Delivery }[] = []
    const note = () => {
      for (const one of stage.platform.deliveries.splice(0)) heard.push({ at: stage.now(), one })
    }
    for (let nth = 0; nth < INCIDENTS; nth++) {
      await report(stage, nth)
      stage.platform.deliveries.splice(
        0,
        stage.platform.deliveries.length,
        // the empty form answers what was typed
        ...stage.platform.deliveries.filter(
          (one) => one.kind !== 'message' || !('card' in one.content) || !one.content.card.form,
        ),
      )
      note()
    }
    const next = () => Math.min(stage.fenghuo.ticker.next(), stage.fenghuo.courier.next())
    const seen = new Map<string, number>()
    let steps = 0
    const until = from + 13.5 * HOUR
    while (stage.now() < until) {
      await stage.moveTo(Math.min(until, Math.max(next(), stage.now() + 1)))
      note()
      for (const [id, { record }] of Object.entries(stage.fenghuo.turns.peek().incidents)) {
        const law = (event: Event): event is EventOf<'reminded'> =>
          event.type === 'reminded' && clockOfDuty(event.duty, stage.rules)?.statutory === true
        for (const step of record.slice(seen.get(id) ?? 0).filter(law)) {
          steps++
          expect(deaf(stage, id, step), `${id} ${step.duty}@${step.slot}`).toEqual([])
        }
        seen.set(id, record.length)
      }
    }
    const messages = heard.filter(({ one }) => one.kind === 'message' || one.kind === 'file')
    const counted = (by: (one: Delivery) => string): Record<string, number> => {
      const count: Record<string, number> = {}
      for (const { one } of messages) count[by(one)] = (count[by(one)] ?? 0) + 1
      return count
    }
    // one message for each incident, step and person made more than 17,000 in the first four hours
    console.log(
      `62 起，13.5 小时：${messages.length} 条消息`,
      counted(kindOf),
      counted((one) => stage.nameOf(one.to)),
    )
    for (const id of new Set(heard.map(({ one }) => one.to))) {
      const buzzes = heard.filter(({ one }) => one.kind === 'urgent' && one.to === id).map(({ at }) => at)
      const gaps = buzzes.slice(1).map((at, nth) => at - (buzzes[nth] ?? 0))
      expect(Math.min(...gaps, Number.POSITIVE_INFINITY), stage.nameOf(id)).toBeGreaterThanOrEqual(600_000)
    }
    for (const name of ['值班甲', '值班乙']) {
      const times = messages
        .filter(({ one, at }) => one.to === stage.id(name) && at > from + HOUR)
        .map(({ at }) => at)
      const gaps = [...times.slice(1), until].map((at, nth) => at - (times[nth] ?? 0))
      expect(Math.max(...gaps), name).toBeLessThanOrEqual(HOUR)
    }
    expect(steps).toBeGreaterThan(INCIDENTS * 20)
    expect(messages.length).toBeLessThanOrEqual(400)
  } finally {
    await stage.end()
  }
})
