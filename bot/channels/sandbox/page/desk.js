// What time is it, what is owed, and what has been recorded? The right-hand side.
import { api } from './api.js'
import { el } from './dom.js'
import { campusClock, day, moment, seconds, span, weekday } from './time.js'

/** @typedef {import('./api.js').Duty} Duty */

const steps = /** @type {const} */ ([
  ['5m', '+5 分'],
  ['15m', '+15 分'],
  ['1h', '+1 小时'],
  ['1d', '+1 天'],
])

/**
 * @param {HTMLElement} place
 * @param {{failed: (error: unknown) => void, overdue: (count: number) => void}} house
 */
export const openDesk = (place, { failed, overdue }) => {
  const date = el('p', { class: 'date' })
  const time = el('p', { class: 'time' })
  const buttons = steps.map(([value, label]) =>
    el('button', { type: 'button', class: 'action', onclick: () => advance(value) }, label),
  )
  const busy = el('p', { class: 'quiet', role: 'status' })
  const dutyList = el('ul')
  const owed = { class: 'duties', role: 'region', 'aria-label': '未办事项', tabindex: '0' }
  const recordList = el('ol')
  const log = { class: 'records', role: 'log', 'aria-live': 'off', 'aria-label': '记录', tabindex: '0' }
  const hint = '拨快时钟，期间到期的事都会发生。'
  busy.textContent = hint
  place.append(
    el(
      'section',
      { class: 'clock', 'aria-label': '校园时间' },
      date,
      time,
      el('div', { class: 'clock-steps' }, ...buttons),
      busy,
      el(
        'p',
        { class: 'quiet desk-page' },
        el('a', { href: 'desk', target: '_blank', rel: 'noopener' }, '案头'),
        '：网信办和校领导在网页上看的',
      ),
    ),
    el('section', { class: 'panel' }, el('h2', {}, '未办事项'), el('div', owed, dutyList)),
    el('section', { class: 'panel grow' }, el('h2', {}, '记录'), el('div', log, recordList)),
  )

  /** @type {{duties: Duty[], records: import('./api.js').RecordLine[]}} */
  let shown = { duties: [], records: [] }
  /** @type {Map<string, {node: HTMLElement, fill: HTMLElement, bar: HTMLElement, when: HTMLElement}>} */
  const lines = new Map()

  /** @param {string} value */
  const advance = async (value) => {
    for (const button of buttons) button.disabled = true
    busy.textContent = '时钟正在走…'
    try {
      campusClock.set((await api.advance(value)).now)
    } catch (error) {
      failed(error)
    } finally {
      for (const button of buttons) button.disabled = false
      busy.textContent = hint
      tick()
    }
  }

  /** @param {Duty} duty */
  const line = (duty) => {
    const fill = el('span', { class: 'bar-fill' })
    const bar = el(
      'span',
      {
        class: 'bar',
        role: 'progressbar',
        'aria-valuemin': '0',
        'aria-valuemax': '100',
        'aria-label': '已用时限',
      },
      fill,
    )
    const when = el('span', { class: 'when' })
    const node = el(
      'li',
      { class: 'duty' },
      el(
        'p',
        { class: 'duty-label' },
        el('span', { text: duty.label }),
        el('span', {
          class: duty.statutory ? 'tag law' : 'tag',
          text: duty.basis ?? (duty.statutory ? '法定时限' : '校内时限'),
        }),
      ),
      el('p', { class: 'duty-owner', text: `${duty.owner} · ${duty.incident}` }),
      bar,
      el(
        'p',
        { class: 'duty-when' },
        when,
        duty.state === 'submitted' ? el('span', { class: 'tag', text: '待核实' }) : null,
      ),
    )
    return { node, fill, bar, when }
  }

  const tick = () => {
    const now = campusClock.now()
    date.textContent = `${day(now)} ${weekday(now)}`
    time.textContent = seconds(now)
    let late = 0
    for (const duty of shown.duties) {
      const drawn = lines.get(`${duty.incident}/${duty.duty}`)
      if (!drawn) continue
      const from = Date.parse(duty.from)
      const due = duty.due ? Date.parse(duty.due) : from
      const used = due > from ? Math.min(1, Math.max(0, (now - from) / (due - from))) : 1
      const isLate = now >= due
      if (isLate) late += 1
      drawn.node.dataset.state = isLate ? 'late' : used >= 0.75 ? 'soon' : 'calm'
      drawn.fill.style.width = `${Math.round(used * 1000) / 10}%`
      drawn.bar.setAttribute('aria-valuenow', String(Math.round(used * 100)))
      const text = duty.due
        ? `${moment(due, now)} 前（${isLate ? `已超时 ${span(now - due)}` : `还剩 ${span(due - now)}`}）`
        : '请立即办理'
      if (drawn.when.textContent !== text) {
        drawn.when.replaceChildren()
        drawn.when.textContent = text
      }
    }
    overdue(late)
  }

  const draw = () => {
    const open = shown.duties.filter(({ state }) => state !== 'done')
    const sorted = [...open].sort((one, other) => ((one.due ?? '') < (other.due ?? '') ? -1 : 1))
    lines.clear()
    dutyList.replaceChildren(
      ...sorted.map((duty) => {
        const drawn = line(duty)
        lines.set(`${duty.incident}/${duty.duty}`, drawn)
        return drawn.node
      }),
    )
    if (!open.length) dutyList.append(el('li', { class: 'quiet', text: '现在没有未办事项。' }))
    const records = shown.records.slice(-200)
    const several = new Set(records.map(({ incident }) => incident)).size > 1
    const grown = records.length - recordList.querySelectorAll('.record').length
    recordList.replaceChildren(
      ...records
        .toReversed()
        .map(({ incident, at, text }, nth) =>
          el(
            'li',
            { class: nth < grown && grown < 20 ? 'record fresh' : 'record' },
            el(
              'span',
              { class: 'record-time' },
              el('time', { datetime: at, text: moment(Date.parse(at), campusClock.now()) }),
              several ? el('span', { text: incident }) : null,
            ),
            el('span', { class: 'record-text', text }),
          ),
        ),
    )
    if (!records.length)
      recordList.append(
        el('li', { class: 'quiet', text: '有了事件，每一步都会记在这里，不能改，只能补充。' }),
      )
    tick()
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon
  const refresh = async () => {
    try {
      shown = await api.overview()
      draw()
    } catch {
      // The next thing that happens asks again; until then the old lines are better than none.
    }
  }
  draw()
  setInterval(tick, 1000)

  return {
    refresh,
    duties: () => shown.duties,
    tick,
    /** Refreshes a moment later, once for a whole burst of happenings. */
    refreshSoon() {
      clearTimeout(soon)
      soon = setTimeout(refresh, 250)
    },
  }
}
