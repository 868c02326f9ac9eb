// Where and when was it said, for which app? What an envelope tells beside what was said.
import { z } from 'zod'

const text = z.string().min(1).optional().catch(undefined)
const Message = z.object({ chat_id: text, chat_type: text, create_time: text }).optional().catch(undefined)
const Around = z.object({
  header: z.object({ app_id: text, tenant_key: text }).optional().catch(undefined),
  event: z
    .object({
      app_id: text,
      tenant_key: text,
      message: Message,
      chat_id: text,
      sender: z
        .object({ sender_id: z.object({ open_id: text }).nullish().catch(undefined) })
        .optional()
        .catch(undefined),
      operator_id: z.object({ open_id: text }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

export type Whereabouts = {
  app?: string | undefined
  tenant?: string | undefined
  /** The private chat, and whose it is. */
  dm?: { chat: string; address: string }
  /** The group in which it was said. */
  group?: string
  /** Epoch milliseconds, by the platform's clock. */
  saidMs?: number
}

/** Milliseconds, or microseconds where the number is that long. */
const msOf = (time: string | undefined): number | undefined =>
  time !== undefined && /^\d{13}(\d{3})?$/.test(time) ? Number(time.slice(0, 13)) : undefined

export const whereabouts = (envelope: unknown): Whereabouts => {
  const { header, event } = Around.catch({}).parse(envelope)
  const message = event?.message
  const chat = message?.chat_id ?? event?.chat_id
  const dm = message ? message.chat_type === 'p2p' : event?.operator_id !== undefined
  const address = message ? event?.sender?.sender_id?.open_id : event?.operator_id?.open_id
  const saidMs = msOf(message?.create_time)
  return {
    app: header?.app_id ?? event?.app_id,
    tenant: header?.tenant_key ?? event?.tenant_key,
    ...(chat && dm && address ? { dm: { chat, address } } : {}),
    ...(chat && message && !dm ? { group: chat } : {}),
    ...(saidMs === undefined ? {} : { saidMs }),
  }
}
