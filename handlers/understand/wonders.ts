// Does somebody who is asked something ask back: how is this written, what does it mean, which are there? Pure.
import { normalize } from './letters.js'

const HOW =
  /^(?:这个|这项|这一?步)?(?:该|要|应该)?(?:怎么|怎样|如何)(?:写|填|答|回答|说|选|弄|办)(?:呢|啊|呀)?$|^(?:写|填|答|选)(?:什么|啥|哪个)(?:呢|啊)?$|^(?:什么|啥)意思$|^举个?例子?$|^例子$/u
const WHICH =
  /^(?:有|都有|可以选)?(?:哪些|什么|哪几个)(?:单位|部门|学院|选项)?(?:可以选|可选)?$|^(?:单位|部门)?(?:列表|名单|清单|目录)$|^全部单位$/u
/** Only words that say that the question was not understood; a doubt about the answer is a yes. */
const SECRECY =
  /^(?:不知道|我不知道|不懂|没(?:看)?懂|不明白|(?:什么|啥)(?:是|叫|算)?(?:涉密|国家秘密|意思)|(?:怎么|如何|哪些)(?:算|才算|判断)(?:涉密|是涉密)?)$/u

const bare = (text: string): string =>
  text.length > 60 ? '' : normalize(text).replace(/[\p{P}\p{S}\s]+/gu, '')

export const asksHow = (text: string): boolean => HOW.test(bare(text))

export const asksWhich = (text: string): boolean => WHICH.test(bare(text))

/** 不知道 to the first question: what counts as a secret is not known to who says it. */
export const asksWhatIsSecret = (text: string): boolean => SECRECY.test(bare(text)) || asksHow(text)
