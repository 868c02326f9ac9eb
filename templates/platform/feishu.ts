// What do people read of Feishu's own? On cards and forms, on a press, and why a message did not reach somebody.

import type { Urgency } from '../../store/schema.js'
import type { Card } from '../card.js'
import { urgencyNames } from '../plain.js'
import { moreItems } from './words.js'

/** A press is never brought again by Feishu, so its failure is said to the person. */
export const pressNotStored = '没有保存成功，请稍后再按一次；紧急情况请直接电话联系网信办'
export const pressNotRead = '没有读懂这次点击，请发送“待办”查看现在可以办理的事项'
export const pressStillBusy = '正在处理，结果会显示在卡片上；如没有变化，请再按一次'
export const pressByNobody = '飞书没有提供您的身份，无法办理。请在私聊中发送“待办”'

export const detailsTitle = '详情'
export const moreDetails = (count: number): string => `${moreItems(count)}，请发送“记录”查看`
export const moreRows = (count: number): string => `还有 ${count} 行`
export const reallyDo = (label: string): string => `确定${label}？`
export const reallyDoText = '这一步会写入记录。'

/** In place of what an audit of contents took offence at, of a card that is not taken at all, of one that is too long. */
export const leanBody = '内容较多或未通过平台内容审核，详情请发送“待办”或“状态”查看，或联系网信办。'
export const bareText = '请发送“待办”办理。'
export const bareBody = '内容过长，请发送“待办”或“填表”重新打开。'
export const textCut = '…（内容过长，其余已省略）'

export const pleaseChoose = (label: string): string => `请选择${label}`
export const orTypeName = '或直接填写名称'
export const orTypeTime = (placeholder = '例如：刚刚、10分钟前、今天 14:30'): string =>
  `或直接填写，${placeholder}`
export const yesNoUnknown: readonly string[] = ['是', '否', '不详']

/** At most three words in the corner of a card: that it is a drill, how grave, how far. */
export const tagWords = (card: Card): { of: 'drill' | 'level' | 'state'; word: string }[] => {
  const field = (label: string) => card.fields.find((one) => one.label === label)?.value
  const level = field('级别')?.replace(/[（，].*$/, '')
  const state = field('状态')
  return [
    ...(card.title.includes('演练') ? [{ of: 'drill' as const, word: '演练' }] : []),
    ...(level && level !== '待定' ? [{ of: 'level' as const, word: level }] : []),
    ...(state && [...state].length <= 8 ? [{ of: 'state' as const, word: state }] : []),
  ]
}

/** Why a message did not reach a person or the group: the office reads it, beside the name. */
export const undelivered = {
  notInGroup: '机器人不在群内',
  outOfScope: '不在飞书应用的可用范围内，或已离职',
  audited: '未通过飞书的内容审核',
  tooLong: '内容超过飞书的长度限制',
  forbidden: '飞书不允许向其发送',
  resigned: '已从飞书离职',
  noAccount: '飞书上没有这个账号',
  muted: '飞书上无法向其发送，可能被禁言或屏蔽',
  otherTenant: '不在本单位的飞书中',
  unsubscribed: '已停止接收机器人的消息',
  groupDissolved: '群已解散',
  notInContacts: '不在应用的通讯录权限范围内',
  otherApp: '飞书ID 不属于这个应用',
  unreachable: '飞书上找不到或无法联系',
  refused: '飞书没有接受这条消息',
}

export const fileTooLargeToSend = (mostMb: number): string => `飞书只能发送 ${mostMb} MB 以内的文件`
export const fileForeign = '不是飞书的文件'
export const fileGone = '文件已不在飞书上'

/** Why a message is less loud than was asked for. */
export const lessLoud = {
  group: '群消息不加急',
  unread: '对方未读的加急消息已超过 200 条',
  forbidden: (code: number | undefined): string => `飞书不允许（${code ?? ''}）`,
  kept: `${urgencyNames.app}已停用：本月飞书额度留给更要紧的消息`,
  failed: (level: Urgency, why: string): string => `${urgencyNames[level]}未成功：${why}`,
  pinned: '已改为将机器人会话置顶',
}

/** The group in which only the bot is, and the message there: they show that the line is alive. */
export const trialGroup = { name: '烽火连接自检', description: '只有机器人自己，用来检查连接' }
export const trialMessage = '连接自检'
