// What must not be kept? State secrets, pasted passwords and lists of people, and requests to hide a report; pure.
// regulations.md §6 is the source of the watch words and of the sentences.

export { mentionsSecret } from './watch-words.js'

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/** Half width, visible, and without the spaces that somebody may have put between the characters. */
const dense = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[\s*·•_`"'“”‘’「」『』<>《》]+/gu, '')

// ── credentials and lists of people ─────────────────────────────────────────────────────────────────────────────────

/**
 * Letters, digits and the marks between them in half width, one character for one, so that a place in the result is the
 * same place in the text. The Chinese comma stays: it ends what was pasted.
 */
const narrow = (text: string): string =>
  text
    .replace(/[０-９Ａ-Ｚａ-ｚ：＝＠－．／]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/gu, ' ')

const KEY_WORD =
  '密码|口令|密钥|私钥|授权码|验证码|passphrase|password|passwd|passcode|pwd|api[ _-]?key|access[ _-]?key(?:[ _-]?(?:id|secret))?|secret(?:[ _-]?key)?|token|cookie|private[ _-]?key'
const SAID = '[ ]{0,3}(?:(?:已|被|统一|都|均)?(?:改|修改|重置|设置|设|更改)?(?:是|为|成)|:|=|->){1,3}[ ]{0,3}'
const QUOTE = '["\'“”‘’「`]?'

/** Each takes what must go as its whole match, but for `kept`, the part in front that may stay. */
const CREDENTIALS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,20000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|[\s\S]*)/gu,
  new RegExp(`(?<kept>(?:${KEY_WORD})${SAID}${QUOTE})[!-~]{4,400}`, 'giu'),
  // 密码abc123, without a sign between: only what has a digit and is no date.
  /(?<kept>(?:密码|口令|password|passwd|pwd)[ ]{0,2}["'`]?)(?![:=\->"'`]|\d{4}[-/.]\d{1,2}[-/.]\d)(?=[!-~]{0,99}\d)[!-~]{6,100}/giu,
  /(?<kept>:\/\/[^\s/:@]{1,100}:)[^\s/@]{1,200}(?=@)/gu,
  /(?<kept>\bBearer +)[\w.~+/=-]{12,2000}/giu,
  /\b(?:sk-[\w-]{16,200}|AKIA[A-Z0-9]{12,40}|LTAI[A-Za-z0-9]{12,40}|gh[pousr]_\w{20,200}|xox[abp]-[\w-]{10,200})\b/gu,
  /(?<![\w-])eyJ[\w-]{10,4000}\.[\w-]{10,4000}\.[\w-]{10,4000}/gu,
  // A resident's number: region, birthday, order, check digit.
  /(?<!\d)[1-9]\d{5}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?![\dA-Za-z])/gu,
  // A bank card of UnionPay.
  /(?<!\d)62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)/gu,
]

const MOBILE = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/gu
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu
/** One or two numbers are somebody to call; from three on it is a list of people. */
const LIST = 3

type Span = { from: number; to: number }

const spansIn = (text: string): Span[] => {
  const even = narrow(text)
  const found = (pattern: RegExp): Span[] =>
    [...even.matchAll(pattern)].map((match) => ({
      from: match.index + (match.groups?.kept?.length ?? 0),
      to: match.index + match[0].length,
    }))
  const lists = [MOBILE, MAIL].map(found).filter((spans) => spans.length >= LIST)
  return [...CREDENTIALS.map(found), ...lists].flat().sort((a, b) => a.from - b.from)
}

/** Were passwords, keys, or lists of people's data pasted? */
export const mentionsCredentials = (text: string): boolean => spansIn(text).length > 0

/** The text with those parts replaced by ［已隐去］; everything else stays as it was typed. */
export const redactCredentials = (text: string): { text: string; redacted: boolean } => {
  const spans = spansIn(text)
  let kept = ''
  let at = 0
  for (const { from, to } of spans) {
    if (to <= at) continue
    if (from >= at) kept += `${text.slice(at, from)}［已隐去］`
    at = to
  }
  return { text: kept + text.slice(at), redacted: spans.length > 0 }
}

// ── requests to hide ────────────────────────────────────────────────────────────────────────────────────────────────

