// Where does a bot with an address of its own listen? An entrance that outlives its process, as a reverse proxy does.
import { createServer, type Server } from 'node:http'
import express from 'express'

/** Listens on a port of its own; where nobody has mounted anything yet, it answers 503 as a door that is not open. */
export const openEntrance = async () => {
  let app: express.Express | undefined
  const server: Server = createServer((request, response) => {
    if (app) app(request, response)
    else response.writeHead(503).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    mount(router: express.Router | undefined) {
      app = undefined
      if (router) app = express().use(router)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
