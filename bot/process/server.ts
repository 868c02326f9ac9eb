// What answers over HTTP? Health, readiness, metrics, and whatever routes the channels bring. Botkit never sees HTTP.

import { createServer, type Server } from 'node:http'
import express, { type Router } from 'express'
import helmet from 'helmet'
import type { Registry } from 'prom-client'
import { noSuchAddress } from '../../templates/operator/process.js'

export type Health = { ok: boolean; reasons: string[] }

export const openServer = async (options: {
  host: string
  port: number
  routers: Router[]
  health: () => Promise<Health>
  ready: () => Promise<Health & { degraded?: string[] }>
  metrics: () => Promise<Registry>
}): Promise<{ server: Server; url: string; stop(): Promise<void> }> => {
  const app = express()
  app.disable('x-powered-by')
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  )
  app.get('/healthz', async (_request, response) => {
    const { ok, reasons } = await options.health()
    response.status(ok ? 200 : 503).json({ ok, reasons })
  })
  app.get('/readyz', async (_request, response) => {
    const state = await options.ready()
    response.status(state.ok ? 200 : 503).json(state)
  })
  app.get('/metrics', async (_request, response) => {
    const metrics = await options.metrics()
    response.type(metrics.contentType).send(await metrics.metrics())
  })
  for (const router of options.routers) app.use(router)
  app.use((_request, response) => {
    response.status(404).json({ error: noSuchAddress })
  })

  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const at = server.address()
  const port = typeof at === 'object' && at !== null ? at.port : options.port
  const host = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host
  return {
    server,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 2000).unref()
      }),
  }
}
