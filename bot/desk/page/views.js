// What does each view of the desk look like? Drawn anew from what the server says, in its words.
import { beyondOf, placeOf, spanFor, spans, ticks } from './axis.js'
import { el, matterLink, phrases, whole } from './dom.js'

/** @typedef {import('../../../templates/desk.js').DeskMatter} Matter */
/** @typedef {import('../../../templates/desk.js').DeskDuty} Duty */
/** @typedef {import('../../../templates/desk.js').DeskFigures} Figures */
/** @typedef {import('../../../templates/desk.js').DeskRecord} DeskRecord */
/** @typedef {{now: string, asOf: string, timezone: string, organization: string, reader: {name: string, title?: string}, matters: Matter[]}} Open */

/** @type {Record<Duty['state'], string>} */
const stateWords = { late: '已超时', soon: '快到时限', waits: '待核实', open: '未到时限' }

/** @param {string} title @param {string} text */
const empty = (title, text) =>
  el('div', { class: 'empty' }, el('p', { class: 'empty-title' }, title), el('p', {}, text))

/** @param {Duty} duty */
const stateTag = (duty) =>
  el(
    'span',
    { class: `state ${duty.state}` },
    el('span', { class: 'mark', 'aria-hidden': 'true' }),
    duty.state === 'waits' ? `${stateWords.waits} · ${duty.left}` : duty.left,
  )

/** @param {Duty} duty */
const basisTag = ({ basis, law }) => el('span', { class: law ? 'basis law' : 'basis' }, phrases(basis))

const legend = () =>
  el(
    'ul',
    { class: 'legend', 'aria-label': '图例' },
    .../** @type {Duty['state'][]} */ (['late', 'soon', 'waits', 'open']).map((state) =>
      el(
        'li',
        { class: `state ${state}` },
        el('span', { class: 'mark', 'aria-hidden': 'true' }),
        stateWords[state],
      ),
    ),
    el('li', { class: 'legend-now' }, el('span', { class: 'now-sign', 'aria-hidden': 'true' }), '现在'),
  )

/** @param {HTMLElement} element @param {string} side @param {number} percent */
const at = (element, side, percent) => {
  element.style.setProperty(side, `${percent}%`)
  return element
}

/**
 * @param {Matter} matter
 * @param {import('./axis.js').Span} span
 * @param {number} now
 * @param {{at: number}[]} grid
 */
const track = ({ from, duties }, span, now, grid) => {
  const start = placeOf(Date.parse(from), span, now)
  const end = Math.max(
    ...duties.map(({ due }) => placeOf(Date.parse(due), span, now)),
    placeOf(now, span, now),
  )
  const bar = at(at(el('span', { class: 'bar' }), 'left', start), 'width', Math.max(0, end - start))
  return el(
    'div',
    { class: 'track', 'aria-hidden': 'true' },
    ...grid.map((tick) => at(el('span', { class: 'grid' }), 'left', tick.at)),
    bar,
    at(el('span', { class: 'now' }), 'left', placeOf(now, span, now)),
    // the late ones last, so that they lie on top
    ...duties.toReversed().map((duty) => {
      const due = Date.parse(duty.due)
      const beyond = beyondOf(due, span, now)
      const sign = beyond
        ? el('span', { class: `beyond ${beyond} ${duty.state}` }, beyond === 'after' ? '▸' : '◂')
        : el('span', { class: `mark ${duty.state}` })
      return at(sign, 'left', placeOf(due, span, now))
    }),
  )
}

/**
 * @param {Open} open
 * @param {string | undefined} chosen
 * @param {(span: string) => void} choose
 */
