// Is a secret denied? A denial covers the words that it stands before, in its own clause, and nothing behind a comma; pure.
import { type Even, soft } from './even.js'

/**
 * A word found on the letters: `noun` when it names a thing (机密文件) and not only says that something is secret (涉密).
 * It ends at `bare`, and with the thing that it names at `to`.
 */
export type Matter = { from: number; bare: number; to: number; word: string; watched: boolean; noun: boolean }

/** What is done with secrets, or not. */
const DOES =
  '存储|存放|存贮|储存|保存|留存|处理|传输|传递|使用|采集|收集|产生|制作|承载|登载|刊载|发布|上传|发送|转发|传播|接入|连接|接触|发现|发生|造成|导致|涉及到?|含有|含|包含|包括'
/** What may stand between the no and the word: a closed list, 不小心把涉密文件… is no denial. */
const BETWEEN = new RegExp(
  `(?:可能|会|是|属于|属|涉|存在|存|有|在(?:互联网|网|线|本?(?:系统|平台|网站))[上中内]?|构成|任何|相关|有关|其他|什么|的|${DOES})$`,
  'u',
)
/** 不存储、处理、传输…: one no for all of them. */
const ONE_OF_MANY = new RegExp(`(?:${DOES})(?:[和或及与]|或者|以及)?$`, 'u')
const NO =
  /(?:[毫从并]不|[并从尚暂]未|[毫并暂]无|并?没有|不是|没|无|未|非|不|严禁|禁止|不得|请勿|切勿|不准|不许)$/u
const FORBIDS = /^(?:严禁|禁止|不得|请勿|切勿|不准|不许)$/u
/** 未处理涉密文件: it lies there still; 未处理涉密信息 is what every site says of itself. */
const HANDLED = /处理|保存|留存|传递|传输|收集|制作|发布|上传|发送|转发|传播|存(?![储放贮在])/u
/** 没有处理的涉密文件: what was not handled, and not what there is none of. */
const RELATIVE = new RegExp(`(?:${DOES})的(?:任何|相关|有关|其他)?$`, 'u')

/** 不是不涉密, 并非完全不涉密: a no before the no. */
const NO_BEFORE =
  /(?:不是|并非|没有|没|无|非|不|岂|难道|莫|谁说|除|怎么会|怎么可能|哪会|哪能|否认)(?:一?[份个台件条张])?[说就都完全真的一点是]{0,4}$/u
/** A no anywhere near before the no: 不认为, 没法说, 何尝, 没有哪个. */
const NEGATED = /[不没未无莫岂何怎哪谁难勿休焉]|安能|并非|绝非|除非|否[认定]|别说/u
/** No such no: what is wrong with the machine, and 不涉密 itself. */
const HARMLESS =
  /[打进登用连上开断出看访联动关点](?:录|开|网)?不(?:开|去|上|了|到|出|动|通)了?|不(?:能|可)(?:正常)?(?:访问|登录|上网|使用|打开|用|连)|无法(?:正常)?(?:访问|登录|打开|使用|连接|上网|显示)|[不非]涉密|不(?:存储|存放|处理|传输|采集|收集|发布)|无线|无关|未经?授权|未备案|不[通稳]|未(?:受影响|扩散|泄露|外泄|丢失)|任何|不明|不良|没[电网]|没有[电网]/gu
/** Any doubt in the clause: better a call too many to 保密办 than a secret kept here. */
const DOUBT =
  /(?:不|未|没|难以?|无法|谁|怎么)(?:能|敢|好|可|法|太)?(?:完全|百分百)?(?:保证|确定|判断|排除|肯定|认定)|不清楚|不知|不明|说不|拿不准|吃不准|不能说|不敢说|不好说|难说|谁说|难道|并非|不见得|未必|不一定|疑似|怀疑|可能|也许|或许|大概|应该|好像|似乎|估计|如果|假如|要是|倘若|只要|万一|除非|以为|是否|是不是|有没有|有无|会不会|能否|能不能|谁知|恐怕|别说|不至于|声称|据称|据说|听说|自称|我?觉得|感觉|看来|看似|貌似|理论上|表面|名义|原则上|按理|照理|尽量|希望|但愿|违反|违规|[如若]$/u
