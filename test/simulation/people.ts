// What do forty people do? They report, answer, press what they see (late, twice, on old cards), and work off what they owe.

import type { Field } from '../../store/schema.js'
import type { ActionValue, Card } from '../../templates/card.js'
import type { Message, SimulatedPlatform } from './platform.js'
import { GROUP } from './platform.js'
import { type Random, randomFrom, seedOf } from './random.js'
import type { Schedule } from './schedule.js'

export type Person = { id: string; name: string; feishu?: string; dingtalk?: string; stranger: boolean }

export const strangers: readonly Person[] = [
  '刘老师',
  '陈老师',
  '赵老师',
  '王同学',
  '林同学',
  '马师傅',
  '高老师',
  '路人甲',
].map((name, nth) => ({ id: `s${nth + 1}`, name, feishu: `ou_s${nth + 1}`, stranger: true }))

/** Systems of the sample campus that three units answer for. */
const registered = ['教务系统', '借书系统', '学生管理系统']

/** Where a person of the directory is found: on Feishu, on DingTalk, or on both. */
export const addressOf = (channel: string, id: string): string | undefined => {
  if (id.startsWith('s')) return undefined
  const lot = seedOf('address', id) % 4
  const on = channel === 'feishu' ? lot !== 0 : lot < 2
  return on ? `${channel === 'feishu' ? 'ou' : 'dt'}_${id}` : undefined
}
export const personOf = (address: string): string => address.replace(/^(ou|dt)_/, '')

type Intent = {
  until: number
  answers: Record<string, string>
  left: number
  same: 'join' | 'file' | 'wait'
  presses: boolean
  secretAt: number
  submitted?: boolean
  saidSecret?: boolean
}

export type Pressable = {
  message: Message
  value: ActionValue
  label: string
  form?: Field[]
  current: boolean
}

const buttonsOf = (card: Card): { label: string; value: ActionValue; form?: Field[] }[] => [
  ...card.actions.filter(({ disabled }) => !disabled).map(({ label, value }) => ({ label, value })),
  ...(card.form
    ? [{ label: card.form.submit.label, value: card.form.submit.value, form: card.form.fields }]
    : []),
]

const mark = (word: string, random: Random): string =>
  `${word}${String(random.below(1_000_000)).padStart(6, '0')}`

export type People = ReturnType<typeof makePeople>

