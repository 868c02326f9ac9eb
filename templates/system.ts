// What does the register say of a system, in one line? 谁主管、谁运维、谁使用 (细则 第七条).
import type { System } from '../store/schema.js'

const unitNames = (units: readonly { name: string }[]): string => units.map(({ name }) => name).join('、')

export const systemLine = ({ owner, operator, users, protection }: System): string =>
  [
    `主管单位 ${owner.name}`,
    `运维单位 ${operator?.name ?? '未登记'}`,
    ...(users.length > 0 ? [`使用单位 ${unitNames(users)}`] : []),
    ...(protection ? [`等保${protection}`] : []),
  ].join('，')
