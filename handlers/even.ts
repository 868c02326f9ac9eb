// What are the letters of a text, and what stands between them? One form for all the ways of writing the same word; pure.

/** Marks on other characters, and what has no shape. */
const SHAPELESS = /[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu
/** Full width, circled, squared, styled and compatibility characters: only these, so that nobody's ligature grows a text eighteenfold. */
const OTHER_FORMS =
  /[\u2E80-\u2FDF\u3200-\u33FF\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFFEF\u{1D400}-\u{1D7FF}\u{1F100}-\u{1F2FF}\u{2F800}-\u{2FA1F}]+/gu

/** Traditional and variant characters of the watch words and of what denies them. */
const simplified: Readonly<Record<string, string>> = {
  絕: '绝', 絶: '绝', 機: '机', 國: '国', 囯: '国', 圀: '国', 祕: '秘', 級: '级', 渉: '涉', 宻: '密',
  沒: '没', 無: '无', 屬: '属', 於: '于', 關: '关', 係: '系', 與: '与', 會: '会', 發: '发', 現: '现', 內: '内',
  處: '处', 統: '统', 網: '网', 絡: '络', 計: '计', 腦: '脑', 設: '设', 備: '备', 數: '数', 據: '据', 資: '资',
  載: '载', 體: '体', 員: '员', 問: '问', 題: '题', 單: '单', 範: '范', 圍: '围', 標: '标', 識: '识', 號: '号',
  檔: '档', 電: '电', 業: '业', 個: '个', 並: '并', 從: '从', 還: '还', 說: '说', 應: '应', 該: '该', 確: '确',
} // biome-ignore format: a table
const VARIANT = new RegExp(`[${Object.keys(simplified).join('')}]`, 'gu')

/** `letters`: letters and digits alone. `text`: the same text with everything that has a shape. */
export type Even = {
  text: string
  letters: string
  /** What stood directly before the letter at this place; behind the last letter, what ends the text. */
  gapAt(place: number): string
  /** Everything that stands between the letters of this part. */
  gapWithin(from: number, to: number): string
}

export const evened = (text: string): Even => {
  const even = text
    .replace(SHAPELESS, '')
    .replace(OTHER_FORMS, (run) => run.normalize('NFKC'))
    .replace(VARIANT, (char) => simplified[char] ?? char)
  const gaps = new Map<number, string>()
  let letters = ''
  for (const [run, word] of even.matchAll(/([\p{L}\p{N}]+)|[^\p{L}\p{N}]+/gu)) {
    if (word !== undefined) letters += word
    else gaps.set(letters.length, run)
  }
  const gapAt = (place: number): string => gaps.get(place) ?? ''
  return {
    text: even,
    letters,
    gapAt,
    gapWithin(from, to) {
      let all = ''
      for (let place = from + 1; place < to; place++) all += gapAt(place)
      return all
    },
  }
}

/** Spaces, quotes and brackets part no clause. */
export const soft = (gap: string): boolean => gap === '' || /^[\s"'“”‘’「」『』<>《》*_·•`()]+$/u.test(gap)
