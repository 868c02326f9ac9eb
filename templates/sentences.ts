// What does Fenghuo say to a no, and to what leaves no event behind? One sentence for each refusal.

import type { World } from '../rules/world.js'
import { byKind, type Done, type Instant, levelNames, type PersonRef, type Refusal } from '../store/schema.js'
import { remark } from './dialog.js'
import { fieldName } from './field-names.js'
import { kindNames } from './kinds.js'
import { lacking } from './lacking.js'
import { another, clockTime, dutyName, name, names, who } from './plain.js'
import { withheld } from './unkept.js'
import { proposalStates, upkeepText } from './upkeep.js'
import { dayShown } from './zero.js'

export {
  classifiedPing,
  classifiedText,
  harmfulText,
  noHiding,
  nothingOpen,
  reportDropped,
  stillStopped,
  stoppedUnkept,
  withheld,
} from './unkept.js'

const already: Record<Exclude<Done, 'confirmed'>, string> = {
  acknowledged: '确认收到',
  performed: '登记已办',
  resolved: '登记处置结束',
  closed: '办结',
  withdrawn: '按误报撤销',
  graded: '定为这一级别',
  secrecy: '确认已依规办理',
  asked: '提请生效',
  returned: '退回这份回执',
  'withdrawal-asked': '提出误报，正等待网信办另一位同志认定',
  appointed: '指定上报责任人',
  'grade-confirmed': '核定级别',
  'grade-returned': '退回拟定的级别',
  'correction-confirmed': '核定更正',
  'correction-returned': '退回提出的更正',
  demanded: '登记这项要求',
  marked: '标注这一项',
  fixed: '登记已整改',
  retested: '登记复测通过',
  'carried-out': '登记已办理',
  'people-answered': '答复这次核对',
  accepted: '审核通过',
  'zero-told': '报过零报告',
  proposed: '提请这份通讯录更新',
  submitted: '填写回执，正等待另一位同志核实；如有误，请先退回',
}

