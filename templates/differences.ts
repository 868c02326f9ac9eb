// How is a change of the rules written? Kept with the version that it made: `clocks.NAT-OTHER-4H.within："4h" → "3h"`.

const written = (value: unknown): string => (value === undefined ? '（无）' : JSON.stringify(value))

export const differenceText = (changed: { path: string; before: unknown; after: unknown }): string =>
  `${changed.path || '（文件）'}：${written(changed.before)} → ${written(changed.after)}`
