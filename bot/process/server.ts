// What answers over HTTP? Health, readiness, metrics, and whatever routes the channels bring. Botkit never sees HTTP.

import { createServer, type Server } from 'node:http'
import express, { Router } from 'express'
import helmet from 'helmet'
import type { Registry } from 'prom-client'
import { noSuchAddress } from '../../templates/operator/process.js'

export type Health = { ok: boolean; reasons: string[] }
export type Readiness = Health & { degraded?: string[] }

/** What is served at a port. */
export type House = {
  routers: Router[]
  health: () => Promise<Health>
  ready: () => Promise<Readiness>
  metrics: () => Promise<Registry>
}

/** Routes below a name, asked for at each request; a string says why there are none now. */
export const below = (name: string, routers: () => Router[] | string): Router => {
  let made: { from: Router[]; router: Router } | undefined
  const place = Router({ strict: true })
  place.use(`/${name}`, (request, response, next) => {
    const now = routers()
    if (typeof now === 'string') return void response.status(503).json({ error: now })
    // what a page names beside itself lies below the name
    const [path = '', query] = request.originalUrl.split('?')
    if (path === request.baseUrl && request.method === 'GET')
      return response.redirect(308, `${path}/${query === undefined ? '' : `?${query}`}`)
    if (made?.from !== now) made = { from: now, router: Router().use(...now) }
    made.router(request, response, next)
  })
  return place
}

export const openServer = async (
  options: House & { host: string; port: number },
): Promise<{ server: Server; url: string; stop(): Promise<void> }> => {
  const app = express()
  app.disable('x-powered-by')
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  )
  app.get('/healthz', async (_request, response) => {
    const state = await options.health()
    response.status(state.ok ? 200 : 503).json(state)
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
