// What is said to whoever presses, or fills in a report or a small form? What a decision says is in sentences.ts.

/** The title of a report in the making, as a card. */
export const reportTitle = '网络安全事件报告'

/** Over a question that has its answer. */
export const yourAnswer = (text: string): string => `您的回答：${text}`

/** Over a card that has done its work. */
export const settledLead = {
  later: '另定时间',
  done: (incident: string): string => `已办理 · ${incident}`,
  submitted: '已提交',
  editing: '您选择了修改',
  cancelled: '已取消',
  wentBack: '已回到上一步',
  skipped: '已跳过',
  joined: '是同一件事，已并入',
  filed: '不是同一件事，已另行立案',
}

/** To a press. */
export const pressedText = {
  noIncident: '没有找到这起事件，请发送“列表”查看。',
  noStub: '没有找到这一项。',
  noRules: '没有找到这一版规则。',
  formComes: '请填写刚刚发给您的表。',
  seeNext: '请看下一条消息。',
  editing: '您正在修改，请先答完。',
  submitted: '已提交。',
  filed: '已另行立案。',
  joined: (incident: string): string => `已并入 ${incident}，您已加为报告人。`,
}

export const reportUnfinished = '您有一份报告还没有填完，请接着填；不想继续请回复“取消”。'
/** A command about an incident is neither an answer of the report that is being filled in, nor done beside it. */
export const reportInTheWay = (drill: boolean): string =>
  `您正在填${drill ? '一份演练' : '一份报告'}，刚才这句没有办理，也没有算成回答。先填完或回复“取消”，再发一次。`
export const sameOrOther =
  '请回复“是同一件事”或“另行立案”。列出了几起的，也可以回复编号；都不是，回复“都不是”。'
/** Something new was told while this question is open. */
export const sameFirst =
  '您刚才说的先记着。请先回答：上一份报告和已有的是不是同一件事？选“另行立案”，接着按刚才的话填新的报告；选“是同一件事”，再问您刚才的话补充到哪里。'
/** That question is over: what was told meanwhile still has no place. */
export const toldBeside = (incident: string | undefined) => ({
  title: '您刚才另外说的话还没有记录',
  text: incident
    ? `是这件事的新情况，请点“补充到 ${incident}”（或发送“补充 ${incident}”）；是另一件事，请点“报告”（或发送“报告”）。`
    : '要报告那件事，请点“报告”（或发送“报告”），按您刚才的话填写。',
  words: [
    ...(incident ? [{ label: `补充到 ${incident}`, text: `补充 ${incident}` }] : []),
    { label: '报告', text: '报告' },
  ],
})
export const besideLost = '您刚才另外说的话没有保存，请再发一遍。'
export const toldLost = '刚才的那句话没有保存，请再发一遍；也可以直接回答下面的问题。'
export const toldOver = '那句话已经用过或放下了，没有保留；下面从头填。'
export const toldByAnother = '这个按钮只供说这句话的人使用。要报告请发送“报告”。'
export const answerWrong = (label: string, problem: string): string => `${label}：${problem}`

/** A small form, field by field. */
export const askField = (label: string, required: boolean): string =>
  `请回复${label}${required ? '' : '（可回复“跳过”）'}。`
export const keptField = (label: string, value: string, next: string): string =>
  `${label}：${value || '—'}\n${next}`
/** `out`: how to get out of it, after some tries. */
export const askFieldAgain = (why: string, label: string, required: boolean, out: boolean): string => {
  const ways = required ? '可回复“取消”先放下，稍后再填' : '可回复“跳过”，或回复“取消”'
  return `${why}\n请重新回复${label}${out ? `；${ways}` : ''}。`
}
/** What was typed into a form, shown whole before it is recorded. */
export const lookOver = {
  yes: '确认提交',
  now: '现在的内容',
  lead: '请核对，确认提交之后才记录',
  begun: (known: number, lacking: readonly string[]): string =>
    known > 0 ? `已识别 ${known} 项，还缺${lacking.join('、')}` : `还缺${lacking.join('、')}`,
  lacking: (labels: readonly string[]): string =>
    `还缺：${labels.join('、')}。请直接回复${labels[0] ?? ''}。`,
  how: '没有问题请回复“确认提交”；要改哪一项，请回复“项目：内容”，例如“接报人：李科长”。',
  more: (labels: readonly string[]): string => `可以不填：${labels.join('、')}。`,
  unread: (text: string): string => `没有看懂、没有记入的：${text}`,
  fix: (label: string): string => `修改${label}`,
  which: (labels: readonly string[]): string => `要改哪一项？请回复名称：${labels.join('、')}。`,
  threeWays: '还没有记录。请回复“确认提交”“修改”或“取消”；也可以回复“项目：内容”。',
}
/** One of a few. */
export const chooseField = (label: string, choices: readonly string[]): string =>
  `请回复${label}：${choices.join('、')}。`
/** How a field is filled, to whoever asks back. */
export const howToFill = (example: string | undefined, choices: readonly string[] | undefined): string =>
  choices?.length
    ? `从这几项里选一项：${choices.join('、')}。`
    : `直接回复内容就可以${example ? `，${example.startsWith('例如') ? example : `例如：${example}`}` : '，一句话即可'}。发错了可以回复“取消”，重新填写。`
/** It is asked which report or which deed it belongs to. */
export const wordsWait = (action: string): string =>
  `您写的都先留着，没有丢，也还没有记录：${
    action === 'perform'
      ? '请点那一项的按钮，或者直接回复事项的名称，一并登记。'
      : '请点那一份的“填写回执”，或者直接回复报送机关的名称，再核对。'
  }`
/** What waited for its duty was recorded with it. */
export const wordsWentAlong = (said: string): string => `您写的“${said}”一并记录。`
export const formCancelled = '已取消，没有改动。'

/** In the group, before everything else goes to the private chat. */
export const calledByName = (name: string, text: string): string => `${name}，${text}`
export const registeredBy = (text: string, name: string): string => `${text}（${name}登记）`
