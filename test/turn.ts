// Whose turn is it today? What would take too long each time is tried in turns, a day each: within so many days, all of it.

const today = Math.floor(Date.now() / 86_400_000)

/** From 0 to below `of`; the next one tomorrow. `shift`: so that not everything begins with the same. */
export const turnOf = (of: number, shift = 0): number => (today + shift) % of
