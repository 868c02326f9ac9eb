// Where do the two sides go on a narrow screen? Into drawers, one at a time, that the keyboard can open and leave.
import { byId } from './dom.js'

const sides = /** @type {const} */ ([
  ['roster', 'open-roster', 1080],
  ['desk', 'open-desk', 1080],
])

export const openDrawers = () => {
  const scrim = byId('scrim')
  /** @type {string | undefined} */
  let open
  /** @type {HTMLElement | undefined} */
  let from

  const draw = () => {
    const narrow = innerWidth < sides[0][2]
    if (!narrow) open = undefined
    for (const [side, button] of sides) {
      const hidden = narrow && open !== side
      byId(side).inert = hidden
      byId(side).classList.toggle('open', open === side)
      byId(button).setAttribute('aria-expanded', String(open === side))
    }
    scrim.hidden = open === undefined
  }

  const close = () => {
    if (!open) return
    open = undefined
    draw()
    from?.focus()
  }

  for (const [side, button] of sides)
    byId(button).addEventListener('click', () => {
      from = byId(button)
      open = open === side ? undefined : side
      draw()
      const first = byId(side).querySelector('button, input')
      if (open && first instanceof HTMLElement) first.focus()
    })
  scrim.addEventListener('click', close)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
  addEventListener('resize', draw)
  draw()
  return { close }
}
