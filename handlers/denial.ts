// Is a secret denied? A denial covers the words that it stands before, in its own clause, and nothing behind a comma; pure.
import { type Even, soft } from './even.js'

/** A word found on the letters: `noun` when it names a thing (机密文件) and not only says that something is secret (涉密). */
export type Matter = { from: number; to: number; word: string; watched: boolean; noun: boolean }

/** What may stand between the no and the word: a closed list, 不小心把涉密文件… is no denial. */
const BETWEEN =
  /(?:可能|会|是|属于|属|涉及到?|涉|含有|含|包含|包括|存在|存储|存放|处理|接入|连接|接触|发现|发生|有|构成|任何|相关|有关|其他|什么|的)$/u
const NO = /(?:[毫从并]不|[并从尚暂]未|[毫并暂]无|并?没有|不是|没|无|未|非|不)$/u

/** 不是不涉密, 并非完全不涉密: a no before the no. */
const NO_BEFORE =
  /(?:不是|并非|没有|没|无|非|不|岂|难道|莫|谁说|除|怎么会|怎么可能|哪会|哪能|否认)(?:一?[份个台件条张])?[说就都完全真的一点是]{0,4}$/u
/** Any doubt in the clause: better a call too many to 保密办 than a secret kept here. */
const DOUBT =
  /(?:不|未|没|难以?|无法|谁|怎么)(?:能|敢|好|可|法|太)?(?:完全|百分百)?(?:保证|确定|判断|排除|肯定|认定)|不清楚|不知|不明|说不|拿不准|吃不准|不能说|不敢说|不好说|难说|谁说|难道|并非|不见得|未必|不一定|疑似|怀疑|可能|也许|或许|大概|应该|好像|似乎|估计|如果|假如|要是|倘若|除非|以为|是否|是不是|有没有|有无|会不会|能否|能不能|谁知|恐怕|别说|不至于|声称|据称|据说|自称/u
const DOUBT_AFTER =
  /^(?:吗|么|吧|嘛|是假|才怪|不属实|不实|不对|存疑|有疑问|待定|待确认|待核|未确认|不确定|不好说|难说|的说法|的可能|的概率|还不|尚不|尚待|还没)/u
/** 不涉及国家秘密、机密文件外泄: what happened to the last of a list is told, not denied. */
const HAPPENED = /^(?:已|都|均|也|被|遭|外|泄|丢|遗失|失|流|拷|复制|上传|下载|传|发|公开|曝|窃|盗|偷|给)/u

const CONNECTOR = /^(?:和|或者?|及|以及|与|跟|并)?(?:任何|其他|相关|有关)?$/u
const UNRELATED = /^(?:没有|没什么|没|并?无|毫无|不)(?:任何|什么|直接|相)*(?:关系|关联|联系|牵涉|关)/u
const LABEL = /(?:是否|有无|有没有|是不是|有否)$/u
const ANSWER = /^[是为]?(否|不是|不涉及|不涉密|不涉|没有|不存在|不属于|没|不|无)/u
const GRADED = /^[是为]?(?:公开|非密|非涉密|不涉密|内部|普通|一般)/u

/** As far back as is looked: what denies stands near. */
const NEAR = 24