export const openView = ({ matters, now: iso, timezone }, chosen, choose) => {
  const now = Date.parse(iso)
  if (matters.length === 0) return [empty('现在没有进行中的事项', '有人报告以后，从报告到办结都在这里。')]
  const dues = matters.flatMap(({ duties }) => duties.map(({ due }) => Date.parse(due)))
  const span = spans.find(({ id }) => id === chosen) ?? spanFor(dues, now)
  const grid = ticks(span, now, timezone)
  const late = matters.flatMap(({ duties }) => duties.filter(({ state }) => state === 'late')).length
  const picker = el(
    'fieldset',
    { class: 'spans' },
    el('legend', { class: 'hidden' }, '时间跨度'),
    ...spans.map(({ id, label }) => {
      const input = el('input', { type: 'radio', name: 'span', value: id, 'data-key': `span/${id}` })
      input.checked = id === span.id
      input.addEventListener('change', () => choose(id))
      return el('label', {}, input, el('span', {}, label))
    }),
  )
  return [
    el(
      'div',
      { class: 'head' },
      el('h2', {}, `进行中 ${matters.length} 件`, late > 0 ? whole(`${late} 项已超时`, 'late-count') : null),
      picker,
    ),
    legend(),
    el(
      'div',
      { class: 'axis' },
      el(
        'div',
        { class: 'scale', 'aria-hidden': 'true' },
        el(
          'div',
          { class: 'scale-track' },
          ...grid.map(({ at: place, label, strong }) =>
            at(el('span', { class: strong ? 'tick strong' : 'tick' }, label), 'left', place),
          ),
          at(el('span', { class: 'tick-now' }, '现在'), 'left', placeOf(now, span, now)),
        ),
      ),
      el(
        'ol',
        { class: 'rows' },
        ...matters.map((matter) => {
          const [next, ...more] = matter.duties
          return el(
            'li',
            { class: 'row' },
            el(
              'div',
              { class: 'what' },
              el(
                'h3',
                {},
                el(
                  'a',
                  {
                    class: 'title',
                    href: `#matter/${encodeURIComponent(matter.id)}`,
                    'data-key': `open/${matter.id}`,
                  },
                  phrases(matter.title),
                ),
              ),
              el('p', { class: 'now-state' }, phrases(matter.state)),
            ),
            track(matter, span, now, grid),
            next
              ? el(
                  'p',
                  { class: 'next' },
                  stateTag(next),
                  phrases(`${next.label}（${next.owners}）`),
                  whole(next.until),
                  more.length > 0 ? el('span', { class: 'quiet' }, `另有 ${more.length} 项`) : null,
                )
              : el('p', { class: 'next quiet' }, '没有时限在走'),
          )
        }),
      ),
    ),
  ]
}

/** @param {Open} open */
export const dueView = ({ matters }) => {
  const all = matters
    .flatMap(({ id, title, drill, duties }) => duties.map((duty) => ({ id, title, drill, duty })))
    .sort(
      (one, other) =>
        Number(one.drill) - Number(other.drill) ||
        Number(other.duty.state === 'late') - Number(one.duty.state === 'late') ||
        (one.duty.due < other.duty.due ? -1 : 1),
    )
  if (all.length === 0)
    return [empty('现在没有未办的时限', '有了事件，每一项要办的、谁办、几点前，都在这里，超时的在前。')]
  const late = all.filter(({ duty }) => duty.state === 'late').length
  return [
    el(
      'div',
      { class: 'head' },
      el('h2', {}, `时限 ${all.length} 项`, late > 0 ? whole(`${late} 项已超时`, 'late-count') : null),
    ),
    el(
      'table',
      { class: 'list due' },
      el('caption', { class: 'hidden' }, '未办的时限，超时的在前'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...['状态', '时限', '事项', '谁办', '事件', '依据'].map((text) => el('th', { scope: 'col' }, text)),
        ),
      ),
      el(
        'tbody',
        {},
        ...all.map(({ id, title, duty }) =>
          el(
            'tr',
            { class: duty.state },
            el('td', { 'data-label': '状态' }, stateTag(duty)),
            el('td', { 'data-label': '时限' }, whole(duty.until)),
            el('td', { 'data-label': '事项', class: 'strong' }, phrases(duty.label)),
            el('td', { 'data-label': '谁办' }, phrases(duty.owners)),
            el(
              'td',
              { 'data-label': '事件', class: 'of' },
              el(
                'a',
                { href: `#matter/${encodeURIComponent(id)}`, 'data-key': `due/${id}/${duty.label}` },
                phrases(title),
              ),
            ),
            el('td', { 'data-label': '依据' }, basisTag(duty)),
          ),
        ),
      ),
    ),
  ]
}

const nothing = ['—', '暂无', '0 起', '0 份', '0 项', '0 件', '0 次']

/**
 * @param {Figures} figures
 * @param {string} name
 * @param {Figures['all']} values
 * @param {boolean} isOpen
 */
const figureCard = (figures, name, values, isOpen) => {
  const shown = values.flatMap((value, nth) => {
    const head = figures.heads[nth]
    return head && (isOpen || !nothing.includes(value.shown)) ? [{ head, value }] : []
  })
  return el(
    'section',
    { class: isOpen ? 'unit all' : 'unit' },
    el('h3', {}, name),
    shown.length === 0
      ? el('p', { class: 'quiet' }, '本年没有数')
      : el(
          'dl',
          { class: 'figures' },
          ...shown.map(({ head, value }) =>
            el('div', {}, el('dt', {}, head.title), el('dd', {}, whole(value.shown))),
          ),
        ),
    el(
      'details',
      { 'data-key': `behind/${name}` },
      el('summary', { 'data-key': `fold/${name}` }, '依据哪几件'),
      ...shown
        .filter(({ value }) => value.matters.length > 0)
        .map(({ head, value }) =>
          el(
            'p',
            {},
            `${head.title}：`,
            ...value.matters.flatMap((id, nth) => [nth > 0 ? '、' : null, matterLink(id)]),
          ),
        ),
      shown.every(({ value }) => value.matters.length === 0) ? el('p', { class: 'quiet' }, '没有') : null,
    ),
  )
}

