// What does a process cost, with everything it started? Processor time and memory of the whole tree, as Linux counts them.
import { readdirSync, readFileSync } from 'node:fs'

/** Of /proc/…/stat; Linux counts processor time for programs in hundredths of a second everywhere. */
const TICKS_PER_SECOND = 100

const numbersOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number) // the third field is the first here
  } catch {
    return undefined // it has ended meanwhile
  }
}

const treeOf = (roots) => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const numbers = numbersOf(name)
      return numbers ? [{ pid: Number(name), numbers }] : []
    })
  const inside = new Set(roots)
  for (let grown = -1; grown < inside.size; ) {
    grown = inside.size
    for (const { pid, numbers } of all) if (inside.has(numbers[1])) inside.add(pid)
  }
  return all.filter(({ pid }) => inside.has(pid))
}

/** Proportional: what several processes share counts once. */
const residentKb = (pid) => {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Seconds since they began, of children that have ended too. */
export const cpuSeconds = (pids) =>
  treeOf(pids).reduce((sum, { numbers }) => sum + numbers[11] + numbers[12] + numbers[13] + numbers[14], 0) /
  TICKS_PER_SECOND

export const memoryMb = (pids) => treeOf(pids).reduce((sum, { pid }) => sum + residentKb(pid), 0) / 1024
