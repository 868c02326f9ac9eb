// Which words do the platforms share? What was sent that nobody can read, what a file is, a yes and a no.

/** A box that was ticked, as it would be typed. */
export const yesOrNo = (value: boolean): string => (value ? '是' : '否')

/** Kinds of messages that carry no words, each by its name. */
export const kindNames = {
  sticker: '表情',
  card: '卡片',
  groupCard: '群名片',
  personCard: '个人名片',
  forwarded: '合并转发的消息',
  records: '聊天记录',
  task: '任务',
  poll: '投票',
  redPacket: '红包',
  location: '位置',
  appointment: '日程',
  meeting: '视频会议',
  system: '系统消息',
  empty: '没有内容的消息',
  wordless: '没有文字的消息',
  unknown: '不支持的消息',
}

/** What a file is called that came without a name. */
export const fileKinds = { picture: '图片', video: '视频', audio: '语音', file: '文件', attached: '附件' }

/** Why a file did not come or go: the office reads it in the record. */
export const fileTooLarge = (mostMb: number): string => `文件超过 ${mostMb} MB`

export const pleaseFill = (label: string): string => `请填写${label}`
export const moreItems = (count: number): string => `还有 ${count} 项`

/** Why a message is not as loud as was asked for, beside the step. */
export const quotaSpent = '额度已用完'
/** Where it did not ring, each step with its reason. */
export const stepsDown = (reasons: readonly string[]): string => reasons.join('；')

/** Said of a form, and left out again where it can't be answered so. */
export const eachInTurn = '也可以直接按顺序回复每一项。'

/** Why a file that somebody sent is not in the evidence. */
export const fileLost = { noPlatform: '这个平台现在没有启用', tries: '多次没有取到，请重新发送' }
/** Why a duty is on nobody's task list: it stays in the chat, where it always is. */
export const noTasks = '没有待办权限'
/** Why a message reached nobody, where no platform was even asked. */
export const noAddress = '通讯录里没有可用的账号'
