// How is one call put on the wire? With a time-out, judged by its answer, and logged without its content.

import { z } from 'zod'
import type { Log } from '../../../store/log.js'
import { fileLost } from '../../../templates/platform/dingtalk.js'
import { fileTooLarge } from '../../../templates/platform/words.js'
import type { Clock } from '../../time/clock.js'
import { Refused, refusalIn, silence } from './errors.js'

const answerWithinMs = 10_000
const fileWithinMs = 30_000
export const largestFile = 20 * 1024 * 1024

type Wire = {
  /** `what` names the call in the log, where no body, token or address of a session may stand. Throws `Refused`. */
  exchange(what: string, url: string, init: RequestInit): Promise<unknown>
  /** Throws `Refused`; `refused` when the file is gone or too large. */
  download(url: string): Promise<Uint8Array>
}

const RequestId = z.looseObject({ requestid: z.string().optional(), request_id: z.string().optional() })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // HTML of a gateway, or nothing: judged by its status
  }
}

export const json = (
  method: string,
  body: object | undefined,
  headers: Record<string, string> = {},
): RequestInit => ({
  method,
  headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})

export const openWire = (clock: Clock, log: Log, refusedBy: (refused: Refused) => void): Wire => {
  const timeOut = (ms: number): { signal: AbortSignal; cancel(): void } => {
    const controller = new AbortController()
    const cancel = clock.after(ms, () => controller.abort(new DOMException('no answer', 'TimeoutError')))
    return { signal: controller.signal, cancel }
  }

  return {
    async exchange(what, url, init) {
      const startedMs = clock.now()
      const late = timeOut(answerWithinMs)
      let status: number
      let text: string
      try {
        const signal = AbortSignal.any([late.signal, ...(init.signal ? [init.signal] : [])])
        const response = await fetch(url, { ...init, redirect: 'error', signal })
        status = response.status
        text = await response.text()
      } catch (error) {
        const refused = silence(error)
        log.warn({ what, code: refused.code }, 'DingTalk did not answer')
        throw refused
      } finally {
        late.cancel()
      }
      const body = parse(text)
      const refused = refusalIn(status, body, clock.now())
      if (!refused) return body
      const id = RequestId.safeParse(body)
      const request = id.success ? (id.data.requestid ?? id.data.request_id) : undefined
      const { code, about } = refused
      log.warn(
        { what, status, code, request, scope: about.scope, ms: clock.now() - startedMs },
        'DingTalk refused a call',
      )
      refusedBy(refused)
      throw refused
    },
    async download(url) {
      if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
        throw new Refused('refused', fileLost.address, 'file.address')
      const late = timeOut(fileWithinMs)
      try {
        const response = await fetch(url, { signal: late.signal })
        if (response.status >= 500) throw new Refused('down', fileLost.later, `file.http.${response.status}`)
        if (!response.ok || !response.body)
          throw new Refused('refused', fileLost.expired, `file.http.${response.status}`)
        const parts: Uint8Array[] = []
        let length = 0
        for await (const part of response.body) {
          length += part.length
          if (length > largestFile)
            throw new Refused('refused', fileTooLarge(largestFile / 2 ** 20), 'file.toolarge')
          parts.push(part)
        }
        return Buffer.concat(parts)
      } catch (error) {
        throw error instanceof Refused ? error : silence(error)
      } finally {
        late.cancel()
      }
    },
  }
}
