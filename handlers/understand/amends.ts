// Which item of a report does somebody say is wrong, and what is it instead, or is it more of the story? 单位错了，是文学院 · 已经拔了网线; pure.
import { normalize } from './letters.js'

const AMENDS =
  /^(?:(?:不对|错了|等等|等一下|改一下|改下|修改一下|修改|更正|我要改|帮我改一下|帮我改|请改一下|帮我把|请把|麻烦把|把)[,.!\s]*)*(?:(?:我的|学院的?)?(事发单位|单位|部门|发现时间|时间|系统名称|系统|事件类型|类型|简要经过|经过|影响和危害|影响|已采取措施|措施|联系电话|电话|手机号?))(?:(?:写|填|说|弄|搞|选|打)?(错了?|不对|有误|不准)(?:$|[,.!\s]+))?(?:(?:应该?|其实|实际)?(?:是|为|应为|改成|改为|改到|换成|写成|:)\s*(\S.*)?)?$/u

const labels: Record<string, string> = {
  单位: '事发单位',
  部门: '事发单位',
  时间: '发现时间',
  系统: '系统名称',
  类型: '事件类型',
  经过: '简要经过',
  影响: '影响和危害',
  措施: '已采取措施',
  电话: '联系电话',
  手机: '联系电话',
  手机号: '联系电话',
}

/** The 标签 of the item, and what it is instead where that is said. A bare 单位 is no amendment. */
export const amends = (text: string): { label: string; value?: string } | undefined => {
  const [, item = '', wrong, value] = text.length > 200 ? [] : (AMENDS.exec(normalize(text)) ?? [])
  if (!item || !(wrong || value)) return undefined
  return { label: labels[item] ?? item, ...(value ? { value } : {}) }
}

const ASKS = /[?？]$|吗[。.!]?$|要不要|能不能|可不可以|需不需要|怎么办|该怎么|是否/u
/** Of the form, and of nothing that happened. */
const OF_THE_FORM =
  /^(?:我们?|这些|内容)?(?:都|已经?|全|刚){0,4}(?:填|写|说|核对|看|检查|改|弄|提交|确认)(?:好|完|过|清楚|上去){0,3}了?(?:都?没(?:有)?问题)?[。.!,]?$/u

/** May it be more of what happened: 已经拔了网线? No question, and no word about the form. */
export const tellsMore = (text: string): boolean => {
  const said = normalize(text.slice(0, 400))
  return !ASKS.test(said) && !OF_THE_FORM.test(said)
}
