// How is a process cut off from its database? A wire between the two that can be broken, at once or in the middle of what is said, or go dead without a word.
import { connect, createServer, type Socket } from 'node:net'

type State = 'whole' | 'broken' | 'dead' | 'mute'

export type Wire = {
  port: number
  /** `broken`: every connection ends, and none opens. `dead`: nothing more comes through, and nobody is told. `mute`: nothing comes down any more. `whole`: new ones go through. */
  be(state: State): void
  /** Every connection ends once so many more bytes have gone up to the database, or come down from it; new ones go through. */
  cutAfter(bytes: number, which: 'up' | 'down'): void
  close(): Promise<void>
}

export const openWire = async (toPort: number): Promise<Wire> => {
  let state: State = 'whole'
  let left = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
  const ends = new Set<Socket>()
  const cut = (): void => {
    for (const end of ends) end.destroy()
    left = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
  }
  const server = createServer((near) => {
    near.on('error', () => {})
    if (state === 'broken') {
      near.destroy()
      return
    }
    ends.add(near)
    if (state === 'dead') return
    const far = connect(toPort, '127.0.0.1')
    ends.add(far)
    far.on('error', () => {})
    const pass = (from: Socket, to: Socket, which: 'up' | 'down'): void => {
      from.on('data', (bytes) => {
        if (state === 'dead' || (state === 'mute' && which === 'down')) return
        const through = bytes.subarray(0, left[which])
        left[which] -= through.length
        to.write(through)
        if (through.length < bytes.length) cut()
      })
      from.on('close', () => {
        ends.delete(from)
        // a dead wire does not tell the other end
        if (state !== 'dead') to.destroy()
      })
    }
    pass(near, far, 'up')
    pass(far, near, 'down')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  return {
    port: typeof at === 'object' && at ? at.port : 0,
    be(next) {
      // what went dead stays dead: a connection that missed bytes is none
      if (next === 'broken' || ((state === 'dead' || state === 'mute') && next === 'whole')) cut()
      state = next
    },
    cutAfter(bytes, which) {
      left[which] = bytes
    },
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}
