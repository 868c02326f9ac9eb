// Is DingTalk ready for the worst day? Credentials, permissions, stream, template and everybody named, each with its mend.
import { z } from 'zod'
import type { Directory, Person } from '../../../store/schema.js'
import type { Clock } from '../../time/clock.js'
import type { Finding } from '../channel.js'
import type { Api } from './api.js'
import { publicTemplate } from './cards.js'
import { badAddress, badCredentials, noPermission, Refused, usedUp } from './errors.js'
import type { People } from './people.js'

const good = (what: string): Finding => ({ good: true, what })
const bad = (what: string, mend: string): Finding => ({ good: false, what, mend })

type CheckOptions = {
  api: Api
  people: People
  directory: Directory
  clientId: string
  mode: 'stream' | 'webhook'
  robotCode: string
  cardTemplateId: string
  groupConversationId?: string
  publicUrl?: string
  clock: Clock
}

/** Nobody has this address: whoever asks to send there reaches nobody, and learns whether it may. */
const nobody = 'fenghuo-doctor'

type Answer = { said: 'yes' } | { said: 'no'; refused: Refused }
const ask = async (act: () => Promise<unknown>): Promise<Answer> => {
  try {
    await act()
    return { said: 'yes' }
  } catch (error) {
    if (error instanceof Refused) return { said: 'no', refused: error }
    throw error
  }
}

const lacksPermission = ({ code }: Refused): boolean => noPermission.test(code)

/** The console's own page where a permission is asked for. */
const applyAt = (clientId: string, scope: string): string =>
  `请打开 https://open-dev.dingtalk.com/appscope/apply?content=${encodeURIComponent(`${clientId}#${scope}`)} 申请，并发布新版本`

const permission = (options: CheckOptions, what: string, scope: string, answer: Answer): Finding => {
  if (
    answer.said === 'yes' ||
    answer.refused.failure === 'unreachable' ||
    answer.refused.failure === 'refused'
  )
    return good(`钉钉权限：${what}`)
  const { refused } = answer
  if (lacksPermission(refused)) {
    const named = refused.about.scope ?? scope
    return bad(`钉钉应用没有权限：${what}（${named}）`, applyAt(options.clientId, named))
  }
  if (/ding\.serverquota/.test(refused.code)) return good(`钉钉权限：${what}（额度已用完）`)
  return bad(`钉钉权限：${what}没有查成，${refused.message}`, '请稍后再运行一次')
}

const mendOf = (refused: Refused): string => {
  if (badCredentials.test(refused.code))
    return '请核对 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET（开发者后台“凭证与基础信息”）'
  if (badAddress.test(refused.code)) return '请在开发者后台“安全设置”添加本机的出口地址'
  if (usedUp.test(refused.code)) return '请在钉钉管理后台购买加量包，或等到下个月'
  return '请检查出口防火墙：api.dingtalk.com、oapi.dingtalk.com、wss-open-connection*.dingtalk.com 的 443 端口'
}

const permissions = async (options: CheckOptions): Promise<Finding[]> => {
  const { api, robotCode } = options
  const send = await ask(() =>
    api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode,
      userIds: [nobody],
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: '烽火自检' }),
    }),
  )
  const robot =
    send.said === 'no' && /robotcode/.test(send.refused.code)
      ? bad(`钉钉不认机器人 ${robotCode}`, '请核对 DINGTALK_ROBOT_CODE，并在应用里添加“机器人”能力后发布版本')
      : permission(options, '发送消息', 'qyapi_robot_sendmsg', send)
  const ding = await ask(() =>
    api.call('POST', '/v1.0/robot/ding/send', {
      robotCode,
      remindType: 1,
      receiverUserIdList: [nobody],
      content: '烽火自检',
    }),
  )
  return [robot, ...(await template(options)), permission(options, 'DING', 'Premium.Ding.Write', ding)]
}

/** Makes an instance that is delivered to nobody: the only way to learn whether a template may be used. */
const template = async (options: CheckOptions): Promise<Finding[]> => {
  const { api, cardTemplateId, mode, clock } = options
  const made = await ask(() =>
    api.call('POST', '/v1.0/card/instances', {
      cardTemplateId,
      outTrackId: `${nobody}-${clock.now()}`,
      ...(mode === 'stream' ? { callbackType: 'STREAM' } : {}),
      userIdType: 1,
      cardData: { cardParamMap: { title: '烽火自检', markdown: '烽火自检' } },
      imRobotOpenSpaceModel: { supportForward: false },
    }),
  )
  if (made.said === 'no' && /template/.test(made.refused.code)) {
    return [
      bad(
        `钉钉卡片模板用不了：${cardTemplateId}`,
        cardTemplateId === publicTemplate
          ? '请在卡片平台按 bot/channels/dingtalk/template.json 搭建模板，发布后把模板 ID 填到 DINGTALK_CARD_TEMPLATE_ID；其间用消息按钮代替'
          : '请在卡片平台发布这个模板并关联本应用，或清空 DINGTALK_CARD_TEMPLATE_ID 使用公共模板',
      ),
    ]
  }
  const may = permission(options, '互动卡片', 'Card.Instance.Write', made)
  return may.good && cardTemplateId === publicTemplate
    ? [may, good('钉钉卡片：使用公共模板，没有表格；填表改为逐项询问')]
    : [may]
}

