// How does a campus get from nothing to the first card? Asks, has the app made, writes `.env`, and checks each step as the doctor does.
import { readDirectory } from '../store/directory.js'
import { inPrint, Mistakes } from '../store/mistakes.js'
import type { Directory } from '../store/schema.js'
import type { About, Finding } from '../templates/operator/finding.js'
import { setupAnswers, setupColumn, setupSays } from '../templates/operator/setup.js'
import { dingtalkSetup } from '../templates/operator/setup-dingtalk.js'
import { feishuSetup } from '../templates/operator/setup-feishu.js'
import { registerDingtalk } from './channels/dingtalk/register.js'
import { callbacks, events } from './channels/feishu/scopes.js'
import { BadConfiguration, readConfig } from './process/config.js'
import { readiness } from './readiness.js'
import { createApp } from './setup/create.js'
import { type Listening, listen } from './setup/listening.js'
import { sampleCampus, shippedRules } from './setup/sample.js'
import { Left, openTerminal } from './setup/terminal.js'
import { openWizard, Unwilling, type Wizard } from './setup/wizard.js'

const BAD_CONFIGURATION = 78

const platforms = {
  feishu: {
    ...feishuSetup,
    steps: (id: string) => feishuSetup.steps(id, events, callbacks),
    channel: 'feishu' as const,
    async register(env: NodeJS.ProcessEnv, onAddress: (url: string, minutes: number) => void) {
      // loading its SDK takes a while
      const { registerFeishu } = await import('./channels/feishu/register.js')
      return registerFeishu(readConfig(env).FEISHU_DOMAIN, onAddress)
    },
  },
  dingtalk: {
    ...dingtalkSetup,
    channel: 'dingtalk' as const,
    register: (env: NodeJS.ProcessEnv, onAddress: (url: string, minutes: number) => void) =>
      registerDingtalk(readConfig(env).DINGTALK_OAPI_BASE, onAddress),
  },
}
type Platform = (typeof platforms)[keyof typeof platforms]

const choosePlatform = async ({ terminal }: Wizard): Promise<Platform> => {
  for (;;) {
    const line = await terminal.ask(setupSays.platform)
    if (setupAnswers.platform.feishu.test(line)) return platforms.feishu
    if (setupAnswers.platform.dingtalk.test(line)) return platforms.dingtalk
    terminal.say(setupSays.platformAgain)
  }
}

/** The campus, in whatever state its files are: what is wrong with them is asked for until it is mended. */
const chooseDirectory = async (wizard: Wizard): Promise<void> => {
  const { terminal, env, keep } = wizard
  const rules = env().RULES ? undefined : shippedRules()
  let path = env().DIRECTORY
  if (path === undefined) wizard.begin(setupSays.directoryTitle, { todo: setupSays.directoryTodo })
  for (;;) {
    path ??= (await terminal.ask(setupSays.directory)) || (await sampleCampus())
    try {
      const { units, people } = await readDirectory(path)
      terminal.say(setupSays.done(setupSays.directoryRead(path, units.length, people.length)))
      return await keep({ DIRECTORY: path, ...(rules ? { RULES: rules } : {}) })
    } catch (error) {
      if (!(error instanceof Mistakes)) throw error
      terminal.say(setupSays.directoryWrong(inPrint(error.mistakes)))
      path = undefined
    }
  }
}

/** Said, and waited for; on Enter the reasons why it may not have come. Nothing where it was put off. */
const waitFor = async <T>(
  wizard: Wizard,
  step: { title: string; todo: string[]; reasons: string[] },
  coming: Promise<T>,
): Promise<T | undefined> => {
  const { terminal } = wizard
  wizard.begin(step.title, step)
  for (;;) {
    const came = await terminal.askUnless(setupSays.waiting, coming)
    if ('other' in came) return came.other
    if (setupAnswers.later.test(came.line)) {
      wizard.putOff(step.title)
      return undefined
    }
    terminal.say(setupSays.unheard(step.reasons))
  }
}