/** 部分不涉密, 以前不涉密: the rest, or now, is another matter. */
const IN_PART =
  /部分|有些|有的|一些|某些|某个|几[份个台件]|个别|多数|少数|大多|多半|大半|半数|过半|一半|以外|其余|其[他它]|剩下|除了?|只有|仅有|基本|大体|大致|主要|一般$|通常|平时|以前|之前|过去|曾经?|原先|原来|本来|当初|起初|最初|[现早]?已$|不再$|[一二两三四五六七八九十\d][份件台张页].{0,4}$/u
/** 谎称, 误判为, 当作, 按…: it is called so. */
const CALLED =
  /谎称|咬定|借口|推说|宣布|原定|所谓|[假伪佯诈号宣诡]称|冒充|[伪假]装|装[作成]|[误错](?:认|判|标|定|当|作|以|归|列|填|写|报)|[标定判认填]错|[当看算视]作|当成|视为|视同|看成|说[是成]|[改变更降归篡划](?:更|改|标|级|低){0,2}[为成]|对外说|(?:按照?|依照?|当|按[^，]{0,4}照)$|(?<!保密办)说$|我[^，]{0,2}认为|[标定填写当叫]成|称$/u
const DOUBT_AFTER =
  /^(?:吗|么|吧|嘛|呢|个鬼|是假|是骗|是错|是谎|是?不可能|是?不现实|是借口|不成立|才怪|就怪|不属实|不实|不对|存疑|有疑问|有误|待定|待确认|待核|未确认|不确定|不好说|难说|的说法|的可能|的概率|的话|名义|为[由名]|一说|是?谣言|的假象|的谎|与否|也?不一定|还不|尚不|尚待|还没)/u
/** 不涉密的结论有误. */
const JUDGED_WRONG =
  /^的?(?:这个|这一)?(?:结论|判断|认定|鉴定|结果|意见|标[注识签记]|判定|定性|说明|声明|证明|承诺).{0,4}(?:误|错|不|假|疑|待|推翻|未|没|撤)/u
/** 不涉密，待保密办确认: the next clause takes it back. */
const TAKEN_BACK =
  /^(?:但|不过|只是|目前|这一?点|结论|此事|是否如此)?(?:[还尚仍]|有)?(?:待|未经?|没有?|需要?|(?:等|由|请|让)(?:保密|上级|领导|专家|有关|主管|学校|单位))(?:有|经|由|等|待)?.{0,6}(?:确认|核实|核定|鉴定|认定|判定|审[查核定]|查证|核查|定论|结论|判断|确定)|^(?:但|不过)?(?:存疑|不确定|未必|不见得|也?可能[涉有不是]|不敢|说不|拿不|吃不|不一定|不好说|也许|大概|可能吧?$|应该吧?$|应该是|才怪|骗|开玩笑|说笑|打错|写错|说错|填错|错了|不对|假的|是假|反话|怎么可能|你信)/u
/** 没发现是涉密文件就发到群里了: what was not noticed was done all the same. */
const UNNOTICED =
  /^.{0,6}?(?:就(?!是)|便(?!是)|已|误|却|竟|直接|顺手|仍|还|才|结果|照样|照旧|一起|一并|随手|被)/u
const THEN = /^(?:就(?!是)|便(?!是)|误[发传转上把将]|于是|直接|顺手|随手|结果)/u
/** 没有存放机密文件的柜子被撬: the no is another thing's. */
const ANOTHERS = /^的(?!(?:情况|情形|现象|迹象|痕迹|行为|事件|记录|问题|任何)|$)/u
const SAME =
  /^的(?:信息|内容|文件|资料|材料|数据|网络|系统|计算机|电脑|设备|载体|人员|事项|部分|地方)+(?:和|$)/u

/** 不涉及国家秘密、机密文件外泄: what happened to the last of a list is told, not denied. */
const HAPPENED = /^(?:已|都|均|也|被|遭|外|泄|丢|遗失|失|流|拷|复制|上传|下载|传|发|公开|曝|窃|盗|偷|给)/u

const CONNECTOR = /^(?:和|或者?|及|以及|与|跟|并)?(?:任何|其他|相关|有关)?$/u
const UNRELATED =
  /^(?:没有|没什么|没|并?无|毫无|不)(?:任何|什么|直接|存在|发生|物理|相|互)*(?:关系|关联|联系|牵涉|连接|连通|联通|互通|往来|交换|通|连|涉|关(?!紧))/u
const ISOLATED =
  /^(?:均|都|已|完全|严格|一直|始终|实行|保持|做到|相互|处于|是|为|物理|逻辑|网络)*(?:隔离|隔绝|分离|断开)(?:状态|的|了)*/u
