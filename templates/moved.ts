// What is the office told when a platform says that somebody left, is on leave or is back?
import type { World } from '../rules/world.js'
import type { Actor, Away, ChannelName, PersonRef } from '../store/schema.js'
import { clockTime, names } from './plain.js'

const platformNames: Record<ChannelName, string> = { sandbox: '沙盒', feishu: '飞书', dingtalk: '钉钉' }

/** A platform, where the record says who registered it. */
export const platformRef = (channel: ChannelName): PersonRef => ({
  id: channel,
  name: platformNames[channel],
})

const inHands = (ids: readonly string[]): string =>
  ids.length > 0 ? `由代理人代办的 ${ids.slice(0, 8).join('、')} 改回由本人办理。` : ''
const byWhom = (by: readonly Actor[]): string =>
  by.length > 0 ? `其负责的事项从现在起由${names([...by])}办理。` : '其负责的事项暂无人办理，请网信办指定。'

export const movedText = {
  left: (channel: ChannelName, person: PersonRef, by: readonly Actor[]): string =>
    `${platformNames[channel]}显示：${person.name}已离开本单位或账号已停用。${byWhom(by)}请核实并更新通讯录（把新的 .xlsx 发到这里）；并没有离开的，请发送“销假 ${person.name}”。`,
  elsewhere: (channel: ChannelName, person: PersonRef, other: ChannelName): string =>
    `${platformNames[channel]}显示：${person.name}已离开本单位或账号已停用；其${platformNames[other]}账号仍在，事项没有改动。请核实；确已离开的，请更新通讯录。`,
  back: (channel: ChannelName, person: PersonRef, ids: readonly string[]): string =>
    `${platformNames[channel]}显示：${person.name}已恢复。${inHands(ids)}`,
  leave: (
    channel: ChannelName,
    { person, period }: { person: PersonRef; period: Away },
    by: readonly Actor[],
    { now, rules }: Pick<World, 'now' | 'rules'>,
  ): string => {
    const [from, to] = [period.from, period.to].map((at) => clockTime(at, now, rules.timezone))
    const who = by.length > 0 ? `由${names([...by])}代为办理` : '没有代理人，请网信办指定'
    return `${platformNames[channel]}请假：${person.name}，${from} 至 ${to}，期间${who}。提前回来请发送“销假”。`
  },
  leaveOver: (channel: ChannelName, person: PersonRef, ids: readonly string[]): string =>
    `${platformNames[channel]}显示：${person.name}的请假已撤销。${inHands(ids)}`,
}
