// What do pasted passwords, keys, cards and lists of people look like?

const KEY_WORD =
  '密码|口令|密钥|私钥|授权码|验证码|passphrase|password|passwd|passcode|pwd|api[ _-]?key|access[ _-]?key(?:[ _-]?(?:id|secret))?|secret(?:[ _-]?key)?|token|cookie|private[ _-]?key'
const SAID = '[ ]{0,3}(?:(?:已|被|统一|都|均)?(?:改|修改|重置|设置|设|更改)?(?:是|为|成)|:|=|->){1,3}[ ]{0,3}'
const QUOTE = '["\'“”‘’「`]?'

/** Each takes what must go as its whole match, but for `kept`, the part in front that may stay. */
export const CREDENTIALS: readonly RegExp[] = [
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

export const MOBILE = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/gu
export const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu
