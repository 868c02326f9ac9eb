// Is a text that is too long refused with its limit, and nothing of it kept?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'
import type { Stage } from './stage.js'
import { reported } from './told.js'

const MARK = '甲乙丙丁戊己'
const long = (length: number): string => MARK + '长'.repeat(length - MARK.length)

const ready = async (stage: Stage): Promise<string> => {
  await play(stage, `08:00\n${reported('刘老师')}\n…`)
  return Object.keys(stage.fenghuo.turns.peek().incidents)[0] ?? ''
}
/** What was said to this person last. */
const answered = (stage: Stage, who: string): string => {
  const last = stage.platform.deliveries.findLast((one) => one.kind === 'message' && one.to === stage.id(who))
  return last?.kind === 'message' && 'text' in last.content ? last.content.text : JSON.stringify(last ?? '')
}
const say = async (stage: Stage, who: string, text: string): Promise<string> => {
  stage.platform.deliveries.length = 0
  await stage.say(stage.id(who), text)
  return answered(stage, who)
}

everywhere('太长的补充、原因、回执各项：说明上限，一个字也不记', async (stage) => {
  const number = await ready(stage)
  const before = stage.incident(number)?.record.filter(({ type }) => type !== 'delivered').length
  const refused = [
    [
      '刘老师',
      `补充 ${number} ${long(2001)}`,
      '补充最多 2,000 字，您发来 2,001 字，没有记录。请分几次发送，或发送文件。',
    ],
    ['值班甲', `定级 ${number} 较大 ${long(2001)}`, '原因最多 2,000 字'],
    ['刘老师', `误报 ${number} ${long(2001)}`, '原因最多 2,000 字'],
    ['书记', `转办 ${number} ${long(101)}`, '转给最多 100 字，您发来 101 字，没有记录。请写短一些。'],
    ['值班甲', `报送 ${number} ${long(201)}`, '最多 200 字'],
    ['值班甲', `列表 ${long(201)}`, '最多 200 字'],
    ['值班甲', `外出 ${long(201)}`, '最多 200 字'],
    ['值班甲', `文书 ${number} ${long(201)}`, '最多 200 字'],
  ] as const
  for (const [who, text, why] of refused)
    expect(await say(stage, who, text), text.slice(0, 12)).toContain(why)
  expect(stage.incident(number)?.record.filter(({ type }) => type !== 'delivered').length).toBe(before)

  await say(stage, '值班甲', `报送 ${number} 自治区党委网信办`)
  await say(stage, '值班甲', '电话')
  await say(stage, '值班甲', '刚刚')
  const receiver = await say(stage, '值班甲', long(1500))
  expect(receiver).toContain('接报人最多 100 字，您发来 1,500 字，没有记录。')
  expect(receiver).toContain('请重新回复接报人')
  await say(stage, '值班甲', '李处长')
  await say(stage, '值班甲', '跳过')
  expect(await say(stage, '值班甲', long(101))).toContain('受理编号最多 100 字')
  await say(stage, '值班甲', '跳过')
  expect(await say(stage, '值班甲', long(2001))).toContain('上级要求最多 2,000 字')
  expect(await stage.leftovers([MARK])).toEqual([])
})

everywhere('对话里太长的回答：说明上限，同一个问题再问一次', async (stage) => {
  for (const text of ['报告', '否', '否', '信息学院']) await say(stage, '刘老师', text)
  stage.platform.deliveries.length = 0
  await stage.say(stage.id('刘老师'), long(201))
  const said = JSON.stringify(stage.platform.deliveries)
  expect(said).toContain('系统名称的文字太长（201 字），没有记录，请控制在 200 字以内')
  expect(
    stage.fenghuo.turns.peek().drafts[stage.id('刘老师')] ??
      Object.values(stage.fenghuo.turns.peek().drafts)[0],
  ).toMatchObject({
    question: 'system',
  })
})

everywhere('正好到上限：照常记下', async (stage) => {
  const number = await ready(stage)
  expect(await say(stage, '刘老师', `补充 ${number} ${'😀'.repeat(2000)}`)).toContain('已补充')
})

everywhere('十万字的补充：说明上限', async (stage) => {
  const number = await ready(stage)
  expect(await say(stage, '刘老师', `补充 ${number} ${long(100_000)}`)).toContain('您发来 100,000 字')
  expect(await stage.leftovers([MARK])).toEqual([])
})
