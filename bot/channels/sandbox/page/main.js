// How does the page live? It wires the people, the phones and the desk to the stream of what happens.
import { api, Refused } from './api.js'
import { castOf } from './cast.js'
import { openDesk } from './desk.js'
import { byId, keepWhole } from './dom.js'
import { openDrawers } from './drawers.js'
import { openMemory } from './memory.js'
import { openPhone } from './phone.js'
import { openRoster } from './roster.js'
import { campusClock } from './time.js'
import { openTour } from './tour.js'

/** @typedef {import('./phone.js').Phone} Phone */

/** The server was started anew, and with it the address that lets this page in. */
const closedDoor = '烽火重新启动过，这个页面已失效。请打开最近一次启动时打印的网址；已有的记录都在。'

const start = async () => {
  const [people, { now }] = await Promise.all([api.people(), api.clock()])
  campusClock.set(now)
  keepWhole([...new Set(people.flatMap(({ name, unit }) => [name, unit]))])
  const cast = castOf(people)
  const stage = byId('phones')
  /** The phones that are shown; the one used longest ago goes first. @type {Phone[]} */
  let phones = []
  /** @type {Map<string, number>} */
  const usedAt = new Map()
  let uses = 0

  const room = () => (innerWidth >= 1440 ? 3 : innerWidth >= 1080 ? 2 : 1)
  /** @param {string} id */
  const nameOf = (id) => people.find((person) => person.id === id)?.name ?? id
  /** @param {string} id */
  const use = (id) => {
    uses += 1
    usedAt.set(id, uses)
  }

  const refresh = () => {
    for (const phone of phones) phone.refresh()
    roster.refresh()
    const unread = people.reduce((sum, { id }) => sum + memory.unread(id), memory.unread('group'))
    const badge = byId('all-unread')
    badge.hidden = unread === 0
    badge.textContent = unread > 99 ? '99+' : String(unread)
  }
  let due = false
  /** Many things may change in one go; the page is drawn once. */
  const refreshSoon = () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      refresh()
    })
  }

  const memory = openMemory(refreshSoon)

  /** @param {string[]} ids who is shown, from left to right */
  const arrange = async (ids) => {
    const before = phones
    phones = ids.flatMap((id) => {
      const known = before.find(({ person }) => person.id === id)
      if (known) return [known]
      const person = people.find((each) => each.id === id)
      if (!person) return []
      return [
        openPhone(person, {
          memory,
          nameOf,
          focused: () => use(id),
          close: () => arrange(phones.flatMap((each) => (each.person.id === id ? [] : [each.person.id]))),
          play: () => tour.play(),
        }),
      ]
    })
    stage.replaceChildren(...phones.map(({ node }) => node))
    stage.dataset.count = String(phones.length)
    refresh()
    await Promise.all(phones.filter((phone) => !before.includes(phone)).map((phone) => phone.show('dm')))
    for (const phone of phones) phone.readIt()
  }

  /** Shows these people, the last of them for sure; who was used longest ago makes room. @param {...string} ids */
  const show = async (...ids) => {
    for (const id of ids) use(id)
    const shown = phones.map(({ person }) => person.id)
    const wanted = ids.slice(-room())
    const order = [...shown]
    for (const id of wanted) {
      if (order.includes(id)) continue
      if (order.length < room()) order.push(id)
      else {
        const rest = order.filter((each) => !wanted.includes(each))
        const oldest = rest.sort((one, other) => (usedAt.get(one) ?? 0) - (usedAt.get(other) ?? 0))[0]
        order[oldest === undefined ? 0 : order.indexOf(oldest)] = id
      }
    }
    if (order.join() !== shown.join()) await arrange(order)
  }

  const drawers = openDrawers()
  const roster = openRoster(byId('roster'), people, {
    memory,
    shown: () => phones.map(({ person }) => person.id),
    open: async (id) => {
      await show(id)
      const phone = phones.find(({ person }) => person.id === id)
      await phone?.show('dm')
      drawers.close()
    },
    openGroup: async () => {
      const last = [...phones].sort(
        (one, other) => (usedAt.get(other.person.id) ?? 0) - (usedAt.get(one.person.id) ?? 0),
      )[0]
      await last?.show('group')
      drawers.close()
    },
  })
  const desk = openDesk(byId('desk'), {
    failed: (error) =>
      phones[0]?.toast({ type: 'error', text: error instanceof Error ? error.message : '没有成功。' }),
    overdue: (count) => {
      const badge = byId('overdue-count')
      badge.hidden = count === 0
      badge.textContent = String(count)
    },
  })
  const tour = openTour(byId('tour'), byId('play'), {
    cast,
    show,
    duties: () => desk.refresh().then(desk.duties),
    phone: (id) => phones.find(({ person }) => person.id === id),
    closeDrawers: drawers.close,
  })

  const fit = async () => {
    if (phones.length > room()) {
      const keep = [...phones]
        .sort((one, other) => (usedAt.get(other.person.id) ?? 0) - (usedAt.get(one.person.id) ?? 0))
        .slice(0, room())
      await arrange(phones.filter((phone) => keep.includes(phone)).map(({ person }) => person.id))
    }
  }
  addEventListener('resize', fit)
  document.addEventListener('visibilitychange', () => {
    for (const phone of phones) phone.readIt()
  })
  setInterval(() => {
    for (const phone of phones) phone.refresh()
  }, 10_000)
  setInterval(() => desk.refreshSoon(), 30_000)

  const reload = async () => {
    campusClock.set((await api.clock()).now)
    await memory.reload()
    await Promise.all([...phones.map((phone) => phone.reshow()), desk.refresh()])
    refresh()
  }

  const banner = byId('banner')
  /** @type {EventSource | undefined} */
  let stream
  const connect = () => {
    const source = new EventSource('sandbox/api/events?as=*')
    stream = source
    /** @param {MessageEvent} event @returns {any} as the server sends it */
    const data = (event) => JSON.parse(event.data)
    /** @param {{as: string, chat: string}} happening */
    const chatOf = ({ as, chat }) => (chat === 'group' ? 'group' : as)

    source.addEventListener('open', async () => {
      try {
        await reload()
        banner.hidden = true
      } catch {
        source.close()
        await lost()
      }
    })
    source.addEventListener('message', (event) => {
      const { as, chat, ...message } = data(event)
      const where = chatOf({ as, chat })
      memory.put(where, message)
      for (const phone of phones) phone.arrived(where, message)
      desk.refreshSoon()
    })
    source.addEventListener('update', (event) => {
      const { as, chat, ...message } = data(event)
      const where = chatOf({ as, chat })
      memory.put(where, message)
      for (const phone of phones) phone.redrawn(where, message)
      desk.refreshSoon()
    })
    source.addEventListener('urgent', (event) => {
      const { as, chat, messageId, level } = data(event)
      const where = chatOf({ as, chat })
      const message = memory.change(where, messageId, { urgent: level })
      for (const phone of phones) {
        if (message) phone.redrawn(where, message)
        if (where === 'group' || phone.person.id === where) phone.buzz(level)
      }
      roster.buzz(where, level)
    })
    source.addEventListener('clock', (event) => {
      campusClock.set(data(event).now)
      refresh()
      desk.refreshSoon()
    })
    source.addEventListener('reach', (event) => {
      const { as, reachable } = data(event)
      memory.setReachable(as, reachable)
    })
    source.addEventListener('error', () => {
      banner.hidden = false
      if (source.readyState === EventSource.CLOSED) void lost()
    })
  }
  /** The browser has given up on the stream; we have not, unless the server says that the page must be opened anew. */
  const lost = async () => {
    banner.hidden = false
    const no = await api.clock().catch((/** @type {unknown} */ error) => error)
    if (no instanceof Refused && no.status === 401) {
      banner.textContent = closedDoor
      return
    }
    setTimeout(() => {
      if (stream?.readyState === EventSource.CLOSED) connect()
    }, 2000)
  }

  await memory.reload()
  const opening = [cast.reporter, cast.first, cast.officeA].flatMap((person) => (person ? [person.id] : []))
  const rest = people.map(({ id }) => id).filter((id) => !opening.includes(id))
  await arrange([...opening, ...rest].slice(0, room()))
  for (const { person } of [...phones].reverse()) use(person.id)
  connect()
  document.documentElement.dataset.ready = 'yes'
}

start().catch((error) => {
  const banner = byId('banner')
  banner.textContent =
    error instanceof Refused && error.status === 401
      ? closedDoor
      : `页面没有打开：${error instanceof Error ? error.message : '请刷新再试'}`
  banner.hidden = false
})
