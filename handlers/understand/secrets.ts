// What is said where something must not be kept? The sentences of regulations.md §6.

/** Text ②, with the telephone of 宣传部 where it is known. */
export const harmfulText = (phone: string | undefined): string =>
  `请不要发送违法有害信息的原文、截图或链接内容，只需告诉我出现的位置和时间。技术处置由信息中心负责，内容处置请电话联系党委宣传部${phone ? `（${phone}）` : ''}。`

/** Text ③. */
export const noHidingText =
  '按《实施细则》第十四条和《国家网络安全事件报告管理办法》第十条，迟报、漏报、谎报、瞒报要承担责任；按时如实报告可依第十一条从轻或免责。我不能推迟、隐藏或改写记录；如信息有误，可提交更正并说明原因。'

export const redactedText = '其中的密码、密钥或个人信息已隐去，没有保存。请只写数量和种类，不要粘贴原始数据。'
