// Does a text speak of state secrets? The watch words of regulations.md §6, whatever stands between their characters; pure.
import { type Matter, undenied } from './denial.js'
import { CUT, cut, type Even, evened, soft } from './even.js'

/** Letters, digits and numerals that somebody puts between the characters of a word. */
const Z = '[a-z0-9一二三四五六七八九十零口]{0,40}'
const z = '[a-z0-9一二三四五六七八九十零]{0,8}'

/** Read on the letters alone, so that nothing else between them matters: what does is asked of the gaps afterwards. */
const WORDS = new RegExp(
  [
    '((?:工作|商业|技术)秘密|(?:商业|公司|企业)机密|(?:内部|敏感)(?:文件|资料|信息|数据|内容)|个人信息)',
    `[绝机涉]${Z}密`,
    '[绝涉]秘',
    `密${z}级`,
    `国${z}家${z}(?:(?!工作|商业|技术|秘)\\p{L}){0,4}秘${z}密`,
    `秘${z}密`,
    `内${z}部${z}文${z}号`,
    '密(?:件(?!抄送|副本|收件)|函(?!数)|电(?![码脑子梯话视])|档|令(?!牌))',
    '[标定]密(?=文[件档书稿]|材料|资料|件|的|级|载体|$)',
    'topsecret|statesecrets?',
  ].join('|'),
  'giu',
)

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
/** 加密级别, 保密件, 精密电子: the character before takes it. */
const TAKES_IT = '国加解紧保严精私亲机涉绝秘隐泄窃商细周稠缜核'
/** Behind 绝，密 only this makes the word: 密谈, 密友, 密室 are words of their own. */
const MAKES_THE_WORD = /^(?:$|[的级件材资信数档载网系电内图计被外泄了和、传]|文[件档书])/u
/** What is marked 秘密 or kept secret: 秘密花园, 秘密潜入, 秘密问题 are not. */
const SECRET_OF =
  /^的?(?:级(?!联)|文[件档书号稿电]|件|载体|国家|材料|资料|档案|公[文函]|图[纸片]|事项|等级|信息|数据|[光优软磁硬Uu]盘|移动硬盘|介质|红头|通知|会议|纪要|电[报文函]|传真|函件|报告|批[复示件]|请示|简报|标[识志记注]|字样|[二两]字|印章|电脑|计算机|内容|方案|规划|项目|课题|试[卷题]|考题|名单|手稿|讲话|\d{1,2}[年月]|[一二三五十]{1,3}年|启用|保密)/u
/** 文件标注为秘密, 一份秘密, 军事秘密, 密级：一般秘密. */
const MARKED =
  /(?:标[注明记有着了为识成上是]{1,3}|[印盖写][有着了明的是]{1,2}|注明|定[密级为]{1,2}|[列划升降改]为|变更为|调整为|属于?|[一二两三四五六七八九十几多这该那本此\d][份件册页封](?:的|是|为)?|(?:文件|材料|资料|通知|公文|图纸)[是为]|级别|等级|军事|国防|军队|党[的内和]|核心|重要|重大|科技|密级.{0,8})$/u
/** The ordinary word for all that. */
const UNMARKED = /^(?:花园|武器|基地|钥匙|密钥|潜入|问题|通道|后门|聊天)/u
const CLASS_STAR = /^[\s\])}】〕》」』”’"']*[★☆✩✪✫✬✭✮✯✰⭐🌟*＊※∗⋆]/u
/** A field of a program, not a mark on a paper. */
const FIELD =
  /^(?:标[注识记签]|管理|显示|设置|选择)?(?:标签|显示(?:异常|错|不)|字段|功能|模块|按钮|下拉|选项|栏|列(?!为)|一?项(?:显示|错|不)|校验|插件)/u
