// Who is there? The group and the people on the left, with what they have not read yet.
import { castOf, partLine, roleLine } from './cast.js'
import { el } from './dom.js'
import { loudNames } from './phone.js'

/** @typedef {import('./api.js').Person} Person */
/** @typedef {import('./memory.js').Memory} Memory */

/**
 * @param {HTMLElement} place
 * @param {Person[]} people
 * @param {{memory: Memory, open: (person: string) => void, openGroup: () => void, shown: () => string[]}} house
 */
export const openRoster = (place, people, { memory, open, openGroup, shown }) => {
  const search = el('input', {
    type: 'search',
    placeholder: '找人',
    'aria-label': '找人：姓名、职务、单位',
    autocomplete: 'off',
  })
  const list = el('div', { class: 'roster-list' })
  /** @type {Map<string, {row: HTMLElement, badge: HTMLElement, mark: HTMLElement}[]>} */
  const rows = new Map()
  const parts = castOf(people)
  const cast = [...new Map(Object.values(parts).map((person) => [person.id, person])).values()]

  /** @param {string} chat @param {string} name @param {string} under @param {() => void} click */
  const row = (chat, name, under, click) => {
    const badge = el('span', { class: 'badge', hidden: true })
    const mark = el('span', { class: 'row-mark', hidden: true })
    const node = el(
      'button',
      { type: 'button', class: 'row', 'data-chat': chat, onclick: click },
      el(
        'span',
        { class: chat === 'group' ? 'face group' : 'face', 'aria-hidden': 'true' },
        chat === 'group' ? '群' : ([...name][0] ?? ''),
      ),
      el(
        'span',
        { class: 'row-text' },
        el('span', { class: 'row-name' }, name),
        mark,
        el('span', { class: 'row-role', text: under }),
      ),
      badge,
    )
    rows.set(chat, [...(rows.get(chat) ?? []), { row: node, badge, mark }])
    return node
  }
  /** @param {Person} person @param {string} under */
  const personRow = (person, under) => row(person.id, person.name, under, () => open(person.id))

  const group = row('group', '校园群', '全体人员', openGroup)
  const castPart = el(
    'div',
    { class: 'part' },
    el('h2', {}, '主要人物'),
    ...cast.map((person) => personRow(person, partLine(parts, person))),
  )
  const all = people.map((person) => ({ person, node: personRow(person, roleLine(person)) }))
  const none = el('p', { class: 'quiet', hidden: true, text: '没有找到。' })
  const allPart = el('div', { class: 'part' }, el('h2', {}, '全部'), ...all.map(({ node }) => node), none)
  list.append(group, castPart, allPart)
  place.append(el('div', { class: 'search' }, search), list)

  search.addEventListener('input', () => {
    const wanted = search.value.trim()
    castPart.hidden = wanted !== ''
    group.hidden = wanted !== ''
    let found = 0
    for (const { person, node } of all) {
      const text = [person.name, person.title, person.unit, ...person.roles].join(' ')
      node.hidden = !wanted.split(/\s+/).every((word) => text.includes(word))
      if (!node.hidden) found += 1
    }
    none.hidden = found > 0
  })

  return {
    refresh() {
      const open = shown()
      for (const [chat, places] of rows)
        for (const { row: node, badge, mark } of places) {
          const unread = memory.unread(chat)
          badge.hidden = unread === 0
          badge.textContent = unread > 99 ? '99+' : String(unread)
          badge.setAttribute('aria-label', `${unread} 条未读`)
          if (open.includes(chat)) node.setAttribute('aria-current', 'true')
          else node.removeAttribute('aria-current')
          if (!memory.reachable(chat) && chat !== 'group') {
            mark.hidden = false
            mark.textContent = '已关机'
          } else if (mark.textContent === '已关机') mark.hidden = true
        }
    },
    /** A buzz on a phone that nobody is looking at. @param {string} chat @param {import('./api.js').Loudness} level */
    buzz(chat, level) {
      for (const { row: node, mark } of rows.get(chat) ?? []) {
        node.classList.add('row-buzz')
        mark.textContent = loudNames[level]
        mark.hidden = false
        setTimeout(() => {
          node.classList.remove('row-buzz')
          if (mark.textContent === loudNames[level]) mark.hidden = true
        }, 6000)
      }
    },
  }
}
