// What must the sandbox be given by the house, and what does its page show of the incidents?
import type { SandboxLog } from '../../../store/sandbox-log.js'
import type { Receive } from '../inbound.js'
import type { SandboxPerson } from './people.js'

/** One open duty as the page shows it: a bar from `from` to `due`. Times are UTC, ISO 8601; `due` null means at once. */
export type DutyLine = {
  incident: string
  title: string
  duty: string
  label: string
  owner: string
  from: string
  due: string | null
  statutory: boolean
  /** 法定时限, 待网信办核定, 校内时限. */
  basis?: string
  /** `submitted`: a receipt waits to be confirmed; `done` is not shown; any other word is an open duty. */
  state: string
}

export type RecordLine = { incident: string; at: string; text: string }

export type SandboxOptions = {
  log: SandboxLog
  /** What the page and every script must show: that a request comes from this machine says nothing of who sent it. */
  token: string
  /** The directory's people; the staff without a role are added here. */
  people(): SandboxPerson[]
  /** A function, because the core is wired after its channels. */
  receive: () => Pick<Receive, 'said' | 'pressed'>
  /** The sandbox's clock, already moved: epoch ms. */
  now(): number
  /** Moves the clock on; resolves when all that falls due on the way has happened and been delivered. */
  advance(ms: number): Promise<void>
  /** What was said in the group and not to the bot: must it not be kept either? */
  withholds?(person: string, text: string): boolean
  /** The right-hand side of the page. */
  overview(): Promise<{ duties: DutyLine[]; records: RecordLine[] }>
}
