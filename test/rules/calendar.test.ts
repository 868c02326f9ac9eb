// Do working days, quiet hours and local times come out as the Chinese calendar and the clock on the wall say?
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  addWorkdays,
  atLocal,
  endOfQuiet,
  inQuietHours,
  localParts,
  presumedWorkday,
  presumedYears,
} from '../../rules/calendar.js'

const ZONE = 'Asia/Shanghai'
const at = (local: string) => Date.parse(`${local.replace(' ', 'T')}:00+08:00`)
const shown = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const serverZone = process.env.TZ
afterEach(() => {
  if (serverZone === undefined) delete process.env.TZ
  else process.env.TZ = serverZone
  vi.doUnmock('chinese-days')
  vi.resetModules()
})

/** Every working day of 2024–2026, by a calendar that was loaded on a server in this zone. */
const workdaysOnServerIn = async (zone: string): Promise<number[]> => {
  process.env.TZ = zone
  const require = createRequire(import.meta.url)
  delete require.cache[require.resolve('chinese-days')] // its tables are made when it is loaded
  const fresh: unknown = require('chinese-days')
  vi.resetModules()
  vi.doMock('chinese-days', () => ({ default: fresh }))
  const { addWorkdays } = await import('../../rules/calendar.js')
  const days: number[] = []
  for (let day = Date.UTC(2023, 11, 31); ; ) {
    day = addWorkdays(day, 1, 'UTC')
    if (day >= Date.UTC(2027, 0, 1)) return days
    days.push(day)
  }
}

