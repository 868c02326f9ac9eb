// Does somebody who is asked something ask back: how is this written, what does it mean, which are there? Pure.
import { withoutEnd } from '../../rules/ends.js'
import { normalize } from './letters.js'

const HOW =
  /^(?:这个|这项|这一?步)?(?:该|要|应该)?(?:怎么|怎样|如何)(?:写|填|答|回答|说|选|弄|办)(?:呢|啊|呀)?$|^(?:写|填|答|选)(?:什么|啥|哪个)(?:呢|啊)?$|^(?:什么|啥)意思$|^举个?例子?$|^例子$/u
const WHICH =
  /^(?:有|都有|可以选)?(?:哪些|什么|哪几个)(?:单位|部门|学院|选项)?(?:可以选|可选)?$|^(?:单位|部门)?(?:列表|名单|清单|目录)$|^全部单位$/u
/** Only words that say that the question was not understood; a doubt about the answer is a yes. */
const SECRECY =
  /^(?:不知道|我不知道|不懂|没(?:看)?懂|不明白|(?:什么|啥)(?:是|叫|算)?(?:涉密|国家秘密|意思)|(?:怎么|如何|哪些)(?:算|才算|判断)(?:涉密|是涉密)?)$/u

/** Was it filed, and what comes of it? */
const FILED =
  /^(?:是不是|这样|现在|那|我|这)*(?:就|已经?|算)*(?:(?:报告?|提交|上报|发|通知|填|弄)(?:上去|出去|好|成功|完|上)?|好|行|可以)了?(?:没有?|吗|么)$|^是不是(?:就|已经?)?(?:报|提交|上报|发|通知)(?:上去|出去|好|成功|完)?了?$/u
const GOES_ON =
  /^(?:现在|那|这|报告)*(?:然后|接下来|后面|之后|后续)(?:呢|会?怎么样|怎么办|咋办|是什么|有什么)?$|^(?:现在|那|这个?|这件?事|事情|报告|进展|进度|处理得?)*(?:怎么样|咋样|如何|什么情况|到哪一?步?)了?$|^还(?:要|有)(?:多久|多长时间|几个问题|几步|多少).{0,4}$|^(?:现在)?(?:有人|谁)(?:会|在|来|能)*(?:处理|管|联系|找|打给)(?:我|了|这个|这事)*(?:吗|么)?$|^(?:我)?(?:该|要|应该)?(?:打|联系|打电话)给?谁$/u
const MY_PART =
  /^(?:这是(?:啥|什么)意思)?(?:那|现在)?(?:我|要我|需要我|让我|我们)(?:现在|下一步|接下来)?(?:要|该|应该|需要|能)?(?:干|做|办)(?:点|些)?(?:嘛|什么|啥)$|^(?:我|那|现在)*下一步(?:呢|是什么|干嘛|干什么|做什么|怎么办)?$/u

const GREETING =
  /^(?:(?:你|您|大家|老师|领导|早上|上午|中午|下午|晚上)好|早|嗨|哈喽|喂|hi|hello|在吗|在不在|有人吗|有人在吗|请问|老师|你是谁|您是谁|你是什么|你能做什么|能做什么|这是什么)+$/u
const THANKS = /^(?:谢谢|多谢|感谢|非常|十分|辛苦|麻烦|你|您|们|了|老师|领导|thanks|thankyou)+$/u

const bare = (text: string): string =>
  text.length > 60 ? '' : normalize(text).replace(/[\p{P}\p{S}\s]+/gu, '')

export const asksHow = (text: string): boolean => HOW.test(bare(text))

export const asksWhich = (text: string): boolean => WHICH.test(bare(text))

/** 不知道 to the first question: what counts as a secret is not known to who says it. */
export const asksWhatIsSecret = (text: string): boolean => SECRECY.test(bare(text)) || asksHow(text)

/** Whether it was filed, or what comes next, is asked before it is filed. */
export const asksIfFiled = (text: string): boolean => FILED.test(bare(text)) || asksOn(text)

/** 然后呢, 现在怎么样了, 谁会联系我. */
export const asksOn = (text: string): boolean => GOES_ON.test(softly(text))

/** 要我干什么, 我下一步干嘛. */
export const asksMyPart = (text: string): boolean => MY_PART.test(softly(text))

export const greets = (text: string): boolean => GREETING.test(softly(text).toLowerCase())

export const thanks = (text: string): boolean =>
  /谢|辛苦|thank/iu.test(text) && THANKS.test(softly(text).toLowerCase())

const softly = (text: string): string => withoutEnd(bare(text), '呢啊呀吧')
