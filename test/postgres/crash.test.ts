// Does nothing get lost or doubled over PostgreSQL when the process is killed?
import { describe } from 'vitest'
import { rounds } from '../crash/rounds.js'
import { hasPostgres, postgres } from './server.js'

describe.skipIf(!hasPostgres)('one process, one database', () => {
  rounds('sandbox', async () => {
    const server = await postgres()
    const url = server.fresh()
    return {
      url,
      lines: async () =>
        (await server.ask(url, 'SELECT line FROM journal ORDER BY seq')).map(({ line }) => String(line)),
    }
  })
})
