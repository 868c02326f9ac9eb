// What comes due first? A moment for each incident; the earliest is at hand however many there are.

type DueList = {
  set(id: string, atMs: number): void
  delete(id: string): void
  /** The earliest moment of all, in epoch ms; infinity when nothing waits. */
  earliest(): number
  /** Everything that has come due by then, the longest due first. It stays until it is set anew or deleted. */
  until(ms: number): string[]
}

type Entry = { id: string; at: number }

export const openDueList = (): DueList => {
  /** What is true. The heap may also hold moments that are not true any more; they are passed over. */
  const due = new Map<string, number>()
  let heap: Entry[] = []

  const holds = ({ id, at }: Entry): boolean => due.get(id) === at

  const up = (entry: Entry): void => {
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (!above || above.at <= entry.at) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  const dropFirst = (): void => {
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const lower = right && left && right.at < left.at ? right : left
      if (!lower || lower.at >= last.at) break
      heap[at] = lower
      at = lower === left ? 2 * at + 1 : 2 * at + 2
    }
    heap[at] = last
  }

  /** Moments that are not true any more must not outnumber the true ones. */
  const tidy = (): void => {
    if (heap.length <= 2 * due.size + 64) return
    heap = []
    for (const [id, at] of due) up({ id, at })
  }

  return {
    set(id, at) {
      if (due.get(id) === at) return
      due.set(id, at)
      up({ id, at })
      tidy()
    },
    delete(id) {
      if (due.delete(id)) tidy()
    },
    earliest() {
      for (let first = heap[0]; first; first = heap[0]) {
        if (holds(first)) return first.at
        dropFirst()
      }
      return Number.POSITIVE_INFINITY
    },
    until(ms) {
      const ready = new Map<string, number>()
      const visit = (place: number): void => {
        const entry = heap[place]
        if (!entry || entry.at > ms) return
        if (holds(entry)) ready.set(entry.id, entry.at)
        visit(2 * place + 1)
        visit(2 * place + 2)
      }
      visit(0)
      return [...ready].sort(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1)).map(([id]) => id)
    },
  }
}
