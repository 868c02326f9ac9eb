// How do files go to Feishu and come from there? Uploaded, then sent by key; fetched by the message that they came with.

import { z } from 'zod'
import { fileForeign, fileGone, fileTooLargeToSend } from '../../../templates/platform/feishu.js'
import { fileTooLarge } from '../../../templates/platform/words.js'
import { DeliveryError, type Destination } from '../channel.js'
import type { Api } from './api.js'
import { FileRef } from './content.js'
import { FeishuError, MOST_BYTES } from './http.js'
import { parsed } from './json.js'
import type { Sender } from './send.js'

const Uploaded = z.object({ data: z.object({ file_key: z.string() }) })

type Files = {
  send(key: string, to: Destination, file: { name: string; bytes: Uint8Array }): Promise<{ message: string }>
  fetch(ref: string): Promise<Uint8Array>
}

export const openFiles = ({ api, sender }: { api: Api; sender: Sender }): Files => ({
  async send(key, to, { name, bytes }) {
    if (bytes.length === 0 || bytes.length > MOST_BYTES)
      throw new DeliveryError('refused', fileTooLargeToSend(MOST_BYTES / 2 ** 20))
    const { data } = await api.call(
      {
        api: 'im.file.create',
        method: 'POST',
        path: '/open-apis/im/v1/files',
        // `stream` fits every kind; the name's ending tells the person's device what it is.
        data: { file_type: 'stream', file_name: name, file: bytes },
        multipart: true,
        need: 'reply',
      },
      Uploaded,
    )
    return sender.file(key, to, data.file_key)
  },
  async fetch(ref) {
    const known = FileRef.safeParse(parsed(ref))
    if (!known.success) throw new DeliveryError('refused', fileForeign)
    const { message, key, type } = known.data
    try {
      return await api.bytes({
        api: 'im.message.resource',
        method: 'GET',
        path: `/open-apis/im/v1/messages/${encodeURIComponent(message)}/resources/${encodeURIComponent(key)}`,
        params: { type },
        // what somebody sent as evidence of a report
        need: 'vital',
      })
    } catch (error) {
      if (error instanceof FeishuError && (error.trouble.status === 413 || error.trouble.status === 404))
        throw new DeliveryError(
          'refused',
          error.trouble.status === 413 ? fileTooLarge(MOST_BYTES / 2 ** 20) : fileGone,
        )
      throw error
    }
  },
})
