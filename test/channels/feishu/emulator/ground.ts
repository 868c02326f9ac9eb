// What does a test of the wire stand on? An emulator, the real client, and cards to send.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as lark from '@larksuiteoapi/node-sdk'
import { type Emulator, type Options, startEmulator } from './emulator.js'

export const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} }

export const people = [
  { openId: 'ou_a', name: '张三', mobile: '13800000000' },
  { openId: 'ou_b', name: '李四' },
]
export const groups = [{ id: 'oc_group', name: '网信群', members: ['ou_a', 'ou_b'] }]

const ends: (() => unknown)[] = []

/** Ends everything that the test has opened, newest first. */
export const close = async (): Promise<void> => {
  for (const end of ends.splice(0).reverse()) await end()
}

export const open = async (mode: Options['mode'], more: Partial<Options> = {}) => {
  const feishu: Emulator = await startEmulator({ mode, people, groups, ...more })
  ends.push(() => feishu.close())
  const client = new lark.Client({
    appId: feishu.app.id,
    appSecret: feishu.app.secret,
    domain: feishu.domain,
    logger: quiet,
    // The SDK's own cache is one for the process: a token of another test would be a stranger here.
    cache: new lark.DefaultCache(),
  })
  const serve = async (listener: RequestListener): Promise<void> => {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ends.push(() => {
      server.closeAllConnections()
      server.close()
    })
    feishu.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`) // it listens on TCP
  }
  return { feishu, client, serve, after: (end: () => unknown) => ends.push(end) }
}

let nth = 0
export const say = (client: lark.Client, to: string, text: string, uuid = `say-${++nth}`) =>
  client.im.v1.message.create({
    params: { receive_id_type: to.startsWith('oc_') ? 'chat_id' : 'open_id' },
    data: { receive_id: to, msg_type: 'text', content: JSON.stringify({ text }), uuid },
  })

export const sendCard = (client: lark.Client, to: string, content: object, uuid = `card-${++nth}`) =>
  client.im.v1.message.create({
    params: { receive_id_type: to.startsWith('oc_') ? 'chat_id' : 'open_id' },
    data: { receive_id: to, msg_type: 'interactive', content: JSON.stringify(content), uuid },
  })

const plain = (content: string) => ({ tag: 'plain_text', content })

export const button = (label: string, value: object, more: object = {}) => ({
  tag: 'button',
  text: plain(label),
  behaviors: [{ type: 'callback', value }],
  ...more,
})

/** A small card; with a value it has one button. */
export const card = (title: string, value?: object) => ({
  schema: '2.0',
  config: { update_multi: true },
  header: { title: plain(title), template: 'blue' },
  body: { elements: [{ tag: 'markdown', content: title }, ...(value ? [button('好', value)] : [])] },
})

export const codeOf = async (answer: Response): Promise<number> =>
  ((await answer.json()) as { code: number }).code // every answer of the API has one

/** The code of a call, whether the SDK gives it or throws it. */
export const outcome = async (
  call: () => Promise<{ code?: number | undefined }>,
): Promise<number | undefined> => {
  try {
    return (await call()).code
  } catch (error) {
    const { response } = error as { response?: { data?: { code?: number } } } // axios throws what is not 2xx
    if (response?.data?.code === undefined) throw error
    return response.data.code
  }
}
