// Which whole functions read what people and platforms send? Each as one call that takes a text.

import { readMessage } from '../../bot/channels/dingtalk/inbound.js'
import { escapeText, plainText } from '../../bot/channels/dingtalk/markdown.js'
import { openMenus } from '../../bot/channels/dingtalk/menus.js'
import { contentOf, withNames } from '../../bot/channels/feishu/content.js'
import { advanceMs } from '../../bot/channels/sandbox/advance.js'
import { length, shortFileName, shortName, tooLong } from '../../handlers/limits.js'
import { answer, beginDraft, type Context, fromForm } from '../../handlers/questions.js'
import { asksToHide } from '../../handlers/understand/asks-to-hide.js'
import { isBare, isPlaceholder } from '../../handlers/understand/bare.js'
import { parseMinutes, parseNumber } from '../../handlers/understand/counts.js'
import { mentionsCredentials, redactCredentials } from '../../handlers/understand/credentials.js'
import { evened } from '../../handlers/understand/even.js'
import { legible } from '../../handlers/understand/legible.js'
import { normalize } from '../../handlers/understand/letters.js'
import { nearest } from '../../handlers/understand/nearest.js'
import { numberIn } from '../../handlers/understand/numbers.js'
import { isWayOut, parseLevel, parseYesNo } from '../../handlers/understand/replies.js'
import { readSentence, senseOf } from '../../handlers/understand/sentence.js'
import { findCategories } from '../../handlers/understand/taxonomy.js'
import { parseTime } from '../../handlers/understand/time.js'
import { mentionsSecret } from '../../handlers/understand/watch-words.js'
import { asksHow, asksWhatIsSecret, asksWhich } from '../../handlers/understand/wonders.js'
import { understand } from '../../handlers/understand/words.js'
import { findPeople, findUnits } from '../../store/campus.js'
import { readDirectory } from '../../store/directory.js'
import { parseRules } from '../rules/law.js'

const NOW = '2026-11-24T00:00:00.000Z'
const directory = await readDirectory('templates/directory')
const context: Context = { now: NOW, rules: parseRules({}), directory, phone: '0471-1234567' }

const asked = (question: string) => (text: string) =>
  answer({ ...beginDraft('d1', { id: 'p', name: '刘' }, 'sandbox', NOW), question }, text, context)
const questions = ['classified', 'harmful_content', 'unit', 'system', 'category', 'summary', 'discovered_at']
const more = ['people_affected', 'outage_minutes', 'contact_phone', 'edit']
const mentions = Array.from({ length: 20 }, (_, nth) => ({ key: `@_user_${nth}`, name: `人${nth}` }))
const menus = openMenus()

export const readers: Record<string, (text: string) => unknown> = {
  normalize,
  understand,
  nearest,
  isWayOut,
  isBare,
  isPlaceholder,
  numberIn,
  parseYesNo,
  parseLevel,
  parseNumber,
  parseMinutes,
  senseOf,
  asksHow,
  asksWhich,
  asksWhatIsSecret,
  readSentence: (text) => readSentence(text, { now: Date.parse(NOW), timezone: 'Asia/Shanghai', directory }),
  parseTime: (text) => parseTime(text, Date.parse(NOW), 'Asia/Shanghai'),
  mentionsSecret,
  mentionsCredentials,
  redactCredentials,
  asksToHide,
  evened,
  legible,
  findCategories: (text) => findCategories(text, context.rules.categories),
  findUnits: (text) => findUnits(directory, text),
  findPeople: (text) => findPeople(directory, text),
  length,
  tooLong: (text) => tooLong('note', text),
  shortName,
  shortFileName,
  ...Object.fromEntries([...questions, ...more].map((question) => [`answer ${question}`, asked(question)])),
  ...Object.fromEntries(
    [...questions, ...more.slice(0, 3)].map((name) => [
      name === 'summary' ? 'form' : `form ${name}`,
      (text: string) =>
        fromForm({ classified: '否', unit: '信息学院', summary: '首页被改', [name]: text }, context),
    ]),
  ),
  withNames: (text) => withNames(text, mentions, undefined),
  'feishu text': (text) => contentOf('m', 'text', JSON.stringify({ text })),
  'dingtalk text': (text) =>
    readMessage({
      msgId: 'm',
      conversationId: 'c',
      conversationType: '2',
      senderStaffId: 's',
      senderNick: text,
      msgtype: 'richText',
      content: { richText: [{ text }] },
    }),
  'dingtalk menu': (text) => menus.read('a', text),
  plainText,
  escapeText,
  advanceMs,
}
