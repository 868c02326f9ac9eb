// What is the desk showing? The view that the address names, asked for each minute; the reader's place stays where it was.
import { byId, el } from './dom.js'
import { allView, doorView, dueView, figuresView, openView, recordView, sorryView } from './views.js'

const REFRESH_MS = 60_000
const as = new URLSearchParams(location.search).get('as')

/** The server's no. Status 0: it could not be reached. */
class Refused extends Error {
  /** @param {number} status @param {any} body as the server says it */
  constructor(status, body) {
    super(body.error ?? '没有读到，请稍后再试。')
    this.status = status
    this.body = body
  }
}

/** @param {string} path @param {Record<string, string>} [query] @returns {Promise<any>} as templates/desk.ts shapes it */
const ask = async (path, query = {}) => {
  const params = new URLSearchParams({ ...query, ...(as === null ? {} : { as }) })
  /** @type {Response} */
  let response
  try {
    response = await fetch(`desk/api/${path}?${params}`)
  } catch {
    throw new Refused(0, { error: '没有连上烽火，显示的是上一次读到的。' })
  }
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Refused(response.status, body)
  return body
}

/** @type {string | undefined} */
let span
const route = () => {
  const [name = '', rest = ''] = location.hash.slice(1).split('/')
  const known = ['open', 'due', 'figures', 'all', 'matter'].includes(name) ? name : 'open'
  try {
    return { name: known, of: decodeURIComponent(rest) }
  } catch {
    return { name: known, of: rest }
  }
}

/** @type {Record<string, (of: string) => Promise<Node[]>>} */
const views = {
  open: async () => {
    const open = await ask('open')
    greet(open)
    return openView(open, span, (chosen) => {
      span = chosen
      void show()
    })
  },
  due: async () => {
    const open = await ask('open')
    greet(open)
    return dueView(open)
  },
  figures: async (of) => figuresView(await ask('figures', /^\d{4}$/.test(of) ? { year: of } : {})),
  all: async () => allView(await ask('all')),
  matter: async (of) => recordView(await ask('matter', { id: of })),
}

const view = byId('view')
const banner = byId('banner')

/** @param {import('./views.js').Open} open */
const greet = ({ asOf, organization, reader }) => {
  byId('reader').textContent = `${organization} · ${reader.name}`
  byId('foot').replaceChildren(
    el('p', {}, `${asOf}，每分钟更新一次。只能看；要办的请在聊天里办。`),
    el('p', {}, '只给网信办的同志和校领导看，请勿截图外传。'),
  )
}

/** Puts the new in the place of the old; what was open stays open, and the reader where they were. @param {Node[]} nodes */
const replace = (nodes) => {
  /** @param {Element | null} element */
  const keyOf = (element) => (element instanceof HTMLElement ? element.dataset.key : undefined)
  const opened = new Set([...view.querySelectorAll('details[open]')].map(keyOf))
  const focused = keyOf(document.activeElement)
  const { scrollX, scrollY } = window
  view.replaceChildren(...nodes)
  for (const details of view.querySelectorAll('details')) if (opened.has(keyOf(details))) details.open = true
  const again = [...view.querySelectorAll('[data-key]')].find((one) => keyOf(one) === focused)
  if (focused !== undefined && again instanceof HTMLElement) again.focus({ preventScroll: true })
  window.scrollTo(scrollX, scrollY)
}

/** @param {boolean} isIn */
const showTools = (isIn) => {
  byId('tabs').hidden = !isIn
  byId('tools').hidden = !isIn
  byId('out').hidden = as !== null
}

let shown = ''
let asked = 0
const show = async () => {
  const mine = ++asked
  const { name, of } = route()
  const address = `${name}/${of}`
  for (const link of byId('tabs').querySelectorAll('a')) {
    const here = link.hash === `#${name === 'matter' ? 'all' : name}`
    if (here) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  try {
    const nodes = (await views[name]?.(of)) ?? []
    if (mine !== asked) return
    if (byId('reader').textContent === '') greet(await ask('open'))
    banner.hidden = true
    showTools(true)
    replace(nodes)
    if (shown !== '' && shown !== address) {
      window.scrollTo(0, 0)
      view.focus({ preventScroll: true })
    }
    shown = address
  } catch (error) {
    if (mine !== asked) return
    if (!(error instanceof Refused)) throw error
    const out = error.status === 401 || error.status === 403
    if (out) {
      showTools(false)
      byId('reader').textContent = ''
      byId('foot').replaceChildren()
      banner.hidden = true
      replace(doorView({ ...error.body, error: error.message }, as))
      shown = ''
    } else if (shown === address) {
      // the old lines are better than none, and it is said that they are old
      banner.textContent = error.message
      banner.hidden = false
    } else {
      showTools(true)
      replace(sorryView(error.message))
      shown = address
    }
  }
  document.documentElement.dataset.ready = ''
  document.documentElement.dataset.shown = shown
}

byId('skip').addEventListener('click', (event) => {
  event.preventDefault()
  view.focus()
})
byId('print').addEventListener('click', () => window.print())
byId('out').addEventListener('click', async () => {
  await fetch('desk/api/out', { method: 'POST' })
  location.reload()
})
addEventListener('hashchange', () => void show())
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void show()
})
// what is printed shows what was folded
addEventListener('beforeprint', () => {
  for (const details of view.querySelectorAll('details')) details.open = true
})
setInterval(() => {
  if (document.visibilityState === 'visible') void show()
}, REFRESH_MS)
void show()