/** `id`: the incident that it is about, for the example; whose it is nobody else learns. */
export const refusal = (no: Refusal, world: World, id = '2026-0001'): string => {
  const time = (at: Instant): string => clockTime(at, world.now, world.rules.timezone)
  switch (no.why) {
    case 'not-yours':
      return no.may.length > 0
        ? `只有${no.may
            .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
            .map(who)
            .join('、')}可以办理。如有情况，请发送“补充”。`
        : '这一项不由您办理。'
    case 'office-only':
      return '这一项只有网信办可以办理。如需办理，请联系网信办值班员。'
    case 'office-or-leader-only':
      return '完整记录只有网信办和校领导可以查看。您可以发送“状态”查看与您有关的事件。'
    case 'no-such-incident':
      return '没有您可以查看的这起事件。请核对编号，例如：状态 2026-0001；或发送“列表”查看与您有关的事件。'
    case 'which-incident':
      return no.ids.length > 0
        ? `请写明编号，可选：${no.ids.slice(0, 8).join('、')}。`
        : '目前没有与您有关的未结事件。'
    case 'already':
      if (no.what === 'confirmed') return `已由${name(no.by)}于 ${time(no.at)} 核实，无需再次办理。`
      return `${name(no.by)}已于 ${time(no.at)} ${already[no.what]}，无需再次办理。`
    case 'no-longer':
      return `${dutyName(no.lost)}不再需要办理：${name(no.by)}于 ${time(no.at)} ${
        no.level ? `把级别定为${levelNames[no.level]}` : '登记的情况有了变化'
      }。请发送“待办”查看现在要办的事项。`
    case 'graded-meanwhile':
      return `${name(no.by)}已于 ${time(no.at)} 定为${levelNames[no.level]}，没有改动。如需更改，请发送“定级 编号 级别 原因”。`
    case 'grade-same-person':
      return `级别由${name(no.by)}拟定，须由网信办另一位同志核定：${names(no.may)}。`
    case 'grade-waits':
      return `${name(no.by)}已于 ${time(no.at)} 拟定为${levelNames[no.level]}，待另一位同志核定。请发送“核定定级 编号”，或“退回定级 编号 原因”。`
    case 'grade-overtaken':
      return `${name(no.by)}拟定为${levelNames[no.level]}之后，${time(no.at)} 又有新情况，不能核定。请按现在的情况重新定级（“定级 编号 级别 原因”），或“退回定级 编号 原因”。`
    case 'correction-same-person':
      return `更正由${name(no.by)}提出，须由网信办另一位同志核定：${names(no.may)}。`
    case 'correction-waits':
      return `${name(no.by)}已于 ${time(no.at)} 提出更正，待网信办核定。请发送“核定更正 编号”，或“退回更正 编号 原因”。`
    case 'correction-overtaken':
      return `${name(no.by)}提出更正之后，${time(no.at)} 又有这一项的新情况，不能核定。请“退回更正 编号 原因”，再按现在的情况更正。`
    case 'correction-not-asked':
      return '没有待核定的更正。更正会使法定事项不再要求，或使建议级别低于正在计时的级别时，才须核定。'
    case 'grade-not-asked':
      return '没有待核定的级别。级别调低时，才须网信办另一位同志核定。'
    case 'snoozed-already':
      return `已推迟：${name(no.by)}于 ${time(no.at)} 推迟到 ${time(no.until)}，无需再次推迟。`
    case 'no-drill':
      return `${no.id} 不是演练，没有结束。真的事件处置好以后发送“处置结束 ${no.id}”，全部办完发送“办结 ${no.id}”。`
    case 'other-kind':
      return `${no.matter} 是${kindNames[no.kind]}，没有“${no.label}”这一步。请发送“状态 ${no.matter}”查看可以办理的事项。`
    case 'not-fixed':
      return '还没有登记整改，不能复测。'
    case 'not-passed':
      return '复测还没有通过，不能办结。'
    case 'day-over':
      return `${dayShown(no.date)}的零报告已于 ${time(no.at)} 结束，不能再报。如需说明，请联系网信办。`
    case 'no-zero-today':
      return '现在没有等您报的零报告。重要保障时期由网信办开启，到时会发卡片给您。'
    case 'no-period':
      return '没有这个零报告时期。发送“零报告”查看进行中的。'
    case 'not-about-people':
      return '这一件不是年度核对。请发送“已办理 编号 办理情况”。'
    case 'about-people':
      return '这是年度核对：没有变化的请按“无变化”，有变化的请按“有变化”写明；也可以发送这几个字和编号。'
    case 'not-carried-out':
      return '单位还没有登记已办理，不能审核。'
    case 'not-accepted':
      return '办理情况还没有审核通过，不能办结。'
    case 'check-same-person':
      return `办理情况由${name(no.by)}登记，须由另一位同志审核：${names(no.may)}。`
    case 'retest-same-person':
      return `整改由${name(no.by)}登记，须由另一位同志复测：${names(no.may)}。`
    case 'not-resolved':
      return '处置尚未结束，不能办结。请先发送“处置结束 编号”。'
    case 'not-acknowledged':
      return '您没有可以撤回的确认。'
    case 'acknowledged-long-ago':
      return `${name(no.by)}已于 ${time(no.at)} 确认收到，超过 10 分钟，不能撤回。如需由别人办理，请发送“转办 编号 姓名”，或联系网信办。`
    case 'not-ended':
      return '这起事件没有登记处置结束，无需撤回。'
    case 'ended-long-ago':
      return `${name(no.by)}已于 ${time(no.at)} 登记处置结束，超过 24 小时，不能撤回。如有新情况，请发送“补充”，并与网信办联系。`
    case 'not-settled':
      return '这起事件正在办理，无需重开。'
    case 'number-needed':
      return `请写明编号，例如：重开 ${id} 原因`
    case 'duties-open':
      return lacking(no.duties, id, no.drill)
    case 'withdrawal-not-asked':
      return '误报须先由事发单位或报告人提出并说明原因，网信办再作认定。请对方发送“误报 编号 原因”。'
    case 'reason-needed':
      return '请说明原因，原因会写入记录。'
    case 'level-needed':
      return `请写明级别：特别重大、重大、较大、一般。例如：定级 ${id} 较大`
    case 'text-needed':
      return no.label ? `请写明${no.label}。` : `请写明要补充的内容。例如：补充 ${id} 已断网，正在取证`
    case 'too-long': {
      return `${no.label ?? fieldName(no.field)}最多 ${inThousands(no.most)} 字，您发来 ${inThousands(no.found)} 字，没有记录。${no.most >= 500 ? '请分几次发送，或发送文件' : '请写短一些'}。`
    }
    case 'no-report-due':
      return '这起事件目前没有待报送的事项。'
    case 'nothing-to-do':
      return '这起事件目前没有由您登记“已办”的事项。请发送“待办”查看要办的事项。'
    case 'which-duty':
      return `请写明哪一项，可选：${no.names.join('、')}。例如：已办 编号 ${no.names[0]}`
    case 'which-authority':
      return `请写明报送机关，可选：${no.names.join('、')}。`
    case 'nothing-submitted':
      return '还没有人填写回执，暂时没有可核实的内容。请先发送“报送 编号 机关”。'
    case 'same-person':
      return `回执由${name(no.by)}填写，须由${another(no.may)}核实。`
    case 'time-not-understood':
      return `${fieldName(no.field)}没有看懂。请按这样的写法：刚刚、10分钟前、今天14:30、2026-11-23 14:30。`
    case 'time-in-future':
      return `${fieldName(no.field)}不能晚于现在。请填写实际的时间。`
    case 'received-before-sent':
      return '接收时间不能早于报送时间，请核对；不清楚可以不填。'
    case 'before-discovered':
      return `${fieldName(no.field)}早于事件的发现时间（${time(no.discovered)}），请核对。`
    case 'receiver-needed':
      return '请填写接报人，以便日后核对。'
    case 'demand-date-unclear':
      return '上级要求的时限没有看懂，请在“要求时限”写明，例如：明天18点、11月26日12:00、24小时内、5个工作日。'
    case 'demand-past':
      return '上级要求的时限已经过去，没有登记。请与对方核对，填写将来的时间。'
    case 'demand-needed':
      return `请写明上级要求的内容。例如：登记要求 ${id} 自治区党委网信办 明天18时前报送书面说明`
    case 'which-item':
      return `请写明细则第十四条的哪一项：${no.items.join('、')}。例如：标注 ${id} 六 原因`
    case 'not-marked':
      return `这起事件没有标注${no.item}，无需取消。`
    case 'channel-unknown':
      return `请填写报送渠道：${no.channels.join('、')}。`
    case 'no-such-person':
      return '通讯录里没有这个人。请写姓名或人员编号。'
    case 'which-person':
      return whichPerson(no.people)
    case 'person-needed':
      return `请写明转给谁，例如：转办 ${id} 李建国`
    case 'not-to-yourself':
      return '不能转给本人。请写另一位同志的姓名或人员编号。'
    case 'overdue':
      return '已到时限，不能再推迟。请尽快办理；确有困难，请电话联系网信办。'
    case 'snoozed-enough':
      return `已推迟 ${no.times} 次，不能再推迟。请尽快办理，或转办他人。`
    case 'to-is-away':
      return `${name(no.to)}现在外出，不能接办。请转给别的同志。`
    case 'handed-round':
      return `${name(no.to)}已把自己的一项转出，最后转到您这里，再转过去就没有人办。请先撤回转办，或转给别的同志。`
    case 'both-posts':
      return `${no.to.id === no.other.id ? `${name(no.to)}是本单位另一位责任人` : `${name(no.to)}已在代另一位责任人${name(no.other)}办理`}，两项不能都由一个人办。请转给别的同志。`
    case 'already-acting':
      return `${name(no.by)}已于 ${time(no.at)} 转给这位同志，无需再次转办。`
    case 'field-unknown':
      return `请选择要更正的一项：${no.fields.join('、')}。`
    case 'value-wrong':
      return `更正的内容没有看懂。${no.problem ? remark(no.problem, world) : ''}`
    case 'found-earlier':
      return `这起事件从 ${time(no.since)} 起算，发现时间只能提前，没有改动。确有出入的，请发送“补充 编号 文字”写明，由网信办处理。`
    case 'fact-wrong':
      return `“${no.ask}”没有看懂。数目请只写一个数，例如：1200；选项请照列出的写；不清楚请写“不详”。`
    case 'nothing-answered':
      return '没有填写任何一项，没有改动。'
    case 'no-first-report':
      return '首报还没有送出，新情况请用“补充”或“更正”写入，随首报一并报送。'
    case 'two-people':
      return '上报责任人和副手须是两位不同的同志。'
    case 'rules-settled':
      return '这一版规则已经处理完毕，无需再办。'
    case 'rules-not-asked':
      return '还没有人提请。规则改动须由网信办一位同志提请、另一位核定。'
    case 'rules-same-person':
      return `由${name(no.by)}提请，须由网信办另一位同志核定。`
    case 'no-proposal':
      return upkeepText.none
    case 'proposal-over': {
      const by = no.by && no.at ? `（${name(no.by)}，${time(no.at)}）` : ''
      return `这份通讯录更新已经办完：${proposalStates[no.state]}${by}。`
    }
    case 'proposal-lapsed':
      return `${proposalStates.lapsed}。`
    case 'proposal-not-asked':
      return `还没有提请。请${name(no.by)}先核对变动并提请核定。`
    case 'proposal-same-person':
      return `由${name(no.by)}送来或提请，须由网信办另一位同志核定。`
    case 'no-stand-in':
      return `通讯录里没有登记${no.person.name}的代理人。请先由网信办补上代理人，或用“转办”逐件转交。`
    case 'period-wrong':
      return '起止时间没有看懂。例如：外出 张伟 11月24日 11月26日'
    case 'period-backwards':
      return '外出的结束早于开始，没有登记。请核对后重发，例如：外出 11月24日 11月26日'
    case 'period-past':
      return '这段外出已经过去，没有登记。例如：外出 今天 明天'
    case 'period-long':
      return `外出一次最多登记 ${no.days} 天，并须在 ${no.days} 天以内开始，没有登记。更长时间不在岗，请网信办在通讯录里换人。`
    case 'not-away':
      return `${no.person.name}现在没有登记外出，无需销假。`
    case 'not-delegated':
      return '这起事件没有转办，无需撤回。'
    case 'button-dead':
      return '这个按钮已经失效，请发送“待办”查看现在可以办理的事项。'
    case 'figures-closed':
      return '统计只有网信办和校领导可以查看。'
    case 'year-wrong':
      return '年份没有看懂。请写四位年份，例如 2026；也可以写“今年”“去年”。'
    case 'year-empty':
      return no.years.length > 0
        ? `${no.year} 年没有事件。有事件的年份：${no.years.join('、')}。`
        : '还没有事件。'
  }
}