/** 不与涉密网络连接. */
const NOT_WITH = /(?:从不|并不|不|从未|并未|未|没有)[与和跟同]$/u
const CONNECTED =
  /^(?:直接|物理|网络|相互|互相|发生|建立|存在|有|任何|进行)*(?:连接|相连|互联|互通|连通|联通|联网|关联|联系|交换|往来|对接)/u
const LABEL = /(?:是否|有无|有没有|是不是|有否)$/u
const ANSWER =
  /^[是为]?(否|不是|不涉及|不涉密|不涉|没有|不存在|不属于|没|不|无|na(?![a-z])|no(?![a-z])|n(?![a-z0-9])|false(?![a-z]))/iu
const GRADED =
  /^[是为]?(?:公开|非密|非涉密|不涉密|非国家秘密|内部|普通|一般|无密级)(?:信息|内容|文件|资料|材料|数据)*/u
/** 密级：——. */
const DASHED = /^\s*[:=]\s*[-—–－_/\\×]+\s*(?:$|\n|[,;。|])/u
/** 是否涉密：×. */
const CROSSED = /^\s*[:=]\s*[×✗✘❌]+\s*(?:$|\n|[,;。|])/u
/** 涉密不上网: the rule, not what happened. */
const RULE = /^(?:信息)?不上网/u
const BOX = /[□○☐◯◻⬜▢]/u
const TICK = /[☑☒✔✓√■●◉✅🗹]/u

