// How many campuses are this process's to serve? A fair share of them; who holds more gives one back when another has room for it.

/** The others: how many each of them serves. */
export type Load = { campuses: number; mine: number; others: readonly number[] }

const fairShare = ({ campuses, others }: Load): number => Math.ceil(campuses / (1 + others.length))

export const hasRoom = (load: Load): boolean => load.mine < fairShare(load)

export const givesBack = (load: Load): boolean =>
  load.mine > fairShare(load) && load.others.some((theirs) => theirs < fairShare(load))
