// How does a scene read while it is played? As a chat, in the words of a transcript: who said what, what everybody got, and when.
import { appendFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { ActionValue, Card, Rendered } from '../../templates/card.js'
import type { Stage } from './acts.js'
import type { Delivery } from './platform.js'

export const textOf = (content: Rendered): string =>
  'text' in content ? content.text : cardText(content.card)

/** A form that was not taken shows what stands in its fields, and what is wrong with it. */
const cardText = (card: Card): string => {
  const refused = card.form?.fields.some(({ wrong }) => wrong)
  return [
    card.title,
    card.lead,
    ...card.fields.map(({ label, value }) => `${label}：${value}`),
    card.body,
    ...(card.details ?? []).map(({ label, value }) => `${label}：${value}`),
    ...(card.table ?? []).map((row) => row.join(' ')),
    card.foot,
    ...(card.form?.fields ?? []).map(({ label, value = '', options, wrong }) =>
      refused
        ? `${label}＝${options?.find((one) => one.value === value)?.label ?? value}${wrong ? `（✗ ${wrong}）` : ''}`
        : label,
    ),
  ]
    .filter(Boolean)
    .join('\n')
}

export const buttonsOf = (content: Rendered): string[] =>
  'card' in content
    ? [
        ...content.card.actions.map(({ label }) => label),
        ...(content.card.form ? [content.card.form.submit.label] : []),
      ]
    : []

const inOneLine = (content: Rendered): string =>
  [textOf(content).replaceAll('\n', ' ⏎ '), ...buttonsOf(content).map((label) => `[${label}]`)].join(' ')

/** What reached somebody, as a line of a transcript. */
export const shown = (delivery: Delivery, nameOf: (id: string) => string): string => {
  const name = nameOf(delivery.to)
  switch (delivery.kind) {
    case 'message':
      return `机器人 → ${name}: ${inOneLine(delivery.content)}`
    case 'redraw':
      return `更新 ${name}: ${inOneLine({ card: delivery.card })}`
    case 'urgent':
      return `加急 ${name}: ${delivery.level}`
    case 'file':
      return `文件 ${name}: ${delivery.name}`
    case 'toast':
      return `提示 ${name}: ${delivery.text}`
  }
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** The label of what was pressed, as far as the newest card with this button tells. */
const labelOf = (stage: Stage, as: string, value: ActionValue): string => {
  let label = value.action
  stage.platform.latest(as, (content) => {
    if (!('card' in content)) return false
    const { actions, form } = content.card
    const found = [...actions, ...(form ? [form.submit] : [])].find(
      (one) => one.value.action === value.action,
    )
    label = found?.label ?? label
    return found !== undefined
  })
  return label
}

/** From now on everything that happens on this stage is written into this file. */
export const writeChat = (stage: Stage, file: string): void => {
  const { say, press, moveTo, sleepThrough, restart } = stage
  const write = (line: string) => appendFileSync(file, `${line}\n`)
  const after = async <T>(line: string, action: () => Promise<T>): Promise<T> => {
    write(line)
    const before = stage.platform.deliveries.length
    try {
      return await action()
    } finally {
      for (const one of stage.platform.deliveries.slice(before)) write(`    ${shown(one, stage.nameOf)}`)
    }
  }
  write(`\n▶ ${expect.getState().currentTestName ?? ''}\n${moment.format(stage.now())}`)
  stage.say = (as, text, chat = 'dm', id) =>
    after(`${stage.nameOf(as)}${chat === 'group' ? '@群' : ''}: ${text}`, () => say(as, text, chat, id))
  stage.press = (as, message, value, form, id) => {
    const filled = Object.entries(form ?? {}).map(([name, typed]) => `${name}=${typed}`)
    const typed = filled.length > 0 ? ` {${filled.join('; ')}}` : ''
    return after(`${stage.nameOf(as)} 按 [${labelOf(stage, as, value)}]${typed}`, () =>
      press(as, message, value, form, id),
    )
  }
  stage.moveTo = (ms) => after(moment.format(ms), () => moveTo(ms))
  stage.sleepThrough = (ms) => {
    sleepThrough(ms)
    write(`睡到 ${moment.format(stage.now())}`)
  }
  stage.restart = () => after('💥', restart)
}
