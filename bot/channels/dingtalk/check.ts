// Is DingTalk ready for the worst day? Credentials, permissions, stream, template and everybody named, each with its mend.
import { z } from 'zod'
import type { Directory, Person } from '../../../store/schema.js'
import {
  dingtalkAbsent,
  dingtalkFinding,
  dingtalkMay,
  dingtalkMend,
  dingtalkTrial,
} from '../../../templates/operator/dingtalk-check.js'
import type { Finding } from '../../../templates/operator/finding.js'
import type { Clock } from '../../time/clock.js'
import type { Api } from './api.js'
import { publicTemplate } from './cards.js'
import { badAddress, badCredentials, noPermission, Refused, usedUp } from './errors.js'
import type { People } from './people.js'
import { mayWriteTodos } from './todos.js'

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
  dingtalkMend.apply(
    `https://open-dev.dingtalk.com/appscope/apply?content=${encodeURIComponent(`${clientId}#${scope}`)}`,
  )

const permission = (options: CheckOptions, what: string, scope: string, answer: Answer): Finding => {
  if (
    answer.said === 'yes' ||
    answer.refused.failure === 'unreachable' ||
    answer.refused.failure === 'refused'
  )
    return dingtalkFinding.may(what)
  const { refused } = answer
  if (lacksPermission(refused)) {
    const named = refused.about.scope ?? scope
    return dingtalkFinding.mayNot(what, named, applyAt(options.clientId, named))
  }
  if (/ding\.serverquota/.test(refused.code)) return dingtalkFinding.mayButUsedUp(what)
  return dingtalkFinding.mayUnknown(what, refused.message)
}

const mendOf = (refused: Refused): string => {
  if (badCredentials.test(refused.code)) return dingtalkMend.credentials
  if (badAddress.test(refused.code)) return dingtalkMend.address
  return usedUp.test(refused.code) ? dingtalkMend.usedUp : dingtalkMend.firewall
}

const permissions = async (options: CheckOptions): Promise<Finding[]> => {
  const { api, robotCode } = options
  const send = await ask(() =>
    api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode,
      userIds: [nobody],
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: dingtalkTrial }),
    }),
  )
  const robot =
    send.said === 'no' && /robotcode/.test(send.refused.code)
      ? dingtalkFinding.robotUnknown(robotCode)
      : permission(options, dingtalkMay.send, 'qyapi_robot_sendmsg', send)
  const ding = await ask(() =>
    api.call('POST', '/v1.0/robot/ding/send', {
      robotCode,
      remindType: 1,
      receiverUserIdList: [nobody],
      content: dingtalkTrial,
    }),
  )
  return [
    robot,
    ...(await template(options)),
    permission(options, 'DING', 'Premium.Ding.Write', ding),
    await todos(options),
  ]
}

/** Without it everything goes on in the chat alone. */
const todos = async ({ api, clientId }: CheckOptions): Promise<Finding> => {
  const asked = await ask(async () => {
    if (!(await mayWriteTodos(api))) throw new Refused('refused', '', 'todos.shut')
  })
  if (asked.said === 'yes') return dingtalkFinding.todos
  if (asked.refused.code === 'todos.shut')
    return dingtalkFinding.todosMissing(applyAt(clientId, 'Todo.Todo.Write'))
  return dingtalkFinding.todosUnknown(asked.refused.message)
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
      cardData: { cardParamMap: { title: dingtalkTrial, markdown: dingtalkTrial } },
      imRobotOpenSpaceModel: { supportForward: false },
    }),
  )
  if (made.said === 'no' && /template/.test(made.refused.code)) {
    return [dingtalkFinding.templateUnfit(cardTemplateId, cardTemplateId === publicTemplate)]
  }
  const may = permission(options, dingtalkMay.cards, 'Card.Instance.Write', made)
  return may.good && cardTemplateId === publicTemplate ? [may, dingtalkFinding.templatePublic] : [may]
}

const wire = async (options: CheckOptions): Promise<Finding> => {
  const { api, mode, publicUrl } = options
  if (mode === 'webhook')
    return publicUrl ? dingtalkFinding.webhook(publicUrl) : dingtalkFinding.publicUrlMissing
  const opened = await ask(() => api.gateway(new AbortController().signal))
  return opened.said === 'yes'
    ? dingtalkFinding.gateway
    : dingtalkFinding.gatewayShut(opened.refused.message, mendOf(opened.refused))
}

const group = async ({ api, groupConversationId, robotCode }: CheckOptions): Promise<Finding[]> => {
  if (!groupConversationId) return [dingtalkFinding.groupMissing]
  const asked = await ask(async () => {
    const answer = await api.call('POST', '/v1.0/robot/groups/robots/query', {
      openConversationId: groupConversationId,
    })
    const list = z
      .looseObject({ chatbotInstanceVOList: z.array(z.looseObject({ robotCode: z.string() })) })
      .safeParse(answer)
    if (list.success && !list.data.chatbotInstanceVOList.some((one) => one.robotCode === robotCode))
      throw new Refused('refused', dingtalkAbsent, 'group.absent')
  })
  if (asked.said === 'yes') return [dingtalkFinding.group]
  if (lacksPermission(asked.refused)) return [dingtalkFinding.groupUnknown]
  return [dingtalkFinding.groupWrong(asked.refused.message)]
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
    if (!person.dingtalk && !person.phone) {
      if (!person.feishu) findings.push(dingtalkFinding.noAddress(person))
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
      return [...findings, dingtalkFinding.directoryShut(scope, applyAt(clientId, scope))]
    }
    if (asked.said === 'no' && asked.refused.failure !== 'unreachable' && asked.refused.failure !== 'refused')
      return [...findings, dingtalkFinding.peopleUnknown(asked.refused.message, mendOf(asked.refused))]
    if (found) reached++
    else
      findings.push(
        person.dingtalk ? dingtalkFinding.idUnknown(person) : dingtalkFinding.phoneUnknown(person),
      )
  }
  return [dingtalkFinding.reached(reached), ...findings]
}

/** Looks at everything over the wire; sends nothing to anybody. */
export const check = async (options: CheckOptions): Promise<Finding[]> => {
  const token = await ask(() => options.api.token())
  if (token.said === 'no')
    return [dingtalkFinding.credentialsWrong(token.refused.message, mendOf(token.refused))]
  return [
    dingtalkFinding.credentials,
    await wire(options),
    ...(await permissions(options)),
    ...(await group(options)),
    ...(await everybody(options)),
  ]
}
