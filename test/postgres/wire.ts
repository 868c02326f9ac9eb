// How is a process cut off from its database? A wire between the two that can be broken, or go dead without a word.
import { connect, createServer, type Socket } from 'node:net'

export type Wire = {
  port: number
  /** `broken`: every connection ends, and none opens. `dead`: nothing more comes through, and nobody is told. `whole`: new ones go through again. */
  be(state: 'whole' | 'broken' | 'dead'): void
  close(): Promise<void>
}

export const openWire = async (toPort: number): Promise<Wire> => {
  let state: 'whole' | 'broken' | 'dead' = 'whole'
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    if (state === 'broken') {
      near.destroy()
      return
    }
    near.on('error', () => {})
    ends.add(near)
    if (state === 'dead') return
    const far = connect(toPort, '127.0.0.1')
    ends.add(far)
    far.on('error', () => {})
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (state === 'whole') to.write(bytes)
      })
      from.on('close', () => {
        ends.delete(from)
        // a dead wire does not tell the other end
        if (state !== 'dead') to.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  return {
    port: typeof at === 'object' && at ? at.port : 0,
    be(next) {
      // what went dead stays dead: a connection that missed bytes is none
      if (next === 'broken' || (state === 'dead' && next === 'whole')) for (const end of ends) end.destroy()
      state = next
    },
    close: () =>
      new Promise((resolve) => {
        for (const end of ends) end.destroy()
        server.close(() => resolve())
      }),
  }
}