const firstWords = async (wizard: Wizard, platform: Platform, ear: Listening): Promise<void> => {
  const { terminal, env } = wizard
  const id = env()[platform.id.variable] ?? ''
  const hello = { title: setupSays.helloTitle, todo: platform.hello, reasons: platform.unheard(id) }
  const speaker = await waitFor(wizard, hello, ear.said)
  if (!speaker) return wizard.putOff(setupSays.cardTitle)
  terminal.say(setupSays.heard(speaker.name))
  terminal.say(setupSays.address(setupColumn[platform.channel], speaker.address))
  try {
    await ear.greet(speaker)
  } catch (error) {
    terminal.say(setupSays.cardNotSent(error instanceof Error ? error.message : String(error)))
    return wizard.putOff(setupSays.cardTitle)
  }
  const card = { title: setupSays.cardTitle, todo: setupSays.cardTodo, reasons: platform.unpressed(id) }
  const pressed = await waitFor(wizard, card, ear.pressed)
  if (pressed) terminal.say(setupSays.pressed)
}

const campusGroup = async (wizard: Wizard, platform: Platform, ear: Listening): Promise<void> => {
  if (wizard.env()[platform.group]) return wizard.skip(setupSays.groupTitle)
  const step = { title: setupSays.groupTitle, todo: platform.join, reasons: platform.join }
  const group = await waitFor(wizard, step, ear.group)
  if (group === undefined) return
  wizard.terminal.say(setupSays.groupFound(group))
  await wizard.keep({ [platform.group]: group })
}

/** Nobody: looked for only to learn whether people may be looked for, by their id and by their number. */
const post = { name: '', title: '', posts: [{ unit: '', role: '第一责任人' as const }] }
const asked: Directory = {
  units: [],
  people: [
    { ...post, id: 'setup-1', dingtalk: 'fenghuo-doctor' },
    { ...post, id: 'setup-2', phone: '10000000000' },
  ],
}

const walkThrough = async (wizard: Wizard): Promise<void> => {
  const { terminal, env } = wizard
  const platform = await choosePlatform(wizard)
  await chooseDirectory(wizard)
  const made = await createApp(wizard, platform)
  const config = readConfig(env())
  const ear = await listen(config, platform.channel)
  let later: string[]
  try {
    const look = (about: readonly About[]) => async (): Promise<Finding[]> =>
      (await ear.check(asked)).filter(
        (one) => !one.good && (one.about === 'credentials' || (one.about && about.includes(one.about))),
      )
    // what the platform has made by itself, or what spoke already, is looked at and not explained
    for (const step of platform.steps(env()[platform.id.variable] ?? ''))
      if (made === 'typed' || step.always === undefined) await wizard.walk(step, look(step.about))
    const webhook = platform.channel === 'feishu' ? config.FEISHU_MODE : config.DINGTALK_MODE
    if (webhook === 'webhook') terminal.say(setupSays.webhook)
    else {
      await firstWords(wizard, platform, ear)
      await campusGroup(wizard, platform, ear)
    }
    later = await wizard.stillLater()
  } finally {
    await ear.stop()
  }
  terminal.say(setupSays.doctor)
  terminal.say(setupSays.stillWrong((await readiness(env())).filter(({ good }) => !good)))
  terminal.say(setupSays.end(later))
}

const main = async (): Promise<number> => {
  const terminal = openTerminal()
  try {
    const wizard = openWizard(terminal, process.env)
    terminal.say(setupSays.begins)
    readConfig(wizard.env())
    await Promise.race([walkThrough(wizard), terminal.left])
    return 0
  } catch (error) {
    if (error instanceof Left) {
      terminal.say(setupSays.left)
      return 0
    }
    if (error instanceof BadConfiguration) {
      terminal.say(setupSays.badConfiguration(inPrint(error.mistakes)))
      return BAD_CONFIGURATION
    }
    terminal.say(
      error instanceof Unwilling
        ? `\n${error.message}\n`
        : setupSays.failed(error instanceof Error ? error.message : String(error)),
    )
    return 1
  } finally {
    terminal.close()
  }
}

process.exit(await main())
