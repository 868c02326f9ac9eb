// How is one step of the set-up taken? Said, looked at, and said again with what is missing, until it is done or put off.
import type { Finding } from '../../templates/operator/finding.js'
import { type SetupStep, setupAnswers, setupSays } from '../../templates/operator/setup.js'
import { hasDotEnv, readDotEnv, writeDotEnv } from './dotenv.js'
import type { Terminal } from './terminal.js'

/** The operator does not want `.env` changed. */
export class Unwilling extends Error {}

type Look = () => Promise<Finding[]>

export type Wizard = {
  terminal: Terminal
  /** Which steps were put off and are still not done. */
  stillLater(): Promise<string[]>
  /** `.env` and the environment, which wins. */
  env(): NodeJS.ProcessEnv
  /** Into `.env`, with consent where it is there already. Throws `Unwilling`. */
  keep(values: Readonly<Record<string, string>>): Promise<void>
  begin(title: string, step?: { page?: string; todo?: string[] }): void
  skip(title: string): void
  putOff(title: string, look?: Look): void
  /** Asked, looked at, asked again. `look` answers what is still wrong. */
  walk(step: SetupStep, look: Look): Promise<void>
}

const isYes = (line: string, otherwise: boolean): boolean =>
  line === '' ? otherwise : setupAnswers.yes.test(line) || (otherwise && !setupAnswers.no.test(line))

export const openWizard = (terminal: Terminal, environment: NodeJS.ProcessEnv): Wizard => {
  const later: { title: string; look: Look | undefined }[] = []
  let nth = 0
  let mayChange = !hasDotEnv()

  const begin: Wizard['begin'] = (title, { page, todo } = {}) => {
    nth++
    terminal.say(setupSays.step(nth, title))
    if (page) terminal.say(setupSays.page(page))
    if (todo) terminal.say(setupSays.todo(todo))
  }
  const putOff: Wizard['putOff'] = (title, look) => {
    later.push({ title, look })
    terminal.say(setupSays.later(title))
  }
  const skip = (title: string): void => terminal.say(setupSays.skipped(title))

  return {
    terminal,
    async stillLater() {
      const left: string[] = []
      for (const { title, look } of later) if (!look || (await look()).length > 0) left.push(title)
      return left
    },
    begin,
    skip,
    putOff,
    env: () => ({ ...readDotEnv(), ...environment }),
    async keep(values) {
      const there = readDotEnv()
      const fresh = Object.fromEntries(
        Object.entries(values).filter(([name, value]) => there[name] !== value),
      )
      const names = Object.keys(fresh)
      if (names.length === 0) return
      const taken = names.filter((name) => there[name])
      const may =
        taken.length > 0
          ? isYes(await terminal.ask(setupSays.envReplace(taken)), false)
          : mayChange || isYes(await terminal.ask(setupSays.envChange), true)
      if (!may) throw new Unwilling(setupSays.envKept)
      mayChange = true
      writeDotEnv(fresh)
      terminal.say(setupSays.done(setupSays.envWritten(names)))
    },
    async walk(step, look) {
      const { title, always } = step
      let wrong = await look()
      if (wrong.length === 0 && always === undefined) return skip(title)
      begin(title, step)
      for (;;) {
        if (setupAnswers.later.test(await terminal.ask(setupSays.check))) return putOff(title, look)
        wrong = await look()
        if (wrong.length === 0) return terminal.say(setupSays.done(`${title}${always ? `：${always}` : ''}`))
        terminal.say(setupSays.stillWrong(wrong))
      }
    },
  }
}
