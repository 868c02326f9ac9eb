// Which answers does the reception know by itself? A table of input: what is typed word for word, and what a button types.

export const typedWord = {
  report: '报告',
  help: '帮助',
  cancel: '取消',
  skip: '跳过',
  submit: '提交',
  edit: '修改',
} as const

/** 是不是同一件事? */
export const saysSame = /^(是|是同一件事|并入|1)$/
export const saysOther = /^(否|不是|另行立案|立案|2)$/
