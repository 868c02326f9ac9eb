// 写续报: what does a follow-up say beside the facts? Its parts, as 报告管理办法 第七条 names them.

import type { Action } from './action.js'
import { writing } from './writing.js'

export const writeFollowUp: Action<'write_follow_up'> = {
  name: 'write_follow_up',
  label: '写续报',
  ...writing('follow-up'),
}
