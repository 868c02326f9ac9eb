// What kinds of network security incident are there? The ten classes of GB/T 20986-2023, as data (domain/taxonomy.yaml).

export type CategoryCode = 'MP' | 'NA' | 'DS' | 'IC' | 'DE' | 'RO' | 'SHE' | 'AB' | 'FOC' | 'OTH'

export type Category = {
  /** An open-source project's code, kept in records only: the standard's own codes were not seen, so it is never printed. */
  code: CategoryCode
  name: string
  /** The name without 事件, for buttons and titles. */
  short: string
  /** In lay words, for the one who has to choose. */
  examples: readonly string[]
  sub: readonly string[]
}

/** In the order of the standard: what people answer by number counts from here. */
export const categories: readonly Category[] = [
  {
    code: 'MP',
    name: '恶意程序事件',
    short: '恶意程序',
    examples: ['电脑中毒', '勒索软件', '挖矿', '网页挂马'],
    sub: [
      '计算机病毒事件',
      '网络蠕虫事件',
      '特洛伊木马事件',
      '僵尸网络事件',
      '恶意代码内嵌网页事件',
      '恶意代码宿主站点事件',
      '勒索软件事件',
      '挖矿病毒事件',
      '混合攻击程序事件',
      '其他恶意程序事件',
    ],
  },
  {
    code: 'NA',
    name: '网络攻击事件',
    short: '网络攻击',
    examples: ['网页被改', '钓鱼邮件', '账号被盗', '拒绝服务攻击'],
    sub: [
      '网络扫描探测事件',
      '网络钓鱼事件',
      '漏洞利用事件',
      '后门利用事件',
      '后门植入事件',
      '凭据攻击事件',
      '信号干扰事件',
      '拒绝服务事件',
      '网页篡改事件',
      '暗链植入事件',
      '域名劫持事件',
      '域名转嫁事件',
      'DNS污染事件',
      'WLAN劫持事件',
      '流量劫持事件',
      'BGP劫持攻击事件',
      '广播欺诈事件',
      '失陷主机事件',
      '供应链攻击事件',
      'APT事件',
      '其他网络攻击事件',
    ],
  },
  {
    code: 'DS',
    name: '数据安全事件',
    short: '数据安全',
    examples: ['数据泄露', '名单外泄', '数据被窃取', '数据丢失'],
    sub: [
      '数据篡改事件',
      '数据假冒事件',
      '数据泄露事件',
      '社会工程事件',
      '数据窃取事件',
      '数据拦截事件',
      '位置检测事件',
      '数据投毒事件',
      '数据滥用事件',
      '隐私侵犯事件',
      '数据损失事件',
      '其他数据安全事件',
    ],
  },
  {
    code: 'IC',
    name: '信息内容安全事件',
    short: '信息内容安全',
    examples: ['出现违法有害信息', '谣言', '网络诈骗', '垃圾信息群发'],
    sub: [
      '反动宣传事件',
      '暴恐宣扬事件',
      '色情传播事件',
      '虚假信息传播事件',
      '权益侵害事件',
      '信息滥发事件',
      '网络欺诈事件',
      '其他信息内容安全事件',
    ],
  },
  {
    code: 'DE',
    name: '设备设施故障事件',
    short: '设备设施故障',
    examples: ['断网', '停电', '服务器宕机', '机房漏水'],
    sub: ['技术故障事件', '配套设施故障事件', '物理损害事件', '辐射干扰事件', '其他设备设施故障事件'],
  },
  {
    code: 'RO',
    name: '违规操作事件',
    short: '违规操作',
    examples: ['误删数据', '越权操作', '私自外联'],
    sub: [
      '权限滥用事件',
      '权限伪造事件',
      '行为抵赖事件',
      '故意违规操作事件',
      '误操作事件',
      '人员可用性破坏事件',
      '资源未授权使用事件',
      '其他违规操作事件',
    ],
  },
  {
    code: 'SHE',
    name: '安全隐患事件',
    short: '安全隐患',
    examples: ['发现漏洞', '弱口令', '端口误开放'],
    sub: ['网络漏洞事件', '网络配置合规缺陷事件', '其他安全隐患事件'],
  },
  {
    code: 'AB',
    name: '异常行为事件',
    short: '异常行为',
    examples: ['异常登录', '异常流量'],
    sub: ['访问异常事件', '流量异常事件', '其他异常行为事件'],
  },
  {
    code: 'FOC',
    name: '不可抗力事件',
    short: '不可抗力',
    examples: ['雷击', '地震', '火灾', '洪水'],
    sub: ['自然灾害事件', '事故灾难事件', '公共卫生事件', '社会安全事件', '其他不可抗力事件'],
  },
  { code: 'OTH', name: '其他事件', short: '其他', examples: ['以上都不是'], sub: [] },
]

export const categoryOf = (code: string): Category | undefined =>
  categories.find((category) => category.code === code)

/** The name that people read; what is not a code is shown as it is. */
export const categoryName = (code: string): string => categoryOf(code)?.name ?? code
