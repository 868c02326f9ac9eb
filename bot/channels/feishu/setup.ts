// How does a campus get its Feishu app? By scanning a code: creates it with every permission, and prints the two lines for .env.

import { registerApp } from '@larksuiteoapi/node-sdk'
import {
  setupAddress,
  setupApp,
  setupBegins,
  setupDone,
  setupFailed,
  setupNext,
} from '../../../templates/operator/feishu-setup.js'
import { callbacks, events, optional, required } from './scopes.js'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** The platform's words, without anything that a terminal would obey. */
const harmless = (text: string): string => text.replace(/[^\P{C}\n]/gu, '')

const main = async (): Promise<void> => {
  say(setupBegins)
  const { client_id, client_secret } = await registerApp({
    source: 'fenghuo',
    createOnly: true,
    appPreset: setupApp,
    addons: {
      preset: false,
      scopes: { tenant: [...required, ...optional] },
      events: { items: { tenant: [...events] } },
      callbacks: { items: [...callbacks] },
    },
    onQRCodeReady: ({ url, expireIn }) => say(setupAddress(harmless(url), Math.floor(expireIn / 60))),
  })
  say(setupDone)
  say(`FEISHU_APP_ID=${harmless(client_id)}`)
  say(`FEISHU_APP_SECRET=${harmless(client_secret)}`)
  say(setupNext)
}

main().catch((error: unknown) => {
  process.stderr.write(setupFailed(harmless(error instanceof Error ? error.message : String(error))))
  process.exitCode = 1
})
