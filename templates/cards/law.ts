// What is shown off the incidents: the reminder of 保密办 without content, and a change of the rules with its two signatures?
import { secrecyClock, secrecyDueMs } from '../../rules/secrecy.js'
import type { Party, Rulebook, Stub } from '../../store/schema.js'
import type { Card, CardAction } from '../card.js'
import { basis, dated, dateTime, name, remaining } from '../plain.js'
import { type Here, press, primary } from './parts.js'

/** 保密法实施条例 第六十一条: asked whether it is done, never what it was. `mayPress`: the reader is of 保密办. */
export const secrecyCard = (stub: Stub, here: Here, mayPress = true): Card => {
  const zone = here.rules.timezone
  if (stub.done) {
    return {
      title: '保密提醒',
      tone: 'green',
      lead: `${name(stub.done.by)}于 ${dated(stub.done.at, here.now, zone)} 确认已依规办理`,
      fields: [],
      actions: [],
    }
  }
  const clock = secrecyClock(here.rules)
  const due = new Date(secrecyDueMs(stub, here.rules)).toISOString()
  return {
    title: '保密提醒',
    tone: here.now >= due ? 'red' : 'orange',
    lead: `请保密办确认是否已依规报告 — ${dated(due, here.now, zone)} 前${here.now >= due ? `（${remaining(due, here.now, zone)}）` : ''}`,
    fields: [{ label: '引导时间', value: dateTime(stub.at, zone) }],
    body: [...(clock ? [basis({ clock })] : []), '本平台没有记录内容，请不要在这里回复任何内容。'].join('\n'),
    actions: mayPress ? primary([press('已依规办理', 'secrecy_done', { stub: stub.id })]) : [],
  }
}

const MOST_LINES = 20

/** A version of the rules: what is different, who asks, who approves. Until both have, the old ones hold. */
export const rulesCard = (book: Rulebook, reader: Party, here: Here): Card => {
  const zone = here.rules.timezone
  const { asked, approved, differs = [], version } = book
  const signed = (what: string, one: { by: { name: string }; at: string } | undefined): Card['fields'] =>
    one ? [{ label: what, value: `${one.by.name}，${dateTime(one.at, zone)}` }] : []
  const actions: CardAction[] =
    !reader.office || book.state === 'in-force' || book.state === 'replaced'
      ? []
      : !asked
        ? [press('提请生效', 'ask_rules', { version })]
        : asked.by.id === reader.id
          ? []
          : [press('核定生效', 'approve_rules', { version })]
  return {
    title: `规则 ${version}`,
    tone: book.state === 'in-force' ? 'green' : book.state === 'replaced' ? 'grey' : 'orange',
    lead:
      book.state === 'in-force'
        ? '现行规则'
        : book.state === 'replaced'
          ? '已被新的规则代替'
          : asked
            ? '规则有改动，已提请，待网信办另一位同志核定；核定之前按原规则办理'
            : '规则文件有改动，须一人提请、另一人核定才生效；此前按原规则办理',
    fields: [...signed('提请', asked), ...signed('核定', approved)],
    ...(differs.length > 0
      ? {
          body: [
            ...differs.slice(0, MOST_LINES),
            ...(differs.length > MOST_LINES ? [`……共 ${differs.length} 处`] : []),
          ].join('\n'),
        }
      : {}),
    foot: '进行中的事件按立案时的规则办完。',
    actions: primary(actions),
  }
}
