// How does a card look? Its head, the one line that counts, the facts, and what can be done.
import { el } from './dom.js'
import { campusClock, wall } from './time.js'

/** @typedef {import('./api.js').Card} Card */
/** @typedef {import('./api.js').Field} Field */
/** @typedef {import('./api.js').Value} Value */
/** What somebody had typed or opened in a card, kept while it is redrawn. @typedef {{values: Record<string, string>, open: boolean, wrong?: Record<string, string>}} Kept */
/** @typedef {(value: Value, form?: Record<string, string>) => Promise<void>} Press */

let count = 0

/** How wide a text is, in Chinese characters. @param {string} text */
const width = (text) => [...text].reduce((sum, char) => sum + (char < '\u2000' ? 0.56 : 1), 0)

/** @param {import('./api.js').Fact[]} facts @param {string} name */
const facts = (facts, name) =>
  el(
    'dl',
    { class: name },
    ...facts.map(({ label, value }) =>
      el(
        'div',
        { class: width(value) > 7.2 || width(label) > 8 ? 'fact wide' : 'fact' },
        el('dt', { text: label }),
        el('dd', { prose: value }),
      ),
    ),
  )

/** @param {string[][]} rows */
const table = ([head = [], ...rows]) =>
  el(
    'div',
    {
      class: head.length > 2 ? 'card-table wide' : 'card-table',
      tabindex: '0',
      role: 'region',
      'aria-label': '表格，可左右滚动',
    },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((text) => el('th', { scope: 'col', text })))),
      el(
        'tbody',
        {},
        ...rows.map((row) =>
          el('tr', {}, ...row.map((text, at) => el('td', { prose: text, 'data-label': head[at] }))),
        ),
      ),
    ),
  )

const SVG = 'http://www.w3.org/2000/svg'

/** @param {string} tag @param {Record<string, string | number>} props @param {string} [text] */
const svg = (tag, props, text) => {
  const node = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, String(value))
  if (text !== undefined) node.textContent = text
  return node
}

/** In units of the drawing, which is as wide as its card: the name above each bar, its numbers at its end. */
const [WIDE, NAME, BAR, STEP] = [320, 13, 14, 44]

/** Lying bars, each of as many parts as there are series. What it shows stands in the table, too. @param {import('./api.js').Chart} chart */
const chartOf = ({ title, unit, series, bars }) => {
  /** @param {number[]} values */
  const total = (values) => values.reduce((sum, value) => sum + value, 0)
  const widest = Math.max(...bars.map(({ values }) => total(values)), 1)
  const room = WIDE - 74
  const said = bars.map(({ name, values }) => `${name} ${values.join('／')} ${unit}`).join('；')
  const drawing = svg('svg', {
    viewBox: `0 0 ${WIDE} ${bars.length * STEP}`,
    role: 'img',
    'aria-label': `${title}：${said}`,
  })
  for (const [at, { name, values }] of bars.entries()) {
    const top = at * STEP
    drawing.append(svg('text', { x: 0, y: top + NAME, class: 'bar-name' }, name))
    drawing.append(
      svg('rect', { x: 0, y: top + NAME + 6, width: room, height: BAR, rx: 3, class: 'bar-ground' }),
    )
    let from = 0
    for (const [nth, value] of values.entries()) {
      const width = (room * value) / widest
      if (width > 0)
        drawing.append(
          svg('rect', {
            x: from,
            y: top + NAME + 6,
            width,
            height: BAR,
            rx: 3,
            class: 'bar-part',
            'data-tone': series[nth]?.tone ?? 'grey',
          }),
        )
      from += width
    }
    const numbers = values.length > 1 ? `${values[0]}/${total(values)}` : String(values[0])
    drawing.append(svg('text', { x: from + 6, y: top + NAME + 17, class: 'bar-value' }, `${numbers} ${unit}`))
  }
  return el(
    'figure',
    { class: 'chart' },
    el('figcaption', {}, title),
    drawing,
    series.length > 1 &&
      el(
        'p',
        { class: 'legend' },
        ...series.map(({ name, tone }) => el('span', { 'data-tone': tone }, name)),
      ),
  )
}

/** The choices of a yes or no. @param {Field} field */
const choices = (field) =>
  field.options?.length
    ? field.options
    : [
        { label: '是', value: '是' },
        { label: '否', value: '否' },
        ...(field.required ? [] : [{ label: '不详', value: '不详' }]),
      ]

/** Says at a field what is wrong with it, or that nothing is any more. @param {Element} field @param {string} [text] */
const mark = (field, text) => {
  const error = field.querySelector('.field-error')
  if (error instanceof HTMLElement) {
    error.hidden = !text
    error.textContent = text ?? ''
  }
  const told = field.matches('fieldset') ? field : field.querySelector('[name]')
  if (text) told?.setAttribute('aria-invalid', 'true')
  else told?.removeAttribute('aria-invalid')
}

