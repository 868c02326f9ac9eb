// 写终报: what does the final report say beside the facts? Cause, recovery and lessons, as 报告管理办法 第八条 names them.

import type { Action } from './action.js'
import { writing } from './writing.js'

export const writeFinal: Action<'write_final'> = { name: 'write_final', label: '写终报', ...writing('final') }
