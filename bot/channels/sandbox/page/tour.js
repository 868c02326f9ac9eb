// How is the example played? Step by step over the same API as everybody's, with a caption, a pause and a way out.
import { api } from './api.js'
import { el, pause } from './dom.js'
import { steps } from './story.js'
import { campusClock } from './time.js'

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Person} Person */
/** @typedef {import('./story.js').Director} Director */
/** @typedef {import('./story.js').Found} Found */

/** Why the example cannot go on, as a sentence for whoever watches. */
class Stopped extends Error {}
/** The example was ended by its watcher. */
class Ended extends Error {}

const waitMs = 8000

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} playButton
 * @param {{cast: import('./cast.js').Cast, show: (...ids: string[]) => Promise<void>, duties: () => Promise<import('./api.js').Duty[]>,
 *   phone: (id: string) => import('./phone.js').Phone | undefined, closeDrawers: () => void}} house
 */
export const openTour = (place, playButton, { cast, show, duties, phone, closeDrawers }) => {
  const count = el('span', { class: 'tour-count' })
  const text = el('p', { class: 'tour-text', role: 'status', 'aria-live': 'polite' })
  const hold = el('button', { type: 'button', class: 'action', onclick: () => setPaused(!paused) }, '暂停')
  const next = el(
    'button',
    {
      type: 'button',
      class: 'action primary',
      onclick: () => {
        skip = true
      },
    },
    '下一步',
  )
  const end = el(
    'button',
    {
      type: 'button',
      class: 'action',
      onclick: () => {
        run += 1
        close()
      },
    },
    '结束',
  )
  const progress = el('span', { class: 'tour-fill' })
  place.append(
    el('div', { class: 'tour-bar', 'aria-hidden': 'true' }, progress),
    el('div', { class: 'tour-words' }, count, text),
    el('div', { class: 'tour-buttons' }, hold, next, end),
  )

  let run = 0
  let paused = false
  let skip = false

  /** @param {boolean} wanted */
  const setPaused = (wanted) => {
    paused = wanted
    hold.textContent = paused ? '继续' : '暂停'
  }
  const close = () => {
    place.hidden = true
    playButton.removeAttribute('disabled')
  }

  const play = async () => {
    run += 1
    const mine = run
    setPaused(false)
    skip = false
    place.hidden = false
    playButton.setAttribute('disabled', '')
    closeDrawers()
    hold.hidden = false
    next.hidden = false
    end.textContent = '结束'

    const alive = () => {
      if (run !== mine) throw new Ended()
    }
    /** @param {string} words */
    const caption = (words) => {
      text.replaceChildren()
      text.textContent = words
    }
    /** Time to read; the watcher may hold it or cut it short. @param {number} ms */
    const dwell = async (ms) => {
      skip = false
      for (let passed = 0; (passed < ms || paused) && !skip; passed += paused ? 0 : 100) {
        await pause(100)
        alive()
      }
      skip = false
    }

    /** @type {Map<string, Message | undefined>} */
    const seenBefore = new Map()
    for (const person of Object.values(cast))
      seenBefore.set(person.id, (await api.messages(person.id, 'dm')).at(-1))

    /** @type {Director} */
    const director = {
      facts: { incident: '' },
      caption,
      who: (role) => cast[role] ?? director.stop('通讯录里缺少这个故事需要的人，示例到此为止。'),
      stage: async (...people) => show(...people.map(({ id }) => id)),
      stop: (why) => {
        throw new Stopped(why)
      },
      say: async (person, words) => {
        alive()
        await show(person.id)
        await api.say({ as: person.id, chat: 'dm', text: words, id: crypto.randomUUID() })
      },
      press: async (person, { message, value }, form) => {
        alive()
        await show(person.id)
        if (form) {
          phone(person.id)?.fill(message.id, form)
          await pause(1500)
        }
        phone(person.id)?.point(message.id, value.action)
        await pause(700)
        alive()
        const { toast } = await api.press({
          as: person.id,
          messageId: message.id,
          value,
          ...(form ? { form } : {}),
          id: crypto.randomUUID(),
        })
        if (toast) phone(person.id)?.toast(toast)
        return toast?.text
      },
      advance: async (span) => {
        alive()
        campusClock.set((await api.advance(span)).now)
      },
      messages: async (person) => {
        const before = seenBefore.get(person.id)?.id ?? ''
        return (await api.messages(person.id, 'dm')).filter(({ id }) => id > before)
      },
      latest: async (person) => (await director.messages(person)).filter(({ from }) => from === 'bot').at(-1),
      buttons: async (person, action, wanted = () => true) =>
        (await director.messages(person))
          .toReversed()
          .flatMap((message) => {
            const { card } = message
            if (!card) return []
            const form = card.form
            return [
              ...card.actions
                .filter(({ disabled }) => !disabled)
                .map(({ value, label }) => ({ message, value, label })),
              ...(form ? [{ message, value: form.submit.value, label: form.submit.label, form }] : []),
            ]
          })
          .filter((found) => found.value.action === action)
          .filter(
            ({ value }) =>
              !director.facts.incident || !value.incident || value.incident === director.facts.incident,
          )
          .filter(wanted),
      until: async (what, ask) => {
        for (let waited = 0; waited < waitMs; waited += 200) {
          const found = await ask()
          if (found) return found
          await pause(200)
          alive()
        }
        throw new Stopped(`${what}没有出现，示例到此为止。您可以在手机上接着自己操作。`)
      },
      duties,
      beat: async (ms) => {
        await pause(ms)
        alive()
      },
    }

    try {
      for (const [at, step] of steps.entries()) {
        count.textContent = `第 ${at + 1} 步，共 ${steps.length} 步`
        progress.style.width = `${Math.round(((at + 1) / steps.length) * 100)}%`
        caption(step.caption)
        await dwell(1200)
        await step.run(director)
        alive()
        await dwell(1800 + [...(text.textContent ?? '')].length * 75)
      }
      count.textContent = '示例结束'
    } catch (error) {
      if (error instanceof Ended || run !== mine) return
      count.textContent = '示例停在这里'
      caption(error instanceof Error ? error.message : '示例没有继续下去。')
    }
    hold.hidden = true
    next.hidden = true
    end.textContent = '关闭'
    playButton.removeAttribute('disabled')
  }
  playButton.addEventListener('click', play)
  return { play }
}
