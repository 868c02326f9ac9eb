// What do the papers of what a unit is asked for say? 整改通知书 or 督办通知单 to the unit, 督办单 at each of the three colours, 反馈 to whoever asked (forms.yaml, rectify_order).
import { rulesOf, type World } from '../../rules/world.js'
import { deskPhone } from '../../store/campus.js'
import { type Assignment, byKind, type Matter, type Rectification } from '../../store/schema.js'
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

type Asked = Rectification | Assignment

/** What the papers of each kind call the same things. */
type Words = {
  titles: Record<NoticePaper, string>
  files: Record<NoticePaper, string>
  /** What is asked, as a heading; 存在问题; 下发时间; 整改期限. */
  asked: string
  what: string
  issued: string
  until: string
  /** 整改情况; who registered it; sent back; found good; and as a heading. */
  done: string
  by: string
  back: string
  good: string
  unlooked: string
  both: string
}
const notice: Words = {
  titles: {
    order: '网络安全整改通知书',
    urging: '网络安全整改督办单',
    reply: '网络安全问题整改情况反馈',
  },
  files: { order: '整改通知书', urging: '督办单', reply: '整改反馈' },
  asked: '通报内容',
  what: '存在问题和整改要求',
  issued: '下发时间',
  until: '整改期限',
  done: '整改情况',
  by: '整改登记',
  back: '复测退回',
  good: '复测结论',
  unlooked: '未复测',
  both: '整改和复测',
}
const wordsOf = byKind<[], Words>({
  incident: () => notice, // it has none of these papers
  rectification: () => notice,
  zero: () => notice,
  assignment: () => ({
    titles: {
      order: '网络安全督办通知单',
      urging: '网络安全督办单',
      reply: '网络安全督办事项办理情况反馈',
    },
    files: { order: '督办通知单', urging: '督办单', reply: '办理反馈' },
    asked: '督办内容',
    what: '督办内容和办理要求',
    issued: '下达时间',
    until: '办理期限',
    done: '办理情况',
    by: '办理登记',
    back: '退回重办',
    good: '审核结论',
    unlooked: '未审核',
    both: '办理和审核',
  }),
})

const chainRow = ({ chain }: Matter): Row[] => {
  const of = (post: 'first' | 'direct') =>
    names(chain.filter((held) => held.post === post && !held.unit).map(({ person }) => person))
  return [row('第一责任人', of('first') || '空缺'), row('直接责任人', of('direct') || '空缺')]
}

const asked = (notice: Asked, world: World): Row[] => {
  const { subject, unit } = notice
  const words = wordsOf(notice)
  const day = (at: string) => fullTime(at, world.rules.timezone)
  return [
    row('编号', notice.id),
    row('责任单位', unit.name),
    ...chainRow(notice),
    row('来源', [subject.source, subject.reference].filter(Boolean).join('　')),
    row(words.what, ...withoutPhones(subject.text).split('\n')),
    row(words.issued, day(notice.reportedAt)),
    row(words.until, day(subject.term)),
  ]
}

const done = (notice: Asked, world: World): Row[] => {
  const { fixed, passed, sentBack = [], record } = notice
  const words = wordsOf(notice)
  const time = (at: string) => fullTime(at, world.rules.timezone)
  const said = record.findLast(({ type }) => type === 'retest-passed' || type === 'accepted')
  return [
    row(words.done, ...(fixed ? withoutPhones(fixed.text).split('\n') : ['未登记'])),
    row(words.by, fixed ? `${fixed.by.name}　${time(fixed.at)}` : '—'),
    ...(sentBack.length > 0
      ? [row(words.back, ...sentBack.map(({ at, reason }) => `${time(at)}　${withoutPhones(reason)}`))]
      : []),
    row(
      words.good,
      passed ? `通过　${passed.by.name}　${time(passed.at)}` : words.unlooked,
      ...(said && 'remark' in said && said.remark ? [withoutPhones(said.remark)] : []),
    ),
  ]
}

const blocks: Record<NoticePaper, (notice: Asked, world: World) => Block[]> = {
  order: (notice, world) => [
    {
      kind: 'form',
      groups: [
        { heading: wordsOf(notice).asked, rows: asked(notice, world) },
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
        { heading: wordsOf(notice).asked, rows: asked(notice, world) },
        { heading: wordsOf(notice).both, rows: done(notice, world) },
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

export const noticeContent = (paper: NoticePaper, notice: Asked, world: World): Content => {
  const { organization } = rulesOf(notice, world)
  const { titles, files } = wordsOf(notice)
  const phone = deskPhone(world.directory, '网信办')
  return {
    fileName: `${markOf(notice)}${notice.id}_${files[paper]}.docx`,
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
