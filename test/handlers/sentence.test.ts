// Is what a sentence says read from it, and nothing that it does not say? Printed: how many fields are right, wrong, missed.
import { expect, it, test } from 'vitest'
import { readSentence, senseOf } from '../../handlers/understand/sentence.js'
import { readDirectory } from '../../store/directory.js'
import { everyday, nothing, noticed, type Sentence, sentences, together } from './sentences.js'

const NOW = Date.parse('2026-11-23T14:30:00+08:00')
const directory = await readDirectory('templates/directory')
const here = { now: NOW, timezone: 'Asia/Shanghai', directory }

const expected = ({ unit, system, category, at, facts }: Sentence): Record<string, unknown> => ({
  ...(unit ? { unit: directory.units.find(({ name }) => name === unit)?.id ?? unit } : {}),
  ...(system ? { system } : {}),
  ...(category ? { category } : {}),
  ...(at === undefined
    ? {}
    : {
        discovered_at: new Date(
          typeof at === 'number' ? NOW - at * 60_000 : Date.parse(`${at.replace(' ', 'T')}:00+08:00`),
        ).toISOString(),
      }),
  ...facts,
})

const free = new Set(['measures', 'impact', 'occurred_at'])
const judge = (one: Sentence) => {
  const { answers } = readSentence(one.text, here)
  const wanted = expected(one)
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(answers)])].filter(
    (name) => !free.has(name),
  )
  const found: Record<string, unknown> = answers
  const wrong = names.filter((name) => found[name] !== undefined && found[name] !== wanted[name])
  const missed = names.filter((name) => found[name] === undefined)
  for (const name of ['measures', 'impact'] as const) {
    const words = one[name]
    if (words && !answers[name]?.includes(words)) missed.push(name)
  }
  return { one, answers, wrong, missed, right: names.length - wrong.length - missed.length }
}

test.each(sentences)('$text', (one) => {
  expect(senseOf(one.text)).toBe('report')
  const { wrong, answers } = judge(one)
  expect(
    wrong.filter((name) => name === 'unit' || name === 'discovered_at'),
    JSON.stringify(answers),
  ).toEqual([])
})

it('of all the fields nine of ten are right', () => {
  const judged = sentences.map(judge)
  const sum = (count: (one: ReturnType<typeof judge>) => number): number =>
    judged.reduce((all, one) => all + count(one), 0)
  const [right, wrong, missed] = [
    sum((one) => one.right),
    sum((one) => one.wrong.length),
    sum((one) => one.missed.length),
  ]
  const lines = judged
    .filter((one) => one.wrong.length + one.missed.length > 0)
    .map(
      ({ one, wrong, missed, answers }) =>
        `  ${one.text}\n    wrong ${wrong} missed ${missed} ${JSON.stringify(answers)}`,
    )
  process.stdout.write(
    `${sentences.length} sentences: ${right} fields right, ${wrong} wrong, ${missed} missed\n${lines.join('\n')}\n`,
  )
  expect(right / (right + wrong + missed)).toBeGreaterThanOrEqual(0.9)
})

test.each(nothing)('nothing has happened: %s', (text) => expect(senseOf(text)).toBe('nothing'))
test.each(noticed)('a notice: %s', (text) => expect(senseOf(text)).toBe('notice'))
test.each(together)('two kinds of words together: %s', (text) => expect(senseOf(text)).toBe('report'))
test.each(everyday)('of any day: %s', (text) => expect(senseOf(text)).toBe('nothing'))

test.each([
  ['寝室的网从昨天晚上就连着但是啥都加载不出来', 'DE'],
  ['监控室画面全黑了录像也回放不了', 'DE'],
  ['机房开机以后桌面全是一个红色骷髅头', 'MP'],
  ['someone logged into my school account from another city', 'NA'],
  ['有人在表白墙晒出了我们班同学的手机号和宿舍号', 'DS'],
  ['教学楼的电子班牌在滚动一些骂人的话', 'IC'],
  ['我的一卡通余额莫名其妙少了二百', 'AB'],
  ['信息学院网站首页被挂了广告', 'NA'],
  ['图书馆网站挂了广告', 'NA'],
  ['图书馆网站挂了', 'DE'],
])('its kind, too: %s', (text, category) =>
  expect(readSentence(text, here).answers).toMatchObject({ category }),
)

test.each([
  ['打开教务处主页杀毒软件就报警', 'measures'],
  ['数据中心空调坏了温度已经四十多度了服务器自动关机了', 'measures'],
  ['我刚才不小心把验证码告诉一个自称信息中心的人了', 'unit'],
] as const)('what was not done, and who it only said to be: %s', (text, name) =>
  expect(readSentence(text, here).answers[name]).toBeUndefined(),
)
