// In which other ways are the characters of a word written, and what is put between them?

/** Marks on other characters, and what has no shape. */
export const SHAPELESS = /[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu
/** &nbsp; and &#8203; as they are copied out of a page. */
export const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|[a-z]{2,8});/giu
/** Full width, circled, squared, styled and compatibility characters: only these, so that nobody's ligature grows a text eighteenfold. */
export const OTHER_FORMS =
  /[\u2460-\u24FF\u2E80-\u2FDF\u3200-\u33FF\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFFEF\u{1D400}-\u{1D7FF}\u{1F100}-\u{1F2FF}\u{2F800}-\u{2FA1F}]+/gu

/** Traditional and variant characters of the watch words and of what denies them. */
export const simplified: Readonly<Record<string, string>> = {
  絕: '绝', 絶: '绝', 機: '机', 國: '国', 囯: '国', 圀: '国', 祕: '秘', 級: '级', 渉: '涉', 宻: '密',
  沒: '没', 無: '无', 屬: '属', 於: '于', 關: '关', 係: '系', 與: '与', 會: '会', 發: '发', 現: '现', 內: '内',
  處: '处', 統: '统', 網: '网', 絡: '络', 計: '计', 腦: '脑', 設: '设', 備: '备', 數: '数', 據: '据', 資: '资',
  載: '载', 體: '体', 員: '员', 問: '问', 題: '题', 單: '单', 範: '范', 圍: '围', 標: '标', 識: '识', 號: '号',
  檔: '档', 電: '电', 業: '业', 個: '个', 並: '并', 從: '从', 還: '还', 說: '说', 應: '应', 該: '该', 確: '确',
} // biome-ignore format: a table
export const VARIANT = new RegExp(`[${Object.keys(simplified).join('')}]`, 'gu')

/**
 * Characters of the words that are looked for: Chinese ones and those of a keyboard. All else parts them: signs, numbers
 * in circles, the letters of other scripts, and the strokes and halves of characters, which stand in no sentence.
 */
export const LETTER =
  /^(?![\u{20000}-\u{3FFFF}々〇〻〡-〩丨丶丿乀乁乂亅乚乛亠冂冖冫凵勹匚匸卩囗宀廴彐彡彳忄扌氵灬爫犭疒癶礻罒衤覀讠辶钅阝飠亻刂艹])[a-z0-9\p{Script=Han}]$/iu

/** What stands for something that was cut out. */
export const CUT = '\uFFFC'

/**
 * What somebody or a platform puts into the middle of a word and is none of its letters: [微笑], (笑), @张三, a link with
 * its title, <b>, /微笑, *笑*. It is cut only behind a character that a watch word goes on from.
 */
export const INSERTED =
  /(?<=[绝机涉秘密国家级内部文\uFFFC][^\p{L}\p{N}]{0,4})(?:(?:(?:\[[^[\]\n]{1,16}\]|【[^【】\n]{1,16}】|\([^()\n]{1,16}\)|[《〔「『“][^《》〔〕「」『』“”\n]{1,16}[》〕」』”])\s?){1,9}|<[^<>\n]{1,60}>(?:[^<>\n]{1,16}<\/[^<>\n]{1,20}>)?|\{[^{}\n]{1,16}\}|[\p{L}\p{N}]{0,8}\s?(?:https?:\/\/|www\.)[!-~]{1,200}|@[^@\n]{1,20}?(?=\s{0,3}[密秘级家国部文号])|\/\p{L}{1,4}?(?=[密秘级家部文号])|[-*#~_^|"“”'‘’·=+]\p{L}{1,4}["“”'‘’*#~_^|·=+-])/giu