/**
 * What is wrong in a form, each at its own field; the first of them is gone to. It stays with what was typed until that is changed.
 * @param {Element} card
 * @param {Kept} kept
 * @param {Record<string, string>} wrong
 */
export const showWrong = (card, kept, wrong) => {
  kept.wrong = { ...wrong }
  const fields = [...card.querySelectorAll('.field')]
  for (const field of fields) mark(field, wrong[field.getAttribute('data-field') ?? ''])
  const found = fields.filter((field) => wrong[field.getAttribute('data-field') ?? ''])
  for (const field of found) {
    const folded = field.closest('details')
    if (folded) folded.open = true
  }
  const wanted = found[0]?.querySelector('[name]')
  if (wanted instanceof HTMLElement) wanted.focus()
}

/**
 * @param {Field} field
 * @param {string} id
 * @param {string} value
 */
const control = (field, id, value) => {
  const common = {
    id,
    name: field.name,
    'aria-describedby': `${id}-error`,
    'aria-required': field.required && 'true',
  }
  if (field.type === 'select') {
    const select = el(
      'select',
      common,
      el('option', { value: '' }, field.required ? '请选择' : '不选'),
      ...(field.options ?? []).map((option) => el('option', { value: option.value }, option.label)),
    )
    select.value = value
    return select
  }
  if (field.type === 'longtext') {
    const area = el('textarea', { ...common, rows: '3', placeholder: field.placeholder })
    area.value = value
    return area
  }
  const input = el('input', {
    ...common,
    type: field.type === 'phone' ? 'tel' : 'text',
    inputmode: field.type === 'number' ? 'numeric' : undefined,
    autocomplete: 'off',
    placeholder: field.placeholder ?? (field.type === 'time' ? '例如：今天 14:30' : undefined),
  })
  input.value = value
  return input
}

/**
 * @param {Field} field
 * @param {Kept} kept
 */
const formField = (field, kept) => {
  count += 1
  const id = `field-${count}`
  const value = kept.values[field.name] ?? field.value ?? ''
  const mark =
    field.required &&
    el(
      'span',
      { class: 'required' },
      el('span', { 'aria-hidden': 'true' }, '*'),
      el('span', { class: 'hidden' }, '必填'),
    )
  const error = el('p', { class: 'field-error', id: `${id}-error`, hidden: true })
  if (field.type !== 'yesno')
    return el(
      'div',
      { class: 'field', 'data-field': field.name },
      el('label', { for: id }, el('span', { text: field.label }), mark),
      control(field, id, value),
      error,
    )
  return el(
    'fieldset',
    {
      class: 'field',
      'data-field': field.name,
      role: 'radiogroup',
      'aria-describedby': `${id}-error`,
      'aria-required': field.required && 'true',
    },
    el('legend', {}, el('span', { text: field.label }), mark),
    el(
      'div',
      { class: 'radios' },
      ...choices(field).map((choice) =>
        el(
          'label',
          {},
          el('input', {
            type: 'radio',
            name: field.name,
            value: choice.value,
            checked: choice.value === value,
          }),
          el('span', { text: choice.label }),
        ),
      ),
    ),
    error,
  )
}

/**
 * @param {NonNullable<Card['form']>} form
 * @param {Kept} kept
 * @param {(button: HTMLButtonElement, value: Value, form?: Record<string, string>) => void} press
 */
const formOf = ({ fields, submit, more: rest }, kept, press) => {
  const button = el(
    'button',
    { type: 'submit', class: 'action primary', 'data-action': submit.value.action },
    submit.label,
  )
  const node = el(
    'form',
    { class: 'card-form', novalidate: true },
    ...fields.filter(({ more }) => !more).map((field) => formField(field, kept)),
    fields.some(({ more }) => more) &&
      el(
        'details',
        { class: 'more-fields', open: fields.some(({ name, more }) => more && kept.wrong?.[name]) },
        el('summary', {}, rest ?? ''),
        ...fields.filter(({ more }) => more).map((field) => formField(field, kept)),
      ),
    button,
  )
  const filled = () =>
    Object.fromEntries(
      [...new FormData(node)].flatMap(([name, value]) =>
        typeof value === 'string' && value.trim() ? [[name, value.trim()]] : [],
      ),
    )
  for (const field of node.querySelectorAll('.field'))
    mark(field, kept.wrong?.[field.getAttribute('data-field') ?? ''])
  node.addEventListener('input', ({ target }) => {
    kept.values = filled()
    const field = target instanceof Element && target.closest('.field')
    if (!field) return
    delete kept.wrong?.[field.getAttribute('data-field') ?? '']
    mark(field)
  })
  node.addEventListener('submit', (event) => {
    event.preventDefault()
    const values = filled()
    kept.values = values
    const ended = fields.some(({ name, ends }) => ends !== undefined && values[name] === ends)
    const missing = ended ? [] : fields.filter(({ name, required }) => required && !values[name])
    const please = missing.map(({ name, label, type, options }) => [
      name,
      `请${options || type === 'yesno' ? '选择' : '填写'}${label}`,
    ])
    showWrong(node, kept, Object.fromEntries(please))
    if (missing.length > 0) return
    press(button, submit.value, values)
  })
  return node
}

