// How do the figures come to docs/speed.md? Between its two marks, anew with every whole run; the words around them stay.
import { readFileSync, writeFileSync } from 'node:fs'
import { rounded } from './figures.mjs'

const PAGE = new URL('../../docs/speed.md', import.meta.url)
const [FROM, TO] = ['<!-- figures -->', '<!-- end of figures -->']

const shown = (value) => (Number.isFinite(value) ? String(rounded(value)) : '')

const rowsOf = ({ reaches = [], compared = {}, missing = [], failed }, met) => [
  ...reaches.map((one) => {
    const { what, value, reach, better, unit = '' } = one
    return [
      what,
      `${shown(value)}${unit}`,
      `${better === 'more' ? '≥' : '≤'} ${shown(reach)}${unit}`,
      met(one) ? '✓' : '✗',
    ]
  }),
  ...Object.entries(compared).map(([what, value]) => [what, shown(value), '', '']),
  ...missing.map((what) => [what, 'not measured', '', '✗']),
  ...(failed ? [[failed, 'did not finish', '', '✗']] : []),
]

export const writePage = ({ machine, results }, met) => {
  const { date, cores, processor, memoryGb, system, node, loadBefore, seconds } = machine
  const tables = Object.values(results).map((result) =>
    [
      ...(result.title ? [`**${result.title}**`, ''] : []),
      '| what | measured | reach | met |',
      '|---|---|---|---|',
      ...rowsOf(result, met).map((row) => `| ${row.join(' | ')} |`),
    ].join('\n'),
  )
  const head = `Measured on ${date.slice(0, 10)}: ${cores} cores (${processor}), ${rounded(memoryGb)} GB, ${system}, Node ${node}; load before it began ${loadBefore.map((one) => one.toFixed(1)).join(', ')} over one, five and fifteen minutes; ${seconds} s in all.`
  const text = readFileSync(PAGE, 'utf8')
  const before = text.slice(0, text.indexOf(FROM) + FROM.length)
  const after = text.slice(text.indexOf(TO))
  writeFileSync(PAGE, `${before}\n${[head, ...tables].join('\n\n')}\n${after}`)
}
