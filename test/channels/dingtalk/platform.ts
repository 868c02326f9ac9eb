// How is a scene played on DingTalk? The real channel speaks to the emulator over the wire; what reached people is read back.
import { dingtalkChannel } from '../../../bot/channels/dingtalk/dingtalk.js'
import type { Directory } from '../../../store/schema.js'
import type { ActionValue } from '../../../templates/card.js'
import type { Platform } from '../../scenes/platform.js'
import { strangers } from '../../scenes/stage.js'
import { type Emulator, openEmulator } from './emulator/emulator.js'
import { openEntrance } from './emulator/entrance.js'
import { answerTo, askedFor, reportTyped } from './emulator/forms.js'
import { buttonsIn, type MsgButton } from './emulator/presses.js'
import { valueBehind } from './emulator/reading.js'
import { openRecord } from './emulator/record.js'
import { publicTemplates } from './emulator/state.js'
import type { Outcome } from './emulator/stream.js'

export type DingtalkPlatformOptions = {
  mode: 'stream' | 'webhook'
  /** What this tenant takes: cards by a public template, messages with buttons, or text alone. */
  cards: 'template' | 'action-card' | 'text'
  /** A bot that has not answered after so long does not answer. */
  silenceMs?: number
}

const group = 'cid+campus/group=='
const addressOf = (id: string): string => `dt_${id}`

const names = { template: '卡片', 'action-card': '消息按钮', text: '纯文字' } as const

const openTenant = ({ cards, mode }: DingtalkPlatformOptions): Promise<Emulator> =>
  openEmulator({
    // Far in the past: the time is the scene's.
    startMs: 0,
    settings: {
      refusedMsgKeys: cards === 'text' ? ['sampleActionCard', 'sampleMarkdown'] : [],
      // Presses come in other shapes in each mode: the channel must read them all.
      callbackShape: mode === 'stream' ? 'id' : 'object',
    },
    app: {
      clientId: 'dingscene0000000001',
      ...(cards === 'template' ? {} : { templates: new Set() }),
    },
  })

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

export type DingtalkPlatform = Platform & { dingtalk: Emulator }

