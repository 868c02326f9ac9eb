// How does a campus get its Feishu app? By opening one address and consenting: created with every permission, event and callback.

import { defaultHttpInstance, registerApp } from '@larksuiteoapi/node-sdk'
import { setupApp } from '../../../templates/operator/setup-feishu.js'
import { callbacks, events, optional, required } from './scopes.js'

/** The SDK knows https alone; an emulated platform on this machine speaks plainly. */
const speakPlainly = (): void => {
  defaultHttpInstance.interceptors.request.use((request) => ({
    ...request,
    ...(request.url ? { url: request.url.replace(/^https:/, 'http:') } : {}),
  }))
}

/** `onAddress` hears where to consent, and for how many minutes. Throws what the SDK says, with a `code`. */
export const registerFeishu = async (
  domain: string,
  onAddress: (url: string, minutes: number) => void,
): Promise<{ id: string; secret: string }> => {
  const { host, protocol } = new URL(domain)
  if (protocol === 'http:') speakPlainly()
  const { client_id, client_secret } = await registerApp({
    domain: host.replace(/^open\./, 'accounts.'),
    source: 'fenghuo',
    createOnly: true,
    appPreset: setupApp,
    addons: {
      preset: false,
      scopes: { tenant: [...required, ...optional] },
      events: { items: { tenant: [...events] } },
      callbacks: { items: [...callbacks] },
    },
    onQRCodeReady: ({ url, expireIn }) => onAddress(url, Math.floor(expireIn / 60)),
  })
  return { id: client_id, secret: client_secret }
}
