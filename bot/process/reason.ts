// What can an operator do about a machine that says no? The system's code in a sentence of ours.
import { machineSays, withReason } from '../../templates/operator/process.js'

/** Of an error, or of what the system wrote of one: `ENOSPC: no space left on device`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : (/^E[A-Z]+(?=:)/.exec(String(error))?.[0] ?? '')

export const inWords = (error: unknown): string => {
  const known: Record<string, string> = {
    EADDRINUSE: machineSays.portTaken(process.env.PORT ?? 3000),
    EACCES: machineSays.notAllowed,
    EROFS: machineSays.readOnly,
    ENOSPC: machineSays.diskFull,
    EDQUOT: machineSays.quotaFull,
    ENOTDIR: machineSays.noFolder,
    ENOTFOUND: machineSays.foreignHost,
    EADDRNOTAVAIL: machineSays.foreignHost,
  }
  const reason = error instanceof Error ? error.message : String(error)
  const said = known[codeOf(error)]
  return said ? withReason(said, reason) : reason
}
