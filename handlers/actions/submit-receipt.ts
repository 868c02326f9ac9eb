// 报送: has an authority got the report? One person enters the receipt: of the office, or whoever owes this report (宣传部 for harmful content).
import { duties } from '../../rules/duties.js'
import { besideOffice, owns } from '../../rules/owners.js'
import { evolve } from '../../store/matter.js'
import type { Event } from '../../store/schema.js'
import { record, refOf, refuse } from '../decision.js'
import { overFor, reportMeant, reportsOf, waits } from '../receipt.js'
import { officeRef } from '../see.js'
import {
  channelOf,
  hasReceiver,
  parseReceipt,
  receiptChannels,
  receivedAt,
  receiverOf,
  refusalIn,
  sentAt,
} from '../understand/receipt.js'
import { reportedTo } from '../understand/receipt-words.js'
import { namesOf } from '../understand/reports.js'
import type { Action } from './action.js'
import { demandDate, demanded, instructions } from './demand.js'

export const submitReceipt: Action<'submit_receipt'> = {
  name: 'submit_receipt',
  label: '填写回执',
  of: ['incident', 'rectification', 'assignment'],
  typed: {
    words: ['报送', '已报', '上报', '已上报', '已报送', '填写回执'],
    slash: ['submitted'],
    short: true,
    read: (rest, { incident, world }) => reportedTo(rest, namesOf(reportsOf(incident, world)), world),
  },
  help: { rest: '编号 机关', does: '报送之后填写回执', for: 'office' },
  form: {
    submit: '提交',
    preview: true,
    items: [
      {
        name: 'channel',
        label: '报送渠道',
        type: 'select',
        required: true,
        options: receiptChannels.map((channel) => ({ label: channel, value: channel })),
        check: (text) => refusalIn(channelOf(text)),
      },
      {
        name: 'sent_at',
        label: '报送时间',
        type: 'time',
        required: true,
        placeholder: '例如：刚刚、今天 14:30',
        check: (text, { incident, world }) => refusalIn(sentAt(text, incident, world)),
      },
      {
        name: 'received_by',
        label: '接报人',
        type: 'text',
        required: ({ channel }) => hasReceiver(channel ?? ''),
        placeholder: '姓名和职务；网站、传真等可不填',
        check: (text, { answers }) => refusalIn(receiverOf(text, answers.channel ?? '')),
      },
      {
        name: 'received_at',
        label: '接收时间',
        type: 'time',
        required: false,
        placeholder: '对方收到的时间；不清楚可不填',
        check: (text, { answers, incident, world }) =>
          refusalIn(receivedAt(text, answers.sent_at ?? '', incident, world)),
      },
      { name: 'ref_no', label: '受理编号', type: 'text', required: false },
      instructions(false),
      demandDate,
    ],
  },
  ofDuty: true,

  decide({ by, incident, world, duty: id, authority, answers }) {
    const over = overFor(incident, world)
    if (!over && !reportsOf(incident, world).some((duty) => owns(by, duty)))
      return refuse({ why: 'office-only' })
    if (over) return refuse(over)
    const duty = reportMeant(by, incident, { id, authority, filled: answers !== undefined }, world)
    if ('why' in duty) return refuse(duty)
    if (!owns(by, duty)) return refuse({ why: 'not-yours', may: [...duty.owners, ...officeRef(world)] })
    if (duty.submission && waits(duty))
      return refuse({ why: 'already', what: 'submitted', by: duty.submission.by, at: duty.submission.at })
    if (!answers) return { kind: 'form', duty: duty.id }
    const receipt = parseReceipt(answers, incident, world)
    if ('why' in receipt) return refuse(receipt)
    const demands = demanded(by, duty.authority, answers, incident, world)
    if ('why' in demands) return refuse(demands)
    const event: Event = { type: 'submitted', at: world.now, by: refOf(by), duty: duty.id, receipt }
    const entered = duties(evolve(incident, event), world).find(({ id }) => id === duty.id)
    const may = entered ? besideOffice(entered) : []
    return record(
      { did: 'submitted', authority: duty.authority?.name ?? '', ...(may.length > 0 ? { may } : {}) },
      event,
      ...demands,
    )
  },
}
