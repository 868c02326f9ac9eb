// Who presses all these buttons? A client that costs little: plain sockets, one request at a time on each, HTTP written by hand.
import { connect } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')

/** One kept-alive connection. `post` resolves with the answer's body; it rejects for any status but 200. */
const connection = (port, header = '') =>
  new Promise((resolve, reject) => {
    let waiting
    let got = Buffer.alloc(0)
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('close', () => waiting?.failed(new Error('the server closed a connection')))
    socket.on('data', (bytes) => {
      got = got.length === 0 ? bytes : Buffer.concat([got, bytes])
      const head = got.indexOf(HEAD_END)
      if (head < 0) return
      const text = got.toString('latin1', 0, head)
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (got.length < head + 4 + length) return
      const body = got.toString('utf8', head + 4, head + 4 + length)
      got = got.subarray(head + 4 + length)
      const { done, failed } = waiting
      waiting = undefined
      if (text.startsWith('HTTP/1.1 200')) done(body)
      else failed(new Error(`${text.split('\r\n')[0]} ${body}`))
    })
    socket.once('connect', () =>
      resolve({
        post: (path, json) =>
          new Promise((done, failed) => {
            waiting = { done, failed }
            const bytes = Buffer.byteLength(json)
            socket.write(
              `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n${header}\r\n${json}`,
            )
          }),
        close: () => socket.destroy(),
      }),
    )
  })

/** `inFlight` connections, each sending its next request when the last is answered, until all `requests` are. `header`: a whole line of one. Per second. */
export const closedLoop = async (port, requests, inFlight, header) => {
  const connections = await Promise.all(Array.from({ length: inFlight }, () => connection(port, header)))
  const lanes = Array.from({ length: inFlight }, (_, lane) =>
    requests.filter((_, nth) => nth % inFlight === lane),
  )
  const began = performance.now()
  await Promise.all(
    connections.map(async ({ post }, lane) => {
      for (const { path, json } of lanes[lane]) await post(path, json)
    }),
  )
  const ms = performance.now() - began
  for (const { close } of connections) close()
  return (requests.length / ms) * 1000
}

/** One request every `1000 / perSecond` ms, whether those before are answered or not. Latencies in ms, from when each was due. */
export const openLoop = async (port, requests, perSecond) => {
  const free = await Promise.all(Array.from({ length: 64 }, () => connection(port)))
  const latencies = []
  const began = performance.now() + 100
  const sent = requests.map(async ({ path, json }, nth) => {
    const due = began + (nth * 1000) / perSecond
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
    const one = free.shift() ?? (await connection(port))
    await one.post(path, json)
    latencies.push(performance.now() - due)
    free.push(one)
  })
  await Promise.all(sent)
  for (const { close } of free) close()
  return latencies
}