const wire = async (options: CheckOptions): Promise<Finding> => {
  const { api, mode, publicUrl } = options
  if (mode === 'webhook')
    return publicUrl
      ? good(`钉钉 HTTP 模式：消息接收地址应填 ${publicUrl.replace(/\/$/, '')}/dingtalk/webhook`)
      : good('提示：没有填写 PUBLIC_URL，钉钉上的按钮用消息按钮代替卡片')
  const opened = await ask(() => api.gateway(new AbortController().signal))
  return opened.said === 'yes'
    ? good('钉钉 Stream 网关')
    : bad(`钉钉 Stream 网关：${opened.refused.message}`, mendOf(opened.refused))
}

const group = async ({ api, groupConversationId, robotCode }: CheckOptions): Promise<Finding[]> => {
  if (!groupConversationId)
    return [good('提示：没有填写 DINGTALK_GROUP_CONVERSATION_ID，钉钉上没有校园群通报')]
  const asked = await ask(async () => {
    const answer = await api.call('POST', '/v1.0/robot/groups/robots/query', {
      openConversationId: groupConversationId,
    })
    const list = z
      .looseObject({ chatbotInstanceVOList: z.array(z.looseObject({ robotCode: z.string() })) })
      .safeParse(answer)
    if (list.success && !list.data.chatbotInstanceVOList.some((one) => one.robotCode === robotCode))
      throw new Refused('refused', '机器人不在群里', 'group.absent')
  })
  if (asked.said === 'yes') return [good('钉钉校园群：机器人在群里')]
  if (lacksPermission(asked.refused))
    return [good('提示：没有 qyapi_chat_manage 权限，没有核对机器人是否在校园群里')]
  return [
    bad(
      `钉钉校园群：${asked.refused.message}`,
      '请在群设置里添加本应用的机器人，并核对 DINGTALK_GROUP_CONVERSATION_ID（在群里 @ 机器人一次，日志会写出会话 ID）',
    ),
  ]
}

/** Whoever holds a post or supervises a unit must be reached; staff known by name only need not be. */
const named = ({ people, units }: Directory): Person[] => {
  const supervisors = new Set(units.map(({ supervisor }) => supervisor))
  return people.filter(({ id, posts }) => supervisors.has(id) || posts.some(({ role }) => role !== ''))
}

const everybody = async ({ people, directory, clientId }: CheckOptions): Promise<Finding[]> => {
  const findings: Finding[] = []
  let reached = 0
  for (const person of named(directory)) {
    const who = `${person.name}（${person.id}）`
    if (!person.dingtalk && !person.phone) {
      if (!person.feishu)
        findings.push(bad(`${who}没有钉钉ID，也没有手机`, '请在 people.csv 填写钉钉ID 或手机'))
      continue
    }
    let found: string | undefined
    const asked = await ask(async () => {
      found = person.dingtalk
        ? await people.nameOf(person.dingtalk)
        : person.phone && (await people.byPhone(person.phone))
    })
    if (asked.said === 'no' && lacksPermission(asked.refused)) {
      const scope =
        asked.refused.about.scope ?? (person.dingtalk ? 'qyapi_get_member' : 'qyapi_get_member_by_mobile')
      return [
        ...findings,
        bad(`钉钉应用没有权限：通讯录（${scope}），没有核对责任人`, applyAt(clientId, scope)),
      ]
    }
    if (asked.said === 'no' && asked.refused.failure !== 'unreachable' && asked.refused.failure !== 'refused')
      return [...findings, bad(`没有核对完责任人：${asked.refused.message}`, mendOf(asked.refused))]
    if (found) reached++
    else
      findings.push(
        person.dingtalk
          ? bad(`${who}的钉钉ID 在本组织里找不到`, '请在 people.csv 改正钉钉ID，或清空后改用手机查找')
          : bad(`${who}的手机在钉钉上找不到人`, '请核对手机，或在 people.csv 填写钉钉ID'),
      )
  }
  return [good(`钉钉：${reached} 位责任人在通讯录里`), ...findings]
}

/** Looks at everything over the wire; sends nothing to anybody. */
export const check = async (options: CheckOptions): Promise<Finding[]> => {
  const token = await ask(() => options.api.token())
  if (token.said === 'no') return [bad(`钉钉凭据：${token.refused.message}`, mendOf(token.refused))]
  return [
    good('钉钉凭据'),
    await wire(options),
    ...(await permissions(options)),
    ...(await group(options)),
    ...(await everybody(options)),
  ]
}