const HIDE = new RegExp(
  [
    '(?<!不)(?:先|暂时|暂|现在)?(?:别|不要|甭|不用|不)(?:急着|着急)?(?:上报|往上报|报告?(?:给|到|上去|领导|书记|网信办|教育厅|学校|公安|警)|报(?:了|吧|$|[,。.;!]))',
    '(?:先|暂时|暂)(?:别|不要?|不)(?:上)?报',
    '^(?:这事|这个|这件事|此事|能不能|可不可以|请|就)*(?:别|不要|甭)(?:再)?(?:上报|报告|汇报)(?:吧|了)?[。.!?]?$',
    '(?:记录|日志|时间线|报告|痕迹)(?:能不能|能|可以|可否|可不可以)(?:帮我)?(?:删|抹|清|撤)',
    '压一压|压一下|压下来|压下去|压住(?:这|此|别|不|消息)|能压就压|先压着',
    '(?:缓一缓|缓几天|拖一拖|拖几天|晚点|晚几天|过几天|迟点|等几天)再?(?:上)?报',
    '(?:时间|日期)(?:往后|向后|往晚|帮我|给我|能不能|可以|请|再)*(?:改|写|填|调|挪)(?:得|的|到|成)?(?:晚|后|迟)',
    '时间(?:往后|向后)(?:改|写|填|调|挪)',
    '(?:改|写|填|调)晚(?:一?点|几|一个|半)',
    '(?:往后|向后)(?:改|写|填|调|挪)(?:一?点|几|一下|时间|发现)',
    '倒填|补填成晚',
    '(?:把|请|帮我|帮忙|麻烦|能不能|可以|可否|赶紧|快)[^,。;]{0,12}(?:记录|日志|时间线|这条|报告|痕迹)[^,。;]{0,6}(?:删|抹|清|撤)(?:掉|除|了|干净|下来|$)',
    '(?:请|帮我|帮忙|麻烦|能不能|可以|可否|赶紧|快)[^,。;]{0,6}(?:删|抹|清)(?:掉|除|了)?(?:这条|所有|全部|之前|刚才|我)?(?:的)?(?:记录|日志|时间线|报告|痕迹)',
    '^(?:先)?(?:删|抹)(?:掉|除|了)?(?:这条|所有|全部|之前|刚才|我)?(?:的)?(?:记录|日志|时间线|报告)',
    '(?:别|不要)(?:留|做|写|存)?(?:下)?记录',
    '(?:别|不要)(?:告诉|通知|惊动|让)[^,。;]{0,8}(?:领导|书记|校长|院长|网信办|上级|别人|任何人|知道)',
    '(?:别|不要|不能|不得)(?:声张|外传让上级|捅出去|捅上去)',
    '(?:级别|等级|定级)(?:能不能|可以|帮我|尽量|请|往|给)*(?:定|报|写|改|调|降)?(?:得|的)?(?:低|小|轻)(?:一?点|些)',
    '(?:大事化小|内部处理就行|内部消化|私下(?:解决|处理)|当(?:没|什么都没)(?:发生|事)|瞒(?:一下|下来|着|过去|住)|隐瞒(?:一下|下来|这|此)|(?:帮我|能不能|可以)[^,。;]{0,4}(?:瞒|隐瞒|隐藏))',
    '(?:停|暂停|关)(?:一下|掉)?(?:计时|催办)',
  ].join('|'),
  'u',
)
/** What somebody else did is a fact of the report, no request: 攻击者删掉了记录, 未瞒着, 没有隐瞒. */
const TOLD =
  /(?:攻击者|黑客|入侵者|对方|病毒|木马|程序|恶意软件)[^,。;]{0,12}(?:删|清|抹|改|隐藏)[^,。;]{0,12}|(?:没有|未|不会|不敢|绝不|(?<!能)不能|不得|不应)(?:隐瞒|瞒)[^,。;]{0,4}/gu

/** Is the bot asked to delay, hide, back-date, belittle or delete? */
export const asksToHide = (text: string): boolean => HIDE.test(dense(text.slice(0, 4000)).replace(TOLD, ' '))

// ── the sentences ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Text ②, with the telephone of 宣传部 where it is known. */
export const harmfulText = (phone: string | undefined): string =>
  `请不要发送违法有害信息的原文、截图或链接内容，只需告诉我出现的位置和时间。技术处置由信息中心负责，内容处置请电话联系党委宣传部${phone ? `（${phone}）` : ''}。`

/** Text ③. */
export const noHidingText =
  '按《实施细则》第十四条和《国家网络安全事件报告管理办法》第十条，迟报、漏报、谎报、瞒报要承担责任；按时如实报告可依第十一条从轻或免责。我不能推迟、隐藏或改写记录；如信息有误，可提交更正并说明原因。'

export const redactedText = '其中的密码、密钥或个人信息已隐去，没有保存。请只写数量和种类，不要粘贴原始数据。'
