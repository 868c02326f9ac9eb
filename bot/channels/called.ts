// By which names do people call the bot at the head of what they type? Patterns of input, for platforms that leave them in the text.

/** Whoever is named first: the bot by one of its names, else any name that stands apart. */
export const namedFirst =
  /^\s*[@＠](?:烽火(?:\p{Script=Han}{0,3}(?:机器人|助手|助理|管家|卫士|值班))?|\S{1,40}(?=\s))\s?/u

/** The bot, anywhere in the words, with what parts it from the next one. */
export const botNamed = /[@＠]\s*烽火(?:机器人)?[\s:：,，]*/u
