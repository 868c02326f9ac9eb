// What is typed behind 外出: from when to when, or that it is over? Pure.

const OVER = /^(?:取消|结束|销假|返回|返校|回来了?|撤销|cancel|end)$/iu

/** 外出 取消, 外出 张伟 取消, 外出 取消 张伟: not a time away but the end of one. `rest` is what was typed after the word. */
export const endsAway = (rest: string): string | undefined => {
  const words = rest.split(/[\s,，、。]+/u).filter(Boolean)
  return words.some((word) => OVER.test(word))
    ? words.filter((word) => !OVER.test(word)).join(' ')
    : undefined
}

/** A name and the moments, 11.24-11.26 parted too. */
export const partsOf = (rest: string): string[] =>
  rest.split(/[\s,，、]+|至|到|(?<=\d[.月/]\d{1,2}日?)[-~—–](?=\d)/u).filter(Boolean)

/** A day alone means the whole day. */
export const namesHour = (moment: string): boolean => /\d[:：点时]/.test(moment)

/** «11月24日 14:00 11月26日 9:00» is two moments in four words. */
export const spans = (words: string[]): (string | undefined)[] => {
  const joinedWords: string[] = []
  for (const word of words) {
    const last = joinedWords.at(-1)
    if (last !== undefined && /^\d{1,2}([:：点时])/.test(word) && !/[:：点时]/.test(last))
      joinedWords[joinedWords.length - 1] = `${last} ${word}`
    else joinedWords.push(word)
  }
  return [joinedWords[0], joinedWords[1] ?? joinedWords[0], joinedWords[2]]
}