describe('working days', () => {
  // 国务院办公厅: 2026 年国庆 10月1日至7日放假, 9月20日（周日）、10月10日（周六）上班；2025 年 10月1日至8日, 9月28日、10月11日上班
  it.each([
    ['an ordinary week', '2026-11-23 14:30', 5, '2026-11-30 14:30'],
    ['one day', '2026-11-23 14:30', 1, '2026-11-24 14:30'],
    ['none', '2026-11-21 14:30', 0, '2026-11-21 14:30'],
    ['from a Friday over a plain weekend', '2026-11-20 09:00', 1, '2026-11-23 09:00'],
    ['from a Saturday: the day itself does not count', '2026-11-21 09:00', 1, '2026-11-23 09:00'],
    ['over National Day 2026', '2026-09-30 10:00', 1, '2026-10-08 10:00'],
    ['over National Day 2026, Saturday 10 October works', '2026-09-30 10:00', 3, '2026-10-10 10:00'],
    ['and Sunday 11 October rests', '2026-09-30 10:00', 4, '2026-10-12 10:00'],
    ['from within National Day 2026', '2026-10-04 23:59', 5, '2026-10-13 23:59'],
    ['Saturday rests, Sunday 20 September 2026 works', '2026-09-18 16:00', 1, '2026-09-20 16:00'],
    ['over Mid-Autumn 2026, a holiday on a Friday', '2026-09-24 16:00', 1, '2026-09-28 16:00'],
    [
      'over National Day 2025, eight days, Saturday 11 October works',
      '2025-09-30 08:00',
      3,
      '2025-10-11 08:00',
    ],
    ['Sunday 28 September 2025 works', '2025-09-26 08:00', 1, '2025-09-28 08:00'],
    ['over Spring Festival 2026, Saturday 28 February works', '2026-02-13 08:00', 5, '2026-02-27 08:00'],
    [
      'a year to come: 1 January 2027 is a holiday whatever is announced',
      '2026-12-30 10:00',
      5,
      '2027-01-07 10:00',
    ],
    ['a year to come: 1 to 3 October 2029', '2029-09-28 10:00', 1, '2029-09-29 10:00'],
    ['a year to come: the lunar new year of 2028 rests', '2028-01-24 10:00', 2, '2028-01-30 10:00'],
    ['a year to come: 清明 2027 rests', '2027-04-02 10:00', 1, '2027-04-06 10:00'],
    ['an unpublished year counts Monday to Friday', '2031-06-06 08:00', 1, '2031-06-09 08:00'],
  ])('%s', (_, from, days, to) => {
    expect(shown(addWorkdays(at(from), days, ZONE))).toBe(to)
  })

  it('a year without its holidays is never counted later than it turned out to be', () => {
    const day = 86_400_000
    // 2024 was the last year before 除夕 became a holiday by law.
    const years = [2020, 2021, 2022, 2023, 2025, 2026]
    for (const year of years)
      for (let from = Date.UTC(year, 0, 1); from < Date.UTC(year, 10, 10); from += day)
        for (const days of [1, 3, 5, 10, 30]) {
          let presumed = from
          for (let left = days; left > 0; ) {
            presumed += day
            if (presumedWorkday(presumed)) left--
          }
          const truth = addWorkdays(from, days, 'UTC')
          if (presumed > truth)
            throw new Error(
              `${days}wd from ${new Date(from).toISOString()}: ${new Date(presumed).toISOString()}`,
            )
        }
    expect(presumedYears(at('2026-12-30 10:00'), at('2027-01-07 10:00'), ZONE)).toEqual([2027])
    expect(presumedYears(at('2026-11-30 10:00'), at('2026-12-07 10:00'), ZONE)).toEqual([])
  })

  it('a table of the office says it day by day, also the exchange for 元旦 that lies in the year before', () => {
    const tables = {
      2027: { holidays: ['2027-01-01', '2027-04-05'], workdays: ['2026-12-27', '2027-01-02'] },
    }
    const ends = (from: string, days: number) => shown(addWorkdays(at(from), days, ZONE, tables))
    expect(ends('2026-12-25 10:00', 1)).toBe('2026-12-27 10:00')
    expect(ends('2026-12-31 10:00', 1)).toBe('2027-01-02 10:00')
    expect(ends('2027-04-02 10:00', 1)).toBe('2027-04-06 10:00')
    expect(ends('2027-06-04 10:00', 1)).toBe('2027-06-07 10:00')
    const years = (more?: typeof tables) =>
      presumedYears(at('2026-12-01 10:00'), at('2028-01-01 10:00'), ZONE, more)
    expect([years(), years(tables)]).toEqual([[2027, 2028], [2028]])
  })

  it('whatever will be announced within the reach of 调休, a year without its table is never counted later', () => {
    const days = Array.from({ length: 365 }, (_, nth) => Date.UTC(2027, 0, 1) + nth * 86_400_000)
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 10)
    // by law alone: 元旦, 除夕至初三, 清明, 五一两天, 端午, 中秋, 国庆三天 of 2027
    const law = [
      '01-01',
      '02-05',
      '02-06',
      '02-07',
      '02-08',
      '04-05',
      '05-01',
      '05-02',
      '06-09',
      '09-15',
      '10-01',
      '10-02',
      '10-03',
    ].map((one) => `2027-${one}`)
    const off = days.filter((ms) => new Date(ms).getUTCDay() % 6 === 0)
    const exchangeable = off.filter((ms) => presumedWorkday(ms)).map(text)
    fc.assert(
      fc.property(
        fc.subarray(exchangeable),
        fc.subarray(days.map(text).filter((day) => !exchangeable.includes(day))),
        fc.constantFrom(...days.slice(0, 330)),
        fc.integer({ min: 1, max: 15 }),
        (workdays, more, from, count) => {
          const table = { 2027: { holidays: [...law, ...more], workdays } }
          expect(addWorkdays(from, count, 'UTC')).toBeLessThanOrEqual(addWorkdays(from, count, 'UTC', table))
        },
      ),
    )
  })

  it('the campus’s day counts, not the server’s or that of UTC', () => {
    // Thursday 07:30 in Shanghai is still Wednesday in UTC: the day after is the holiday, Friday 25 September
    expect(shown(addWorkdays(at('2026-09-24 07:30'), 1, ZONE))).toBe('2026-09-28 07:30')
    // the same moment seen in New York is Wednesday evening, so a Thursday is still to come
    expect(addWorkdays(at('2026-09-24 07:30'), 1, 'America/New_York')).toBe(at('2026-09-25 07:30'))
  })

  it('keeps the local time of day when the clocks change', () => {
    // the night of 7 to 8 March 2026 is an hour shorter in New York
    const friday = atLocal({ y: 2026, m: 3, d: 6, h: 9 }, 'America/New_York')
    expect(localParts(addWorkdays(friday, 1, 'America/New_York'), 'America/New_York')).toMatchObject({
      m: 3,
      d: 9,
      h: 9,
      min: 0,
    })
  })

  it('agrees with the published table day by day, wherever the server stands', async () => {
    const table: { holidays: Record<string, string>; workdays: Record<string, string> } = JSON.parse(
      readFileSync('node_modules/chinese-days/dist/chinese-days.json', 'utf8'),
    )
    const expected: number[] = []
    for (let day = Date.UTC(2024, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10)
      const weekday = new Date(day).getUTCDay()
      if (date in table.workdays || (weekday % 6 !== 0 && !(date in table.holidays))) expected.push(day)
    }
    process.env.TZ = 'America/Los_Angeles'
    expect(new Date(0).getHours(), 'the server can be moved').toBe(16)
    for (const zone of [
      'UTC',
      'Asia/Shanghai',
      'America/Los_Angeles',
      'America/Sao_Paulo',
      'Pacific/Kiritimati',
    ]) {
      expect(await workdaysOnServerIn(zone), zone).toEqual(expected)
    }
  })
})