const inThousands = (count: number): string => count.toLocaleString('en-US')

const MOST_PEOPLE = 8

const whichPerson = (people: PersonRef[]): string => {
  const shown = people.slice(0, MOST_PEOPLE).map((one) => `${one.id} ${who(one)}`)
  if (shown.length === 1) return `您是指 ${shown[0]}吗？请写全名或人员编号。`
  return `有多位同名或相近的人：${shown.join('；')}${people.length > MOST_PEOPLE ? '等' : ''}。请写人员编号。`
}

/** A form or a report in the making that was used before: who did it, when, and what became of it. */
export const usedBefore = (
  { by, at, how, incident }: { by: PersonRef; at: Instant; how: string; incident?: string | undefined },
  world: World,
): string => {
  const who = `${name(by)}已于 ${clockTime(at, world.now, world.rules.timezone)}`
  switch (how) {
    case 'filed':
      return `${who} 提交，编号 ${incident ?? ''}，无需再次提交。`
    case 'joined':
      return `${who} 并入 ${incident ?? ''}，无需再次提交。`
    case 'cancelled':
      return `${who} 取消这份报告，没有提交。需要时请重新发送“报告”。`
    case 'planned':
      return `${who} 改为另定时间，没有马上开始。`
    case 'diverted':
      return withheld
    default:
      return `${who} 提交这张表（${incident ?? ''}），无需再次提交。如需更改，请重新打开。`
  }
}
export const sameThingFirst = ({ by, at }: { by: PersonRef; at: Instant }, world: World): string =>
  `${name(by)}已于 ${clockTime(at, world.now, world.rules.timezone)} 交来这份报告，请先回答下一条消息：是不是同一件事。`
