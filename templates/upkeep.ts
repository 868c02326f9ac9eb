// What is said of a file with the directory in it? What it has wrong, what becomes of it, and how one is sent.
import type { Proposal } from '../store/schema.js'

export const tableNames = { people: '人员', units: '单位', systems: '系统', roster: '值班' } as const

export const fieldNames: Record<string, string> = {
  name: '名称',
  title: '职务',
  posts: '岗位',
  phone: '手机',
  standIn: '代理人',
  feishu: '飞书账号',
  dingtalk: '钉钉账号',
  kind: '类型',
  supervisor: '分管校领导',
  aliases: '别名',
  desk: '值班电话',
  owner: '主管单位',
  operator: '运维单位',
  users: '使用单位',
  addresses: '网址或IP',
  vendor: '供应商',
  vendorPhone: '供应商电话',
  protection: '等保级别',
  filing: '备案号',
  critical: '关基',
  person: '值班人',
}

/** Enough to tell which number is meant. No asterisks: where there are no cards they would be markup. */
export const maskedPhone = (phone: string): string =>
  phone.length < 8 ? '××××' : `${phone.slice(0, 3)}××××${phone.slice(-4)}`

export const proposalStates: Record<Proposal['state'] | 'lapsed', string> = {
  sent: '请核对下面的变动，无误请点“提请核定”，由网信办另一位同志核定后生效',
  asked: '已提请，待网信办另一位同志核定；核定之前按原通讯录办理',
  approved: '已核定，正在写入通讯录',
  'in-force': '已生效，未结事项已按新通讯录交接',
  returned: '已退回，不采用',
  replaced: '已被后来发的文件代替',
  stale: '通讯录在此期间已有变动，这份作废，请重新发一次文件',
  lapsed: '文件内容已清除（7 天没有核定），请重新发一次文件',
}

const counted = { comes: '来', goes: '走', changes: '变' } as const

/** 人员：来 1、走 1；系统：变 3 */
export const countsInWords = (counts: Proposal['counts']): string =>
  Object.entries(tableNames)
    .flatMap(([table, label]) => {
      const said = Object.entries(counted).flatMap(([what, word]) => {
        const count = counts[`${table}.${what}`]
        return count ? [`${word} ${count}`] : []
      })
      return said.length > 0 ? [`${label}：${said.join('、')}`] : []
    })
    .join('；')

export const upkeepText = {
  /** `rows`: already shortened. */
  mistaken: (file: string, rows: string[]): string =>
    [`“${file}”有错，没有采用，通讯录不变。请改好后再发一次：`, ...rows].join('\n'),
  same: '这份文件与现行通讯录一致，没有变动，无需更新。',
  huge: (file: string): string =>
    `“${file}”太大，不像通讯录，没有打开。通讯录文件不超过 5 MB、每张表不超过 2 万行；请只保留“单位”“人员”“系统”“值班”工作表后再发。`,
  unreadable: (file: string): string =>
    `“${file}”打不开，没有采用。应为未加密、未损坏的 .xlsx，或 .csv；旧的 .xls 请另存为 .xlsx。`,
  unfetched: (file: string): string => `“${file}”没有取到，请再发一次。`,
  diskMistaken: (rows: string[]): string =>
    ['通讯录文件夹里现有的文件有错，请先改好，再发送更新：', ...rows].join('\n'),
  asked: '已提请，等待网信办另一位同志核定。核定之前按原通讯录办理。',
  approved: '已核定，通讯录随即更新。',
  returned: '已退回，通讯录不变，文件内容已清除。',
  none: '没有待核定的通讯录更新。要更新，请把“单位”“人员”“系统”“值班”表（.xlsx 或 .csv）直接发到这里：先列出变动，再由网信办两人核定。',
  unwritten: (code: string): string =>
    `通讯录更新已核定，但写不进通讯录文件夹（${code}），没有生效。请运维人员检查磁盘和权限后，再点“核定生效”。`,
  in_force: (by: string, other: string): string => `通讯录已更新：${by}提请，${other}核定。`,
}
