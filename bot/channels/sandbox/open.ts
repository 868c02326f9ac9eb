// How does the sandbox stand in the running house? Its memory, its clock that can be moved on, and what it asks of the house.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Router } from 'express'
import { unit as unitOf } from '../../../store/campus.js'
import { openSandboxLog } from '../../../store/sandbox-log.js'
import type { Directory, Stub } from '../../../store/schema.js'
import type { Fenghuo } from '../../fenghuo.js'
import { type Clock, movableClock } from '../../time/clock.js'
import type { Channel } from '../channel.js'
import { fromThisMachine, holdsToken } from './guard.js'
import { once, type SandboxPerson } from './people.js'
import { sandboxChannel } from './sandbox.js'

type Sandbox = {
  channel: Channel
  router: Router
  clock: Clock
  token: string
  /** Does this request come from this machine, with the token of the sandbox? */
  plays(request: IncomingMessage): boolean
  /** What a dialog said that a secret ended is wiped out of the chat, now and whenever another ends so. */
  forgetWith(turns: Fenghuo['turns']): void
  close(): void
}

const peopleOf = once((directory: Directory): SandboxPerson[] =>
  directory.people.map(({ id, name, title, posts }) => ({
    id,
    name,
    title,
    unit: posts
      .map(({ unit }) => unitOf(directory, unit)?.name ?? unit)
      .filter((one, at, all) => all.indexOf(one) === at)
      .join('、'),
    roles: posts.flatMap(({ role }) => role || []),
  })),
)

/** A new one at each start, unless the operator set one. */
export const newToken = (): string => randomBytes(18).toString('base64url')

/** `running` throws until the house is open. */
export const openSandbox = (options: {
  dir: string
  token: string
  directory: () => Directory
  running: () => Fenghuo
}): Sandbox => {
  const { dir, token, directory, running } = options
  const memory = openSandboxLog(dir)
  const clock = movableClock(() => memory.clockOffsetMs())
  const { channel, router, forget } = sandboxChannel({
    log: memory,
    token,
    people: () => peopleOf(directory()),
    // In the sandbox an answer waits for what it set off, so that a script sees the effect of what it did.
    receive: () => ({
      said: async (said) => {
        const answer = await running().reception.said(said)
        await running().courier.drain()
        return answer
      },
      pressed: async (pressed) => {
        const answer = await running().reception.pressed(pressed)
        await running().courier.drain()
        return answer
      },
    }),
    now: () => clock.now(),
    advance: async (ms) => {
      const until = clock.now() + ms
      await running().passTime(until, (at) => memory.moveClock(Math.max(0, at - clock.now())))
    },
    withholds: (person, text) => running().reception.withholds(person, text),
    overview: () => running().overview(),
  })
  const forgetFor = (stub: Stub | undefined): void => {
    if (stub?.since) forget(stub.by.id.replace(/^sandbox:/, ''), stub.since, stub.at)
  }
  return {
    channel,
    router,
    clock,
    token,
    plays: ({ socket, headers }) =>
      fromThisMachine(socket.remoteAddress, headers) && holdsToken(headers, socket.localPort, token),
    forgetWith(turns) {
      for (const stub of Object.values(turns.peek().stubs)) forgetFor(stub)
      turns.watch('stubs', (_, stub) => forgetFor(stub))
    },
    close: () => memory.close(),
  }
}