export const formOutOfDate = '这张表已经过期，没有提交。请重新打开后再填。'
export const reportOver = '这份报告已经提交、取消或过期。如需报告，请发送“报告”。'
export const previewOver = '这份预览之后又有修改，没有提交。请看最新的一份。'
export const filedInstead = (over: string, id: string, number: string): string =>
  `${id}：${over}您的报告已另行立案，编号 ${number}。`

/** `phone`: who is called at once, where a whole sentence was not understood. */
export const unknownWord = (nearest: readonly string[], phone?: string): string =>
  `您是不是想发送：${nearest.map((word) => `“${word}”`).join('、')}？${
    phone ? `出了事、着急的话，请直接打网信办电话（${phone}）。` : ''
  }`
export const unknownTitle = '没有看懂这句话'
/** A sentence that was not understood may be a report. `near`: words that may be meant instead; `phone`: who is called at once. */
export const unreadOffer = (near: readonly string[], phone: string | undefined) => ({
  title: unknownTitle,
  text: [
    ...(near.length > 0 ? [`您是不是想发送：${near.map((word) => `“${word}”`).join('、')}？`] : []),
    '要报告网络安全事件，请按下面的“按这句话报告”，或发送“报告”。',
    ...(phone ? [`着急的话请直接打网信办电话（${phone}）。`] : []),
    '也可以发送“帮助”。',
  ].join(''),
  words: [
    ...near.map((word) => ({ label: word, text: word })),
    { label: '按这句话报告', text: '按这句话报告', told: true as const },
    { label: '帮助', text: '帮助' },
  ],
})
/** A suggested word was pressed that would record something at once. */
export const offeredWord = (word: string, id: string): string =>
  `“${word}”还没有办。确定要办，请发送“${word} ${id}”；这起事件的情况如下：`

