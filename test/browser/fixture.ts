// On what does the page stand in a test? The sandbox on a free port, over the fake bot, and a Chromium where there is one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { sandboxChannel } from '../../bot/channels/sandbox/sandbox.js'
import { openSandboxLog } from '../../store/sandbox-log.js'
import { directory, fakeBot } from './fake-bot.js'

export const chromiumPath = [process.env.CHROMIUM, '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
)

const chromiumArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: chromiumArgs })

/** The page in a window of its own, once it is ready. `watch` sees it before it loads. */
export const openPage = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  watch: (page: Page) => void = () => {},
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    ...options,
  })
  const page = await context.newPage()
  watch(page)
  await page.goto(url)
  await page.waitForSelector('html[data-ready]')
  return page
}

const TOUR_WITHIN_MS = 100_000

/** Presses on through the example that plays; answers what stands there at its end. */
export const endTour = async (page: Page): Promise<string> => {
  const until = Date.now() + TOUR_WITHIN_MS
  const stands = async () => (await page.locator('.tour-count').textContent()) ?? ''
  while (Date.now() < until && !/示例(?:结束|停)/.test(await stands()))
    await page
      .locator('#tour >> text=下一步')
      .click({ timeout: 400 })
      .catch(() => undefined)
  return stands()
}

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
