// Is every reader of typed text done in time, whatever comes? Whole functions, over long and hostile texts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turnOf } from '../turn.js'
import { openBeside } from './beside.js'
import { readers } from './readers.js'

const WITHIN_MS = 50
/** What the readers look for: their inputs are made of this. */
const LIKES =
  '不|含有|涉密|没有|机密|绝密|秘密文件|与|无关|是否|密级|密码：|token=|2026-0001|报告|补充|@烽火|@_user_1|今天|点|分钟|小时|万|[，、。（）：;./_ -]|a@x.cn|13800138000|http://|eyJ|〔2025〕|跳过|是|（|AB1|www.|com|[微笑]|绝[|@张|&#8203;|不存储、处理|未发现|国家|密级|谎称'
/** What a text may list without end: people, in each way of parting them; numbers, addresses, placeholders, lines. */
const LISTS = [
  '@张 ',
  '@绝　',
  '＠张三：',
  '@烽火 ',
  '@烽火',
  '@烽火 @张三 ',
  '@_user_1 ',
  '[微笑]',
  '/help@张 ',
  '2026-0001 ',
  '报告 ',
  '请',
  '各位老师，',
  '今天14时30分许、',
  '13800138000、',
  'a@x.cn;',
  'http://a.cn/ ',
  '密码：a ',
  '信息学院、',
  '张伟、',
  '网络攻击、',
  '3万人 ',
  '\n',
  '\u0000a',
  '\ud83d',
]

let beside: Awaited<ReturnType<typeof openBeside>>
beforeAll(async () => {
  beside = await openBeside()
})
afterAll(() => beside.end())

/** Every other one, in turns, a day each; `READERS=all`: all of them. */
const mine = Object.keys(readers).filter((_, nth) => process.env.READERS === 'all' || nth % 2 === turnOf(2))
test.each(mine)('%s', async (name) => {
  const done = await beside.measure({ kind: 'reader', name, likes: LIKES, lists: LISTS })
  expect(done, 'it did not end').toBeDefined()
  expect(done?.worst, `over ${done?.input}`).toBeLessThanOrEqual(WITHIN_MS)
})
