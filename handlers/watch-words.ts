// Does a text speak of state secrets? The watch words of regulations.md §6, whatever stands between their characters; pure.
import { type Matter, undenied } from './denial.js'
import { type Even, evened, soft } from './even.js'

/** Read on the letters alone, so that nothing between them matters: what does is asked of the gaps afterwards. */
const WORDS =
  /((?:工作|商业|技术)秘密|(?:内部|敏感)(?:文件|资料|信息|数据|内容)|个人信息)|绝[a-z0-9]{0,2}[密秘]|机[a-z0-9]{0,2}密|涉[a-z0-9]{0,2}[密秘]|密级|国家的?秘密|秘密|内部文号|topsecret|statesecrets?/giu

/** Ordinary words of the trade that only seem to begin here: 计算机密码, 拒绝密钥, 手机密保, 机密性, 涉秘书. */
const CODE =
  /^(?:[密秘]?[码钥集切闭封度布评匙书诀方]|文(?![件档书稿])|性(?!文件|材料|资料)|保(?![护存管密障]))/u
/** 断绝，密… and 主机/密…: the first character ends an ordinary word, and a sign stands behind it. */
const ENDS_A_WORD: Readonly<Record<string, string>> = {
  绝: '断拒杜隔灭谢根弃回禁卓超妙空悬气自堪不决阻',
  机: '主手算司飞关开死宕时危印换拟待随停相话本整单台动电耳影描洗收录放唱座柜取款售票闸门人工服样真裸上下转登候客战直专包起投刷读写考签领重启换乐玩此该这那跑',
  涉: '干交牵跋无',
  密: '加解紧严保细稠缜亲周隐私',
}
/** Behind 绝，密 only this makes the word: 密谈, 密友, 密室 are words of their own. */
const MAKES_THE_WORD = /^(?:$|[的级件材资信数档载网系电内图计被外泄了和、传]|文[件档书])/u
const SECRET_OF = /^(?:级(?!联)|文[件档书]|件|载体|国家|材料|资料|档案|公文|图纸|事项|等级|信息|数据)/u
const EXTENT =
  /^(?:信息|内容|文件|资料|材料|数据|网络|系统|计算机|电脑|设备|载体|人员|情况|问题|事项|单位|场所|范围|标志|标识|等级|终端|服务器|主机|硬盘|光盘|介质|项目|部位|文档|件|级(?!联))+/u

const DOCUMENT = /[〔[(【]\d{4}[〕\])】]第?\d{1,5}号/gu

/** 〔2025〕12号 秘密: the number of a document, and the word within a dozen characters of it. */
const numberedSecret = (text: string): boolean =>
  [...text.matchAll(DOCUMENT)].some(({ 0: number, index }) => {
    const bare = (part: string): string => part.replace(/\s/gu, '')
    const before = bare(text.slice(Math.max(0, index - 40), index)).slice(-14)
    const after = bare(text.slice(index + number.length, index + number.length + 40)).slice(0, 14)
    return before.includes('秘密') || after.includes('秘密')
  })

const STRONG = /[,;!?。]/u

/** Is what was found at this place the watch word, and no ordinary words that happen to meet? */
const meant = (even: Even, word: string, at: number): boolean => {
  const { letters, gapAt, gapWithin } = even
  const end = at + word.length
  const rest = letters.slice(end, end + 4)
  const attached = soft(gapAt(end))
  const gap = gapWithin(at, end) || /[a-z0-9]/iu.exec(word)?.[0]
  if (word === '内部文号' || /^[a-z]/iu.test(word) || word.startsWith('国家')) return true
  if (word === '秘密') {
    if (letters.slice(at - 2, at) === '商业') return false
    return (attached && SECRET_OF.test(rest)) || /[★☆]/u.test(gapAt(end))
  }
  const before = letters.charAt(at - 1)
  if (word === '密级' && ((before && '加解紧'.includes(before)) || rest.startsWith('联'))) return false
  if (attached && word !== '密级' && CODE.test(rest)) return false
  if (!gap) return true
  if (before && soft(gapAt(at)) && ENDS_A_WORD[word.charAt(0)]?.includes(before)) return false
  if (!STRONG.test(gap)) return true
  return word !== '密级' && (!attached || gapAt(end) !== '' || MAKES_THE_WORD.test(rest))
}

/** Every watch word, and what is listed beside secrets in a denial and is none itself: 不涉及工作秘密、国家秘密. */
const mattersIn = function* (even: Even): Generator<Matter> {
  for (const { 0: word, 1: beside, index } of even.letters.matchAll(WORDS)) {
    const watched = beside === undefined
    if (watched && !meant(even, word, index)) continue
    const bare = index + word.length
    const more = soft(even.gapAt(bare))
      ? (EXTENT.exec(even.letters.slice(bare, bare + 16))?.[0].length ?? 0)
      : 0
    yield { from: index, to: bare + more, word, watched, noun: more > 0 || !word.startsWith('涉') }
  }
}

/** Does this text speak of state secrets? What its own clause denies does not count; 保密办 and 保密 alone do not either. */
export const mentionsSecret = (text: string): boolean => {
  const even = evened(text)
  if (!/[密秘]|内部文号|secret/iu.test(even.letters)) return false
  return undenied(even, mattersIn(even)) || numberedSecret(even.text)
}
