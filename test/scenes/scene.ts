// What does a scene say? Reads a transcript, plays it on a stage, and checks every line; whatever else was delivered fails it.
import { expect } from 'vitest'
import { atLocal } from '../../rules/calendar.js'
import type { Card, Rendered } from '../../templates/card.js'
import { buttonsOf, shown, textOf } from './chat.js'
import { everywhere } from './everywhere.js'
import type { Delivery, Lack } from './platform.js'
import type { Stage, StageOptions } from './stage.js'

/**
 * The lines of a transcript:
 *   08:00                          the campus clock is moved to this time (the next day when it has passed)
 *   +16m                           the clock is moved on
 *   刘老师: 报告                    said in the private chat;  刘老师@群: @烽火 报告  in the group
 *   值班甲 发 [通讯录.xlsx]          one of the scene's files, in the private chat
 *   平台说 书记 离开 / 平台说 书记 回来  the platform tells that somebody left, or is there again
 *   书记 按 [确认收到]               the newest card of that person with this button; {名=值; 名=值} fills its form
 *   书记 再按 [确认收到]             the same button value again, whatever the card shows by now
 *   刘老师 选 [发现时间] {2026-11-24 07:30}   this is picked on their newest card that offers it;  再选 on that same card again
 *   路人 按书记的 [确认收到]          somebody else presses what that person sees
 *   💥                             killed and started again
 *   关机 书记 / 开机 书记            this phone can't be reached / can again
 *   睡过 40m                        the process was not running for so long; then it starts
 *   机器人 → 书记: …                 delivered; … stands for anything, [x] are exactly its buttons
 *   提示 书记: …                     a toast;  加急 书记: app  a buzz;  更新 书记: …  a card drawn anew;  文件 书记: name
 *   …                              anything else may have been delivered in this step
 *   # …                            a remark
 */
export const scene = (title: string, transcript: string, options: StageOptions = {}): void =>
  everywhere(
    title,
    (stage) => play(stage, transcript),
    () => options,
  )