export const dingtalkPlatform = async (options: DingtalkPlatformOptions): Promise<DingtalkPlatform> => {
  const emulator = await openTenant(options)
  const door = await openEntrance()
  const { app, clock, state } = emulator
  const { mode } = options
  if (mode === 'webhook') app.webhookUrl = `${door.url}/dingtalk/webhook`
  /** Who has which address by the directory in force; strangers are in none. */
  let people: Directory['people'] = []
  const { deliveries, standing, underWay } = openRecord(emulator, {
    group,
    cards: options.cards === 'template',
    personAt: (address) =>
      people.find(({ dingtalk }) => dingtalk === address)?.id ?? address.replace(/^dt_/, ''),
  })
  let down = false
  let open = false
  /** The bot can be reached: it listens, and what it owes the clock has happened. */
  const ready = async (): Promise<void> => {
    const there = (): boolean =>
      mode === 'stream' ? emulator.listening() > 0 : down || app.callbacks.size > 0
    // What is owed to the clock may itself cost the line (a ping that is late after a long night): it is looked at after, too.
    for (let tries = 0; tries < 2000; tries++) {
      await clock.settle()
      if (!open || there()) return
      await breath()
    }
  }

  /** What was pushed has been taken, or this throws. A bot that does not answer at all refused it by silence. */
  const taken = async (pushed: Promise<Outcome>): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve({ ok: false, reason: 'no answer' }), options.silenceMs ?? 3000)
    })
    const outcome = await Promise.race([pushed, silence])
    clearTimeout(timer)
    if (!outcome.ok) throw new Error(`the bot did not take it: ${outcome.reason}`)
  }

  const say: Platform['say'] = async (as, text, chat, id) => {
    await ready()
    await taken(
      emulator.userSays({
        staffId: addressOf(as),
        // The platform takes the call of the bot out of what is said in a group.
        text: chat === 'group' ? text.replace(/^@烽火\s*/, '') : text,
        ...(chat === 'group' ? { cid: group } : {}),
        ...(id === undefined ? {} : { msgId: id }),
      }),
    )
  }

  /** Says one answer of a form, and waits for what the bot says next. */
  const answered = async (as: string, text: string): Promise<{ next: string; from: number }> => {
    const from = deliveries.length
    /** What is asked may come after what stands beside it. */
    let since = 0
    await say(as, text, 'dm')
    for (let tries = 0; tries < 1000; tries++) {
      if (deliveries.length > from) await clock.settle()
      const said = deliveries.slice(from).flatMap((one) => {
        if (one.kind !== 'message' || one.to !== as) return []
        return 'text' in one.content ? one.content.text : (one.content.card.body ?? '')
      })
      // a word may stand beside it: that a password was left out
      const asks = said.findLast((text) => text.includes('请回复“确认提交”') || askedFor(text))
      if (said.length > 0) since++
      const next = asks ?? (since > 60 ? said.at(-1) : undefined)
      if (next !== undefined) return { next, from }
      await breath()
    }
    throw new Error(`nothing was said to ${as} after ${text}`)
  }

  const forget = (as: string, from: number): void => {
    const others = deliveries.splice(from).filter((one) => one.kind !== 'message' || one.to !== as)
    deliveries.push(...others)
  }

  /** No forms here: the fields are typed as they are asked for. The questions between are part of the one act, and are not told. */
  const type = async (as: string, message: string, form: Record<string, string>): Promise<void> => {
    const shown = standing.find(({ id }) => id === message)?.read()
    const first = shown && 'card' in shown ? askedFor(shown.card.body ?? '') : undefined
    if (!first) throw new Error(`${message} asks for nothing`)
    let asked = first
    for (let nth = 0; nth < 12; nth++) {
      const { next, from } = await answered(as, answerTo(asked.label, form))
      // what was typed is looked over before it counts; here that belongs to the one act, too
      if (next.includes('请回复“确认提交”')) {
        forget(as, from)
        return say(as, '确认提交', 'dm')
      }
      const following = askedFor(next)
      if (!following || following.again) return
      forget(as, from)
      asked = following
    }
  }

  /** The whole report, typed through the dialog without looking: a platform that is down shows no questions. */
  const typeReport = async (as: string, form: Record<string, string>): Promise<void> => {
    for (const text of reportTyped(form)) {
      const from = deliveries.length
      if (down) await say(as, text, 'dm')
      else await answered(as, text)
      await clock.settle()
      if (text !== '提交') forget(as, from)
    }
  }

  const same = (wanted: ActionValue, value: ActionValue): boolean =>
    Object.entries(wanted).every(([key, one]) => one === undefined || value[key] === one)

  const press: Platform['press'] = async (as, message, value, form, id) => {
    if (form && value.action === 'submit_report') {
      await typeReport(as, form)
      return undefined
    }
    if (form || value.action === 'type-form') {
      await type(as, message, form ?? {})
      return undefined
    }
    const card = state.cards.get(message)
    if (card) {
      // The newest drawing that has this button: a client that was asleep still shows it.
      const buttons = card.history.toReversed().flatMap(buttonsIn)
      const behind = (one: MsgButton) => valueBehind(one)
      const button =
        buttons.find((one) => same(value, behind(one))) ??
        buttons.find((one) => behind(one).unread !== undefined && behind(one).action === value.action)
      if (!button) throw new Error(`no such button on ${message}: ${JSON.stringify(value)}`)
      await ready()
      await taken(emulator.clickStale(message, addressOf(as), button, id))
      return undefined
    }
    const shown = standing.find((one) => one.id === message)?.read()
    const actions = shown && 'card' in shown ? shown.card.actions : []
    // Behind a label there is only what it makes one say.
    const action =
      actions.find((one) => same(value, one.value)) ?? actions.find((one) => one.action === value.action)
    const typed = action?.value.typed ?? value.typed
    if (typed === undefined) throw new Error(`no such button on ${message}: ${JSON.stringify(value)}`)
    await say(as, typed, 'dm', id)
    return undefined
  }

  return {
    dingtalk: emulator,
    name: `钉钉 ${mode} ${names[options.cards]}`,
    populate(directory: Directory) {
      const join = (id: string, user: { name: string; mobile?: string }): void => {
        if (!state.users.has(addressOf(id))) emulator.addUser(addressOf(id), user)
      }
      for (const { id, name, phone } of directory.people)
        join(id, { name, ...(phone ? { mobile: phone } : {}) })
      for (const [nth, name] of strangers.entries()) join(`staff-${nth + 1}`, { name })
      emulator.addGroup(group, '校园群', [...state.users.keys()])
      people = directory.people.map((person) => ({ ...person, dingtalk: addressOf(person.id) }))
      return { ...directory, people }
    },
    open({ clock: scene, log }) {
      clock.follow(scene.now)
      const { channel, router } = dingtalkChannel({
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        mode,
        robotCode: app.robotCode,
        apiBase: emulator.base,
        oapiBase: emulator.base,
        groupConversationId: group,
        cardTemplateId: publicTemplates.markdownButton,
        ...(mode === 'webhook' ? { publicUrl: door.url } : {}),
        clock,
        log,
      })
      door.mount(router)
      open = true
      return {
        ...channel,
        async deliver(message) {
          const address = 'group' in message.to ? group : message.to.address
          underWay.set(address, message.key)
          try {
            return await channel.deliver(message)
          } finally {
            underWay.delete(address)
          }
        },
      }
    },
    async close() {
      open = false
      door.mount(undefined)
      await clock.settle()
    },
    settle: ready,
    deliveries,
    latest(to, fits) {
      const found = standing.findLast((one) => one.to === to && fits(one.read()))
      return found && [found.id, { content: found.read() }]
    },
    keys: () => standing.map(({ key }) => key),
    say,
    async tellsOf(person, what) {
      await ready()
      const type = what === 'left' ? 'user_leave_org' : 'user_active_org'
      await taken(emulator.memberChanges(type, addressOf(person)))
    },
    async sendFile(as, name, bytes) {
      await ready()
      await taken(emulator.userSendsFile({ staffId: addressOf(as) }, name, bytes))
    },
    press,
    switchOff(person) {
      const user = state.users.get(addressOf(person))
      if (user) user.visible = false
    },
    switchOn(person) {
      const user = state.users.get(addressOf(person))
      if (user) user.visible = true
    },
    // People can still say things: what is down is the way to them.
    setDown(now) {
      down = now
      emulator.setDown(now ? 'sends' : false)
    },
    violations: () => [...emulator.violations],
    async end() {
      await emulator.stop()
      await door.stop()
    },
  }
}
