// How is a chart drawn on Feishu? As its own component: a VChart specification that is nothing but data.
import type { Chart, Tone } from '../../../templates/card.js'
import { clip, type Element } from './form.js'

const colours: Record<Tone, string> = {
  red: '#D9473F',
  orange: '#E8883A',
  blue: '#3370FF',
  green: '#35A35B',
  grey: '#8F959E',
  violet: '#7F5AF0',
}

/** Title and legend, and so much for each bar; the platform takes less than 1000. */
const [BESIDE, BAR, MOST] = [96, 34, 900]

/** Lying bars, stacked. Every name and number in it is data: nothing of it is a pattern or a function. */
export const chart = ({ title, unit, series, bars }: Chart): Element => ({
  tag: 'chart',
  height: `${Math.min(MOST, BESIDE + BAR * bars.length)}px`,
  preview: true,
  chart_spec: {
    type: 'bar',
    direction: 'horizontal',
    stack: true,
    title: { text: `${title}（${unit}）` },
    data: {
      values: bars.flatMap(({ name, values }) =>
        series.map((one, at) => ({ name: clip(name, 30), part: one.name, value: values[at] ?? 0 })),
      ),
    },
    xField: 'value',
    yField: 'name',
    seriesField: 'part',
    color: series.map(({ tone }) => colours[tone]),
    label: { visible: true },
    legends: { visible: series.length > 1, orient: 'bottom' },
  },
})