/** Is there one among them, in the order of the text, that nothing denies? */
export const undenied = (even: Even, matters: Iterable<Matter>): boolean => {
  const { letters, gapAt, gapWithin } = even

  /** The letters before this place, back to where their clause begins; spaces part clauses too, unless `wide`. */
  const clauseBefore = (place: number, wide: boolean): string => {
    let from = place
    const parts = (gap: string): boolean =>
      wide ? !soft(gap) : gap !== '' && !/^["'“”‘’「」『』<>《》()]+$/u.test(gap)
    while (from > 0 && place - from < NEAR && !parts(gapAt(from))) from--
    return letters.slice(from, place)
  }
  const doubted = (place: number): boolean =>
    place > 0 &&
    soft(gapAt(place)) &&
    (DOUBT.test(clauseBefore(place, false)) || NO_BEFORE.test(clauseBefore(place, true).slice(-8)))

  /** 是不是, 涉不涉, 有没有, 有无: a question, no denial. */
  const asked = (from: number, to: number): boolean => {
    const before = letters.charAt(from - 1)
    const no = letters.slice(from, to)
    if (before === '' || !soft(gapAt(from))) return false
    if (no.endsWith('非')) return '除莫是无'.includes(before)
    if (no === '不是') return before === '是'
    if (/^[没无]/u.test(no)) return before === '有' || before === letters.charAt(to)
    return before === letters.charAt(to)
  }

  /** The clause in front of a word, stripped of what may stand between; where it ends, a no or a label is looked for. */
  const stripped = (matter: Matter): { place: number; between: string } => {
    let place = matter.from
    let between = ''
    for (let nth = 0; nth < 8; nth++) {
      if (!soft(gapAt(place))) break
      const before = letters.slice(Math.max(0, place - 4), place)
      if (NO.test(before) || LABEL.test(before)) break
      const found = BETWEEN.exec(before)?.[0]
      if (!found) break
      place -= found.length
      between = `${found}${between}`
    }
    return { place, between }
  }

  /** How a word is denied by what stands before it. `only`: it alone, 不涉密、绝密文件外泄 is no list. */
  const before = (matter: Matter): 'list' | 'only' | undefined => {
    const { place, between } = stripped(matter)
    if (!soft(gapAt(place))) return undefined
    const no = NO.exec(letters.slice(Math.max(0, place - 3), place))?.[0]
    if (!no) return undefined
    const from = place - no.length
    if (gapWithin(from, place) !== '' && !soft(gapWithin(from, place))) return undefined
    if (asked(from, place) || doubted(from)) return undefined
    if (no.endsWith('未') && between.includes('处理')) return undefined
    return matter.noun || between !== '' ? 'list' : 'only'
  }

  const doubtedAfter = ({ to }: Matter): boolean =>
    gapAt(to).includes('?') || (soft(gapAt(to)) && DOUBT_AFTER.test(letters.slice(to, to + 5)))

  /** 是否涉密：否, 密级：无: a label, and a no that ends its clause. */
  const answeredNo = (matter: Matter): boolean => {
    const gap = gapAt(matter.to)
    if (!soft(gap) && !/^\s*[:?=]+\s*$/u.test(gap)) return false
    const { place } = stripped(matter)
    const labelled = LABEL.test(letters.slice(Math.max(0, place - 3), place)) || /[:=]/u.test(gap)
    const rest = letters.slice(matter.to, matter.to + 8)
    if (matter.word === '密级' && GRADED.test(rest)) return true
    const no = ANSWER.exec(rest)
    if (!no || (!labelled && matter.word !== '密级')) return false
    const end = matter.to + no[0].length
    const behind = gapAt(end)
    if (end >= letters.length) return !behind.includes('?')
    if (behind === '' || behind.includes('?')) return false
    return !/^[ \t]+$/u.test(behind) || /^(?:否|不是|不涉及|不涉密|没有|无)$/u.test(no[1] ?? '')
  }

  /** 与国家秘密、涉密网络无关. */
  const unrelated = (first: Matter, last: Matter): boolean =>
    /[与和跟同]$/u.test(letters.slice(0, first.from).slice(-1)) &&
    soft(gapAt(first.from)) &&
    soft(gapAt(last.to)) &&
    UNRELATED.test(letters.slice(last.to, last.to + 10)) &&
    !doubted(first.from - 1)

  const joined = (one: Matter, next: Matter): boolean => {
    const between = letters.slice(one.to, next.from)
    if (next.from < one.to || between.length > 5 || !CONNECTOR.test(between)) return false
    const gap = gapWithin(one.to - 1, next.from + 1)
    return between === '' ? /^\s*[、/]\s*$/u.test(gap) : /^[\s、]*$/u.test(gap)
  }

  /** Is a list of them denied? One that is not is enough. */
  const listDenied = (list: readonly Matter[]): boolean => {
    const [head, tail] = [list[0], list.at(-1)]
    if (!head || !tail) return true
    let open: 'list' | 'only' | undefined
    const each = list.every((matter, nth) => {
      const told = nth > 0 && HAPPENED.test(letters.slice(matter.to, matter.to + 2)) && soft(gapAt(matter.to))
      open = before(matter) ?? (open === 'list' && !told ? 'list' : undefined)
      return !matter.watched || (open !== undefined && !doubtedAfter(matter))
    })
    return each || unrelated(head, tail) || answeredNo(tail)
  }

  let list: Matter[] = []
  for (const matter of matters) {
    const one = list.at(-1)
    if (one && joined(one, matter)) {
      list.push(matter)
      continue
    }
    if (!listDenied(list)) return true
    list = [matter]
  }
  return !listDenied(list)
}
