// What does the one who reports read: the question of this moment, what was understood, and what was not and why?
import { brief } from '../rules/brief.js'
import { localParts } from '../rules/calendar.js'
import { showField } from '../rules/fields.js'
import type { Rules } from '../rules/rules.js'
import type { AskedNow, Directory, Instant, Remark, ReportField } from '../store/schema.js'
import { toldLost } from './reception.js'
import { systemLine } from './system.js'
import { harmfulText, noHiding, redactedText } from './unkept.js'

type Here = {
  now: Instant
  rules: Pick<Rules, 'timezone' | 'categories'>
  directory: Pick<Directory, 'units'>
}

const two = (n: number): string => String(n).padStart(2, '0')

/** An answer as it is repeated back and previewed: `11月23日 14:30`, the year only when it is another. */
export const showAnswer = (name: ReportField | 'classified', value: unknown, here: Here): string => {
  if (name === 'classified') return value === true ? '是' : '否'
  if (
    (name === 'discovered_at' || name === 'occurred_at') &&
    typeof value === 'string' &&
    value !== 'unknown'
  ) {
    const { y, m, d, h, min } = localParts(Date.parse(value), here.rules.timezone)
    const thisYear = y === localParts(Date.parse(here.now), here.rules.timezone).y
    return `${thisYear ? '' : `${y}年`}${m}月${d}日 ${two(h)}:${two(min)}`
  }
  return showField(name, value, here)
}

const understood = (
  { label, name, value, how }: Extract<Remark, { say: 'understood' }>,
  here: Here,
): string => {
  const shown = showAnswer(name, value, here)
  const { length } = [...shown]
  if (how === 'counted') return `${label}：已记下（${length} 字）`
  return how === 'shortened' && length > 100
    ? `${label}：${brief(shown, 61)}（共 ${length} 字）`
    : `${label}：${shown}`
}

/** What the register fills in, and that it may be changed: a report is the reporter's own. */
const fromRegister = ({ system, instead }: Extract<Remark, { say: 'from-register' }>): string =>
  [
    `系统台账里有“${system.name}”：${systemLine(system)}。`,
    instead
      ? `事发单位由${instead}改为主管单位${system.owner.name}；不对的话，可在预览里修改。`
      : `事发单位已填为主管单位${system.owner.name}。`,
  ].join('')

const desk = (phone: string): string => (phone ? `（${phone}）` : '')

