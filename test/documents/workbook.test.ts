// Can a sheet be read at a glance? Over numbers a title stands where they stand; a long title goes on in the next line.
import exceljs from 'exceljs'
import { expect, it } from 'vitest'
import { xlsxOf } from '../../templates/documents/workbook.js'

it('a title over numbers stands at the right, any other at the left; one that is longer than its column makes the head higher', async () => {
  const columns = [
    { title: '单位', width: 20 },
    { title: '确认收到用时中位数（分钟）', width: 17 },
    { title: '备注', width: 10 },
    { title: '空', width: 10 },
  ]
  const rows = [
    ['信息学院', 12, '已核', undefined],
    ['文学院', undefined, 3, undefined],
  ]
  const book = new exceljs.Workbook()
  const bytes = await xlsxOf({ fileName: '数.xlsx', sheets: [{ name: '数', columns, rows }] })
  await book.xlsx.load(new Uint8Array(bytes).buffer)
  const head = book.worksheets[0]?.getRow(1)
  expect([1, 2, 3, 4].map((at) => head?.getCell(at).alignment?.horizontal)).toEqual([
    undefined,
    'right',
    undefined,
    undefined,
  ])
  expect(head?.height).toBe(30)
})
