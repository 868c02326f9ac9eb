// On what does the page stand in a test? The sandbox on a free port, over the fake bot, and a Chromium where there is one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { sandboxChannel } from '../../bot/channels/sandbox/sandbox.js'
import { openSandboxLog } from '../../store/sandbox-log.js'
import { directory, fakeBot } from './fake-bot.js'

export const chromiumPath = [process.env.CHROMIUM, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
)

export const chromiumArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The sandbox with its fake bot, served on a free port; `restart` ends it and starts it on the same memory and port. */
export const openHouse = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'page-'))
  const start = Date.parse('2026-11-24T06:30:00.000Z')
  const opened = Date.now()
  const begin = async (port: number, token = 'page') => {
    const log = openSandboxLog(dataDir)
    const now = () => start + (Date.now() - opened) + log.clockOffsetMs()
    const bot = fakeBot({ channel: () => channel, now, moveClock: log.moveClock })
    const { channel, router } = sandboxChannel({
      log,
      token,
      people: () => directory,
      receive: () => bot.receive,
      now,
      advance: bot.advance,
      overview: bot.overview,
    })
    const server = express().use(router).listen(port, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    return { log, bot, channel, server }
  }
  let house = await begin(0)
  // A listening TCP server has an AddressInfo, never a pipe's name.
  const { port } = house.server.address() as AddressInfo
  const end = async () => {
    await house.channel.stop()
    house.server.closeAllConnections()
    await new Promise((resolve) => house.server.close(resolve))
    house.log.close()
  }
  return {
    url: `http://127.0.0.1:${port}/?token=page`,
    bot: () => house.bot,
    channel: () => house.channel,
    end,
    /** Another token, as every start of the product has. */
    async begin(token?: string) {
      house = await begin(port, token)
    },
    async close() {
      await end()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