export const remark = (one: Remark, here: Here): string => {
  switch (one.say) {
    case 'understood':
      return understood(one, here)
    case 'lacking':
      return `还缺少必填的：${one.labels.join('、')}。`
    case 'read':
      return `已识别：\n${one.items.map(({ label, name, value }) => `${label}：${showAnswer(name, value, here)}`).join('\n')}\n不对的可以在提交前修改。`
    case 'left-open':
      return `还有 ${one.labels.length} 项没有填写（${one.labels.join('、')}）：可以现在提交，以后再补充；也可以回复“继续”接着填。`
    case 'all-filled':
      return '各项都已填写，请回复“提交”“修改”或“取消”。'
    case 'three-ways':
      return '请回复“提交”“修改”或“取消”。'
    case 'first-question':
      return '这已经是第一个问题。'
    case 'which-not-understood':
      return '没有看懂要修改哪一项。请回复序号或名称，例如：发现时间'
    case 'back-in-preview':
      return '已回到预览，内容没有改动。'
    case 'telephone':
      return `需要帮助请致电网信办${desk(one.phone)}。`
    case 'must-or-telephone':
      return `这一项必须填写。可以回复“取消”，或直接致电网信办${desk(one.phone)}，由值班员帮您报告。`
    case 'may-skip':
      return '如果不清楚，可以回复“跳过”，以后再补充。'
    case 'no-hiding':
      return noHiding
    case 'harmful':
      return harmfulText(one.phone)
    case 'redacted':
      return redactedText
    case 'classified-must':
      return '这一项不能跳过：涉密内容不能在本平台处理。拿不准请选“是”，没有请选“否”。'
    case 'classified-unclear':
      return '请先回答“是”或“否”，其他内容后面再写。例如：否'
    case 'classified-needed':
      return '请先回答“是”或“否”。'
    case 'classified-kept':
      return '这句先记着，答“否”以后就按它填。请先回答“是”或“否”。例如：否'
    case 'told-lost':
      return toldLost
    case 'classified-explained':
      return `标有密级的文件、涉密计算机和涉密载体、涉密网络，才算涉密；一般的网页、邮箱、学生信息不算。拿不准请选“是”，并致电保密办${desk(one.phone)}。现在还没有提交，也没有保存任何内容。`
    case 'not-filed':
      return `报告还没有提交，也没有通知任何人；提交以后马上通知责任人和网信办，并告诉您编号。等不及请直接打电话给网信办${desk(one.phone)}。`
    case 'how':
      return `用自己的话写就可以，不用完整，不清楚的可以写“不详”。${one.ask}`
    case 'all-units':
      return `校内单位：${one.names.join('、')}。`
    case 'yes-or-no':
      return '请回复“是”“否”或“不详”。'
    case 'no-such-unit':
      return `没有找到“${one.said}”这个单位。请写单位的名称、简称或编号（例如：${one.example ?? '信息学院'}），或从下面选；发送“有哪些单位”看全部。`
    case 'too-many-units':
      return `有 ${one.count} 个单位符合“${one.said}”，请多写几个字。`
    case 'several-units':
      return `有 ${one.names.length} 个单位符合“${one.said}”：${one.names.join('、')}。`
    case 'several-systems':
      return `有 ${one.names.length} 个系统符合“${one.said}”：${one.names.join('、')}。都不是的，请再写一次系统名称。`
    case 'from-register':
      return fromRegister(one)
    case 'no-such-kind':
      return `没有看懂“${one.said}”是哪一种。请回复 1 到 ${one.count} 的序号，例如：2`
    case 'several-kinds':
      return `“${one.said}”可能是：${one.names.join('、')}。`
    case 'ahead':
      return '时间不能晚于现在。例如：今天 14:30、10分钟前'
    case 'hour-needed':
      return '请写明几点，上午还是下午。例如：昨晚9点、11月23日 14:30'
    case 'no-time':
      return '没有看懂这个时间。例如：今天 14:30、10分钟前、2026-11-23 14:30'
    case 'no-number':
      return '没有看懂这个数。请只写一个数，例如：约 1200 人'
    case 'no-duration':
      return '没有看懂这个时长。例如：90 分钟、半小时、2小时'
    case 'no-phone':
      return '没有看懂这个号码。请写手机号或带区号的座机号，例如：0471-1234567'
    case 'no-text':
      return `没有看到文字。${one.asked === 'text' ? '请写几个字，图片和表情不能代替。' : ''}`
    case 'text-too-long':
      return `${one.label}的文字太长（${one.found} 字），没有记录，请控制在 ${one.most} 字以内${one.asked === 'text' ? '，其余可以提交后用“补充”添加' : ''}。`
    case 'required':
      return `${one.label}是必填项，没有它报告送不到责任人，不能跳过。`
    case 'value-needed':
      return '请写明更正后的内容；确实不知道的，写“不详”。'
    case 'not-filled':
      return '这一项没有填写，或内容不对，请修改。'
    case 'unit-gone':
      return '这个单位已不在通讯录里，请回复“修改”重新选择。'
  }
}

const numbered = (labels: readonly string[]): string[] => labels.map((label, at) => `${at + 1} ${label}`)

/** The ways out of a question: typed, or tapped. */
export const wayOut = { back: '上一步', skip: '跳过', cancel: '取消' } as const

/** Sentence, example, how far, and the ways out that work here; choices and ways are also buttons. */
export const questionText = (asked: AskedNow): { text: string; choices: string[]; ways: string[] } => {
  switch (asked.asks) {
    case 'preview':
      return {
        text: '请核对以上内容。回复“提交”“修改”或“取消”。',
        choices: ['提交', '修改', '取消'],
        ways: [],
      }
    case 'which': {
      const ways = [wayOut.back, wayOut.cancel]
      return {
        text: ['要修改哪一项？请回复序号或名称。', ...numbered(asked.labels), ways.join(' · ')].join('\n'),
        choices: asked.labels,
        ways,
      }
    }
    case 'item': {
      const { label, ask, offered, kinds, step, isFirst, required, choices } = asked
      const ways = [...(isFirst ? [] : [wayOut.back]), ...(required ? [] : [wayOut.skip]), wayOut.cancel]
      const text = [
        offered ? `${label}是哪一个？请回复序号或名称。` : ask,
        ...numbered(offered ?? kinds.map(({ short, examples }) => `${short}：${examples.join('、')}`)),
        step ? `第 ${step.nth} 步，共约 ${step.of} 步` : '回答后回到预览。',
        ways.join(' · '),
      ].join('\n')
      return { text, choices, ways }
    }
  }
}
