// How do the people of a year do what waits for them? Each duty is done at an hour drawn for it, mostly in time, by whoever owes it, with the buttons and words that a person has.
import { type Duty, openDuties } from '../../rules/duties.js'
import type { World } from '../../rules/world.js'
import { isOffice } from '../../store/campus.js'
import type { Matter } from '../../store/schema.js'
import type { ActionValue } from '../../templates/card.js'
import type { Stage } from '../scenes/acts.js'
import { randomFrom, seedOf } from '../simulation/random.js'
import { worldOf } from '../simulation/world-of.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What the plan of the year says of a matter beforehand. */
export type Fate = { level?: string; withdrawn?: boolean }

const receipt = { channel: '电话', sent_at: '刚刚', received_by: '王科长' }
/** A duty that is still there after so many attempts of those who owe it: nobody can do it. */
const TRIES = 6
/** So many of what they owe is done in time: an office answers personally for each, a unit has other things to do. */
const IN_TIME = { office: 0.95, unit: 0.85 } as const

export type People = ReturnType<typeof makePeople>

/** `later`: at that moment of the year this is done. */
export const makePeople = (
  seed: number,
  stage: Stage,
  later: (at: number, run: () => Promise<void>) => void,
) => {
  const lots = randomFrom(seedOf('year', 'people', seed))
  const planned = new Set<string>()
  const known = new Set<string>()
  const stuck: string[] = []
  const messages: { at: number; to: string; text: string }[] = []

  const world = (): World =>
    worldOf(stage.fenghuo.turns.peek(), { directory: stage.directory, rules: stage.rules }, stage.now())
  const find = (id: string): Matter | undefined => stage.fenghuo.turns.find(id)

  /** What has come since: who heard something, and when. */
  const look = (): void => {
    for (const one of stage.platform.deliveries.splice(0))
      if (one.kind === 'message')
        messages.push({
          at: stage.now(),
          to: one.to,
          text:
            'text' in one.content
              ? one.content.text
              : `${one.content.card.title} ${one.content.card.lead ?? ''}`,
        })
  }
  const say = async (who: string, text: string): Promise<void> => {
    await stage.say(who, text)
    look()
  }
  /** The newest button of this kind that this person sees, pressed; `false` where there is none. */
  const press = async (
    who: string,
    wanted: (value: ActionValue) => boolean,
    form?: Record<string, string>,
  ): Promise<boolean> => {
    let value: ActionValue | undefined
    const found = stage.platform.latest(who, (content) => {
      if (!('card' in content)) return false
      const { actions, form: fields } = content.card
      value = form
        ? fields && wanted(fields.submit.value)
          ? fields.submit.value
          : undefined
        : actions.find((one) => !one.disabled && wanted(one.value))?.value
      return value !== undefined
    })
    if (!found || !value) return false
    await stage.press(who, found[0], value, form)
    look()
    return true
  }

  const office = (but?: string): string =>
    lots.of(stage.directory.people.filter(({ id }) => isOffice(stage.directory, id) && id !== but)).id

  const send = async (matter: Matter, duty: Duty, owner: string): Promise<void> => {
    const of = (action: string) => (value: ActionValue) =>
      value.action === action && value.incident === matter.id && value.duty === duty.id
    const { submission } = duty
    if (submission && !submission.returned) {
      const other = office(submission.by.id)
      if (!(await press(other, of('confirm_receipt'))))
        await say(other, `核实 ${matter.id} ${duty.authority?.name ?? ''}`)
      return
    }
    if (await press(owner, of('submit_receipt'), receipt)) return
    if (!(await press(owner, of('submit_receipt'))))
      await say(owner, `报送 ${matter.id} ${duty.authority?.name ?? ''}`)
    await press(owner, of('submit_receipt'), receipt)
  }

  /** Whoever owes it does it, once. */
  const work = async (matter: Matter, duty: Duty, fate: Fate): Promise<void> => {
    const owner = lots.of(duty.owners).id
    const { id } = matter
    switch (duty.kind) {
      case 'acknowledge':
        if (!(await press(owner, ({ action, incident }) => action === 'acknowledge' && incident === id)))
          await say(owner, `确认收到 ${id}`)
        return
      case 'grade':
        return duty.asked
          ? say(office(matter.gradeAsked?.by.id), `核定定级 ${id}`)
          : say(office(), `定级 ${id} ${fate.level ?? '一般'} 经研判`)
      case 'report':
      case 'final':
        return send(matter, duty, owner)
      case 'internal': {
        const [reader] = duty.readers ?? []
        if (reader) return say(reader.id, `状态 ${id}`)
        if (duty.clock.endedBy === 'told') return say(owner, '零报告')
        if (duty.clock.endedBy === 'fixed' && matter.kind === 'assignment') {
          const same = ({ action, incident }: ActionValue) => action === 'confirm_people' && incident === id
          if (await press(owner, same)) return
          return say(owner, `已办理 ${id} 已按要求办理`)
        }
        if (duty.clock.endedBy === 'fixed') return say(owner, `已整改 ${id} 已按要求处理`)
        if (duty.clock.endedBy === 'passed' && matter.kind === 'assignment')
          return say(owner, `审核通过 ${id}`)
        if (duty.clock.endedBy === 'passed')
          return say(owner, lots.chance(0.1) ? `复测退回 ${id} 问题仍在` : `复测通过 ${id} 正常`)
        return say(owner, `已办 ${id} ${duty.clock.name}`)
      }
    }
  }

  /** When it is done: most well before its time is over, some late. */
  const hourOf = (duty: Duty): number => {
    const now = stage.now()
    if (duty.clock.within.unit === 'asap') return now + lots.between(5, 50) * MINUTE
    const left = Math.max(10 * MINUTE, Date.parse(duty.due) - now)
    const party = duty.post === 'office' ? 'office' : 'unit'
    if (lots.chance(IN_TIME[party])) return now + Math.min(left, 20 * DAY) * lots.between(0.05, 0.6)
    // whoever is late is being reminded: the office does it within the hour, a unit within a day or two
    const most = party === 'office' ? HOUR : 2 * DAY
    return Math.max(now, Date.parse(duty.due)) + Math.min(left, most) * lots.between(0.1, 1)
  }

  const attempt = async (id: string, key: string, fate: Fate, tries: number): Promise<void> => {
    const matter = find(id)
    const duty = matter && openDuties(matter, world()).find((one) => one.id === key)
    if (matter && duty) {
      const before = JSON.stringify([duty.submission, duty.asked, matter.sentBack, matter.fixed])
      await work(matter, duty, fate)
      const after = find(id)
      const still = after && openDuties(after, world()).find((one) => one.id === key)
      const moved =
        JSON.stringify([still?.submission, still?.asked, after?.sentBack, after?.fixed]) !== before
      if (still && tries >= TRIES && !moved) stuck.push(`${id} ${key}`)
      else if (still)
        later(stage.now() + lots.between(0.05, moved ? 0.5 : 3) * HOUR, () =>
          attempt(id, key, fate, moved ? 0 : tries + 1),
        )
      if (!still) planned.delete(`${id} ${key}`)
    } else planned.delete(`${id} ${key}`)
    await follow(id, fate)
  }

  /** What is owed in this matter and not planned yet is; and where nothing is, it goes on to its next step. */
  const follow = async (id: string, fate: Fate): Promise<void> => {
    known.add(id)
    const matter = find(id)
    if (!matter || matter.closedAt) return
    const owed = openDuties(matter, world())
    for (const duty of owed) {
      const key = `${id} ${duty.id}`
      if (planned.has(key)) continue
      planned.add(key)
      later(hourOf(duty), () => attempt(id, duty.id, fate, 0))
    }
    if (owed.length > 0 || planned.has(`${id} step`) || matter.zero) return
    planned.add(`${id} step`)
    later(stage.now() + lots.between(2, 60) * HOUR, async () => {
      planned.delete(`${id} step`)
      const now = find(id)
      if (!now || now.closedAt || openDuties(now, world()).length > 0) return follow(id, fate)
      const who = now.acknowledged[0]?.by.id ?? office()
      if (now.drill) {
        const one = office()
        await say(one, `演练结束 ${id}`)
        for (const text of ['联系人电话有误', '更新通讯录', '确认提交']) await say(one, text)
      } else if (now.status === 'open' && now.report) await say(who, `处置结束 ${id}`)
      else await say(office(), `办结 ${id}`)
      await follow(id, fate)
    })
  }

  /** Somebody who answers for a unit is away for some days; the directory's 代理人 stands in. */
  const leave = async (days: number): Promise<void> => {
    const who = lots.of(stage.directory.people.filter(({ standIn, posts }) => standIn && posts.length > 0))
    const back = new Date(stage.now() + days * DAY + 8 * HOUR)
    await say(who.id, `外出 今天 ${back.getUTCMonth() + 1}月${back.getUTCDate()}日`)
  }
  /** Somebody leaves the campus, and another takes the post. */
  const succeed = async (): Promise<void> => {
    const { units, people } = stage.directory
    const gone = lots.of(
      people.filter(
        ({ id, posts }) =>
          posts.length === 1 && posts[0]?.role !== '领导责任人' && !isOffice(stage.directory, id),
      ),
    )
    const id = `N${String(lots.below(100_000)).padStart(5, '0')}`
    const renamed = (one: string): string => (one === gone.id ? id : one)
    await stage.takeDirectory({
      ...stage.directory,
      units: units.map((unit) => ({
        ...unit,
        ...(unit.supervisor ? { supervisor: renamed(unit.supervisor) } : {}),
      })),
      people: people.map((one) => ({
        ...one,
        ...(one.id === gone.id ? { id, name: `继任${one.name}` } : {}),
        ...(one.standIn ? { standIn: renamed(one.standIn) } : {}),
      })),
    })
    look()
  }

  /** What the house began by itself is worked off, too: the days of a key period, the yearly look at the directory. */
  const discover = async (): Promise<void> => {
    for (const id of Object.keys(stage.fenghuo.turns.peek().incidents))
      if (!known.has(id)) {
        known.add(id)
        await follow(id, {})
      }
  }

  return { world, find, discover, leave, succeed, look, say, press, office, follow, stuck, messages, lots }
}
