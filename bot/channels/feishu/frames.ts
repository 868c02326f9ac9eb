// Which frames does the SDK overlook? Those called `card`, and every sign of life: seen here before it sees them.
import type { WSClient } from '@larksuiteoapi/node-sdk'
import { z } from 'zod'

/** The private methods through which every frame goes; the SDK's version is pinned, and a test over the wire holds them fast. */
type Private = {
  handleEventData(frame: unknown): Promise<void>
  handleControlData(frame: unknown): Promise<void>
  sendMessage(frame: unknown): void
}
const Frame = z.looseObject({ headers: z.array(z.looseObject({ key: z.string(), value: z.string() })) })
type Frame = z.infer<typeof Frame>

const headerOf = ({ headers }: Frame, key: string): string | undefined =>
  headers.find((one) => one.key === key)?.value

const called = (frame: Frame, type: string): Frame => ({
  ...frame,
  headers: frame.headers.map((one) => (one.key === 'type' ? { ...one, value: type } : one)),
})

/**
 * Frames of the type `card` are dropped by the SDK without an answer, though they are events in all but name: they are
 * handed on as such, and acknowledged under the name that they came with. `heard` is called for every frame.
 */
export const overhear = (client: WSClient, heard: () => void): void => {
  const inner = client as unknown as Private // see above
  const event = inner.handleEventData.bind(client)
  const control = inner.handleControlData.bind(client)
  const send = inner.sendMessage.bind(client)
  /** The frames that are being answered under another name. */
  const renamed = new Set<string>()
  inner.handleEventData = async (frame) => {
    heard()
    const { data } = Frame.safeParse(frame)
    const id = data && headerOf(data, 'message_id')
    if (!data || id === undefined || headerOf(data, 'type') !== 'card') return event(frame)
    renamed.add(id)
    try {
      await event(called(data, 'event'))
    } finally {
      renamed.delete(id)
    }
  }
  inner.handleControlData = (frame) => {
    heard()
    return control(frame)
  }
  inner.sendMessage = (frame) => {
    const { data } = Frame.safeParse(frame)
    const id = data && headerOf(data, 'message_id')
    send(data && id !== undefined && renamed.has(id) ? called(data, 'card') : frame)
  }
}
