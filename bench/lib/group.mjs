// How do appends share a sync? Those that come while one is under way wait, and go together in the next; what Fenghuo's turns do.
export const grouped = (append) => {
  let waiting = []
  let busy = false
  const drain = async () => {
    busy = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await append(group.flatMap(({ changes }) => changes))
      for (const { done } of group) done()
    }
    busy = false
  }
  return (changes) =>
    new Promise((done) => {
      waiting.push({ changes, done })
      if (!busy) void drain()
    })
}
