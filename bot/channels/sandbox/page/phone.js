// What is on one person's phone? Their private chat with the bot, the campus group, and what they type and press.
import { api } from './api.js'
import { drawCard, showWrong } from './card.js'
import { roleLine } from './cast.js'
import { el, write } from './dom.js'
import { campusClock, clock, moment } from './time.js'

/** @typedef {import('./api.js').Person} Person */
/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Toast} Toast */
/** @typedef {import('./api.js').Loudness} Loudness */
/** @typedef {import('./memory.js').Memory} Memory */

export const loudNames = { app: '应用内加急', sms: '短信加急', phone: '电话加急' }
const loudMs = { app: 3000, sms: 5000, phone: 8000 }
const gapMs = 5 * 60_000
const words = ['报告', '待办', '帮助']

/**
 * @param {Person} person
 * @param {{memory: Memory, nameOf: (id: string) => string, focused: () => void, close: () => void, play: () => void}} house
 */
export const openPhone = (person, house) => {
  const { memory } = house
  /** @type {'dm' | 'group'} */
  let chat = 'dm'
  /** @type {Map<string, import('./card.js').Kept>} */
  const kept = new Map()
  /** @type {Map<string, HTMLElement>} */
  const drawn = new Map()
  const chatName = () => (chat === 'dm' ? person.id : 'group')

  const status = el('span', { class: 'phone-clock' })
  const power = el('button', {
    type: 'button',
    class: 'power',
    onclick: () => switchPower(!memory.reachable(person.id)),
  })
  const dmTab = el(
    'button',
    { type: 'button', role: 'tab', class: 'tab', onclick: () => show('dm') },
    '烽火',
    el('span', { class: 'dot', hidden: true }),
  )
  const groupTab = el(
    'button',
    { type: 'button', role: 'tab', class: 'tab', onclick: () => show('group') },
    '校园群',
    el('span', { class: 'dot', hidden: true }),
  )
  const list = el('div', {
    class: 'messages',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': `${person.name}的消息`,
    tabindex: '0',
  })
  const newer = el(
    'button',
    { type: 'button', class: 'newer', hidden: true, onclick: () => toEnd() },
    '有新消息 ↓',
  )
  const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'assertive' })
  const loud = el('p', { class: 'loud', role: 'alert', hidden: true })
  const offCover = el(
    'div',
    { class: 'off-cover', hidden: true },
    el('p', { text: '手机已关机，消息送不到。烽火会立即改告代理人或另一位责任人。' }),
    el('button', { type: 'button', class: 'action', onclick: () => switchPower(true) }, '开机'),
  )
  const input = el('textarea', {
    rows: '1',
    'aria-label': `以${person.name}的身份说话`,
    placeholder: '说点什么…',
    enterkeyhint: 'send',
  })
  const send = el('button', { type: 'submit', class: 'send' }, '发送')
  const chips = el(
    'div',
    { class: 'chips', role: 'group', 'aria-label': '快捷回复' },
    ...words.map((word) => el('button', { type: 'button', class: 'chip', onclick: () => say(word) }, word)),
  )
  const composer = el('form', { class: 'composer' }, input, send)

  const node = el(
    'section',
    { class: 'phone', 'aria-label': `${person.name}的手机`, 'data-person': person.id },
    el(
      'header',
      { class: 'phone-head' },
      el(
        'div',
        { class: 'phone-status' },
        status,
        power,
        el(
          'button',
          {
            type: 'button',
            class: 'phone-close',
            'aria-label': `收起${person.name}的手机`,
            onclick: () => house.close(),
          },
          '×',
        ),
      ),
      el(
        'div',
        { class: 'phone-who' },
        el('h2', {}, person.name, el('small', { text: person.title })),
        el('p', { text: roleLine(person) }),
      ),
      el('div', { class: 'tabs', role: 'tablist', 'aria-label': '聊天' }, dmTab, groupTab),
    ),
    el('div', { class: 'notes' }, loud, toasts),
    el('div', { class: 'phone-screen' }, list, newer, offCover),
    chips,
    composer,
  )
  node.addEventListener('focusin', () => house.focused())
  node.addEventListener('pointerdown', () => house.focused())

  /** Is the newest being read? Then what comes next may take its place. */
  const atEnd = () => {
    const newest = list.lastElementChild
    const top = newest instanceof HTMLElement ? newest.offsetTop : 0
    return list.scrollHeight - list.scrollTop - list.clientHeight < 80 || list.scrollTop >= top - 60
  }
  /** To the newest; a card that is taller than the screen is shown from its first line, which says what to do. */
  const toEnd = () => {
    const newest = list.lastElementChild
    list.scrollTop = list.scrollHeight
    if (newest instanceof HTMLElement && newest.offsetHeight + 26 > list.clientHeight)
      list.scrollTop = newest.offsetTop - 8
    newer.hidden = true
    following = true
  }
  let following = true
  list.addEventListener(
    'scroll',
    () => {
      following = atEnd()
      if (following) newer.hidden = true
    },
    { passive: true },
  )
  // A caption, a keyboard or a narrower window takes room; who read the newest still does.
  // Whoever reads further up keeps under the thumb what is there.
  let height = 0
  new ResizeObserver(() => {
    const taken = height - list.clientHeight
    height = list.clientHeight
    if (following) toEnd()
    else list.scrollTop += taken
  }).observe(list)

  /** @param {Toast} toast */
  const toast = ({ type, text }) => {
    const note = el('p', { class: 'toast', 'data-type': type, text })
    note.addEventListener('click', () => note.remove())
    toasts.replaceChildren(note)
    setTimeout(() => note.remove(), type === 'error' || type === 'warning' ? 9000 : 5000)
  }

  /** @param {unknown} error */
  const failed = (error) =>
    toast({ type: 'error', text: error instanceof Error ? error.message : '没有成功，请稍后再试。' })

  /** @param {Message} message @returns {HTMLElement} */
  const draw = (message) => {
    const mine = message.from === person.id
    const bubble = el('div', { class: mine ? 'message mine' : 'message', 'data-id': message.id })
    if (chat === 'group' && !mine)
      bubble.append(
        el('p', { class: 'sender', text: message.from === 'bot' ? '烽火' : house.nameOf(message.from) }),
      )
    if (message.urgent)
      bubble.append(
        el('p', { class: 'urgent-mark', 'data-level': message.urgent, text: loudNames[message.urgent] }),
      )
    if (message.text !== undefined) bubble.append(el('p', { class: 'bubble', prose: message.text }))
    if (message.file)
      bubble.append(
        el(
          'a',
          { class: 'bubble file', href: message.file.url.replace(/^\//, ''), download: message.file.name },
          el('span', { text: message.file.name }),
          el('small', {}, '文件，点按下载'),
        ),
      )
    if (message.card) {
      const memo = kept.get(message.id) ?? { values: {}, open: false }
      kept.set(message.id, memo)
      bubble.append(drawCard(message.card, (value, form) => press(message.id, value, form), memo))
    }
    return bubble
  }

  /** @param {Message} message @param {Message | undefined} before */
  const timeLine = (message, before) =>
    !before || Date.parse(message.at) - Date.parse(before.at) > gapMs
      ? el('p', {
          class: 'time-line',
          'data-at': message.at,
          text: moment(Date.parse(message.at), campusClock.now()),
        })
      : null

  const empty = () =>
    chat === 'group'
      ? el(
          'div',
          { class: 'empty' },
          el('p', { text: '校园群里还没有消息。' }),
          el('p', { class: 'quiet', text: '对机器人说话，请写“@烽火 帮助”。' }),
        )
      : el(
          'div',
          { class: 'empty' },
          el('p', { text: `这是${person.name}和烽火的私聊。` }),
          el('p', {
            class: 'quiet',
            text: person.roles.length
              ? '点「待办」看有什么等您办，或直接打字。'
              : '发现网络安全事件，点「报告」，或直接打字。',
          }),
          el(
            'p',
            { class: 'first-time' },
            el('span', { text: '第一次来？点' }),
            el('button', { type: 'button', class: 'link', onclick: () => house.play() }, '「播放示例」'),
            el('span', { text: '看两分钟' }),
          ),
        )

  const drawAll = () => {
    const messages = memory.messages(chatName())
    drawn.clear()
    list.replaceChildren(...(messages.length ? [] : [empty()]))
    messages.forEach((message, at) => {
      const bubble = draw(message)
      drawn.set(message.id, bubble)
      list.append(...[timeLine(message, messages[at - 1]), bubble].filter((each) => each !== null))
    })
    toEnd()
  }

  /** @param {'dm' | 'group'} which */
  const show = async (which) => {
    chat = which
    for (const [tab, name] of /** @type {const} */ ([
      [dmTab, 'dm'],
      [groupTab, 'group'],
    ])) {
      tab.setAttribute('aria-selected', String(name === chat))
      tab.tabIndex = name === chat ? 0 : -1
    }
    chips.hidden = chat === 'group'
    input.placeholder = chat === 'group' ? '@烽火 …' : '说点什么…'
    try {
      await memory.load(chatName(), person.id)
    } catch (error) {
      failed(error)
    }
    if (chat !== which) return
    drawAll()
    readIt()
  }

  const readIt = () => {
    if (!document.hidden && node.isConnected) memory.readAll(chatName())
  }

  /** Says something, and shows it as on its way until the bot has stored its effect. @param {string} text */
  const say = async (text) => {
    const where = chat
    const waiting = el('div', { class: 'message mine waiting' }, el('p', { class: 'bubble', text }))
    list.querySelector('.empty')?.remove()
    list.append(waiting)
    toEnd()
    try {
      const { toast: note } = await api.say({ as: person.id, chat: where, text, id: crypto.randomUUID() })
      if (note) toast(note)
    } catch (error) {
      if (!input.value) input.value = text
      failed(error)
    } finally {
      waiting.remove()
    }
  }

  /** @type {(messageId: string, value: import('./api.js').Value, form?: Record<string, string>) => Promise<void>} */
  const press = async (messageId, value, form) => {
    try {
      const { toast: note, wrong } = await api.press({
        as: person.id,
        messageId,
        value,
        ...(form ? { form } : {}),
        id: crypto.randomUUID(),
      })
      if (note) toast(note)
      const card = drawn.get(messageId)
      const memo = kept.get(messageId)
      if (wrong && card && memo) showWrong(card, memo, wrong)
    } catch (error) {
      failed(error)
    }
  }

  composer.addEventListener('submit', async (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (!text) return
    input.value = ''
    grow()
    await say(text)
  })
  const grow = () => {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 120)}px`
  }
  input.addEventListener('input', grow)
  input.addEventListener('keydown', (event) => {
    // Enter while an input method is composing chooses a word, it does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    composer.requestSubmit()
  })
  for (const tab of [dmTab, groupTab])
    tab.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
      const other = tab === dmTab ? groupTab : dmTab
      other.focus()
      other.click()
    })

  /** @param {boolean} reachable */
  const switchPower = async (reachable) => {
    try {
      await api.reach(person.id, reachable)
      memory.setReachable(person.id, reachable)
    } catch (error) {
      failed(error)
    }
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet
  const refresh = () => {
    const now = campusClock.now()
    status.textContent = clock(now)
    // What was today yesterday gets its date.
    for (const line of list.querySelectorAll('.time-line')) {
      const text = moment(Date.parse(line.getAttribute('data-at') ?? ''), now)
      if (line.textContent !== text) {
        line.replaceChildren()
        write(line, text)
      }
    }
    const reachable = memory.reachable(person.id)
    node.classList.toggle('off', !reachable)
    offCover.hidden = reachable
    power.textContent = reachable ? '关机' : '开机'
    power.title = reachable ? '关机：消息将送不到' : '重新开机'
    for (const [tab, name, which] of /** @type {const} */ ([
      [dmTab, person.id, 'dm'],
      [groupTab, 'group', 'group'],
    ])) {
      const dot = tab.querySelector('.dot')
      if (dot instanceof HTMLElement) {
        const unread = chat === which ? 0 : memory.unread(name)
        dot.hidden = unread === 0
        dot.textContent = unread ? String(unread) : ''
      }
    }
  }

  return {
    node,
    person,
    show,
    /** Asks for everything again, as after a lost connection. */
    reshow: () => show(chat),
    refresh,
    readIt,
    toast,
    /** Draws what has just come. @param {string} where @param {Message} message */
    arrived(where, message) {
      if (where !== chatName()) return
      const follow = following || message.from === person.id
      const messages = memory.messages(where)
      const at = messages.findIndex(({ id }) => id === message.id)
      if (at < 0) return
      list.querySelector('.empty')?.remove()
      drawn.get(message.id)?.remove()
      const bubble = draw(message)
      const after = messages
        .slice(at + 1)
        .map(({ id }) => drawn.get(id))
        .find((each) => each)
      const line = timeLine(message, messages[at - 1])
      const nodes = line ? [line, bubble] : [bubble]
      const waiting = message.from === 'bot' ? undefined : list.querySelector('.waiting')
      if (after) after.before(...nodes)
      else if (waiting) waiting.before(...nodes)
      else list.append(...nodes)
      if (message.from === person.id) waiting?.remove()
      drawn.set(message.id, bubble)
      bubble.classList.add('fresh')
      if (follow) toEnd()
      else newer.hidden = false
      readIt()
    },
    /** Draws a card anew where it stands. @param {string} where @param {Message} message */
    redrawn(where, message) {
      const old = drawn.get(message.id)
      if (where !== chatName() || !old) return
      const follow = following
      const hadFocus = old.contains(document.activeElement)
      const field = document.activeElement?.getAttribute('name')
      const bubble = draw(message)
      old.replaceWith(bubble)
      drawn.set(message.id, bubble)
      if (hadFocus) {
        const again =
          (field && bubble.querySelector(`[name="${CSS.escape(field)}"]`)) || bubble.querySelector('.card')
        if (again instanceof HTMLElement) again.focus({ preventScroll: true })
      }
      if (follow) toEnd()
    },
    /** Shakes the phone. @param {Loudness} level */
    buzz(level) {
      clearTimeout(quiet)
      node.classList.remove('buzz', 'buzz-app', 'buzz-sms', 'buzz-phone')
      // Reading a measure makes the browser forget the old animation, so that a second buzz shakes again.
      void node.offsetWidth
      node.classList.add('buzz', `buzz-${level}`)
      loud.replaceChildren()
      write(loud, loudNames[level])
      loud.hidden = false
      quiet = setTimeout(() => {
        node.classList.remove('buzz', 'buzz-app', 'buzz-sms', 'buzz-phone')
        loud.hidden = true
      }, loudMs[level])
    },
    /** Fills in a form as a hand would, for the example. @param {string} messageId @param {Record<string, string>} values */
    fill(messageId, values) {
      for (const [name, value] of Object.entries(values)) {
        const input = drawn.get(messageId)?.querySelector(`[name="${CSS.escape(name)}"]`)
        if (
          !(
            input instanceof HTMLInputElement ||
            input instanceof HTMLSelectElement ||
            input instanceof HTMLTextAreaElement
          )
        )
          continue
        input.value = value
        input.dispatchEvent(new Event('input', { bubbles: true }))
      }
    },
    /** Shows where a thumb comes down, for the example. @param {string} messageId @param {string} action */
    point(messageId, action) {
      const button = drawn.get(messageId)?.querySelector(`[data-action="${CSS.escape(action)}"]`)
      button?.classList.add('thumb')
      button?.scrollIntoView({ block: 'nearest' })
      setTimeout(() => button?.classList.remove('thumb'), 900)
    },
  }
}
/** @typedef {ReturnType<typeof openPhone>} Phone */
