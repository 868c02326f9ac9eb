// How are measured rows drawn? A panel each, both axes by powers of ten, in an SVG that needs nothing else.
const WIDTH = 380
const HEIGHT = 230
const LEFT = 46
const BOTTOM = 34
const TOP = 44
const colours = ['#1f6feb', '#d1242f', '#1a7f37', '#8250df']

const shown = (value) =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(Number(value.toPrecision(3)))

const panel = ({ title, x, rows, lines }, nth) => {
  const values = rows.flatMap((row) => lines.map((name) => row[name])).filter((value) => value > 0)
  if (values.length === 0) return ''
  const floor = Math.floor(Math.log10(Math.min(...values)))
  const ceiling = Math.max(floor + 1, Math.ceil(Math.log10(Math.max(...values))))
  const first = Math.log10(rows[0][x])
  const span = Math.log10(rows.at(-1)[x]) - first || 1
  const across = (value) => LEFT + ((Math.log10(value) - first) / span) * (WIDTH - LEFT - 24)
  const up = (value) =>
    HEIGHT - BOTTOM - ((Math.log10(value) - floor) / (ceiling - floor)) * (HEIGHT - BOTTOM - TOP)
  const grid = Array.from({ length: ceiling - floor + 1 }, (_, step) => 10 ** (floor + step)).map(
    (value) =>
      `<path d="M${LEFT} ${up(value).toFixed(1)}H${WIDTH - 24}" stroke="#d0d7de"/><text x="${LEFT - 6}" y="${(up(value) + 4).toFixed(1)}" text-anchor="end">${shown(value)}</text>`,
  )
  const names = rows.map(
    (row) =>
      `<text x="${across(row[x]).toFixed(1)}" y="${HEIGHT - 16}" text-anchor="middle">${shown(row[x])}</text>`,
  )
  const drawn = lines.map((name, at) => {
    const points = rows.filter((row) => row[name] > 0).map((row) => [across(row[x]), up(row[name])])
    const path = points.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(' ')
    const dots = points
      .map(([a, b]) => `<circle cx="${a.toFixed(1)}" cy="${b.toFixed(1)}" r="2.5"/>`)
      .join('')
    return `<g fill="${colours[at]}"><polyline points="${path}" fill="none" stroke="${colours[at]}" stroke-width="1.5"/>${dots}<text x="${LEFT + at * 110}" y="34">${name}</text></g>`
  })
  const place = `translate(${(nth % 2) * WIDTH} ${Math.floor(nth / 2) * HEIGHT})`
  return `<g transform="${place}"><text x="${LEFT}" y="18" font-weight="bold">${title}</text>${grid.join('')}${names.join('')}${drawn.join('')}</g>`
}

/** `panels`: `{ title, x, rows, lines }`, where `x` and `lines` name fields of the rows, which stand in the order of `x`. */
export const curves = (panels) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * 2} ${HEIGHT * Math.ceil(panels.length / 2)}" font-family="sans-serif" font-size="11" fill="#24292f"><title>What grows, and how</title><rect width="100%" height="100%" fill="#fff"/>${panels.map(panel).join('\n')}</svg>\n`
