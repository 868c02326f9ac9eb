// What does one line of `npm run doctor` say? What was looked at, and how to mend it where it is not well.

export type Finding = { good: boolean; what: string; mend?: string }

export const good = (what: string): Finding => ({ good: true, what })
export const bad = (what: string, mend: string): Finding => ({ good: false, what, mend })

export const printed = ({ good, what, mend }: Finding): string =>
  `${good ? '✓' : '✗'} ${what}${mend ? `\n    → ${mend}` : ''}\n`

export const verdict = (wrong: number): string =>
  wrong === 0 ? '\n全部就绪。\n' : `\n有 ${wrong} 处需要处理。\n`
