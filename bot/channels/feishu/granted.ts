// Which permissions does the tenant grant this app? Asked of the platform: the doctor tells of them, the task lists hang on them.
import { z } from 'zod'
import type { Api } from './api.js'

const Scopes = z.object({
  data: z.object({
    scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).nullish(),
  }),
})

export const grantedTo = async (api: Api): Promise<ReadonlySet<string>> => {
  const { data } = await api.call(
    {
      api: 'application.scope',
      method: 'GET',
      path: '/open-apis/application/v6/scopes',
      need: 'vital',
      free: true,
      optional: true,
    },
    Scopes,
  )
  return new Set(
    (data.scopes ?? []).filter(({ grant_status }) => grant_status === 1).map(({ scope_name }) => scope_name),
  )
}
