// What is done in one step of a script? Its own lots decide the rest, from what the people see and the record says at that moment.
import { openDuties } from '../../rules/duties.js'
import { isOffice } from '../../store/campus.js'
import type { Directory, Matter } from '../../store/schema.js'
import { addressOf, type Person, strangers } from './people.js'
import { type Random, randomFrom, seedOf } from './random.js'
import type { Step } from './script.js'
import type { Sim } from './world.js'

const MINUTE = 60_000

const openOnes = (sim: Sim): Matter[] =>
  Object.values(sim.fold.tables.incidents).filter(({ status }) => status === 'open' || status === 'resolved')

/** Somebody works off one thing that is owed, as it should be done. */
const workOne = (sim: Sim, random: Random): void => {
  const { campusPeople, campus } = sim
  const all = sim.people()
  const person = (id: string): Person | undefined => all.find((one) => one.id === id)
  const office = all.filter(({ id }) => isOffice(campus().directory, id))
  const incidents = openOnes(sim)
  if (incidents.length === 0) return
  const incident = random.of(incidents)
  const owed = openDuties(incident, sim.world())
  if (owed.length === 0) {
    const who = random.of(office)
    campusPeople.say(who, `${incident.status === 'open' ? '处置结束' : '办结'} ${incident.id}`, random)
    return
  }
  const duty = random.of(owed)
  const owner = person(random.of(duty.owners).id)
  if (!owner) return
  const of = (action: string) => (one: { value: { action: string; incident?: string; duty?: string } }) =>
    one.value.action === action && one.value.incident === incident.id
  switch (duty.kind) {
    case 'internal': {
      const reader = duty.readers && person(random.of(duty.readers).id)
      if (reader) {
        if (!campusPeople.pressFor(reader, of('acknowledge'), random))
          campusPeople.say(reader, `状态 ${incident.id}`, random)
        return
      }
      if (!campusPeople.pressFor(owner, (one) => of('perform')(one) && one.value.duty === duty.id, random))
        campusPeople.say(owner, `已办 ${incident.id} ${duty.clock.name}`, random)
      return
    }
    case 'acknowledge':
      if (!campusPeople.pressFor(owner, of('acknowledge'), random)) campusPeople.say(owner, '待办', random)
      return
    case 'grade':
      if (duty.asked && random.chance(0.8))
        return campusPeople.say(
          random.of(office),
          random.chance(0.8) ? `核定定级 ${incident.id}` : `退回定级 ${incident.id} 再看看`,
          random,
        )
      campusPeople.say(
        random.of(office),
        `定级 ${incident.id} ${random.of(['较大', '一般', '重大', '较大'])} 经研判`,
        random,
      )
      return
    case 'report':
    case 'final': {
      const waits = duty.submission && !duty.submission.returned
      if (waits) {
        const other = random.of(office)
        const action = random.chance(0.12) ? 'return_receipt' : 'confirm_receipt'
        const mine = (one: { value: { action: string; incident?: string; duty?: string } }) =>
          of(action)(one) && (one.value.duty === undefined || one.value.duty === duty.id)
        if (!campusPeople.pressFor(other, mine, random))
          campusPeople.say(other, `核实 ${incident.id} ${duty.authority?.name ?? ''}`, random)
        return
      }
      const form = {
        channel: '电话',
        sent_at: '刚刚',
        received_by: '王科长',
        ref_no: `R${random.below(1000)}`,
      }
      const filled = campusPeople.pressFor(
        owner,
        (one) => of('submit_receipt')(one) && one.form !== undefined && one.value.duty === duty.id,
        random,
        form,
      )
      if (
        !filled &&
        !campusPeople.pressFor(owner, (one) => of('submit_receipt')(one) && one.form === undefined, random)
      )
        campusPeople.say(owner, `报送 ${incident.id} ${duty.authority?.name ?? ''}`, random)
      return
    }
  }
}

const words = [
  '待办',
  '列表',
  '状态',
  '帮助',
  '记录',
  '规则',
  '填表',
  '你好',
  '列表 超期',
  '文书',
  '取消',
  '预览',
  '上一步',
  '是',
  '否',
  '12',
  '销假',
]

