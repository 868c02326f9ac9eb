// What is said of a drill? Which scenario is asked for and what stands behind it (`1 信息学院`, `挖矿 信息学院`, `场景2`), and how it went.
/** `name`: the first word as it was written. `rest`: what may name a unit. */
export const drillAsked = (text: string): { nth?: number; name: string; rest: string } => {
  const said = text.normalize('NFKC').trim().slice(0, 200)
  const [name = '', ...rest] = said.split(/[\s,、;:]+/u)
  const number = /^(?:场景|第)?(\d{1,3})(?:号|个)?$/u.exec(name)?.[1]
  return { ...(number === undefined ? {} : { nth: Number(number) }), name, rest: rest.join(' ').trim() }
}

const HEADS = /(?:存在的?|发现的?)?(问题|改进)(?:措施|意见)?\s{0,9}[:：]/u

/** 问题：没人接电话；改进：登记手机. Words under neither head are of what was wrong. */
export const drillEnding = (text: string): { problems?: string; better?: string } => {
  const [before = '', ...parts] = text.split(HEADS)
  const said: { problems: string[]; better: string[] } = { problems: [before], better: [] }
  for (let at = 0; at < parts.length; at += 2)
    said[parts[at] === '改进' ? 'better' : 'problems'].push(parts[at + 1] ?? '')
  const whole = (some: string[]): string =>
    some
      .map((one) => one.replace(/^[\s,，;；、。]+/u, '').replace(/(?<![\s,，;；、])[\s,，;；、]+$/u, ''))
      .filter(Boolean)
      .join('；')
  const [problems, better] = [whole(said.problems), whole(said.better)]
  return { ...(problems ? { problems } : {}), ...(better ? { better } : {}) }
}
