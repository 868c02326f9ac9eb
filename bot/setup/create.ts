// How does the wizard come to an app? By consent at one address where the platform makes it, else by its two keys; looked at before they are kept.
import type { Finding } from '../../templates/operator/finding.js'
import { setupAnswers, setupSays } from '../../templates/operator/setup.js'
import { openChannels } from '../channels/open.js'
import { readConfig } from '../process/config.js'
import { machineClock } from '../time/clock.js'
import { harmless, Left } from './terminal.js'
import { Unwilling, type Wizard } from './wizard.js'

type Key = { label: string; variable: string }
type Platform = {
  channel: 'feishu' | 'dingtalk'
  name: string
  id: Key
  secret: Key
  scanned: string
  create: { page: string; todo: string[] }
  register(
    env: NodeJS.ProcessEnv,
    onAddress: (url: string, minutes: number) => void,
  ): Promise<{ id: string; secret: string }>
}

const quiet = { info() {}, warn() {}, error() {} }

/** What is wrong with these keys, as the doctor finds. */
const wrongWith = async (env: NodeJS.ProcessEnv, channel: Platform['channel']): Promise<Finding[]> => {
  const { channels } = await openChannels(readConfig(env), { clock: machineClock, log: quiet })
  try {
    const found = await channels.find(({ name }) => name === channel)?.check({ units: [], people: [] })
    return (found ?? []).filter(({ good, about }) => !good && about === 'credentials')
  } finally {
    await Promise.all(channels.map((one) => one.stop()))
  }
}

/** The platform was not reached, in the words of whichever client. */
const OFFLINE =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONN[A-Z]+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError)\b|socket hang up|fetch failed|timeout of/u

const reasonOf = (error: unknown): string => {
  const { code, description } = error as { code?: unknown; description?: unknown } // the SDK throws plain objects
  if (code === 'access_denied' || code === 'expired_token') return setupSays.notCreated[code]
  const said = description ?? (error instanceof Error ? error.message : error)
  if (OFFLINE.test(`${code} ${error} ${said}`)) return setupSays.notCreated.offline
  return setupSays.notCreated.other(harmless(String(said)))
}

/** Answers whether the platform itself has made the app. Throws `Left` when nobody is there any more. */
export const createApp = async (
  wizard: Wizard,
  platform: Platform,
): Promise<'found' | 'scanned' | 'typed'> => {
  const { terminal, env, keep } = wizard
  const { name, channel, id, secret, create } = platform
  const title = setupSays.createTitle(name)
  const keysOf = (idTyped: string, secretTyped: string) => ({
    [id.variable]: idTyped,
    [secret.variable]: secretTyped,
  })

  const had = env()
  if (had[id.variable] && had[secret.variable]) {
    const wrong = await wrongWith(had, channel)
    if (wrong.length === 0) {
      wizard.skip(title)
      return 'found'
    }
    terminal.say(setupSays.stillWrong(wrong))
  }
  wizard.begin(title, { todo: [platform.scanned] })
  for (;;) {
    if (!setupAnswers.scan.test(await terminal.ask(setupSays.createHow))) break
    try {
      const made = await platform.register(env(), (url, minutes) =>
        terminal.say(setupSays.createBy(name, harmless(url), minutes)),
      )
      terminal.say(setupSays.done(setupSays.created))
      await keep(keysOf(made.id, made.secret))
      return 'scanned'
    } catch (error) {
      if (error instanceof Left || error instanceof Unwilling) throw error
      terminal.say(setupSays.notCreatedNow(reasonOf(error)))
    }
  }
  terminal.say(setupSays.page(create.page))
  terminal.say(setupSays.todo(create.todo))
  for (;;) {
    const typed = keysOf(
      await terminal.ask(setupSays.key(id.label)),
      await terminal.askSecretly(setupSays.secretKey(secret.label)),
    )
    if (Object.values(typed).includes('')) terminal.say(setupSays.keyMissing)
    else {
      const wrong = await wrongWith({ ...env(), ...typed }, channel)
      if (wrong.length === 0) {
        terminal.say(setupSays.done(title))
        await keep(typed)
        return 'typed'
      }
      terminal.say(setupSays.stillWrong(wrong))
    }
  }
}
