// Which answers does the reception know by itself? A table of input: what is typed word for word, and what a button types.

import { isBare } from '../../handlers/understand/bare.js'
import { normalize } from '../../handlers/understand/letters.js'
import { parseYesNo } from '../../handlers/understand/replies.js'

export const typedWord = {
  report: '报告',
  told: '按这句话报告',
  help: '帮助',
  cancel: '取消',
  skip: '跳过',
  submit: '提交',
  edit: '修改',
} as const

/** 是不是同一件事? */
export const saysSame = /^(是|是同一件事|并入|1)$/
export const saysOther = /^(否|不是|都不是|不是同一件事|另行立案|立案|2)$/

/** Typed within a report, these two begin no other one. */
export const beginsReport = (text: string): boolean =>
  [typedWord.report, typedWord.told].some((word) => word === normalize(text))

/** 是, 是的, 对 alone: yes to what was offered. */
export const isYes = (text: string): boolean => isBare(text) && parseYesNo(text) === true
