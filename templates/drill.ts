// How is a drill told from the real thing? By one mark on whatever leaves the house about it, and words of its own.
import type { Drill } from '../rules/rules.js'
import type { Rendered } from './card.js'

export const drillMark = '【演练】'

/** In front of what is written about it. */
export const markOf = ({ drill }: { drill: boolean }): string => (drill ? drillMark : '')

/** What is said of what is over: a drill is no case that was settled. */
export const endName = ({ drill }: { drill: boolean }): string => (drill ? '演练已结束' : '已办结')

/** `3 起事件`, `3 起事件，演练 1 起`, `演练 1 起`: a drill is in no figure of the real ones. */
export const apart = (real: number, drills: number, unit: string, what = ''): string =>
  [
    ...(real > 0 || drills === 0 ? [`${real} ${unit}${what}`] : []),
    ...(drills > 0 ? [`演练 ${drills} ${unit}`] : []),
  ].join('，')

/** Whatever is drawn of a drill and does not say so is made to: nobody may take it for real. */
export const marked = <D extends Rendered | object>(drawn: D): D => {
  if ('text' in drawn && typeof drawn.text === 'string')
    return drawn.text.includes('演练') ? drawn : { ...drawn, text: `${drillMark}${drawn.text}` }
  if ('card' in drawn && isCard(drawn.card))
    return drawn.card.title.includes('演练')
      ? drawn
      : { ...drawn, card: { ...drawn.card, title: `${drillMark}${drawn.card.title}` } }
  return drawn
}
const isCard = (card: unknown): card is { title: string } =>
  typeof card === 'object' && card !== null && 'title' in card && typeof card.title === 'string'

export const drillBegins =
  '提交后按真实流程通知责任人、催办、填回执；所有卡片和文书都注明演练，不向任何上级报送，不计入统计'

export const drillPapers =
  '【演练】正在生成演练材料，稍后以文件发给您。不签发、不报送，不给任何上级打电话；回执按模拟的情形填写。'

/** 演练 without a scenario: which there are, and how one is begun. */
export const drillScenarios = (drills: readonly Drill[], unknown?: string): string =>
  drills.length === 0
    ? '规则里没有登记演练场景（drills），请先补上。'
    : [
        ...(unknown ? [`没有“${unknown}”这个演练场景。`] : []),
        '选一个演练场景和单位，例如：',
        ...drills.map(({ name }, at) => `演练 ${at + 1} 单位名：${name}`),
        '提交前可以核对和修改；按真实流程走，不向任何上级报送。',
      ].join('\n')
