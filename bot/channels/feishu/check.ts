// Is Feishu ready for the worst day? Credentials, permissions, connections and everybody named, each with its mend.
import { z } from 'zod'
import type { Directory, Person } from '../../../store/schema.js'
import type { Finding } from '../channel.js'
import type { Api } from './api.js'
import { botOf } from './bot.js'
import { grantPage, mendOf } from './errors.js'
import { FeishuError } from './http.js'
import type { People } from './people.js'
import { louder, readBack, readGroup, required, watching } from './scopes.js'
import { isAppId } from './socket.js'

const Scopes = z.object({
  data: z.object({
    scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })).nullish(),
  }),
})
const Instances = z.object({ data: z.object({ online_instance_cnt: z.number() }) })
const Chat = z.object({ data: z.object({ name: z.string().optional() }) })

const good = (what: string): Finding => ({ good: true, what })
const bad = (what: string, mend: string): Finding => ({ good: false, what, mend })

const MOST_LINES = 40

export const checkFeishu = async (
  options: {
    api: Api
    people: People
    appId: string
    mode: 'websocket' | 'webhook'
    groupChatId: string | undefined
  },
  directory: Directory,
): Promise<Finding[]> => {
  const { api, people, appId, mode, groupChatId } = options
  const findings: Finding[] = []
  const page = `https://open.feishu.cn/app/${appId}`

  const failed = (what: string, error: unknown): Finding =>
    bad(
      `飞书：${what}`,
      mendOf(error, appId) ??
        (error instanceof FeishuError && error.trouble.status === undefined
          ? '连不上飞书：请检查网络、DNS 和 FEISHU_DOMAIN'
          : `飞书的回答：${error instanceof Error ? error.message : String(error)}`),
    )

  if (mode === 'websocket' && !isAppId(appId))
    findings.push(
      bad('飞书：FEISHU_APP_ID 的格式不对', '应为 cli_ 加 16 位字母数字，请从“凭证与基础信息”重新复制'),
    )

  try {
    await api.knock()
    findings.push(good('飞书：应用凭证有效'))
  } catch (error) {
    return [
      ...findings,
      api.wrong()
        ? bad('飞书：应用凭证无效', `请从 ${page}/baseinfo 重新复制 App ID 和 App Secret`)
        : failed('取不到访问凭证', error),
    ]
  }

  try {
    const { name, active, state } = await botOf(api)
    findings.push(
      active
        ? good(`飞书：机器人“${name}”${state}`)
        : bad(`飞书：机器人${state}`, `请在 ${page}/version 创建版本并申请发布，由管理员在管理后台启用`),
    )
  } catch (error) {
    findings.push(failed('读不到机器人信息', error))
  }

  try {
    const { data } = await api.call(
      {
        api: 'application.scope',
        method: 'GET',
        path: '/open-apis/application/v6/scopes',
        need: 'vital',
        free: true,
        optional: true,
      },
      Scopes,
    )
    const granted = new Set(
      (data.scopes ?? [])
        .filter(({ grant_status }) => grant_status === 1)
        .map(({ scope_name }) => scope_name),
    )
    const missing = required.filter((scope) => !granted.has(scope))
    const quieter = louder.filter((scope) => !granted.has(scope))
    findings.push(
      missing.length === 0
        ? good(`飞书：${required.length} 项必需权限已开通`)
        : bad(
            `飞书：缺少 ${missing.length} 项权限（${missing.join('、')}）`,
            `请打开 ${grantPage(appId, missing)} 开通，再创建版本并发布`,
          ),
    )
    if (quieter.length > 0)
      findings.push(
        good(
          `提示：飞书未开通 ${quieter.join('、')}，短信、电话加急和会话置顶将自动降级；需要时打开 ${grantPage(appId, quieter)}`,
        ),
      )
    findings.push(...watch(granted, appId, groupChatId !== undefined))
  } catch (error) {
    findings.push(failed('读不到权限清单', error))
  }

  if (mode === 'websocket')
    try {
      const { data } = await api.call(
        {
          api: 'event.connection',
          method: 'GET',
          path: '/open-apis/event/v1/connection',
          need: 'vital',
          free: true,
          optional: true,
        },
        Instances,
      )
      const count = data.online_instance_cnt
      findings.push(
        count <= 1
          ? good(
              count === 1 ? '飞书：有一个进程在线' : '飞书：现在没有进程在线（保存长连接设置前请先启动烽火）',
            )
          : bad(
              `飞书：有 ${count} 个进程以同一个应用在线，消息会被分走`,
              '请只保留一个；测试环境请使用另外的应用',
            ),
      )
    } catch (error) {
      findings.push(failed('查不到在线的长连接', error))
    }
  findings.push(
    good(
      `提示：“事件与回调”的事件配置和回调配置两页都要设为${mode === 'websocket' ? '长连接' : '请求地址 …/feishu/webhook'}，并订阅 card.action.trigger，改动后发布版本（${page}/event）`,
    ),
  )

  if (groupChatId !== undefined)
    try {
      const { data } = await api.call(
        {
          api: 'im.chat.get',
          method: 'GET',
          path: `/open-apis/im/v1/chats/${encodeURIComponent(groupChatId)}`,
          need: 'vital',
        },
        Chat,
      )
      findings.push(good(`飞书：通报群“${data.name ?? groupChatId}”`))
    } catch (error) {
      findings.push(failed('通报群不可用，请确认 FEISHU_GROUP_CHAT_ID，并把机器人加入该群', error))
    }
  else findings.push(good('提示：没有设置 FEISHU_GROUP_CHAT_ID，飞书上没有通报群'))

  return [...findings, ...(await everybody(people, directory, failed))]
}