export const greeting = (phone: string): string =>
  `您好，我是烽火，负责接收网络安全事件的报告。出了什么事，请直接说发生了什么（例如：学院网站打不开了），或者发送“报告”一问一答；着急的话请直接打网信办电话${phone ? `（${phone}）` : ''}。发送“帮助”看您能办什么。`
export const welcome = '不用谢。有新情况请发送“补充”，看进展请发送“状态”。'

/** A sentence began a report. `open`: the incidents that it may rather belong to. */
export const troubleHeard = (open: readonly string[]): string =>
  [
    '收到，这就按您的话填报告。请先回答下面的问题，答“否”之前您的话不保存。',
    ...(open.length > 0
      ? [`如果说的是已有的事件，请回复“取消”，再发送“补充 ${open.length === 1 ? open[0] : '编号'} 内容”。`]
      : []),
  ].join('\n')

/** What an authority wants mended by a day is none of what is reported here. */
export const noticeHeard = (phone: string): string =>
  `这像是有关部门的整改通报，还没有发生事件。请把原件和期限转给网信办${phone ? `（${phone}）` : ''}办理。如果已经发生了事件，请发送“报告”。`

export const toPrivateChat = '请看我发给您的私聊，详情不在群里说。'
export const notStored = '暂时没能保存，您的操作没有生效。请稍后再试；紧急情况请直接电话联系网信办。'
export const cancelled = '已取消，没有提交任何内容。需要时随时发送“报告”。'
export const noSuchTodo =
  '没有符合的待办。发送“待办”看全部，也可以发送“待办 超期”“待办 较大”“待办 单位名”“待办 机关名”。'
export const nothingToReceive = '现在没有等您确认收到的事件。'
export const whichReceived = '有几件事等您确认收到，请点对应的按钮：'
export const nothingToCancel = '现在没有正在填写的内容。'
export const dialogLapsed = '您的报告超过 24 小时没有填完，已作废，没有提交。如情况仍在，请重新发送“报告”。'
export const dialogRestarted = '程序刚刚升级，为免看错，请再回答一次这个问题。'
export const alreadyAnswered = '这个问题已经答过了，或者您已转到别的问题；没有改动，请看最新的一条。'

/** To 保密办 after it said that it took care. */
export const secrecySettled = '已记下。本平台不保存内容，此事不再提醒。'
export const rulesAsked = '已提请，等待网信办另一位同志核定。核定之前按原规则办理。'
export const rulesApproved = '已核定，新规则从现在起生效。进行中的事件按立案时的规则办完。'

/** In place of an answer that a platform's month has no room for. */
export const telephoneInstead = (phone: string): string =>
  `请现在电话联系网信办${phone ? `（${phone}）` : ''}，由值班人员为您登记和办理。本月的消息额度快用完了，余下的只留给报送和时限提醒，这里暂时不能答复您；您刚才的话已经收到。`
/** `unvouched`: what nobody of the office has entered or confirmed yet; the paper itself calls it 初步. */
export const scriptComes = '正在生成文书：电话稿，稍后以文件发给您。请照稿打电话报送，报送后填写回执。'
/** `incidents`: how many. */
export const ledgerComes = (year: number, incidents: number): string =>
  `${year} 年台账马上发来，共 ${incidents} 起（演练不列入）。里面有姓名和事件详情，请按内部资料保管；这次导出已记录在台账的“说明”里。`
