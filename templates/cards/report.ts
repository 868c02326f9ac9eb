// What does the one who reports see: the question, the preview, the form, and whether it is the same thing?

import type { Party, View, ViewOf } from '../../store/schema.js'
import type { Card, CardAction, Rendered } from '../card.js'
import { wayOut } from '../dialog.js'
import { drillBegins, drillMark, drillNow } from '../drill.js'
import { aboutOf } from '../kinds.js'
import { clockTime } from '../plain.js'
import { reportTitle } from '../reception.js'
import { type Here, press, primary } from './parts.js'

/** A way out belongs to its question: pressed late, it is none out of another. */
const leave = (way: string, question: string): CardAction => ({
  ...(way === wayOut.cancel
    ? press(way, 'cancel_report', { draft: question.split('/')[0], question })
    : press(way, 'answer', { question, text: way })),
  wayOut: true,
})

/** Their own unit first: it is mostly the one. */
const unitsFor = ({ id }: Party, { directory }: Here): string[] => {
  const own = directory.people.find((one) => one.id === id)?.posts.map(({ unit }) => unit) ?? []
  const isOwn = ({ id }: { id: string }) => own.includes(id)
  const { units } = directory
  return [...units.filter(isOwn), ...units.filter((unit) => !isOwn(unit))].map(({ name }) => name)
}

const picked = (
  { pick, title, question, sheet }: ViewOf<'question'>,
  reader: Party,
  here: Here,
): Pick<Card, 'pick'> => {
  const label = title.replace(drillMark, '')
  const value = sheet ? { action: 'fill', sheet, field: question } : { action: 'answer', question }
  if (pick === 'time') return { pick: { label, type: 'time', value } }
  if (pick === 'past') return { pick: { label, type: 'time', past: true, value } }
  return pick ? { pick: { label, type: 'select', options: unitsFor(reader, here), value } } : {}
}

/** What may be said of an incident to whoever may have reported it again. */
const candidate = (id: string, { systems }: ViewOf<'same-thing'>, here: Here): Card['fields'] => {
  const incident = here.find(id)
  if (!incident) return []
  const system = systems?.[id]
  return [
    ...(system
      ? [{ label: '系统', value: system }]
      : [
          { label: '单位', value: incident.unit.name },
          { label: '类型', value: aboutOf(incident, here) },
        ]),
    { label: '报告时间', value: clockTime(incident.reportedAt, here.now, here.rules.timezone) },
  ]
}

const sameThingCard = (view: ViewOf<'same-thing'>, here: Here): Card => {
  const { draft, incident, others = [] } = view
  const inOne = (id: string): Card['fields'] => {
    const value = candidate(id, view, here)
      .map((field) => field.value)
      .join('，')
    return value ? [{ label: id, value: `${value} 报告` }] : []
  }
  return {
    title: '可能是同一件事',
    tone: 'orange',
    lead:
      others.length > 0
        ? `有 ${others.length + 1} 起可能是同一件事，最接近的是 ${incident}。是同一件事吗？`
        : `${incident} 已有人报告，是同一件事吗？`,
    fields: others.length > 0 ? [incident, ...others].flatMap(inOne) : candidate(incident, view, here),
    body: '选“是同一件事”，您会加为报告人，内容一并记录。10 分钟内没有选择，将按新事件立案，不会丢失。',
    actions: primary([
      press('是同一件事', 'join_report', { draft, incident }),
      ...others.map((id) => press(id, 'join_report', { draft, incident: id })),
      press(others.length > 0 ? '都不是' : '另行立案', 'file_report', { draft }),
    ]),
  }
}

/** The views of a report in the making; `undefined` for every other one. */
export const reportView = (view: View, reader: Party, here: Here): Rendered | undefined => {
  switch (view.view) {
    case 'question':
      return {
        card: {
          title: view.title,
          tone: 'blue',
          fields: [],
          body: view.text,
          actions: [
            ...view.choices.map((choice) =>
              press(choice, 'answer', { question: view.question, text: choice }),
            ),
            ...(view.ways ?? []).map((way) => leave(way, view.question)),
          ],
          ...picked(view, reader, here),
        },
      }
    case 'preview':
      return {
        card: {
          title: view.drill ? `${drillMark}请核对后开始` : '请核对后提交',
          tone: view.drill ? 'violet' : 'orange',
          lead: view.drill ? drillBegins : '提交后立即通知责任人；不详的可以稍后补充',
          fields: view.rows,
          actions: primary([
            press(view.drill ? drillNow : '提交', 'submit_report', { draft: view.draft, rev: view.rev }),
            ...(view.drill ? [press('定时间', 'schedule_drill', { draft: view.draft, rev: view.rev })] : []),
            press('修改', 'edit_report', { draft: view.draft, rev: view.rev }),
            press('取消', 'cancel_report', { draft: view.draft, rev: view.rev }),
          ]),
        },
      }
    case 'report-form':
      return {
        card: {
          title: reportTitle,
          tone: 'orange',
          lead: '带 * 的必填，其余不清楚的可以留空或写“不详”',
          fields: [],
          body: '涉密内容不要在这里填写。',
          actions: [],
          form: {
            fields: here.reportFields(reader),
            more: '更多：影响、人数、时间、地点、电话等（知道的再填）',
            submit: {
              label: '提交',
              value: {
                action: 'submit_report',
                form: 'report',
                ...(view.sheet ? { sheet: view.sheet } : {}),
              },
            },
          },
        },
      }
    case 'same-thing':
      return { card: sameThingCard(view, here) }
    default:
      return undefined
  }
}