/** As far back as is looked: what denies stands near. */
const NEAR = 24
const AFTER = 14

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
  const doubted = (place: number): boolean => {
    if (place === 0 || !soft(gapAt(place))) return false
    const [near, wide] = [clauseBefore(place, false), clauseBefore(place, true)]
    if (DOUBT.test(near) || IN_PART.test(near) || CALLED.test(wide) || NO_BEFORE.test(wide.slice(-8)))
      return true
    return (
      NEGATED.test(near.replace(HARMLESS, '').slice(-12)) ||
      /[谁岂何怎莫]|认为|代表|等于/u.test(wide.replace(HARMLESS, ''))
    )
  }

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
    for (let nth = 0; nth < 12; nth++) {
      const before = letters.slice(Math.max(0, place - 6), place)
      if (
        !soft(gapAt(place)) &&
        !(gapAt(place).trim() === '、' && between !== '' && ONE_OF_MANY.test(before))
      )
        break
      if (NO.test(before) || LABEL.test(before)) break
      const found = BETWEEN.exec(before)?.[0] ?? (between === '' ? undefined : ONE_OF_MANY.exec(before)?.[0])
      if (!found) break
      place -= found.length
      between = `${found}${between}`
    }
    return { place, between }
  }

  /** The letters of this clause from here on. */
  const clauseAfter = (place: number): string => {
    let to = place
    while (to < letters.length && to - place < AFTER && soft(gapAt(to))) to++
    return letters.slice(place, to)
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
    if (RELATIVE.test(between)) return undefined
    const done = /[未没有]$/u.test(no)
    const thing = letters.slice(matter.bare, matter.to)
    if (done && HANDLED.test(between) && !/^(?:信息|数据|内容|业务|网络?)/u.test(thing)) return undefined
    const after = clauseAfter(matter.to)
    const ends = after === '' || !soft(gapAt(matter.to))
    if (
      FORBIDS.test(no) &&
      !(ends && ONE_OF_MANY.test(between.replace(/(?:任何|相关|有关|其他){1,3}$/u, '')))
    )
      return undefined
    if (/发现/u.test(between)) {
      if (/发现(?:.{0,2}是|属|为)/u.test(between)) return undefined
      if (!ends && UNNOTICED.test(after)) return undefined
      if (THEN.test(letters.slice(matter.to + (ends ? 0 : after.length)).slice(0, 4))) return undefined
    }
    if (!ends && /^(?:就|便)(?!是)/u.test(after)) return undefined
    const holds =
      no.endsWith('有') ||
      no.endsWith('没') ||
      (done || no.endsWith('无') ? ONE_OF_MANY.test(between) : false)
    if (!ends && holds && ANOTHERS.test(after) && !SAME.test(after)) return undefined
    return matter.noun || between !== '' ? 'list' : 'only'
  }

  const takenBack = (place: number): boolean =>
    TAKEN_BACK.test(letters.slice(place, place + 18)) || JUDGED_WRONG.test(letters.slice(place, place + 14))

  const doubtedAfter = ({ to }: Matter): boolean => {
    const gap = gapAt(to)
    return gap.includes('?') || takenBack(to) || (soft(gap) && DOUBT_AFTER.test(letters.slice(to, to + 6)))
  }

  /** 涉密□是☑否: which one is ticked? */
  const tickedNo = ({ to }: Matter): boolean => {
    const said = letters.slice(to, to + 2)
    if (said !== '是否' && said !== '否是') return false
    const gaps = [gapAt(to), gapAt(to + 1), gapAt(to + 2)]
    const marks = /[□○☐◯◻⬜▢☑☒✔✓√■●◉✅🗹]/u.test(gaps[0] ?? '') ? gaps : gaps.slice(1)
    const [yes, no] = said === '是否' ? marks : [marks[1], marks[0]]
    return BOX.test(yes ?? '') && !TICK.test(yes ?? '') && TICK.test(no ?? '') && !BOX.test(no ?? '')
  }

  /** Where the answer to a label begins: behind （是/否） and 与否 too. */
  const answerAt = ({ to }: Matter): { place: number; choices: boolean } => {
    if (letters.slice(to, to + 2) === '与否') return { place: to + 2, choices: true }
    const listed = /^(?:是或?否|有或?无|yn)/iu.exec(letters.slice(to, to + 3))?.[0]
    if (!listed || !/[([]\s*$/u.test(gapAt(to)) || !/^\s*[)\]]/u.test(gapAt(to + listed.length)))
      return { place: to, choices: false }
    return { place: to + listed.length, choices: true }
  }

  /** 是否涉密：否, 密级：无: a label, and a no that ends its clause. */
  const answeredNo = (matter: Matter): boolean => {
    if (tickedNo(matter)) return true
    const rule = RULE.exec(letters.slice(matter.bare, matter.bare + 5))?.[0]
    if (rule && clauseAfter(matter.bare) === rule) return true
    const { place: at, choices } = answerAt(matter)
    const gap = gapAt(at)
    if (CROSSED.test(gap) || (matter.word.endsWith('级') && DASHED.test(gap))) return true
    if (!soft(gap) && !/^\s{0,9}[)\]]?\s{0,9}[:?=]+\s*$/u.test(gap)) return false
    const { place } = stripped(matter)
    const labelled = choices || LABEL.test(letters.slice(Math.max(0, place - 3), place)) || /[:=]/u.test(gap)
    const rest = letters.slice(at, at + 12)
    if (matter.word.endsWith('级')) {
      const graded = GRADED.exec(rest)?.[0].length
      if (graded !== undefined) {
        const end = at + graded
        return (end >= letters.length || gapAt(end) !== '') && !gapAt(end).includes('?') && !takenBack(end)
      }
    }
    const no = ANSWER.exec(rest)
    if (!no || (!labelled && !matter.word.endsWith('级'))) return false
    const end = at + no[0].length
    const behind = gapAt(end)
    if (behind.includes('?') || takenBack(end)) return false
    if (end >= letters.length) return true
    if (behind === '') return false
    return !/^[ \t]+$/u.test(behind) || /^(?:否|不是|不涉及|不涉密|没有|无|no?|false)$/iu.test(no[1] ?? '')
  }

  /** 与国家秘密、涉密网络无关, 与涉密网络物理隔离, 不与涉密网络连接. */
  const unrelated = (first: Matter, last: Matter): boolean => {
    const told = letters.slice(Math.max(0, first.from - 4), first.from)
    if (!/[与和跟同]$/u.test(told) || !soft(gapAt(first.from)) || !soft(gapAt(last.to))) return false
    const rest = letters.slice(last.to, last.to + 16)
    const not = NOT_WITH.exec(told)?.[0].length
    const said = (not === undefined ? [UNRELATED, ISOLATED] : [CONNECTED])
      .map((one) => one.exec(rest)?.[0])
      .find(Boolean)
    if (!said || doubted(first.from - (not ?? 1))) return false
    const end = last.to + said.length
    const part = said.includes('隔') || said.includes('断') || said.includes('分离')
    if (part && end < letters.length && gapAt(end) === '') return false
    return !gapAt(end).includes('?') && !takenBack(end) && !DOUBT_AFTER.test(letters.slice(end, end + 6))
  }

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
