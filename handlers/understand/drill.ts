// Which scenario is asked for, and what stands behind it? `1 信息学院`, `挖矿 信息学院`, `场景2`.
/** `name`: the first word as it was written. `rest`: what may name a unit. */
export const drillAsked = (text: string): { nth?: number; name: string; rest: string } => {
  const said = text.normalize('NFKC').trim().slice(0, 200)
  const [name = '', ...rest] = said.split(/[\s,、;:]+/u)
  const number = /^(?:场景|第)?(\d{1,3})(?:号|个)?$/u.exec(name)?.[1]
  return { ...(number === undefined ? {} : { nth: Number(number) }), name, rest: rest.join(' ').trim() }
}
