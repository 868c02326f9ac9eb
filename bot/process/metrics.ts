// What does Fenghuo tell a monitor? Counts and ages for Prometheus; never a name, never a text.
import { Gauge, Registry } from 'prom-client'
import { openDuties } from '../../rules/duties.js'
import { isOf, Kind, type Matter } from '../../store/schema.js'
import type { Channel } from '../channels/channel.js'
import type { Courier } from '../delivery/courier.js'
import type { Auditor } from '../time/auditor.js'
import type { Ticker } from '../time/ticker.js'
import type { Turns } from '../turn/turns.js'
import { type Campus, worldIn } from '../turn/world.js'

/** Of a process that stands by: nothing else is its own to count. */
export const standbyMetrics = (): Registry => {
  const registry = new Registry()
  const name = 'fenghuo_standing_by'
  new Gauge({ name, help: 'Another process writes; this one follows', registers: [registry] }).set(1)
  return registry
}

/** Of many campuses: each figure with the campus that it is of. */
export const campusMetrics = async (
  campuses: readonly {
    name: string
    state(): string
    house: { metrics(): Promise<Pick<Registry, 'getMetricsAsJSON'>> } | undefined
  }[],
): Promise<Registry> => {
  const whole = new Registry()
  const state = new Gauge({
    name: 'fenghuo_campus_state',
    help: 'What this process does for a campus: serving, standing by, opening, closed',
    labelNames: ['campus', 'state'],
    registers: [whole],
  })
  for (const { name, state: now, house } of campuses) {
    state.set({ campus: name, state: now() }, 1)
    const figures = house ? await (await house.metrics()).getMetricsAsJSON() : []
    for (const { name: metric, help, values } of figures) {
      const known = whole.getSingleMetric(metric)
      const gauge =
        known instanceof Gauge
          ? known
          : new Gauge({ name: metric, help, labelNames: ['campus', 'kind', 'platform'], registers: [whole] })
      for (const { labels: given, value } of values) gauge.set({ ...given, campus: name }, value)
    }
  }
  return whole
}

export const openMetrics = (parts: {
  turns: Turns
  courier: Courier
  ticker: Ticker
  auditor: Auditor
  channels: readonly Channel[]
  campus: () => Campus
  now: () => number
}): Registry => {
  const { turns, courier, ticker, auditor, channels, campus, now } = parts
  const registry = new Registry()
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  const duties = () => {
    const tables = turns.peek()
    const world = worldIn(tables, now(), campus())
    return Object.values(tables.incidents)
      .filter(({ drill }) => !drill)
      .flatMap((incident) => openDuties(incident, world))
  }
  const goingOn = (): Matter[] =>
    Object.values(turns.peek().incidents).filter(
      ({ status, drill }) => !drill && (status === 'open' || status === 'resolved'),
    )
  const ofKind = (kind: Kind): number => goingOn().filter((matter) => isOf(matter, [kind])).length
  gauge('fenghuo_incidents_open', 'Incidents not closed or withdrawn', () => ofKind('incident'))
  new Gauge({
    name: 'fenghuo_matters_open',
    help: 'Matters of each kind that are not closed or withdrawn',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const kind of Kind.options) this.set({ kind }, ofKind(kind))
    },
  })
  gauge('fenghuo_duties_open', 'Duties not done', () => duties().length)
  gauge('fenghuo_duties_overdue', 'Open duties past their deadline', () => {
    const at = new Date(now()).toISOString()
    return duties().filter(({ due }) => due < at).length
  })
  gauge('fenghuo_duties_unheard', 'Overdue duties without a delivered reminder', () => auditor.found())
  /** Since when each waits that may be sent now: a digest that is held until its time waits for nobody. */
  const waitingSince = (): number[] => {
    const nowMs = now()
    return Object.values(turns.peek().outbox)
      .map(({ at, notBefore }) => Date.parse(notBefore ?? at))
      .filter((ms) => ms <= nowMs)
  }
  gauge('fenghuo_outbox_waiting', 'Notices that wait to be sent', () => waitingSince().length)
  gauge('fenghuo_outbox_oldest_seconds', 'Age of the oldest waiting notice', () => {
    const since = waitingSince()
    return since.length === 0 ? 0 : (now() - Math.min(...since)) / 1000
  })
  gauge(
    'fenghuo_tick_age_seconds',
    'Seconds since the reminder loop last ended',
    () => ticker.idleMs() / 1000,
  )
  gauge('fenghuo_journal_seq', 'Lines in the journal', () => turns.head().seq)
  new Gauge({
    name: 'fenghuo_platform_down',
    help: 'A chat platform that does not answer now',
    labelNames: ['platform'],
    registers: [registry],
    collect() {
      this.reset()
      for (const name of courier.state().down) this.set({ platform: name }, 1)
    },
  })
  const perPlatform = (name: string, help: string, read: (channel: Channel) => number | undefined) =>
    new Gauge({
      name,
      help,
      labelNames: ['platform'],
      registers: [registry],
      collect() {
        this.reset()
        for (const channel of channels) {
          const value = read(channel)
          if (value !== undefined) this.set({ platform: channel.name }, value)
        }
      },
    })
  perPlatform(
    'fenghuo_platform_calls_month',
    'Calls to the platform this month',
    (channel) => channel.usage().calls,
  )
  perPlatform(
    'fenghuo_platform_calls_month_limit',
    'Calls that the platform allows in a month',
    (channel) => channel.usage().limit,
  )
  perPlatform(
    'fenghuo_platform_wrong',
    'An operator must mend something before this platform works',
    (channel) => (channel.wrong() === undefined ? 0 : 1),
  )
  perPlatform(
    'fenghuo_platform_unwell',
    'What is not as it should be although the platform answers: a deaf connection, a history that can not be read',
    (channel) => channel.unwell?.().length ?? 0,
  )
  return registry
}
