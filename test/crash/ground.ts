// On which platform is a crash played? The people of one campus: what they say and press arrives, however often the process dies.
import { cpSync, mkdtempSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDirectory } from '../../store/directory.js'
import type { Directory } from '../../store/schema.js'
import type { ActionValue, Rendered } from '../../templates/card.js'
import { publicTemplates } from '../channels/dingtalk/emulator/state.js'
import { type DingtalkPlatform, dingtalkPlatform } from '../channels/dingtalk/platform.js'
import { type FeishuPlatform, feishuPlatform } from '../channels/feishu/platform.js'
import type { Program } from './program.js'

export const grounds = ['sandbox', 'feishu', 'dingtalk'] as const
export type GroundName = (typeof grounds)[number]

/** `id` is the platform's: the same again is the same thing, redelivered. */
export type Ground = {
  /** What the process must be told to be on this platform. */
  env: Record<string, string>
  /** Do people have forms here? Else they type the fields. */
  forms: boolean
  say(program: Program, as: string, text: string, id: string): Promise<void>
  /** Presses the newest button with this action; nothing where there is none any more. */
  press(
    program: Program,
    as: string,
    action: string,
    id: string,
    form?: Record<string, string>,
  ): Promise<void>
  /** Everything that stands on the platform: to whom, and its first words without figures. */
  heard(): string[]
  /** What the process did that the platform forbids. */
  violations(): string[]
  end(): Promise<void>
}

/** Figures are moments and pauses: a second more or less is no other message. */
export const withoutFigures = (text: string): string => text.replace(/\d+/g, '#')

const headOf = (content: Rendered): string =>
  'text' in content
    ? content.text
    : [content.card.title, content.card.lead ?? '', content.card.body ?? ''].join(' ')

type Message = {
  id: string
  card?: { actions: { value: ActionValue }[]; form?: { submit: { value: ActionValue } } }
}

const onSandbox = (dir: string): Ground => ({
  env: {},
  forms: true,
  async say(program, as, text, id) {
    await program.ask('say', { as, chat: 'dm', text, id })
  },
  async press(program, as, action, id, form) {
    const valueOn = ({ card }: Message): ActionValue | undefined =>
      form
        ? card?.form?.submit.value.action === action
          ? card.form.submit.value
          : undefined
        : card?.actions.find(({ value }) => value.action === action)?.value
    const messages = await program.ask<Message[]>(`messages?as=${as}&chat=dm`)
    const message = messages.findLast(valueOn)
    if (!message) return // pressed already: the card shows it
    await program.ask('press', {
      as,
      messageId: message.id,
      value: valueOn(message),
      id,
      ...(form ? { form } : {}),
    })
  },
  heard: () =>
    readFileSync(join(dir, 'sandbox.ndjson'), 'utf8')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/"key":"(sent:[^"]+)"/g)].map((one) => one[1] ?? ''))
      // slots are in ms from a start that is real time; to the minute they are the same in every run
      .map((key) => key.replace(/@(\d+)/g, (_, ms) => `@${Math.round(Number(ms) / 60_000)}`)),
  violations: () => [],
  async end() {},
})

/** The sample campus, with everybody's address on a platform filled in. */
const campusWith = async (
  populate: (directory: Directory) => Directory,
  column: string,
  addressOf: (person: Directory['people'][number]) => string | undefined,
): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'fenghuo-crash-campus-'))
  cpSync('templates/directory', dir, { recursive: true })
  const { people } = populate(await readDirectory(dir))
  const file = join(dir, 'people.csv')
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const at = head.split(',').findIndex((one) => one.includes(column))
  const filled = lines.map((line) => {
    const cells = line.split(',')
    const person = people.find(({ id }) => id === cells[0])
    cells[at] = (person && addressOf(person)) ?? ''
    return cells.join(',')
  })
  writeFileSync(file, [head, ...filled].join('\n'))
  return dir
}

/** The process's own clock, which a platform must share: its pauses are measured there. It lies in the sandbox's file. */
const clockIn = (dir: string): (() => number) => {
  const path = join(dir, 'sandbox.ndjson')
  const piece = Buffer.alloc(65_536)
  let file: number | undefined
  let offset = 0
  let rest = ''
  return () => {
    try {
      file ??= openSync(path, 'r')
    } catch {
      return Date.now() // it has not started yet
    }
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      rest += piece.toString('latin1', 0, read)
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const moved = /^\{"op":"clock","offsetMs":(\d+)/.exec(line)?.[1]
        if (moved !== undefined) offset = Number(moved)
      }
    }
    return Date.now() + offset
  }
}