const EXTENT =
  /^(?:信息|内容|文件|资料|材料|数据|网络|系统|计算机|电脑|设备|载体|人员|情况|问题|事项|单位|场所|范围|标志|标识|等级|终端|服务器|主机|硬盘|光盘|介质|项目|部位|文档|业务|件|级(?!联)|网(?!页|站|盘))+/u

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
const OPENS = /[【[(〔「『“"‘'<{|*]\s*$/u
const CLOSES = /^\s*[】\])〕」』”"’'>}|*]/u

/** 秘密 alone is an ordinary word: it counts beside a star, in brackets, as a mark, or as what something secret is called. */
const markedSecret = ({ letters, gapAt }: Even, at: number, end: number): boolean =>
  CLASS_STAR.test(gapAt(end)) ||
  (/^\s*:\s*$/u.test(gapAt(end)) && /^\d{1,2}[年月]/u.test(letters.slice(end, end + 4))) ||
  (OPENS.test(gapAt(at)) && CLOSES.test(gapAt(end))) ||
  (soft(gapAt(end)) && SECRET_OF.test(letters.slice(end, end + 5))) ||
  (MARKED.test(letters.slice(Math.max(0, at - 12), at)) && !UNMARKED.test(letters.slice(end, end + 2)))

/** Is what was found at this place the watch word, and no ordinary words that happen to meet? */
const meant = (even: Even, found: string, at: number): boolean => {
  const { letters, gapAt, gapWithin } = even
  const end = at + found.length
  const rest = letters.slice(end, end + 8)
  const attached = soft(gapAt(end))
  const gap = gapWithin(at, end) || /[^国家的密秘绝机涉级内部文号]/iu.exec(found)?.[0]
  const [first, last] = [found.charAt(0), found.charAt(found.length - 1)]
  if (/^(?:[国内]|topsecret|statesecret)/iu.test(found)) return true
  if (first === '秘') return markedSecret(even, at, end)
  const before = letters.charAt(at - 1)
  const taken = before !== '' && soft(gapAt(at))
  if (/[标定]/u.test(first)) return !(taken && '目指商坐鼠图光固绑规限设稳'.includes(before))
  if (/^密[件函档电令]/u.test(found))
    return soft(gapWithin(at, end).replaceAll(CUT, '')) && !(taken && TAKES_IT.includes(before))
  if (last === '级') {
    if (before && '加解紧保'.includes(before)) return false
    if (rest.startsWith('联') || (attached && FIELD.test(rest))) return false
  } else if (attached && CODE.test(rest)) return false
  if (!gap) return true
  if (letters.slice(Math.max(0, at - 1), end) === '一机一密') return false
  if (taken && ENDS_A_WORD[first]?.includes(before)) return false
  if (!STRONG.test(gap)) return true
  return last !== '级' && (!attached || gapAt(end) !== '' || MAKES_THE_WORD.test(rest))
}

/** Every watch word, and what is listed beside secrets in a denial and is none itself: 不涉及工作秘密、国家秘密. */
const mattersIn = function* (even: Even): Generator<Matter> {
  const { letters, gapAt, gapWithin } = even
  for (let from = 0; ; ) {
    WORDS.lastIndex = from
    const found = WORDS.exec(letters)
    if (!found) return
    const { 0: word, 1: beside, index } = found
    const bare = index + word.length
    const is = beside !== undefined || meant(even, word, index)
    // 主机，密级：秘密: what was no word, or is parted by a sign, may end where the next one begins.
    from = is && gapWithin(index, bare) === '' ? bare : bare - 1
    if (!is) continue
    const more = soft(gapAt(bare)) ? (EXTENT.exec(letters.slice(bare, bare + 16))?.[0].length ?? 0) : 0
    const noun = more > 0 || !word.startsWith('涉')
    yield { from: index, bare, to: bare + more, word, watched: beside === undefined, noun }
  }
}

/** Those that what was cut out stood in the middle of: the others were judged in the whole text. */
const joinedIn = function* (even: Even): Generator<Matter> {
  for (const matter of mattersIn(even))
    if (even.gapWithin(matter.from, matter.bare).includes(CUT)) yield matter
}

/** Does this text speak of state secrets? What its own clause denies does not count; 保密办 and 保密 alone do not either. */
export const mentionsSecret = (text: string): boolean => {
  const even = evened(text)
  if (!/[密秘]|内|secret/iu.test(even.letters)) return false
  if (undenied(even, mattersIn(even)) || numberedSecret(even.text)) return true
  const less = cut(even)
  return less !== undefined && undenied(less, joinedIn(less))
}