export const assessmentComes = (year: number): string =>
  `${year} 年考核数据马上发来：一个 .xlsx，第十六条的五项考核各一张表，口径和依据的编号在后面两张。里面没有姓名和事件详情；这次导出已记录。`
/** Nobody said which year, and the last one is over only just. */
export const ledgerBefore = (year: number) => ({
  title: `${year} 年的台账`,
  text: `没有写明年份的，按今年导出。要 ${year} 年的，请按下面的按钮，或发送“导出 ${year}”。`,
  words: [{ label: `导出 ${year}`, text: `导出 ${year}` }],
})
export const documentComes = byKind<[readonly string[]], string>({
  incident: (_, unvouched) =>
    `正在生成文书，每个机关一份，稍后以文件发给您。签发、盖章后再报送；报送后请填写回执。${
      unvouched.length > 0 ? `签发前请核定：${unvouched.join('、')}。` : ''
    }`,
  rectification: () => askedPaperComes,
  assignment: () => askedPaperComes,
  zero: () => askedPaperComes,
})
const askedPaperComes = '正在生成文书，稍后以文件发给您。签字、盖章后送出。'
export const formOfEnded = (id: string, closed: boolean, form: string): string =>
  `${id} ${closed ? '已办结' : '已按误报撤销'}，没有填完的“${form}”不用填了，没有记录。`

export const formLeft = '刚才的表没有填完，已放下，没有保存；需要时请重新打开。'
export const filesInPrivate = '请在与我的私聊里发送文件，群里的文件没有保存。'
/** `names`: of files that came without what is needed to fetch them. */
export const filesMissing = (names: readonly string[]): string =>
  `没有取到文件：${names.join('、')}。请重新发送，或换一种方式发送；文字不受影响。`
/** `kinds`: 表情, 合并转发的消息, … */
export const cannotRead = (kinds: readonly string[]): string =>
  `${kinds.join('、')}看不了，请用文字发送；图片和文件可以直接发送。`
export const voiceUnheard = '语音的内容听不出来，只能作为文件保存。请用文字再回复一遍。'
export const filesLater = '请先回答下面的问题，再发送文件。刚才的文件没有保存。'
export const filesInDraft = (names: string[]): string =>
  `已记下文件：${names.join('、')}。提交报告后随报告保存为证据；取消则不保存。`
export const filesNowhere =
  '目前没有与您有关的未结事件，文件没有保存。如需报告，请发送“报告”，填写时再发送文件。'
export const filesWhere = (ids: string[]): string =>
  `这些文件属于哪一起事件？请回复编号：${ids.join('、')}；或回复“取消”，不保存。`
export const filesTaken = (id: string, count: number): string =>
  `收到 ${count} 个文件，正在存入 ${id} 的证据。存好后会记入记录。`
/** To who sent what the bot stumbled over: it must not be sent again as it is. */
export const notHandled = (phone: string): string =>
  `您刚才发来的这条消息没有处理成功，内容没有保存。请换一种说法重发；情况紧急请直接致电网信办${phone ? `（${phone}）` : ''}。`

/** To the office, when the process was frozen and has come back. Never what the message said. */
export const frozenOffice = (id: string | undefined, sender: PersonRef | undefined): string =>
  id === undefined
    ? '烽火曾停住超过 10 秒，已自动重新启动，现在正常办理，没有丢失内容。如反复出现，请联系信息中心查看日志。'
    : `有一条消息让烽火停住超过 10 秒，已自动重新启动，现在正常办理。这条消息没有办理，已单独放置，不会再试。${
        sender ? `发送人：${who(sender)}。请联系发送人，问清有没有情况要报告。` : '发送人不详。'
      }消息编号：${id}`

/** The keys are gone under which it was kept. */
export const answersLost =
  '您上次没有填完的内容没能保住，请重新说一遍。已经取得编号的事件不受影响。情况紧急，请直接打电话给网信办。'

/** A file of the archive is damaged. Nothing here says whose: not everybody may know that the number exists. */
export const fileUnreadable =
  '这一步没有办成：存储里有一份文件读不出来，已告知网信办恢复。情况紧急，请直接打电话给网信办。'
