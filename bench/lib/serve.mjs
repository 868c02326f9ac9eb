// What stands behind the door? The whole of Fenghuo, the least a durable server can do, or what the samples of others do; all behind the same express.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import express from 'express'
import { campus } from './campus.mjs'
import { folder, openAt, platform, quiet, remove, standing } from './ground.mjs'
import { lay } from './lay.mjs'
import { botkit, sdk } from './samples.mjs'

/** Each request its own append and its own fsync: the bare limit. */
const ownSync = async (dir) => {
  const file = await open(join(dir, 'bare.ndjson'), 'a')
  return async (body) => {
    await file.appendFile(`${JSON.stringify(body)}\n`)
    await file.datasync()
  }
}

/** Requests that wait while a sync is under way share the next one: what Fenghuo does too, and the harder thing to match. */
const sharedSync = async (dir) => {
  const file = await open(join(dir, 'bare.ndjson'), 'a')
  let waiting = []
  let busy = false
  const drain = async () => {
    busy = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await file.appendFile(group.map(({ line }) => line).join(''))
      await file.datasync()
      for (const { done } of group) done()
    }
    busy = false
  }
  return (body) =>
    new Promise((done) => {
      waiting.push({ line: `${JSON.stringify(body)}\n`, done })
      if (!busy) void drain()
    })
}

const bare = (app, append) => {
  for (const path of ['/said', '/pressed'])
    app.post(path, async (request, response) => {
      await append(request.body)
      response.json({})
    })
}

const serve = async ({ kind, incidents, atMs }) => {
  const dir = folder()
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json())
  let stop = async () => {}
  if (kind === 'fenghuo') {
    const ours = await campus()
    const clock = standing(atMs)
    await lay({ dir, campus: ours, atMs, count: incidents })
    const fenghuo = await openAt({ dir, campus: ours, clock, channel: platform().channel })
    app.post('/said', async (request, response) => {
      response.json(await fenghuo.reception.said(request.body))
    })
    app.post('/pressed', async (request, response) => {
      response.json(await fenghuo.reception.pressed(request.body))
    })
    stop = () => fenghuo.stop()
  } else if (kind === 'sdk') sdk(app)
  else if (kind === 'botkit') botkit(app)
  else bare(app, await (kind === 'own' ? ownSync : sharedSync)(dir))
  app.use((error, _request, response, _next) => {
    quiet.error({ reason: String(error?.stack ?? error) }, 'a request failed')
    response.status(500).json({})
  })
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  // connections of the load rest between rounds; none of them may be closed meanwhile
  server.keepAliveTimeout = 0
  server.headersTimeout = 0
  server.requestTimeout = 0
  process.once('disconnect', () => process.exit())
  process.once('message', async () => {
    server.close()
    server.closeAllConnections()
    await stop()
    remove(dir)
    process.disconnect()
  })
}

await serve(JSON.parse(process.argv[2]))