/** An answer to a frame for which the platform's clock, moved on by minutes, no longer waits. Not a fault of who answers. */
const lateAnswer = /^ack of \S+: \d+ ms too late$|^an acknowledgement of nothing that was sent: /

type Wire = FeishuPlatform | DingtalkPlatform

type WireGround = Ground & {
  /** Says it once; rejects where nobody takes it. */
  tell(as: string, text: string, id: string): Promise<void>
}

/** What happens over a wire: said again under the same id until it is taken. */
const overWire = (platform: Wire, rest: Pick<Ground, 'env' | 'forms'>): WireGround => {
  const until = async (program: Program, act: () => Promise<unknown>): Promise<void> => {
    for (let tries = 0; ; tries++) {
      try {
        // nothing is answered any more by a process that has died
        await Promise.race([act(), program.death()])
        return
      } catch (error) {
        if (tries > 20) throw error
        await program.revive()
      }
    }
  }
  return {
    ...rest,
    say: (program, as, text, id) => until(program, () => platform.say(as, text, 'dm', id)),
    tell: (as, text, id) => platform.say(as, text, 'dm', id),
    async press(program, as, action, id, form) {
      const valueOn = (content: Rendered): ActionValue | undefined => {
        if (!('card' in content)) return undefined
        const { card } = content
        if (form) return card.form?.submit.value.action === action ? card.form.submit.value : undefined
        return card.actions.find((one) => one.action === action && !one.disabled)?.value
      }
      await until(program, async () => {
        const found = platform.latest(as, (content) => valueOn(content) !== undefined)
        const value = found && valueOn(found[1].content)
        if (found && value) await platform.press(as, found[0], value, form, id)
      })
    },
    heard: () =>
      platform.deliveries.flatMap((one) =>
        one.kind === 'message' ? `${one.to} ${withoutFigures(headOf(one.content))}` : [],
      ),
    // The story's clock jumps: a frame under way is given up by the platform's clock a moment before it is answered.
    violations: () => platform.violations().filter((one) => !lateAnswer.test(one)),
    end: () => platform.end(),
  }
}

const onFeishu = async (dir: string): Promise<Ground> => {
  const platform = await feishuPlatform('websocket')
  const { feishu } = platform
  const DIRECTORY = await campusWith(platform.populate, '飞书', (person) => person.feishu)
  feishu.time.follow({ now: clockIn(dir) })
  return overWire(platform, {
    env: {
      DIRECTORY,
      FEISHU_APP_ID: feishu.app.id,
      FEISHU_APP_SECRET: feishu.app.secret,
      FEISHU_DOMAIN: feishu.domain,
      FEISHU_GROUP_CHAT_ID: [...feishu.state.chats.values()].find(({ mode }) => mode === 'group')?.id ?? '',
    },
    forms: true,
  })
}

/** `silenceMs`: so long the platform waits for a process that says nothing. */
export const onDingtalk = async (dir: string, silenceMs = 20_000): Promise<WireGround> => {
  const platform = await dingtalkPlatform({ mode: 'stream', cards: 'template', silenceMs })
  const { dingtalk } = platform
  const DIRECTORY = await campusWith(platform.populate, '钉钉', (person) => person.dingtalk)
  dingtalk.clock.follow(clockIn(dir))
  return overWire(platform, {
    env: {
      DIRECTORY,
      DINGTALK_CLIENT_ID: dingtalk.app.clientId,
      DINGTALK_CLIENT_SECRET: dingtalk.app.clientSecret,
      DINGTALK_API_BASE: dingtalk.base,
      DINGTALK_OAPI_BASE: dingtalk.base,
      DINGTALK_GROUP_CONVERSATION_ID: [...dingtalk.state.groups.keys()][0] ?? '',
      DINGTALK_CARD_TEMPLATE_ID: publicTemplates.markdownButton,
    },
    forms: false,
  })
}

/** `dir`: the DATA_DIR of the process. */
export const openGround = async (name: GroundName, dir: string): Promise<Ground> => {
  switch (name) {
    case 'sandbox':
      return onSandbox(dir)
    case 'feishu':
      return onFeishu(dir)
    case 'dingtalk':
      return onDingtalk(dir)
  }
}