/** What is heard although Feishu does not push it, and what is not. */
const watch = (granted: ReadonlySet<string>, appId: string, group: boolean): Finding[] => {
  const unseen = watching.filter((scope) => !granted.has(scope))
  return [
    readBack.some((scope) => granted.has(scope))
      ? good('飞书：漏推的私聊消息可以补读（按钮无法补读，没有反应时请再按一次）')
      : bad(
          `飞书：漏推的私聊消息无法补读，缺少权限 ${readBack[0]}`,
          `请打开 ${grantPage(appId, [readBack[0]])} 开通，再创建版本并发布`,
        ),
    ...(group && !granted.has(readGroup)
      ? [
          good(
            `提示：飞书未开通 ${readGroup}（敏感权限，可读群内全部消息），群里漏推的 @烽火 无法补读；需要时打开 ${grantPage(appId, [readGroup])}`,
          ),
        ]
      : []),
    ...(unseen.length > 0
      ? [
          good(
            `提示：飞书未开通 ${unseen.join('、')}，连接“在线但收不到消息”时不能自行发现；需要时打开 ${grantPage(appId, unseen)}，并订阅 im.message.reaction.created_v1 和 deleted_v1`,
          ),
        ]
      : []),
  ]
}

/** Whoever holds a post and has no address: by name, since each of them is a hole in the chain. */
const everybody = async (
  people: People,
  directory: Directory,
  failed: (what: string, error: unknown) => Finding,
): Promise<Finding[]> => {
  const findings: Finding[] = []
  try {
    await people.find(directory)
  } catch (error) {
    findings.push(failed('按手机号或邮箱查找账号时出错', error))
  }
  const responsible = directory.people.filter(({ posts }) => posts.some(({ role }) => role !== ''))
  const silent = responsible.filter((person) => people.addressOf(person) === undefined)
  const line = ({ id, name, phone, feishu }: Person): Finding =>
    bad(
      `飞书：找不到 ${name}（${id}）`,
      feishu || phone
        ? '请核对 people.csv 的手机或飞书ID，并确认此人在应用的可用范围和通讯录权限范围内'
        : '请在 people.csv 填写此人的飞书ID或手机',
    )
  return [
    ...findings,
    ...(silent.length < responsible.length || responsible.length === 0
      ? [good(`飞书：${responsible.length - silent.length} 位责任人可以送达`)]
      : []),
    ...silent.slice(0, MOST_LINES).map(line),
    ...(silent.length > MOST_LINES ? [bad(`飞书：另有 ${silent.length - MOST_LINES} 人找不到`, '同上')] : []),
  ]
}
