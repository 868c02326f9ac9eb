// Which figures that a level may hang on does a free text say? 约 5 万人的身份证号被出售; the gravest of each counts, a person looks again.
import { parseMinutes, parseNumber } from './counts.js'
import { even } from './spoken.js'

const SENTENCE = /[。；;!！\n]/u
/** A number with its measure; what stands between them is read by `parseNumber`. */
const COUNT =
  /((?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百千万亿]{1,20}) ?(?:百万|千万|[十百千万亿kw])?)[多余几]? ?(个人|人次|小时|分钟|[人名位条元次])(?!之?前)/gu
const PERSONAL = /个人信息|身份证|手机号|电话号码|银行卡|学籍|名单|泄露|泄漏|外泄|出售|贩卖|窃取|被盗/u
const RECORDS = /个人信息|身份证|手机号|银行卡|学籍|数据|信息|记录/u
const LOSS = /损失|被骗|诈骗/u
const SPREAD = /转发/u
const SEEN = /浏览|点击|阅读|播放/u
const OUTAGE = /中断|瘫痪|断网|宕机|不能访问|无法访问|打不开/u

/** Of which fact this is a figure: by its measure, and by what the sentence speaks of. */
const fieldOf = (measure: string, sentence: string): string | undefined => {
  switch (measure) {
    case '人':
    case '名':
    case '位':
    case '个人':
      return PERSONAL.test(sentence) ? 'pi_persons' : 'people_affected'
    case '条':
      return RECORDS.test(sentence) ? 'pi_persons' : undefined
    case '元':
      return LOSS.test(sentence) ? 'loss_yuan' : undefined
    case '次':
    case '人次':
      if (SPREAD.test(sentence)) return 'reposts'
      return SEEN.test(sentence) ? 'views' : undefined
    case '小时':
    case '分钟':
      return OUTAGE.test(sentence) ? 'outage_minutes' : undefined
    default:
      return undefined
  }
}

const DEED =
  '出售|贩卖|售卖|泄露|泄漏|外泄|窃取|盗取|转发|浏览|点击|影响|波及|涉及|损失|被骗|诈骗|丢失|下载|流出'
/** 没有人出售, 并未泄露: said of the figure behind it. 是不是没有, 不是没有, 有没有, 没有及时 deny nothing. */
const DENIED = new RegExp(
  `(?<!不是|难道|有)(?:没有?|并?未|从未|无|不曾)(?:再|有|任何|发现|见|看到|证据)*(?:人|谁)?(?:在|被|把|对|向外)?(?:${DEED})了?(?:过|的是)?[^，,、：:]{0,6}$`,
  'u',
)
/** 5万人的信息没有泄露: said of the figure before it. */
const DENIED_BEHIND = new RegExp(
  `^的?(?:个人|师生|学生)?(?:信息|数据|身份证号?码?|名单)?(?:都|均|也|全部)?(?:并?没有|并?未|没)(?:再|被|遭|遭到|发生)?(?:${DEED})(?!完|干净|吗)`,
  'u',
)

/** What its own clause denies did not happen. */
const isDenied = (sentence: string, from: number, to: number): boolean =>
  DENIED.test(
    sentence
      .slice(0, from)
      .split(/[，,：:]|但|却|只/u)
      .at(-1) ?? '',
  ) || DENIED_BEHIND.test(sentence.slice(to).split(/[，,]/u)[0] ?? '')

/** Nothing where the text says no figure. */
export const figuresIn = (text: string): { facts?: Record<string, number> } => {
  const facts: Record<string, number> = {}
  for (const sentence of even(text).split(SENTENCE))
    for (const found of sentence.matchAll(COUNT)) {
      const [whole, said = '', measure = ''] = found
      if (isDenied(sentence, found.index, found.index + whole.length)) continue
      const field = fieldOf(measure, sentence)
      const figure = field === 'outage_minutes' ? parseMinutes(`${said}${measure}`) : parseNumber(said)
      if (field && figure) facts[field] = Math.max(figure, facts[field] ?? 0)
    }
  return Object.keys(facts).length > 0 ? { facts } : {}
}
