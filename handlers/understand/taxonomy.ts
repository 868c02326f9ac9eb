// Which of the ten kinds of incident is meant? By number, name, part of a name, sub-class, or in lay words; pure.
import type { Category, CategoryCode } from '../../rules/rules.js'

/** What people say instead of the standard's words. A word that stands under two codes is asked back. */
const layWords: Record<CategoryCode, readonly string[]> = {
  MP: [
    '中毒',
    '病毒',
    '木马',
    '蠕虫',
    '勒索',
    '挖矿',
    '挂马',
    '恶意代码',
    '恶意软件',
    '恶意程序',
    '僵尸网络',
    '文件被加密',
    '被加密',
  ],
  NA: [
    '网页被改',
    '网站被改',
    '主页被改',
    '首页被改',
    '页面被改',
    '被篡改',
    '篡改',
    '被黑',
    '黑客',
    '黑页',
    '入侵',
    '攻击',
    '钓鱼',
    '暗链',
    '后门',
    '盗号',
    '账号被盗',
    '帐号被盗',
    '邮箱被盗',
    '密码被盗',
    '撞库',
    '爆破',
    '扫描',
    '劫持',
    'ddos',
    'cc攻击',
    'apt',
    'dns',
    '拒绝服务',
    '失陷',
    '肉鸡',
    '漏洞利用',
    '漏洞被利用',
    'webshell',
    '供应链',
    '打不开',
    '无法访问',
    '访问不了',
  ],
  DS: [
    '数据泄露',
    '数据泄漏',
    '信息泄露',
    '信息泄漏',
    '泄露',
    '泄漏',
    '外泄',
    '拖库',
    '脱库',
    '数据被盗',
    '数据被改',
    '数据被篡改',
    '数据丢失',
    '丢数据',
    '窃取',
    '个人信息',
    '隐私',
  ],
  IC: [
    '违法信息',
    '有害信息',
    '不良信息',
    '违规信息',
    '反动',
    '色情',
    '暴恐',
    '谣言',
    '虚假信息',
    '诈骗',
    '欺诈',
    '垃圾邮件',
    '垃圾信息',
    '群发',
    '赌博',
  ],
  DE: [
    '断网',
    '停电',
    '断电',
    '宕机',
    '死机',
    '故障',
    '瘫痪',
    '漏水',
    '硬盘坏',
    '服务器坏',
    '光缆',
    '打不开',
    '无法访问',
    '访问不了',
  ],
  RO: ['误操作', '误删', '越权', '违规', '滥用权限', '私自', '外联'],
  SHE: ['漏洞', '弱口令', '弱密码', '隐患', '未打补丁', '配置错误', '端口开放', '端口误开放'],
  AB: ['异常登录', '异地登录', '异常访问', '异常流量', '流量异常', '访问异常', '异常'],
  FOC: ['地震', '雷击', '打雷', '火灾', '着火', '洪水', '台风', '暴雪', '疫情', '自然灾害'],
  OTH: ['其他', '其它', '以上都不是', '都不是'],
}

const ORDINALS = '一二三四五六七八九十'

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

const root = (name: string): string => plain(name.replace(/事件$/u, ''))

/** The kinds of the longest of the words that are in the text: «数据被篡改» is about data, «被篡改» alone is not. */
const byWord = (wanted: string, categories: readonly Category[]): Category[] => {
  const hits = categories.flatMap((category) =>
    [
      category.name.replace(/事件$/u, ''),
      ...layWords[category.code],
      ...category.sub.filter((name) => !name.startsWith('其他')).map((name) => name.replace(/事件$/u, '')),
    ]
      .map(plain)
      .filter((word) => wanted.includes(word))
      .map((word) => ({ category, length: word.length })),
  )
  const longest = Math.max(0, ...hits.map(({ length }) => length))
  return [...new Set(hits.filter(({ length }) => length === longest).map(({ category }) => category))]
}

/**
 * The kinds that a text may mean; several where it fits several, none where it fits none.
 * A bare number counts from 1 in the order of the standard.
 */
export const findCategories = (text: string, categories: readonly Category[]): Category[] => {
  const wanted = plain(text.slice(0, 200))
  if (!wanted) return []
  const nth = /^第?(?:(\d{1,2})|([一二三四五六七八九十]))[类项个种]?$/u.exec(wanted)
  if (nth) {
    const wantedAt = nth[1] ? Number(nth[1]) - 1 : ORDINALS.indexOf(nth[2] ?? ' ')
    return categories.filter((_, at) => at === wantedAt)
  }
  const exact = categories.filter(
    ({ code, name, short, sub }) =>
      code.toLowerCase() === wanted ||
      plain(name) === wanted ||
      plain(short) === wanted ||
      sub.some((one) => plain(one) === wanted || root(one) === wanted),
  )
  if (exact.length > 0) return exact
  const said = byWord(wanted, categories)
  if (said.length > 0) return said
  if (wanted.length < 2) return []
  const named = categories.filter(({ name }) => plain(name).includes(wanted) && wanted !== '事件')
  if (named.length > 0) return named
  return categories.filter(({ sub }) => sub.some((one) => root(one).includes(wanted)))
}
