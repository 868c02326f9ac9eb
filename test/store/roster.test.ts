// Is the roster read as the office keeps it, in CSV and in Excel, and is every mistake named at its row?
import { mkdtempSync } from 'node:fs'
import { copyFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import excel from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { readDirectory, readDirectoryAnew } from '../../store/directory.js'
import { Mistakes } from '../../store/mistakes.js'
import type { Shift } from '../../store/schema.js'

const made: string[] = []
afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))))

const HEAD = '日期,开始,结束,岗位,值班人'
/** The sample campus with this roster beside it. */
const folder = async (files: Record<string, string | Uint8Array>): Promise<string> => {
  const path = mkdtempSync(join(tmpdir(), 'roster-'))
  made.push(path)
  for (const name of ['units.csv', 'people.csv'])
    await copyFile(`templates/directory/${name}`, join(path, name))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return path
}
const csv = (...rows: string[]): Record<string, string> => ({ 'roster.csv': [HEAD, ...rows].join('\n') })
const read = async (...rows: string[]): Promise<Shift[] | undefined> =>
  (await readDirectory(await folder(csv(...rows)))).roster
const mistakesOf = async (...rows: string[]): Promise<string[]> => {
  const error = await read(...rows).then(
    () => undefined,
    (wrong: unknown) => wrong,
  )
  return error instanceof Mistakes ? error.mistakes : []
}

const night: Shift = { date: '2026-12-01', from: '20:00', to: '08:00', desk: '技术值班', person: 'P008' }

describe('the roster', () => {
  it('is none where there is no file', async () => {
    expect(await readDirectory(await folder({}))).not.toHaveProperty('roster')
  })

  it('is read in the order of time, by name or number, however a day and an hour are written', async () => {
    expect(
      await read(
        '2026/12/1,20:00,次日8:00,技术值班,冯一鸣',
        '2026年12月1日,8点,20时30分,内容值班,P011',
        '2026-12-01,０８：００,24:00,带班领导,吴晓岚',
      ),
    ).toEqual([
      { date: '2026-12-01', from: '08:00', to: '20:30', desk: '内容值班', person: 'P011' },
      { date: '2026-12-01', from: '08:00', to: '24:00', desk: '带班领导', person: 'P005' },
      night,
    ])
  })

  it('is read in GB18030, too', async () => {
    // «日期,开始,结束,岗位,值班人 / 2026-12-01,20:00,08:00,技术值班,P008» as Excel's own CSV writes it
    const head = 'c8d5c6da2cbfaacabc2cbde1caf82cb8dacebb2cd6b5b0e0c8cb0a'
    const row = `${Buffer.from('2026-12-01,20:00,08:00,').toString('hex')}bcbccaf5d6b5b0e0${Buffer.from(',P008').toString('hex')}`
    const path = await folder({ 'roster.csv': Buffer.from(head + row, 'hex') })
    expect((await readDirectory(path)).roster).toEqual([night])
  })

  it('is read from Excel, where a day and an hour are numbers', async () => {
    const workbook = new excel.Workbook()
    const sheet = workbook.addWorksheet('值班')
    sheet.addRow(HEAD.split(','))
    const row = sheet.addRow([new Date(Date.UTC(2026, 11, 1)), 20 / 24, 8 / 24, '技术值班', '冯一鸣'])
    row.getCell(2).numFmt = 'h:mm'
    row.getCell(3).numFmt = 'h:mm'
    const path = await folder({ 'roster.xlsx': new Uint8Array(await workbook.xlsx.writeBuffer()) })
    expect((await readDirectory(path)).roster).toEqual([night])
  })

  it.each([
    ['2026-13-01,08:00,20:00,技术值班,P007', '日期“2026-13-01”看不懂，应写作 2026-12-01'],
    ['2026-02-30,08:00,20:00,技术值班,P007', '日期“2026-02-30”看不懂，应写作 2026-12-01'],
    ['2026-12-01,上午,20:00,技术值班,P007', '开始“上午”看不懂，应写作 08:00'],
    ['2026-12-01,24:00,20:00,技术值班,P007', '开始“24:00”看不懂，应写作 08:00'],
    ['2026-12-01,08:00,25:00,技术值班,P007', '结束“25:00”看不懂，应写作 08:00'],
    ['2026-12-01,08:00,20:00,机房,P007', '岗位“机房”不认识，应为 带班领导、技术值班、内容值班 之一'],
    ['2026-12-01,08:00,20:00,技术值班,李四', '值班人“李四”不在people.csv里，应为那里的姓名或人员编号'],
    ['2026-12-01,08:00,20:00,技术值班,', '没有值班人，应为姓名或人员编号'],
  ])('%s', async (row, mistake) => {
    expect(await mistakesOf('2026-11-30,08:00,20:00,技术值班,P007', row)).toEqual([`roster.csv:3 ${mistake}`])
  })

  it('has nobody twice at one desk at once; two people may share it', async () => {
    expect(
      await mistakesOf(
        '2026-12-01,08:00,20:00,技术值班,P007',
        '2026-12-01,08:00,20:00,技术值班,P008',
        '2026-12-01,19:00,21:00,技术值班,P007',
      ),
    ).toEqual(['roster.csv:4 与第 2 行的时间重叠，同一人同一岗位应只排一次'])
  })

  it('is kept once: a CSV and an Excel file beside each other are a mistake', async () => {
    const workbook = new excel.Workbook()
    workbook.addWorksheet('值班').addRow(HEAD.split(','))
    const both = { ...csv(), 'roster.xlsx': new Uint8Array(await workbook.xlsx.writeBuffer()) }
    await expect(readDirectory(await folder(both))).rejects.toThrow('与 roster.csv 同时存在')
  })

  it('with mistakes in it, or gone, the old one stays while the bot runs, without those who left', async () => {
    const known = [night, { ...night, person: 'P999' }]
    const wrong = await readDirectoryAnew(await folder(csv('x,y,z,a,b')), { roster: known })
    expect(wrong.directory.roster).toEqual([night])
    expect(wrong.refusedRoster?.mistakes.length).toBeGreaterThan(0)
    expect(wrong.refused).toBeUndefined()
    const gone = await readDirectoryAnew(await folder({}), { roster: known })
    expect(gone.directory.roster).toEqual([night])
    expect(gone.refusedRoster?.mistakes).toEqual([expect.stringContaining('值班表不见了')])
  })
})
