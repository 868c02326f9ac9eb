// What does a card say that has done its work? What was chosen, and no button that could be pressed again.
import type { ViewOf } from '../store/schema.js'
import type { Card, CardAction } from './card.js'

export const answered = (title: string, lead: string): Card => ({
  title,
  tone: 'green',
  lead,
  fields: [],
  actions: [],
})

const sayWord = (word: string): CardAction => ({
  label: word,
  action: 'word',
  value: { action: 'word', text: word },
})
/** One tap, as if 报告 were typed. */
export const reportButton: CardAction = { ...sayWord('报告'), primary: true }

/** The first words to somebody who opens the private chat. */
export const welcome = (): Card => ({
  title: '烽火 · 网络安全事件报告',
  tone: 'blue',
  lead: '发现网络安全事件，请点“报告”，一问一答，几分钟就能报完',
  fields: [],
  body: '报告会立即送到事发单位的责任人和网信办，并一直跟到上级确认为止。\n请不要在这里发送涉密内容、密码或他人的个人信息。',
  foot: '随时可以发送“帮助”，查看您能办理的事项。',
  actions: [reportButton, sayWord('填表'), sayWord('帮助')],
})

/** What may be meant, one tap each. A word that would record something at once is only asked for. */
export const offerCard = (
  { title, text, words, rash, of }: ViewOf<'offer'>,
  reader: { id: string },
): Card => ({
  title,
  tone: 'blue',
  fields: [],
  body: text,
  actions: words.map(({ label, text: word, told, main }) => {
    if (told) return { label, action: 'told', value: { action: 'told', person: reader.id }, primary: true }
    const action = rash ? 'word' : 'offered'
    const value = { action, text: word, ...(of ? { of } : {}) }
    return { label, action, value, ...(main ? { primary: true } : {}) }
  }),
})
