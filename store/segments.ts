// Which files make up the journal, and which lines of them count? Each opening writes its own; a later one supersedes.
import { readdir } from 'node:fs/promises'
import type { Digest } from './digest.js'

/** One file of the journal: `<first line>[-<epoch>][.sm3].ndjson`. The first epoch carries no number, as it was before. */
type Segment = { name: string; seq: number; epoch: number; digest: Digest }

const NAME = /^(\d{12})(?:-(\d{4,}))?(\.sm3)?\.ndjson$/

export const segmentOf = (name: string): Segment | undefined => {
  const found = NAME.exec(name)
  return found
    ? { name, seq: Number(found[1]), epoch: Number(found[2] ?? 1), digest: found[3] ? 'sm3' : 'sha256' }
    : undefined
}

export const nameOf = (seq: number, epoch: number, digest: Digest): string => {
  const nth = epoch === 1 ? '' : `-${String(epoch).padStart(4, '0')}`
  return `${String(seq).padStart(12, '0')}${nth}${digest === 'sm3' ? '.sm3' : ''}.ndjson`
}

/** A segment that counts, and the first line of a later epoch: from there on nothing in it counts. */
export type Part = Segment & { until: number }

/**
 * The parts in the order of their lines, and what a writer left behind that had been superseded. Who takes over reads
 * first and begins its own segment where the chain then ends; so what an older epoch has from that line on was never
 * confirmed to anybody.
 */
export const survey = async (folder: string): Promise<{ parts: Part[]; left: Segment[] }> => {
  const all = (await readdir(folder)).flatMap((name) => segmentOf(name) ?? [])
  const withEnd = all.map((segment) => ({
    ...segment,
    until: Math.min(...all.filter(({ epoch }) => epoch > segment.epoch).map(({ seq }) => seq)),
  }))
  return {
    parts: withEnd.filter(({ seq, until }) => seq < until).sort((a, b) => a.seq - b.seq || a.epoch - b.epoch),
    left: withEnd.filter(({ seq, until }) => seq >= until),
  }
}