export const makePeople = (around: {
  seed: number
  schedule: Schedule
  platforms: readonly SimulatedPlatform[]
  units: readonly string[]
  done: (line: string) => void
}) => {
  const { seed, schedule, platforms, units, done } = around
  const intents = new Map<string, Intent>()
  const lastPress = new Map<
    string,
    {
      platform: SimulatedPlatform
      address: string
      on: { message: string; value: ActionValue; form?: Record<string, string> }
    }
  >()
  /** What was answered before a dialog turned out to be about a secret. */
  const diverted: string[] = []
  let nth = 0
  const fresh = (): Random => randomFrom(seedOf(seed, 'people', nth++))

  const doors = (person: Person): { platform: SimulatedPlatform; address: string }[] =>
    platforms.flatMap((platform) => {
      const address = platform.name === 'feishu' ? person.feishu : person.dingtalk
      return address ? [{ platform, address }] : []
    })
  const doorOf = (person: Person, random: Random) => random.of(doors(person))

  const say = (person: Person, text: string, random: Random, chat: 'dm' | 'group' = 'dm'): void => {
    const { platform, address } = doorOf(person, random)
    const id = platform.say(address, person.stranger ? person.name : undefined, text, chat)
    done(`${person.name}${chat === 'group' ? '@群' : ''}: ${text} (${id})`)
  }

  const pressables = (
    person: Person,
    old: boolean,
  ): (Pressable & { platform: SimulatedPlatform; address: string })[] =>
    doors(person).flatMap(({ platform, address }) =>
      platform
        .chat(address)
        .slice(old ? -60 : -14)
        .flatMap((message) => {
          const versions = old ? message.versions : message.versions.slice(-1)
          return versions.flatMap((version, at) =>
            'card' in version
              ? buttonsOf(version.card).map((button) => ({
                  ...button,
                  message,
                  platform,
                  address,
                  current: at === versions.length - 1,
                }))
              : [],
          )
        }),
    )

  const systemIn = (random: Random): string =>
    random.chance(0.3) ? random.of(registered) : mark('系统XT', random)

  const fill = (fields: readonly Field[], random: Random): Record<string, string> =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const { name, type, options, required } = field
        if (!required && random.chance(0.4)) return []
        return [[name, valueFor(name, type, options, random)]]
      }),
    )
  const valueFor = (name: string, type: string, options: Field['options'], random: Random): string => {
    switch (name) {
      case 'classified':
        return '否'
      case 'harmful_content':
        return random.chance(0.1) ? '是' : '否'
      case 'unit':
        return random.of(units)
      case 'system':
        return systemIn(random)
      case 'summary':
        return mark('页面异常ZY', random)
      case 'impact':
        return mark('影响YX', random)
      case 'measures':
        return mark('已断网CS', random)
      case 'channel':
        return random.of(['电话', '传真', '12387热线'])
      case 'received_by':
        return random.of(['王科长', '李处长'])
      case 'sent_at':
        return '刚刚'
      case 'discovered_at':
        return random.of(['刚刚', '10分钟前', '2小时前'])
      case 'occurred_at':
        return '3小时前'
      case 'value':
        return random.of(['经核实更新', ...registered, random.of(units)])
      case 'to':
        return random.of(['韩小川', '许清源', '何碧波', '杨书言', '李建国'])
      case 'level':
        return options && options.length > 0 ? random.of(options).value : random.of(['较大', '一般', '重大'])
      default:
        if (options && options.length > 0) return random.of(options).value
        return type === 'yesno'
          ? random.of(['是', '否'])
          : type === 'phone'
            ? '04711234567'
            : type === 'number'
              ? '12'
              : '经核实更新'
    }
  }

  const press = (
    person: Person,
    on: Pressable & { platform: SimulatedPlatform; address: string },
    random: Random,
    given?: Record<string, string>,
  ): void => {
    const form = given ?? (on.form ? fill(on.form, random) : undefined)
    const pressed = { message: on.message.id, value: on.value, ...(form ? { form } : {}) }
    const id = on.platform.press(on.address, person.stranger ? person.name : undefined, pressed)
    lastPress.set(person.id, { platform: on.platform, address: on.address, on: pressed })
    done(
      `${person.name} 按 [${on.label}] ${on.value.action} ${on.value.incident ?? ''} ${on.value.duty ?? ''}${form ? ` ${JSON.stringify(form)}` : ''}${on.current ? '' : ' (旧)'} (${id})`,
    )
  }

  /** The newest button of this kind that this person sees, pressed. `false` when there is none. */
  const pressFor = (
    person: Person,
    wanted: (one: Pressable) => boolean,
    random: Random,
    form?: Record<string, string>,
  ): boolean => {
    const found = pressables(person, false).findLast(wanted)
    if (found) press(person, found, random, form)
    return found !== undefined
  }

  const dialogAnswers = (random: Random): Record<string, string> => ({
    是否可能涉及国家秘密或涉密网络: '否',
    是否出现违法有害信息: random.chance(0.1) ? '是' : '没有',
    事发单位: random.of(units),
    系统名称: systemIn(random),
    事件类型: random.of(['网络攻击', '网页被改', '数据泄露', '勒索病毒', '不详', '设备故障']),
    简要经过: mark('首页异常ZY', random),
    发现时间: random.of(['刚刚', '10分钟前', '1小时前']),
    影响和危害: mark('影响YX', random),
  })

  /** Somebody in the middle of a report answers what they are asked, some seconds later. */
  const answer = (person: Person, message: Message, platform: SimulatedPlatform): void => {
    const intent = intents.get(person.id)
    if (!intent || schedule.now() > intent.until) return
    const content = message.versions.at(-1)
    if (!content) return
    if ('text' in content) {
      if (/报告已收到|已取消|并入|另行立案/.test(content.text)) intents.delete(person.id)
      return
    }
    const { card } = content
    const random = fresh()
    const reply = (go: () => void): void => {
      schedule.after(random.between(1500, 25_000), go)
    }
    const choose = (action: string): void => {
      const button = card.actions.find(({ value }) => value.action === action)
      if (button)
        reply(() => {
          if (intent.saidSecret) return
          intent.submitted ||= action === 'submit_report'
          press(person, { ...button, message, current: true, platform, address: message.chat }, random)
        })
    }
    const asked = card.actions.find(({ value }) => value.action === 'answer')?.value.question ?? card.body
    if (card.title === '请核对后提交') return choose(random.chance(0.92) ? 'submit_report' : 'edit_report')
    if (card.title === '可能是同一件事')
      return intent.same === 'wait'
        ? undefined
        : choose(intent.same === 'join' ? 'join_report' : 'file_report')
    if (!asked || card.fields.length > 0) return
    intent.left--
    if (intent.left === intent.secretAt)
      return reply(() => {
        // who has handed it in meanwhile says nothing of it any more: it is filed
        if (intent.submitted) return
        intent.saidSecret = true
        diverted.push(...Object.values(intent.answers).filter((text) => /\d{6}$/.test(text)))
        say(person, `${mark('机密文件MMJ', random)}被上传`, random)
      })
    const known = intent.answers[card.title]
    const text = intent.left <= 0 ? '预览' : (known ?? '不详')
    const button = card.actions.find(({ label, value }) => value.action === 'answer' && label === text)
    reply(() =>
      button && intent.presses
        ? press(person, { ...button, message, current: true, platform, address: message.chat }, random)
        : say(person, text, random),
    )
  }

  return {
    say,
    press,
    pressFor,
    pressables,
    fill,
    mark,
    doors,
    diverted,
    begin(person: Person, random: Random, secret: boolean): void {
      intents.set(person.id, {
        until: schedule.now() + 5_400_000,
        answers: dialogAnswers(random),
        left: 7 + random.below(4),
        same: random.of(['join', 'file', 'wait']),
        presses: random.chance(0.5),
        secretAt: secret ? 2 + random.below(4) : -1,
      })
      say(person, '报告', random)
    },
    /** The same button with the same id: the platform's repetition, or a finger that hit twice. */
    again(person: Person, random: Random): boolean {
      const last = lastPress.get(person.id)
      if (!last) return false
      const id = last.platform.press(last.address, person.stranger ? person.name : undefined, last.on)
      done(
        `${person.name} 再按 ${last.on.value.action} ${last.on.value.incident ?? ''} ${random.chance(0.5) ? '' : ''}(${id})`,
      )
      return true
    },
    arrived(message: Message, platform: SimulatedPlatform, person: Person | undefined): void {
      if (person && message.chat !== GROUP) answer(person, message, platform)
    },
  }
}
