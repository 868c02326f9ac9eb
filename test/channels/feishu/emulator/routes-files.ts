// How do files go up and come down? Multipart in, binary out, with the platform's sizes and kinds.
import { type Call, ok, type Reply, type Route, refuse } from './http.js'
import type { State } from './state.js'

const MB = 1024 * 1024
const FILE_TYPES = new Set(['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'])

/** The parts of a multipart body, by name. */
export const partsOf = (contentType: string, raw: Buffer): Map<string, Buffer> | undefined => {
  const found = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType)
  const boundary = found?.[1] ?? found?.[2]
  if (!boundary) return undefined
  const parts = new Map<string, Buffer>()
  const mark = Buffer.from(`--${boundary.trim()}`)
  let at = raw.indexOf(mark)
  while (at >= 0) {
    const next = raw.indexOf(mark, at + mark.length)
    if (next < 0) break
    const part = raw.subarray(at + mark.length + 2, next - 2)
    const split = part.indexOf('\r\n\r\n')
    const name = /\bname="([^"]*)"/.exec(part.subarray(0, split).toString('utf8'))?.[1]
    if (split >= 0 && name !== undefined) parts.set(name, part.subarray(split + 4))
    at = next
  }
  return parts
}

export const fileRoutes = (state: State): Route[] => {
  const upload =
    (kind: 'file' | 'image', most: number) =>
    (call: Call): Reply => {
      const fault = (code: number, msg: string, what: string): Reply => {
        state.violate(`${call.path}: ${what}`)
        return refuse(code, msg)
      }
      const parts = partsOf(String(call.headers['content-type']), call.raw)
      const bytes = parts?.get(kind)
      if (!parts || !bytes) return fault(234001, 'Invalid request param.', `no part ${kind}`)
      if (bytes.length === 0) return fault(234010, "File's size can't be 0.", 'an empty file')
      if (bytes.length > most) return fault(234006, 'The file size exceed the max value.', 'too large')
      const type = parts.get(`${kind}_type`)?.toString('utf8') ?? ''
      const name = parts.get('file_name')?.toString('utf8') ?? ''
      if (kind === 'file' && (!FILE_TYPES.has(type) || !/\.\w+$/.test(name)))
        return fault(234001, 'Invalid request param.', `file_type ${type}, file_name ${name}`)
      if (kind === 'image' && !['message', 'avatar'].includes(type))
        return fault(234001, 'Invalid request param.', `image_type ${type}`)
      const key = state.id(kind === 'file' ? 'file_v3_' : 'img_v3_')
      state.resources.set(key, { key, name, type: kind, bytes: Buffer.from(bytes), owner: state.app.id })
      return ok({ [`${kind}_key`]: key })
    }
  const route = (method: string, pattern: string, scopes: string[], answer: Route['answer']): Route => ({
    method,
    pattern,
    scopes,
    counted: true,
    answer,
  })
  return [
    route('POST', '/open-apis/im/v1/files', ['im:resource', 'im:resource:upload'], upload('file', 30 * MB)),
    route('POST', '/open-apis/im/v1/images', ['im:resource', 'im:resource:upload'], upload('image', 10 * MB)),
    route(
      'GET',
      '/open-apis/im/v1/messages/:id/resources/:key',
      ['im:resource', 'im:message:readonly', 'im:message'],
      (call) => {
        const fault = (what: string): Reply => {
          state.violate(`${call.path}: ${what}`)
          return refuse(234001, 'Invalid request param.')
        }
        const message = state.messages.get(call.at.id ?? '')
        const resource = state.resources.get(call.at.key ?? '')
        const type = call.query.get('type')
        if (type !== 'image' && type !== 'file') return fault(`type ${type}`)
        if (!message || !resource) return fault('no such message or file')
        if (message.type === 'interactive') return refuse(234043, 'Unsupported message type.')
        if (!message.content.includes(resource.key)) return fault('this file is not in this message')
        if (message.recalled) return refuse(230011, 'The message was withdrawn.')
        if ((resource.type === 'image') !== (type === 'image'))
          return fault(`a ${resource.type} asked for as ${type}`)
        if (resource.bytes.length > 100 * MB) return refuse(234037, 'Downloaded file size exceeds limit.')
        return {
          status: 200,
          body: resource.bytes,
          headers: {
            'content-type': type === 'image' ? 'image/png' : 'application/octet-stream',
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(resource.name)}`,
          },
        }
      },
    ),
  ]
}