/** Somebody leaves and another takes the post. */
const succeeded = (directory: Directory, random: Random): Directory => {
  const candidates = directory.people.filter(
    ({ id, posts }) =>
      posts.length === 1 &&
      !isOffice(directory, id) &&
      posts[0]?.role !== '' &&
      posts[0]?.role !== '领导责任人',
  )
  const leaver = random.of(candidates)
  const id = `P${200 + random.below(700)}`
  if (directory.people.some((one) => one.id === id)) return directory
  const fresh = { ...leaver, id, name: `继任${id}` }
  return {
    units: directory.units.map((unit) =>
      unit.supervisor === leaver.id ? { ...unit, supervisor: id } : unit,
    ),
    people: directory.people.map((one) =>
      one.id === leaver.id ? fresh : one.standIn === leaver.id ? { ...one, standIn: id } : one,
    ),
  }
}

export const act = (sim: Sim, step: Step): void => {
  const random = randomFrom(seedOf(sim.seed, step.lot))
  const { campusPeople, schedule, trouble } = sim
  const all = sim.people()
  const anyone = (): Person => random.of(all)
  const office = (): Person => random.of(all.filter(({ id }) => isOffice(sim.campus().directory, id)))
  const incident = (): Matter | undefined => {
    const open = openOnes(sim)
    return open.length > 0 ? random.of(open) : undefined
  }
  const platform = random.of(sim.platforms)
  const now = sim.now()
  switch (step.act) {
    case 'dialog':
      return campusPeople.begin(
        random.chance(0.6) ? random.of(strangers) : random.chance(0.4) ? office() : anyone(),
        random,
        random.chance(0.05),
      )
    case 'form': {
      const who = random.chance(0.6) ? random.of(strangers) : random.chance(0.4) ? office() : anyone()
      const isForm = (one: { value: { action: string; form?: string | undefined } }) =>
        one.value.action === 'submit_report' && one.value.form === 'report'
      if (campusPeople.pressFor(who, isForm, random)) return
      campusPeople.say(who, '填表', random)
      schedule.after(random.between(3000, 40_000), () => campusPeople.pressFor(who, isForm, random))
      return
    }
    case 'work':
      for (let nth = 1 + random.below(4); nth > 0; nth--)
        schedule.after(random.between(0, 30_000), () => workOne(sim, random))
      return
    case 'pressAny':
    case 'pressOld': {
      const who = random.chance(0.7) ? office() : anyone()
      const seen = campusPeople.pressables(who, step.act === 'pressOld')
      if (seen.length > 0) campusPeople.press(who, random.of(seen), random)
      return
    }
    case 'pressOthers': {
      // a card that was passed on: its buttons are pressed by whom it was not for
      const whose = anyone()
      const seen = campusPeople.pressables(random.chance(0.5) ? office() : whose, random.chance(0.3))
      const open = incident()
      const chain = open?.chain.filter(({ post }) => post === 'first' || post === 'direct') ?? []
      const held = chain.length > 0 ? all.find(({ id }) => id === random.of(chain).person.id) : undefined
      const live = held ? campusPeople.pressables(held, false).filter(({ value }) => value.incident) : []
      const from = live.length > 0 && random.chance(0.7) ? live : seen
      if (from.length === 0) return
      const on = random.of(from)
      const who = random.of(all.filter((one) => (on.platform.name === 'feishu' ? one.feishu : one.dingtalk)))
      const address = on.platform.name === 'feishu' ? who.feishu : who.dingtalk
      if (address) campusPeople.press(who, { ...on, address }, random)
      return
    }
    case 'pressAgain': {
      for (let tries = 0; tries < 8; tries++)
        if (campusPeople.again(random.chance(0.5) ? office() : anyone(), random)) return
      return
    }
    case 'word': {
      const number = incident()?.id
      return campusPeople.say(
        anyone(),
        `${random.of(words)}${number && random.chance(0.3) ? ` ${number}` : ''}`,
        random,
      )
    }
    case 'note': {
      const one = incident()
      const held = one ? all.find(({ id }) => id === random.of(one.chain).person.id) : undefined
      if (one && held)
        campusPeople.say(held, `补充 ${one.id} ${campusPeople.mark('现场情况CS', random)}`, random)
      return
    }
    case 'secret':
      return campusPeople.say(
        anyone(),
        `${campusPeople.mark('绝密文件MMJ', random)}外泄了`,
        random,
        random.chance(0.3) ? 'group' : 'dm',
      )
    case 'group':
      return campusPeople.say(
        random.of(all.filter(({ feishu }) => feishu)),
        random.of(['报告', '待办', '你好', '状态', '列表']),
        random,
        'group',
      )
    case 'delegate': {
      const one = incident()
      const posts = one?.chain.filter(({ post }) => post === 'first' || post === 'direct') ?? []
      const held = posts.length > 0 ? all.find(({ id }) => id === random.of(posts).person.id) : undefined
      if (one && held)
        campusPeople.say(
          held,
          `转办 ${one.id} ${random.of(['韩小川', '何碧波', '魏书香', '许清源'])}`,
          random,
        )
      return
    }
    case 'away': {
      const who = random.of(all.filter(({ stranger }) => !stranger))
      return campusPeople.say(who, `外出 今天 ${random.of(['明天', '后天'])}`, random)
    }
    case 'succession':
      sim.tell('通讯录更新')
      return sim.takeDirectory(succeeded(sim.campus().directory, random))
    case 'regrade': {
      const one = incident()
      if (one)
        campusPeople.say(
          office(),
          `定级 ${one.id} ${random.of(['特别重大', '重大', '较大', '一般'])} 情况变化`,
          random,
        )
      return
    }
    case 'assess': {
      const one = incident()
      if (one)
        campusPeople.say(office(), `${random.of(['研判', '续报', '写续报', '更正'])} ${one.id}`, random)
      return
    }
    case 'withdraw': {
      const one = incident()
      if (!one) return
      const reporter = all.find(
        ({ id, feishu }) => id === one.reporters[0]?.id || `feishu:${feishu}` === one.reporters[0]?.id,
      )
      const asker = all.find(({ id }) => id === one.withdrawalAsked?.by.id)
      const again = asker && random.chance(0.4) ? asker : undefined
      const who = again ?? (one.withdrawalAsked || !reporter ? office() : reporter)
      return campusPeople.say(who, `误报 ${one.id} 系统自检误判`, random)
    }
    case 'finish': {
      const one = incident()
      if (!one) return
      campusPeople.say(office(), `处置结束 ${one.id}`, random)
      schedule.after(random.between(MINUTE, 20 * MINUTE), () =>
        campusPeople.say(office(), `办结 ${one.id}`, random),
      )
      return
    }
    case 'rest':
      return
    case 'kill':
      return sim.crash(false)
    case 'powerLoss':
      return sim.crash(true)
    case 'killAt':
      sim.doom(random.chance(0.6) ? 'disk' : 'platform', 1 + random.below(40), random.chance(0.4))
      // something must be under way for it to be killed in
      for (let nth = 0; nth < 3; nth++) schedule.after(random.between(0, 5000), () => workOne(sim, random))
      return
    case 'killTwice':
      sim.doom('disk', 1 + random.below(25), false, true)
      for (let nth = 0; nth < 3; nth++) schedule.after(random.between(0, 5000), () => workOne(sim, random))
      return
    case 'restart':
      return sim.restart()
    case 'diskFull':
      trouble.fullUntil = now + random.between(5000, 90_000)
      sim.tell('磁盘满')
      return
    case 'fsyncFails':
      trouble.fsync = 1 + random.below(3)
      sim.tell(`下 ${trouble.fsync} 次 fsync 失败`)
      return
    case 'slowDisk':
      trouble.slowUntil = now + random.between(5000, 2 * MINUTE)
      sim.tell('磁盘慢')
      return
    case 'outage':
      platform.ill.downUntil = now + random.between(MINUTE, 25 * MINUTE)
      sim.tell(`${platform.name} 不应答`)
      return
    case 'limited':
      platform.ill.limitedUntil = now + random.between(5000, 4 * MINUTE)
      sim.tell(`${platform.name} 限流`)
      return
    case 'lossy': {
      const { ill } = platform
      Object.assign(ill, { lost: random.between(0, 0.3), answerLost: random.between(0, 0.3) })
      sim.tell(`${platform.name} 丢包 ${ill.lost.toFixed(2)}/${ill.answerLost.toFixed(2)}`)
      schedule.after(random.between(MINUTE, 60 * MINUTE), () =>
        Object.assign(ill, { lost: 0, answerLost: 0 }),
      )
      return
    }
    case 'slowPlatform':
      platform.ill.slowUntil = now + random.between(MINUTE, 10 * MINUTE)
      return
    case 'phoneOff': {
      const who = random.of(all.filter(({ stranger }) => !stranger))
      const address = addressOf(platform.name, who.id)
      if (!address) return
      platform.off.add(address)
      sim.everOff.add(address)
      sim.tell(`${who.name} 关机（${platform.name}）`)
      schedule.after(random.between(5 * MINUTE, 300 * MINUTE), () => platform.off.delete(address))
      return
    }
    case 'deaf':
      platform.ill.deafUntil = now + random.between(MINUTE, 30 * MINUTE)
      sim.tell(`${platform.name} 收不到消息`)
      return
  }
}
