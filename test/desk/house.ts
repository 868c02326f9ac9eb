// On what does the desk stand in a test? The real house after a scene, its routes on a free port, and what it wrote into its log.
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Channel } from '../../bot/channels/channel.js'
import { deskRouter } from '../../bot/desk/desk.js'
import { openSeal } from '../../bot/desk/session.js'
import { play } from '../scenes/scene.js'
import { openStage } from '../scenes/stage.js'
import { acknowledged, reported } from '../scenes/told.js'

/** An incident that was acknowledged and not graded, a notice, and a drill. */
export const busyDay = `
  08:00
  ${reported('刘老师', { summary: '<b>首页</b>出现<script>alert(1)</script>陌生图片' })}
  ${acknowledged}
  值班甲: 通报 文学院、音乐学院 后台存在弱口令，11月27日前整改
  …
  值班甲: 本校自查
  …
  值班甲: 下发
  …
  值班甲: 演练 挖矿 文学院
  …
  值班甲 按 [现在开始]
  …
  09:30
  …
`

export const openDeskHouse = async (
  options: {
    script?: string
    /** It knows its address before the channels do. */
    channels?: (url: string) => readonly Channel[]
    /** Where no platform can be signed in by: nothing but the sandbox. */
    isPublic?: boolean
    plays?: () => boolean
    secrets?: readonly string[]
  } = {},
) => {
  const { script = '', channels = () => [], isPublic = true, plays, secrets = ['a secret'] } = options
  const stage = await openStage()
  if (script) await play(stage, script)
  const lines: Record<string, unknown>[] = []
  const hear = (about: object, line: string): void => void lines.push({ ...about, line })
  let ahead = 0
  const app = express()
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on TCP
  let looks = 0
  const router = deskRouter({
    ...(isPublic ? { publicUrl: `${url}/` } : {}),
    channels: channels(url),
    seal: openSeal(secrets),
    plays,
    directory: () => stage.fenghuo.campus().directory,
    look: (body) => {
      looks++
      return stage.fenghuo.look(body)
    },
    now: () => stage.now() + ahead,
    log: { info: hear, warn: hear, error: hear },
  })
  if (router) app.use(router)
  app.use((_request, response) => {
    response.status(404).json({ error: 'nothing here' })
  })
  return {
    stage,
    url,
    lines,
    looks: () => looks,
    now: () => stage.now() + ahead,
    /** The clock of the sessions alone. */
    pass(ms: number) {
      ahead += ms
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await stage.end()
    },
  }
}
export type DeskHouse = Awaited<ReturnType<typeof openDeskHouse>>

/** A browser that follows no redirect and keeps its cookies. */
export const openBrowser = () => {
  const jar = new Map<string, string>()
  return {
    jar,
    async get(address: string, headers: Record<string, string> = {}): Promise<Response> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(address, { redirect: 'manual', headers: { ...headers, cookie } })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '' || /Expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      return response
    },
  }
}
