// Is it meant for us? What Feishu brings for another app, or from another tenant, is refused at the door.
import type { Log } from '../../../store/log.js'
import type { Inside } from '../channel.js'
import type { Whereabouts } from './whereabouts.js'

export type Ours = {
  recall(): void
  /** The platform itself told, in the answer to a call of ours, of which tenant we are. */
  learn(tenant: string): void
  /** Why this is not for us, if so. */
  foreign(around: Whereabouts): string | undefined
}

export const openOurs = (options: { appId: string; log: Log; inside: () => Inside | undefined }): Ours => {
  const { appId, log, inside } = options
  const logged = new Set<string>()
  let own: string | undefined

  const refused = (why: string, about: object): string => {
    const what = JSON.stringify(about)
    if (!logged.has(what) && logged.size < 100) {
      logged.add(what)
      log.warn(about, 'refused: Feishu brought what is meant for another app or tenant')
    }
    return why
  }

  return {
    recall() {
      const [app, tenant] = String(inside()?.memory.get('tenant') ?? '').split(' ')
      if (app === appId && tenant) own = tenant
    },
    learn(tenant) {
      if (own === tenant) return
      own = tenant
      inside()
        ?.memory.put('tenant', `${appId} ${tenant}`)
        .catch((error: unknown) =>
          log.warn({ reason: error instanceof Error ? error.message : '' }, 'could not keep the tenant'),
        )
    },
    foreign({ app, tenant }) {
      if (app !== undefined && app !== appId) return refused('another app', { app })
      if (own !== undefined && tenant !== undefined && tenant !== own)
        return refused('another tenant', { tenant })
      return undefined
    },
  }
}
