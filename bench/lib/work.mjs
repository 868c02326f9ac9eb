// What do people do while it is measured? Reporters answer question by question; the two responsible people of each incident press.
import { worldOf } from '../../dist/bot/turn/world.js'
import { begin } from '../../dist/store/matter.js'
import { cardsOf, factOf } from './lay.mjs'

/** What one reporter types; the last word ends the dialog, so that it can begin anew. */
const dialog = [
  '报告',
  '否',
  '否',
  '第3学院',
  '教务系统',
  '网页被改',
  '学院网站首页被替换，打开后跳转到其他网站',
  '10分钟前',
  '学院网站打不开，约 500 名学生受影响',
  '取消',
]

/** `lanes` reporters at once: the `nth` request is of the `nth % lanes`th, whose words come in order. */
export const answers = (staff, { lanes, count, round }) =>
  Array.from({ length: count }, (_, nth) => ({
    path: '/said',
    json: JSON.stringify({
      id: `sandbox:r${round}/${nth}`,
      by: { channel: 'sandbox', address: staff[nth % lanes].id },
      chat: 'dm',
      text: dialog[Math.floor(nth / lanes) % dialog.length],
    }),
  }))

/** 确认收到 by both responsible people of each of the laid incidents, on their own cards. */
export const acknowledgements = (campus, count, atMs) => {
  let incident
  const source = { at: new Date(atMs).toISOString(), rows: () => ({}), incident: () => incident }
  const world = worldOf(source, campus)
  return Array.from({ length: count }, (_, at) => {
    incident = begin(factOf(at + 1, world))
    const cards = cardsOf(incident, world)
    return incident.chain
      .filter(({ post }) => post === 'first' || post === 'direct')
      .map(({ post, person }) => ({
        path: '/pressed',
        json: JSON.stringify({
          id: `sandbox:p${incident.id}/${post}`,
          by: { channel: 'sandbox', address: person.id },
          message: cards.find(({ to }) => to.person === person.id)?.message,
          value: { action: 'acknowledge', incident: incident.id, duty: `ack/${post}` },
        }),
      }))
  })
}
