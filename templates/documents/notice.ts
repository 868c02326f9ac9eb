// What do the papers of a rectification notice say? 整改通知书 to the unit, 督办单 at each of the three colours, 反馈 to whoever asked (forms.yaml, rectify_order).
import { rulesOf, type World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import type { Rectification } from '../../store/schema.js'
import { markOf } from '../drill.js'
import { warningOf } from '../kinds.js'
import { names } from '../plain.js'
import type { Block, Content, Row } from './content.js'
import { fullDate, fullTime, withoutPhones } from './known.js'

const papers = ['order', 'urging', 'reply'] as const
export type NoticePaper = (typeof papers)[number]
export const isNoticePaper = (kind: string): kind is NoticePaper => papers.some((one) => one === kind)

const row = (label: string, ...lines: string[]): Row => ({ label, lines, marks: [] })
const room = (label: string, kind: NonNullable<Row['room']>): Row => ({
  label,
  lines: [],
  marks: [],
  room: kind,
})

const titles: Record<NoticePaper, string> = {
  order: '网络安全整改通知书',
  urging: '网络安全整改督办单',
  reply: '网络安全问题整改情况反馈',
}
const fileNames: Record<NoticePaper, string> = { order: '整改通知书', urging: '督办单', reply: '整改反馈' }

const chainRow = ({ chain }: Rectification): Row[] => {
  const of = (post: 'first' | 'direct') =>
    names(chain.filter((held) => held.post === post && !held.unit).map(({ person }) => person))
  return [row('第一责任人', of('first') || '空缺'), row('直接责任人', of('direct') || '空缺')]
}

const asked = (notice: Rectification, world: World): Row[] => {
  const { subject, unit } = notice
  const day = (at: string) => fullTime(at, world.rules.timezone)
  return [
    row('编号', notice.id),
    row('责任单位', unit.name),
    ...chainRow(notice),
    row('通报来源', [subject.source, subject.reference].filter(Boolean).join('　')),
    row('存在问题和整改要求', ...withoutPhones(subject.text).split('\n')),
    row('下发时间', day(notice.reportedAt)),
    row('整改期限', day(subject.term)),
  ]
}

const done = ({ fixed, passed, sentBack = [], record }: Rectification, world: World): Row[] => {
  const time = (at: string) => fullTime(at, world.rules.timezone)
  const said = record.findLast((event) => event.type === 'retest-passed')
  return [
    row('整改情况', ...(fixed ? withoutPhones(fixed.text).split('\n') : ['未登记'])),
    row('整改登记', fixed ? `${fixed.by.name}　${time(fixed.at)}` : '—'),
    ...(sentBack.length > 0
      ? [row('复测退回', ...sentBack.map(({ at, reason }) => `${time(at)}　${withoutPhones(reason)}`))]
      : []),
    row(
      '复测结论',
      passed ? `通过　${passed.by.name}　${time(passed.at)}` : '未复测',
      ...(said?.type === 'retest-passed' && said.remark ? [withoutPhones(said.remark)] : []),
    ),
  ]
}

const blocks: Record<NoticePaper, (notice: Rectification, world: World) => Block[]> = {
  order: (notice, world) => [
    {
      kind: 'form',
      groups: [
        { heading: '通报内容', rows: asked(notice, world) },
        {
          heading: '单位签收',
          rows: [room('第一责任人签字', 'signature'), room('单位公章', 'seal')],
        },
      ],
    },
    closing(world),
  ],
  urging: (notice, world) => [
    {
      kind: 'form',
      groups: [
        { heading: '督办事项', rows: asked(notice, world) },
        {
          heading: '督办情况',
          rows: [
            row('督办级别', warningOf(notice, world) ?? '未到督办时间'),
            row('截至时间', fullTime(world.now, world.rules.timezone)),
            ...done(notice, world),
          ],
        },
        { heading: '单位签收', rows: [room('第一责任人签字', 'signature')] },
      ],
    },
    closing(world),
  ],
  reply: (notice, world) => [
    {
      kind: 'form',
      groups: [
        { heading: '通报内容', rows: asked(notice, world) },
        { heading: '整改和复测', rows: done(notice, world) },
        { heading: '审签', rows: [room('签发人', 'signer'), room('单位公章', 'seal')] },
      ],
    },
    closing(world),
  ],
}

const closing = ({ now, rules }: World): Block => ({
  kind: 'closing',
  organization: `${rules.organization.name}网络安全和信息化办公室`,
  date: fullDate(now, rules.timezone),
})

export const noticeContent = (paper: NoticePaper, notice: Rectification, world: World): Content => {
  const { organization } = rulesOf(notice, world)
  const phone = deskPhone(world.directory, '网信办')
  return {
    fileName: `${markOf(notice)}${notice.id}_${fileNames[paper]}.docx`,
    drill: notice.drill,
    running: `${organization.name}　${titles[paper]}　${notice.id}`,
    title: `${markOf(notice)}${titles[paper]}`,
    top:
      paper === 'reply'
        ? [{ left: `报送：${notice.subject.source}`, right: '文号：__________________' }]
        : [{ left: `送：${notice.unit.name}`, right: `联系电话：${phone || '________________'}` }],
    blocks: blocks[paper](notice, world),
  }
}