/**
 * What may be picked in place of typing; it is sent by its own button, since a key moves through a list as well.
 * @param {NonNullable<Card['pick']>} pick
 * @param {(button: HTMLButtonElement, value: Value) => void} press
 */
const pickOf = (pick, press) => {
  count += 1
  const id = `pick-${count}`
  const input =
    pick.type === 'time'
      ? el('input', { id, type: 'datetime-local', required: true })
      : el(
          'select',
          { id, required: true },
          el('option', { value: '' }, '请选择'),
          ...pick.options.map((option) => el('option', { value: option }, option)),
        )
  const button = el('button', { type: 'submit', class: 'action' }, '就选这个')
  if (pick.type === 'time' && pick.past) {
    // a card may stand for hours: what is the latest is asked when somebody comes to it, and when it is sent
    const untilNow = () => input.setAttribute('max', wall(campusClock.now()))
    input.addEventListener('focus', untilNow)
    button.addEventListener('click', untilNow)
  }
  const node = el(
    'form',
    { class: 'card-pick' },
    el('label', { for: id }, `选择${pick.label}`),
    el('div', { class: 'pick-row' }, input, button),
  )
  node.addEventListener('submit', (event) => {
    event.preventDefault()
    press(button, { ...pick.value, text: input.value.replace('T', ' ') })
  })
  return node
}

/**
 * Draws a card. `press` resolves when the server has answered; until then every button of the card rests.
 * @param {Card} card
 * @param {Press} press
 * @param {Kept} kept
 */
export const drawCard = (card, press, kept) => {
  const node = el('article', {
    class: 'card',
    'data-tone': card.tone,
    tabindex: '-1',
    'aria-label': card.title,
  })

  /** @type {(button: HTMLButtonElement, value: Value, form?: Record<string, string>) => void} */
  const pressed = async (button, value, form) => {
    if (node.getAttribute('aria-busy') === 'true') return
    node.setAttribute('aria-busy', 'true')
    button.classList.add('busy')
    const buttons = [...node.querySelectorAll('button')].filter((each) => !each.disabled)
    for (const each of buttons) each.setAttribute('aria-disabled', 'true')
    try {
      await press(value, form)
    } finally {
      node.removeAttribute('aria-busy')
      button.classList.remove('busy')
      for (const each of buttons) each.removeAttribute('aria-disabled')
    }
  }

  const actions = card.actions.map((action) => {
    const button = el(
      'button',
      {
        type: 'button',
        class: action.primary ? 'action primary' : 'action',
        'data-action': action.value.action ?? action.action,
        disabled: action.disabled,
        onclick: () => pressed(button, action.value),
      },
      el('span', { text: action.label }),
    )
    return button
  })

  // The one that matters stays in sight while its card is.
  const leading = actions.find((button) => button.classList.contains('primary'))
  // The API's own body says everything once more, for whoever reads only that.
  const said = (card.layout ? card.layout.body : card.body)?.split('\n') ?? []
  // “上一步 · 跳过 · 取消” stands there as buttons, apart from the answers.
  const named = said.at(-1)?.split(' · ') ?? []
  const are = named.every((name) => card.actions.some(({ label, primary }) => label === name && !primary))
  const ways = are ? actions.filter(({ textContent }) => named.includes(textContent ?? '')) : []
  const body = (are ? said.slice(0, -1) : said).join('\n')
  const quieter = actions.filter((button) => button !== leading && !ways.includes(button))
  const many = quieter.length > 3 && !leading

  const folded =
    card.details?.length &&
    el(
      'details',
      { class: 'folded', open: kept.open },
      el('summary', {}, '详情'),
      facts(card.details, 'facts long'),
    )
  if (folded)
    folded.addEventListener('toggle', () => {
      kept.open = folded.open
    })

  node.append(
    el('h3', { class: 'card-title', text: card.title }),
    el(
      'div',
      { class: 'card-inside' },
      card.lead && el('p', { class: 'lead', prose: card.lead }),
      card.fields.length > 0 && facts(card.fields, 'facts'),
      body && el('p', { class: 'card-body', prose: body }),
      ...(card.charts ?? []).map(chartOf),
      card.table?.length ? table(card.table) : null,
      folded || null,
      card.form && formOf(card.form, kept, pressed),
      card.pick && pickOf(card.pick, pressed),
      leading && el('div', { class: 'leading' }, leading),
      quieter.length > 0 && el('div', { class: many ? 'actions many' : 'actions' }, ...quieter),
      ways.length > 0 && el('div', { class: 'actions ways' }, ...ways),
      card.foot && el('p', { class: 'foot', prose: card.foot }),
    ),
  )
  return node
}