describe('quiet hours', () => {
  const night = { from: '22:30', to: '07:00' }
  const noon = { from: '12:00', to: '14:00' }

  it.each([
    ['2026-11-23 22:29', false],
    ['2026-11-23 22:30', true],
    ['2026-11-23 23:59', true],
    ['2026-11-24 00:00', true],
    ['2026-11-24 06:59', true],
    ['2026-11-24 07:00', false],
    ['2026-11-24 12:00', false],
  ])('across midnight: %s → %s', (local, expected) => {
    expect(inQuietHours(at(local), night, ZONE)).toBe(expected)
  })

  it.each([
    ['2026-11-23 11:59', false],
    ['2026-11-23 12:00', true],
    ['2026-11-23 13:59', true],
    ['2026-11-23 14:00', false],
  ])('within a day: %s → %s', (local, expected) => {
    expect(inQuietHours(at(local), noon, ZONE)).toBe(expected)
  })

  it.each([
    ['before midnight: the next morning', '2026-11-30 22:30', '2026-12-01 07:00'],
    ['at the end of a year', '2026-12-31 23:00', '2027-01-01 07:00'],
    ['after midnight: the same morning', '2026-11-24 03:00', '2026-11-24 07:00'],
    ['by day: now', '2026-11-24 07:00', '2026-11-24 07:00'],
  ])('end %s', (_, local, expected) => {
    expect(shown(endOfQuiet(at(local), night, ZONE))).toBe(expected)
    expect(shown(endOfQuiet(at('2026-11-24 12:30'), noon, ZONE))).toBe('2026-11-24 14:00')
  })

  it('are local: the same moment is night in one zone and day in another', () => {
    expect(inQuietHours(at('2026-11-24 03:00'), night, ZONE)).toBe(true)
    expect(inQuietHours(at('2026-11-24 03:00'), night, 'UTC')).toBe(false)
  })

  it('end at the first moment that is not quiet, never a day away', () => {
    const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
      const two = (number: number) => String(number).padStart(2, '0')
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
    })
    fc.assert(
      fc.property(moment, zone, time, time, (ms, timezone, from, to) => {
        fc.pre(from !== to)
        const end = endOfQuiet(ms, { from, to }, timezone)
        expect(end).toBeGreaterThanOrEqual(ms)
        expect(end - ms).toBeLessThanOrEqual(25 * 3_600_000)
        expect(inQuietHours(end, { from, to }, timezone)).toBe(false)
      }),
    )
  })
})

// Shanghai knows no summer time, New York and Lord Howe (half an hour) do, Kathmandu is 45 minutes off
const zone = fc.constantFrom(ZONE, 'UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) })

describe('local time', () => {
  it('shows the parts', () => {
    expect(localParts(at('2026-11-23 00:05') + 7000, ZONE)).toEqual({
      y: 2026,
      m: 11,
      d: 23,
      h: 0,
      min: 5,
      s: 7,
      weekday: 1,
    })
    expect(localParts(Date.UTC(2026, 10, 22, 16, 30), ZONE)).toMatchObject({
      d: 23,
      h: 0,
      min: 30,
      weekday: 1,
    })
  })

  it('counts the week from Monday 1 to Sunday 7', () => {
    const week = [23, 24, 25, 26, 27, 28, 29].map((d) => atLocal({ y: 2026, m: 11, d, h: 12 }, ZONE))
    expect(week.map((ms) => localParts(ms, ZONE).weekday)).toEqual([1, 2, 3, 4, 5, 6, 7])
    // Sunday 23:30 in UTC is Monday morning in Shanghai
    expect(localParts(Date.UTC(2026, 10, 29, 23, 30), 'UTC').weekday).toBe(7)
    expect(localParts(Date.UTC(2026, 10, 29, 23, 30), ZONE).weekday).toBe(1)
  })

  it('goes there and back', () => {
    expect(atLocal({ y: 2026, m: 11, d: 23, h: 14, min: 30 }, ZONE)).toBe(at('2026-11-23 14:30'))
    expect(atLocal({ y: 2026, m: 11, d: 23 }, ZONE)).toBe(at('2026-11-23 00:00'))
    expect(atLocal({ y: 2026, m: 12, d: 32, h: 1 }, ZONE)).toBe(at('2027-01-01 01:00'))
    fc.assert(
      fc.property(moment, zone, (ms, timezone) => {
        const parts = localParts(ms, timezone)
        expect(localParts(atLocal(parts, timezone), timezone)).toEqual({ ...parts, s: 0 })
      }),
    )
  })

  it('an hour that comes twice is its first coming; one left out is as much later', () => {
    const newYork = 'America/New_York'
    expect(atLocal({ y: 2026, m: 11, d: 1, h: 1, min: 30 }, newYork)).toBe(Date.UTC(2026, 10, 1, 5, 30))
    expect(atLocal({ y: 2026, m: 3, d: 8, h: 2, min: 30 }, newYork)).toBe(Date.UTC(2026, 2, 8, 7, 30))
    expect(localParts(Date.UTC(2026, 2, 8, 7, 30), newYork)).toMatchObject({ h: 3, min: 30 })
  })
})