const escapeRegExp = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('…')
      .map((part) => escapeRegExp(part.trim()))
      .join('[\\s\\S]*')}$`,
    'u',
  ).test(text.trim())

const expected = (line: string): { pattern: string; buttons: string[] | undefined } => {
  const buttons = [...line.matchAll(/\[([^\]]*)\]/g)].map((one) => one[1] ?? '')
  return {
    pattern: line.replace(/\s*\[[^\]]*\]/g, '').trim(),
    buttons: buttons.length === 0 ? undefined : buttons.filter((one) => one !== ''),
  }
}

const fits = (
  delivery: Delivery,
  kind: Delivery['kind'],
  to: string,
  line: string,
  lacks: readonly Lack[],
): boolean => {
  if (delivery.kind !== kind || delivery.to !== to) return false
  switch (delivery.kind) {
    case 'toast':
      return matches(line, delivery.text)
    case 'urgent':
      return delivery.level === line.trim()
    case 'file':
      return matches(line, delivery.name)
    case 'redraw':
    case 'message': {
      const { pattern, buttons } = expected(line)
      const content = delivery.kind === 'redraw' ? { card: delivery.card } : delivery.content
      const shown = buttonsOf(content)
      // where there are no forms, the button that sends one is not there either
      const all = lacks.includes('forms') && shown.length === 0
      return matches(pattern, textOf(content)) && (buttons === undefined || all || same(buttons, shown))
    }
  }
}

const same = (a: string[], b: string[]): boolean => [...a].sort().join('|') === [...b].sort().join('|')

/** How far what came is from what was expected: the first words that are not there, and the buttons where they are others. */
const differs = (line: string, content: Rendered): string[] => {
  const { pattern, buttons } = expected(line)
  const text = textOf(content)
  let at = 0
  const missing = pattern
    .split('…')
    .map((part) => part.trim())
    .find((part) => {
      const found = new RegExp(escapeRegExp(part), 'u').exec(text.slice(at))
      at += found ? found.index + found[0].length : 0
      return !found
    })
  const inBrackets = (labels: string[]) => labels.map((label) => `[${label}]`).join(' ') || 'none'
  return [
    ...(missing === undefined ? [] : [`  words that did not come: ${missing}`]),
    ...(missing === undefined && !matches(pattern, text) ? ['  more came than these words: use …'] : []),
    ...(buttons && !same(buttons, buttonsOf(content))
      ? [
          `  buttons expected: ${inBrackets(buttons)}`,
          `  buttons that came: ${inBrackets(buttonsOf(content))}`,
        ]
      : []),
  ]
}

/** So many of the words of this line, in hundredths, are in what came. */
const nearness = (line: string, text: string): number => {
  const pairs = (of: string) => new Set([...of].map((char, at) => char + (of[at + 1] ?? '')))
  const [mine, theirs] = [pairs(line.replaceAll('…', '')), pairs(text)]
  return (100 * [...mine].filter((pair) => theirs.has(pair)).length) / Math.max(1, mine.size)
}

const span = (text: string): number =>
  [...text.matchAll(/(\d+)(s|m|h|d)/g)].reduce(
    (sum, [, n, unit]) =>
      sum + Number(n) * ({ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? 'm'] ?? 0),
    0,
  )

/** The moment of `08:00` on the scene's day, or on the next one when it has passed. */
const moment = (stage: Stage, h: number, min: number): number => {
  const today = new Date(stage.now() + 8 * 3_600_000)
  const at = atLocal(
    { y: today.getUTCFullYear(), m: today.getUTCMonth() + 1, d: today.getUTCDate(), h, min },
    'Asia/Shanghai',
  )
  return at < stage.now() ? at + 86_400_000 : at
}

const pressable = (stage: Stage, who: string, label: string) => {
  const found = stage.platform.latest(stage.id(who), (content) => buttonsOf(content).includes(label))
  if (!found) throw new Error(`${who} sees no button [${label}]`)
  const [message, { content }] = found
  if (!('card' in content)) throw new Error('a text has no buttons')
  const { card } = content
  const value =
    card.form?.submit.label === label
      ? card.form.submit.value
      : card.actions.find((one) => one.label === label)?.value
  if (!value) throw new Error(`no value behind [${label}]`)
  return { message, value, card }
}

const pickable = (stage: Stage, who: string, label: string) => {
  const found = stage.platform.latest(
    stage.id(who),
    (content) => 'card' in content && content.card.pick?.label === label,
  )
  const content = found?.[1].content
  if (!found || !content || !('card' in content) || !content.card.pick)
    throw new Error(`${who} is offered no [${label}] to pick from`)
  return { message: found[0], pick: content.card.pick }
}

const formOf = (card: Card, text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/[;；]/).map((pair) => {
      const [label = '', ...value] = pair.split('=')
      const field = card.form?.fields.find((one) => one.label === label.trim() || one.name === label.trim())
      if (!field) throw new Error(`the form has no ${label}`)
      return [field.name, value.join('=').trim()]
    }),
  )

export const play = async (stage: Stage, transcript: string): Promise<void> => {
  let open: Delivery[] = []
  let lenient = true
  /** Somebody would press what stands in another person's chat, and can't here: what would follow does not. */
  let passedOver = false
  const last = new Map<string, ReturnType<typeof pressable>>()
  const offered = new Map<string, ReturnType<typeof pickable>>()
  let nth = 0
  /** The line that set off this step. */
  let begun = 0
  const came = (one: Delivery): string => `  + ${shown(one, stage.nameOf)}`
  const close = (): void => {
    const left = lenient ? [] : open.filter(({ kind }) => kind !== 'redraw')
    if (left.length === 0) return
    expect.fail([`came, but is not in the transcript after its line ${begun}:`, ...left.map(came)].join('\n'))
  }
  const step = async (action: () => Promise<unknown>): Promise<void> => {
    close()
    passedOver = false
    stage.platform.deliveries.length = 0
    begun = nth
    await action()
    open = [...stage.platform.deliveries]
    lenient = false
  }
  const take = (kind: Delivery['kind'], who: string, line: string, raw: string): void => {
    const to = stage.id(who)
    const { lacks } = stage
    // a toast comes as a message where there are none; what can't be drawn anew is said once more at its end
    const said =
      (kind === 'toast' && lacks.includes('toasts')) || (kind === 'redraw' && lacks.includes('cards'))
    const kinds = said ? [kind, 'message' as const] : [kind]
    const at = open.findIndex((one) => kinds.some((each) => fits(one, each, to, line, lacks)))
    if (at < 0) {
      const alike = open.filter((one) => one.kind === kind && one.to === to)
      const near = alike.toSorted(
        (a, b) => nearness(line, shown(b, stage.nameOf)) - nearness(line, shown(a, stage.nameOf)),
      )[0]
      const content =
        near?.kind === 'message' ? near.content : near?.kind === 'redraw' ? { card: near.card } : undefined
      const rest = open.filter((one) => one !== near)
      expect.fail(
        [
          `expected, and did not come (line ${nth} of the transcript):`,
          `  - ${raw}`,
          ...(near ? ['nearest to it came:', came(near)] : [`nothing of that kind came to ${who}`]),
          ...(content ? differs(line, content) : []),
          ...(rest.length > 0 ? ['what else came in this step:', ...rest.map(came)] : []),
        ].join('\n'),
      )
    }
    open.splice(at, 1)
  }

  for (const raw of transcript.split('\n').map((line) => line.trim())) {
    nth++
    if (raw === '' || raw.startsWith('#')) continue
    if (raw === '…') {
      lenient = true
      continue
    }
    const time = /^(\d{1,2}):(\d{2})$/.exec(raw)
    const moved = /^\+((?:\d+[smhd])+)$/.exec(raw)
    const slept = /^睡过 (.+)$/.exec(raw)
    const phone = /^(关机|开机) (\S+)$/.exec(raw)
    const told = /^机器人 → (\S+?): ?([\s\S]*)$/.exec(raw)
    const noted = /^(提示|加急|更新|文件) (\S+?): ?([\s\S]*)$/.exec(raw)
    const pressed = /^(\S+) (按|再按|按(\S+)的) \[([^\]]+)\](?: \{(.+)\})?$/.exec(raw)
    const chosen = /^(\S+) (选|再选) \[([^\]]+)\] \{(.+)\}$/.exec(raw)
    const sent = /^(\S+) 发 \[([^\]]+)\]$/.exec(raw)
    const tells = /^平台说 (\S+) (离开|回来)$/.exec(raw)
    const said = /^(\S+?)(@群)?: ?([\s\S]*)$/.exec(raw)
    if (time) await step(() => stage.moveTo(moment(stage, Number(time[1]), Number(time[2]))))
    else if (moved) await step(() => stage.moveTo(stage.now() + span(moved[1] ?? '')))
    else if (raw === '💥') await step(() => stage.restart())
    else if (slept) {
      await step(async () => {
        stage.sleepThrough(span(slept[1] ?? ''))
        await stage.restart()
      })
    } else if (phone) {
      if (phone[1] === '关机') stage.platform.switchOff(stage.id(phone[2] ?? ''))
      else stage.platform.switchOn(stage.id(phone[2] ?? ''))
    } else if (passedOver && (told || noted)) continue
    else if (told) take('message', told[1] ?? '', told[2] ?? '', raw)
    else if (noted) {
      const kind = ({ 提示: 'toast', 加急: 'urgent', 更新: 'redraw', 文件: 'file' } as const)[
        noted[1] as '提示' | '加急' | '更新' | '文件'
      ] // one of the four by the pattern
      take(kind, noted[2] ?? '', noted[3] ?? '', raw)
    } else if (pressed) {
      const [, who = '', how = '', other, label = '', form] = pressed
      if (other && stage.lacks.includes('cards')) {
        passedOver = true
        continue
      }
      const whose = other ?? who
      const known = `${whose}/${label}`
      const target = how === '再按' ? last.get(known) : pressable(stage, whose, label)
      if (!target) throw new Error(`${who} has not pressed [${label}] before`)
      last.set(known, target)
      const filled = form === undefined ? undefined : formOf(target.card, form)
      await step(() => stage.press(stage.id(who), target.message, target.value, filled))
    } else if (tells)
      await step(() => stage.tellsOf(stage.id(tells[1] ?? ''), tells[2] === '离开' ? 'left' : 'back'))
    else if (sent) await step(() => stage.send(stage.id(sent[1] ?? ''), sent[2] ?? ''))
    else if (chosen) {
      const [, who = '', how, label = '', words = ''] = chosen
      const known = `${who}/${label}`
      const target = how === '再选' ? offered.get(known) : pickable(stage, who, label)
      if (!target) throw new Error(`${who} has picked no ${label} before`)
      offered.set(known, target)
      await step(() => stage.pick(stage.id(who), target.message, target.pick, words))
    } else if (said) {
      await step(() => stage.say(stage.id(said[1] ?? ''), said[3] ?? '', said[2] ? 'group' : 'dm'))
    } else throw new Error(`a line that says nothing: ${raw}`)
  }
  close()
}
