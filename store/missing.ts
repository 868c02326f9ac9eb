// Is something not there, or can it only not be read? Only what is not there may be taken for nothing.

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** For a `catch`: `instead` of what is not there; any other trouble is thrown on. */
export const orMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (isMissing(error)) return instead
    throw error
  }
