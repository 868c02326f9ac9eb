// How far does the sandbox's clock move? `15m`, `1h30m`, `30d` in milliseconds, or nothing for nonsense.
const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const mostMs = 400 * 86_400_000

/** Milliseconds of a positive span of at most 400 days; `undefined` for anything else. */
export const advanceMs = (text: string): number | undefined => {
  if (!/^(?:\d{1,9}[smhd]\s*)+$/.test(text)) return undefined
  const ms = [...text.matchAll(/(\d{1,9})([smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  )
  return ms > 0 && ms <= mostMs ? ms : undefined
}
