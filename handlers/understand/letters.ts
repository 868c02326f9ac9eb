// Which letters does a text come down to, for comparing? Width, spaces and the mention of the bot are evened; pure.

export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu

/** Half width, character by character, so that a place in the result is the same place in the text. */
export const narrow = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2000-\u200A\u202F]/gu, ' ')

/** A campus may call it 烽火助手, 烽火小助手 or 烽火值班. */
export const MENTION =
  /^(?:\s*@\s?烽火(?:\p{Script=Han}{0,3}(?:机器人|助手|助理|管家|卫士|值班))?[\s,:、。!~]*)+/u

/** For comparing: width, case of width and spaces evened, the mention of the bot gone. Not for keeping. */
export const normalize = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(MENTION, '').replace(/\s+/gu, ' ').trim()

/** What was typed after a word, without the signs that part them. */
export const tidy = (text: string): string => text.replace(/^[\s:：,，。、]+/u, '').trim()
