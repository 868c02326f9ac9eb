// What is said where something must not be kept here, or not be done? The sentences of regulations.md §6.
import type { PersonRef } from '../store/schema.js'
import { name } from './plain.js'

export const stoppedUnkept = '已停止，内容没有保存'
export const withheld = `可能涉密，${stoppedUnkept}`
/** regulations.md §6, text ①, and how long what is written on is withheld. */
export const classifiedText = (phone: string): string =>
  `您描述的情况可能涉及国家秘密。请立即停止在本平台发送任何内容、文件和截图，不要转发，保护好现场，用电话或当面联系学校保密办（${phone}）。此后 10 分钟内您在这里写的内容一律不保存、不办理；要报告其他事件，请回复“报告”。本平台不记录内容。`
/** A report that was handed in, and waited for «是不是同一件事», went with it. */
export const reportDropped =
  '您刚才提交、正等您回答“是不是同一件事”的报告没有立案，也没有保存。如与涉密无关，请稍后回复“报告”重新报告一次。'
/** For a bare 否 or 提交 after that: nothing goes on from it. */
export const stillStopped = (phone: string): string =>
  `没有看懂这句话。刚才的内容已停止，没有保存：请用电话或当面联系学校保密办（${phone}）。要报告其他事件，请回复“报告”。`
/** To who wants out of it: there is nothing to get out of. */
export const nothingOpen = (phone: string): string =>
  `刚才的内容没有保存，现在没有打开的报告或表，不用退出。可能涉密的情况请电话或当面联系学校保密办（${phone}）；别的事件请发送“报告”，您的事项请发送“待办”。`
/** To 保密办, without any content. */
export const classifiedPing = (at: string, by: PersonRef): string =>
  `${at}，${name(by)}的报告疑似涉及国家秘密，已引导其电话或当面联系保密办。本平台未记录内容，请尽快与其联系，并按保密规定处理。`

/** regulations.md §6, text ②, with the telephone of 宣传部 where it is known. */
export const harmfulText = (phone: string | undefined): string =>
  `请不要发送违法有害信息的原文、截图或链接内容，只需告诉我出现的位置和时间。技术处置由信息中心负责，内容处置请电话联系党委宣传部${phone ? `（${phone}）` : ''}。`
/** regulations.md §6, text ③. */
export const noHiding =
  '按《实施细则》第十四条和《国家网络安全事件报告管理办法》第十条，迟报、漏报、谎报、瞒报要承担责任；按时如实报告可依第十一条从轻或免责。我不能推迟、隐藏或改写记录；如信息有误，可提交更正并说明原因。'

export const redactedText = '其中的密码、密钥或个人信息已隐去，没有保存。请只写数量和种类，不要粘贴原始数据。'