/** @param {Figures} figures */
export const figuresView = (figures) => {
  const years = el(
    'nav',
    { class: 'years', 'aria-label': '年份' },
    ...figures.years.map((year) =>
      el(
        'a',
        {
          href: `#figures/${year}`,
          'aria-current': year === figures.year ? 'true' : null,
          'data-key': `year/${year}`,
        },
        `${year} 年`,
      ),
    ),
  )
  const head = el('div', { class: 'head' }, el('h2', {}, `单位 · ${figures.year} 年`), years)
  if (figures.units.length === 0)
    return [
      head,
      empty(`${figures.year} 年还没有事件、通报和督办`, '有了以后，每个单位的数都在这里，和“统计”一样。'),
    ]
  return [
    head,
    figureCard(figures, '全部单位', figures.all, true),
    el(
      'div',
      { class: 'units' },
      ...figures.units.map(({ name, values }) => figureCard(figures, name, values, false)),
    ),
    el(
      'details',
      { class: 'means', 'data-key': 'means' },
      el('summary', { 'data-key': 'fold/means' }, '每一项怎么算'),
      el(
        'dl',
        {},
        ...figures.heads.map(({ title, note }) => el('div', {}, el('dt', {}, title), el('dd', {}, note))),
      ),
    ),
  ]
}

/** @param {{rows: string[][]}} all */
export const allView = ({ rows: [head = [], ...rows] }) => {
  if (rows.length === 0)
    return [empty('还没有任何记录', '有人报告以后，每一件都能从这里打开，看到全部经过。')]
  return [
    el('div', { class: 'head' }, el('h2', {}, `全部 ${rows.length} 件`)),
    el(
      'table',
      { class: 'list' },
      el('caption', { class: 'hidden' }, '全部事项，按下一时限'),
      el('thead', {}, el('tr', {}, ...head.map((text) => el('th', { scope: 'col' }, text)))),
      el(
        'tbody',
        {},
        ...rows.map((row) =>
          el(
            'tr',
            {},
            ...row.map((text, nth) =>
              el(
                'td',
                { 'data-label': head[nth] ?? '', class: nth === 0 ? 'strong' : null },
                nth === 0 ? matterLink(text) : nth === row.length - 1 ? whole(text) : text,
              ),
            ),
          ),
        ),
      ),
    ),
  ]
}

/** @param {DeskRecord} record */
export const recordView = (record) => [
  el('p', { class: 'back' }, el('a', { href: '#all', 'data-key': 'back' }, '全部记录')),
  el(
    'article',
    { class: 'record' },
    el('h2', {}, phrases(record.title)),
    el('p', { class: 'as-of' }, record.asOf),
    record.lead ? el('p', { class: `lead ${record.tone}` }, record.lead) : null,
    record.facts.length > 0
      ? el(
          'dl',
          { class: 'facts' },
          ...record.facts.map(({ label, value }) => el('div', {}, el('dt', {}, label), el('dd', {}, value))),
        )
      : null,
    record.body ? el('p', { class: 'body' }, record.body) : null,
    el('h3', {}, `记录 ${record.lines.length} 条，最新的在前`),
    el(
      'ol',
      { class: 'lines' },
      ...record.lines.map(([time, text]) =>
        el('li', {}, whole(time, 'time'), el('span', { class: 'text' }, text)),
      ),
    ),
  ),
]

/**
 * @param {{error: string, ways?: {name: string, label: string}[], played?: {id: string, name: string, title?: string}[]}} no
 * @param {string | null} as whom the sandbox plays
 */
export const doorView = ({ error, ways = [], played = [] }, as) => [
  el(
    'div',
    { class: 'door' },
    el('h2', {}, '烽火 · 案头'),
    el('p', {}, played.length > 0 && as === null ? '沙盒里不用登录，请选扮演谁。' : error),
    el(
      'p',
      { class: 'quiet' },
      '案头给网信办和校领导看进行中的事项、时限、各单位的数和每一件的记录；只能看，要办的在聊天里办。',
    ),
    ...ways.map(({ name, label }) =>
      el('p', {}, el('a', { class: 'button', href: `desk/to/${name}` }, `用${label}登录`)),
    ),
    played.length > 0
      ? el(
          'ul',
          { class: 'played', 'aria-label': '沙盒：扮演谁' },
          ...played.map(({ id, name, title }) =>
            el(
              'li',
              {},
              el(
                'a',
                { class: 'button', href: `desk?as=${encodeURIComponent(id)}` },
                [`扮演 ${name}`, title].filter(Boolean).join(' · '),
              ),
            ),
          ),
        )
      : null,
  ),
]

/** @param {string} sentence */
export const sorryView = (sentence) => [empty('没有读到', sentence)]
