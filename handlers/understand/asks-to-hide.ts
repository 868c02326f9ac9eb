// Is the bot asked to hide something? Pure.
import { HIDE, TOLD } from './asks-to-hide-table.js'

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/** Half width, visible, and without the spaces that somebody may have put between the characters. */
const dense = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[\s*·•_`"'“”‘’「」『』<>《》]+/gu, '')

/** Is the bot asked to delay, hide, back-date, belittle or delete? */
export const asksToHide = (text: string): boolean => HIDE.test(dense(text.slice(0, 4000)).replace(TOLD, ' '))
