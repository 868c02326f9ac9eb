// What does one line of `npm run doctor` say? What was looked at, and how to mend it where it is not well.

/** `open`: nothing stands in the way, and yet it is not settled: a figure nobody has approved, a number that is missing. */
export type Finding = { good: boolean; what: string; mend?: string; open?: true; about?: About }
/** Which step of the set-up mends it. */
export type About = 'credentials' | 'bot' | 'permissions' | 'line' | 'group' | 'people'

export const good = (what: string): Finding => ({ good: true, what })
export const open = (what: string): Finding => ({ good: true, open: true, what })
export const bad = (what: string, mend: string, about?: About): Finding => ({
  good: false,
  what,
  mend,
  ...(about ? { about } : {}),
})

export const printed = ({ good, open, what, mend }: Finding): string =>
  `${!good ? '✗' : open ? '△' : '✓'} ${what}${mend ? `\n    → ${mend}` : ''}\n`

export const verdict = (findings: readonly Finding[]): string => {
  const wrong = findings.filter(({ good }) => !good).length
  const left = findings.filter(({ good, open }) => good && open).length
  const later = left > 0 ? `${left} 处待核定、待补充或仅供了解（△），不影响启动。` : ''
  return wrong === 0
    ? later === ''
      ? '\n全部就绪。\n'
      : `\n可以启动。另有 ${later}\n`
    : `\n有 ${wrong} 处需要处理（✗）。${later && `另有 ${later}`}\n`
}
