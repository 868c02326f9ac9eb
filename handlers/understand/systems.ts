// Do two texts name the same system? By the register, wherever its names stand; by what people call it; pure.
import { folded } from '../../store/campus.js'
import type { Directory, System } from '../../store/schema.js'
import { hitsOf } from './sentence.js'

/** 统一身份认证平台 is 统一身份认证, 校园一卡通 is 一卡通 in what people write. */
const shorter = (name: string): string[] => [
  name,
  name.replace(/(?:管理)?(?:系统|平台)$/u, ''),
  name.replace(/^校园/u, ''),
]

/** The systems of the register that a text names, wherever it stands. 大屏, OA and 官网 are what half of the campus calls its own. */
export const systemsNamed = (text: string, { systems = [] }: Pick<Directory, 'systems'>): System[] => {
  const words = ({ name, aliases }: System) =>
    [name, ...aliases].flatMap(shorter).filter((word) => [...folded(word)].length > 2)
  return [...new Set(hitsOf(folded(text), systems, words).map(({ row }) => row))]
}

/** 校园网, 全校广播: a name that means the same whoever on the campus says it; 学院网站 is each college's own. */
export const ofCampus = (name: string): boolean => /^[本我全学]?校/u.test(name)

/** Not a letter in common, beside what half of all systems are called: 实验室服务器 is no 学院网站. */
export const unlike = (a: string, b: string): boolean => {
  const letters = (name: string) => new Set(name.replace(/系统|平台|服务|管理|校园/gu, ''))
  const theirs = letters(b)
  return ![...letters(a)].some((letter) => theirs.has(letter))
}
