// What is a unit asked once a year about its own people? Who they are and who stands in, as the directory has them; no numbers.
import type { World } from '../rules/world.js'
import { person } from '../store/campus.js'
import { type Role, roles, type Unit } from '../store/schema.js'

export const reconfirmText = (unit: Unit, { directory }: Pick<World, 'directory'>): string => {
  const lineOf = (role: Role): string[] =>
    directory.people
      .filter(({ posts }) => posts.some((post) => post.unit === unit.id && post.role === role))
      .map(({ name, title, standIn }) => {
        const instead = standIn ? person(directory, standIn)?.name : undefined
        return `${role}：${name}${title ? `（${title}）` : ''}，代理人${instead ?? '未登记'}`
      })
  return [
    '请核对通讯录里本单位的责任人和代理人，夜间出事时靠它找人：',
    ...roles.flatMap(lineOf),
    '都对的，按“无变化”；有人离任、换岗、换号码的，按“有变化”写明。',
  ].join('\n')
}
