// How much of a text are names, of the bot or of anybody, and no words to it? Pure.
import { SPACES, withoutEnd, withoutWord } from '../../rules/ends.js'

const NAMES = ['机器人', '小助手', '助手', '助理', '管家', '卫士', '值班', ''].flatMap((role) => [
  `@烽火${role}`,
  `@ 烽火${role}`,
])
/** How much of the end is the bot's name and the signs around it. */
export const mentionBehind = (text: string): number => {
  const kept = withoutEnd(text, `${SPACES}。.!~`)
  const without = withoutWord(kept, NAMES)
  return without === kept ? 0 : text.length - withoutEnd(without, SPACES).length
}
/** One name, the bot's or anybody's; what they are told follows after a space. */
const NAMED = /\s*@\s?烽火(?:机器人)?[\s,:、。!~]*|@[^\s@,:]{1,40}[\s,:、]{1,10}\s*/uy
/** How much of the beginning is names: one after another, so that the longest list is read once. */
export const namesBefore = (text: string): number => {
  let length = 0
  for (NAMED.lastIndex = 0; NAMED.test(text); ) length = NAMED.lastIndex
  return length
}
/** One name that the word has grown onto: the name of the bot, whatever it is called here. */
export const GROWN = /^@\S{1,60}$/u
