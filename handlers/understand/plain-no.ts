// Is this an unmistakable no to the first question, whether secrets may be about? The whole text is weighed, word by word; pure.
import { normalize } from './letters.js'
import { doubts } from './replies.js'

/** Longer is a story, and is asked again. */
const LONGEST = 120
const LINES = /[\n\r\v\f\u0085\u2028\u2029]/u
const PARTS = /[\s,，.。!！;；:：~～()（）"“”'‘’]+/u

const NO_WORD =
  /^(?:否|不|没|没有|没得|无|暂无|不是|不会|不可能|没可能|没发现|没有发现|未发现|不存在|不属于|不涉及|不涉密|未涉及|未涉密|非涉密|no|n|nope|false|f|0|2|×|✗|✘)(?:的|啊|呀|哦){0,2}$|^(否|不|没|没有)\1{1,3}$/u

const ABOUT =
  '(?:本|这|该|此|我们?的?|学校|学院|单位)?(?:次|个|台|起|件|套)?(?:事件|网站|网页|系统|平台|电脑|计算机|主机|服务器|设备|文件|内容|数据|信息|公众号|部门|事|情况)?'
const SURELY = '(?:都|均|也|完全|绝对|肯定|确定|确实|真的|真|全|一律|我){0,4}'
const SECRET = '(?:国家|工作|商业|敏感)(?:秘密|机密|信息)|[秘机绝涉]?密'
const THING =
  '信息|内容|文件|资料|材料|数据|网络?|系统|计算机|电脑|设备|载体|人员|情况|问题|事项|[、和或及与者]|以及|任何'
/** 没有涉密, 不涉及国家秘密或涉密网络, 网站不涉密. */
const DENIED = new RegExp(
  `^${ABOUT}${SURELY}(?:并?不是?|并?未|并?没有?|并?无|非)(?:会|可能)?(?:涉及到?|涉(?!密)|包含|包括|含(?!有)|含有|属于?|存在|存储|存放|处理|接入|连接|有|是|发现(?!是)|任何|相关|有关|其他|什么|的){0,6}(?:${SECRET})(?:${SECRET}|${THING}){0,16}的?$`,
  'u',
)
const FRIENDLY =
  /^(?:谢谢|多谢|谢谢老师|老师|老师好|您好|你好|确定|我确定|肯定|放心|请放心|(?:都|完全|绝对|确定|肯定|确实|真的|并)没有|只是断网|(?:这|只|就)?是?(?:个|一个|我们|我们的|学院的?|学校的?)?(?:普通|公开|一般|对外|互联网|公网|官方)的?(?:网站|网页|系统|官网|主页|平台|公众号|服务))$/u

/** What happens to an ordinary site or machine: such a reason may follow. */
const HAPPENED =
  /被(?:人|黑客|恶意)?(?:改|黑|盗|刷|篡|挂|攻|入侵|换|替换|封|劫|植|锁|爆|骗)|打不开|上不[了去]|登不[上了]|登录不|进不去|用不了|连不上|不能(?:访问|登录|上网|打开)|无法(?:访问|登录|上网|打开)|断[网电线]|停电|蓝屏|死机|中毒|中了|病毒|木马|勒索|挖矿|篡改|攻击|钓鱼|诈骗|弱口令|漏洞|瘫痪|崩溃?|变慢|很慢|故障|异常|挂了|黑了|坏了|挖断|暗链|弹窗|广告/u
/** Anything that may take the no back, or tell what must not be told here. */
const SUSPECT =
  /[密秘涉军?]|机要|红头|内部|内网|专网|专线|国防|党|公安|保卫|不[便宜公许准敢想方好该是对]|别|但|可是|不过|然而|虽|其实|实际|除|例外|部分|有些|有的|一些|个别|几|还|另|却|倒|才|错|改口|更正|收回|等等|等一下|稍等|再|看看|先|暂|目前|现在|以前|原来|本来|骗|玩笑|假|反正|随便|所谓|文件|材料|资料|图纸|档案|泄|外传|拷|存|藏|放|装着|含|(?<!没)有(?!人)|[是会对]的?$/u
const YES_AGAIN = /^(?:有|对|嗯|要|确实|的确|属于|存在|涉|含)/u

/** The machine cannot do it; that is no doubt. */
const UNABLE = /无法(?:正常)?(?:访问|登录|打开|上网|连接|使用)/gu
const doubtful = (text: string): boolean => doubts(text.replace(UNABLE, '打不开'))

const isReason = (part: string): boolean =>
  part.length <= 30 &&
  HAPPENED.test(part) &&
  !YES_AGAIN.test(part) &&
  !SUSPECT.test(part.replace(/密码|无法|不能/gu, ''))

/** 不是 没有, 没有不: two such words that no sign parts are no no. */
const TWICE = /(?:不是|没有?|不|无|非|未)\s+(?:不|没|无|非|未)/u

/**
 * The first word is a no from a closed list, and whatever follows is such a no, thanks, or what happened to something
 * ordinary: 否 · 没有，谢谢 · 不是，只是网页被改. A second line, a question, a picture of a face, hesitation: none.
 */
export const isPlainNo = (text: string): boolean => {
  if (text.length > LONGEST) return false
  const lines = text.split(LINES).map(normalize).filter(Boolean)
  const said = (lines[0] ?? '').toLowerCase()
  if (lines.length !== 1 || /[.。]{2}|…/u.test(said) || TWICE.test(said)) return false
  const [first, ...others] = said.split(PARTS).filter(Boolean)
  const no = (part: string): boolean => NO_WORD.test(part) || DENIED.test(part)
  return (
    first !== undefined &&
    !doubtful(said) &&
    no(first) &&
    others.every((part) => no(part) || FRIENDLY.test(part) || isReason(part))
  )
}

/** 否，原因不明: what is not known is another thing. */
const ANOTHER_THING = /原因|来源|谁|怎么|何时|几点|多少|范围|时候|哪/u

/** Is there doubt about it anywhere in the text: 否，不确定 · 没有，待核实? */
export const takesBack = (text: string): boolean =>
  text.length <= LONGEST && text.split(PARTS).some((part) => doubtful(part) && !ANOTHER_THING.test(part))
