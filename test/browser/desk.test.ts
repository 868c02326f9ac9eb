// Is the desk worth looking at? In a real Chromium, over the real house: what it shows, on a phone and on a desk, on paper, for everybody.
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { busyDay, type DeskHouse, openDeskHouse } from '../desk/house.js'
import { chromiumPath, launch, openPage } from './fixture.js'

if (!chromiumPath)
  console.log('desk.test.ts skipped: no Chromium at /usr/bin/chromium and none named in CHROMIUM')

const sizes = [
  [390, 844],
  [1280, 800],
] as const
const views = ['open', 'due', 'figures', 'all', 'matter/2026-0001'] as const
const Strings = z.array(z.string())
/** Where a picture of the pages is wanted: a folder. */
const pictures = process.env.PICTURES

describe.skipIf(!chromiumPath)('the desk', { timeout: 60_000 }, () => {
  let browser: Browser
  let house: DeskHouse
  let page: Page
  let troubles: string[]

  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  const begin = async (script: string) => {
    house = await openDeskHouse({ script, plays: () => true })
  }
  const open = async (as: string, where = '', options: Parameters<typeof openPage>[2] = {}) => {
    page = await openPage(
      browser,
      `${house.url}/desk?as=${house.stage.id(as)}${where}`,
      { viewport: { width: 1280, height: 800 }, ...options },
      (opened) => {
        opened.on('console', (message) => {
          if (message.type() === 'error' && !/status of 40[13]/.test(message.text()))
            troubles.push(message.text())
        })
        opened.on('pageerror', (error) => troubles.push(error.message))
      },
    )
  }
  const go = async (view: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(view)}`)
    await page.waitForSelector(`html[data-shown="${view}${view.includes('/') ? '' : '/'}"]`)
  }
  const said = (selector: string) => page.locator(selector).allInnerTexts()

  beforeEach(() => {
    troubles = []
  })
  afterEach(async () => {
    await page.context().close()
    await house.close()
    expect(troubles).toEqual([]) // a breach of the policy or an error of a script
  })

  const violations = async () =>
    Strings.parse(
      await page.evaluate(`(async () => {
        ${axe.source}
        const { violations } = await axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          rules: { 'target-size': { enabled: true } },
        })
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160)))
      })()`),
    )
  /** What sticks out of the window, or is cut off. */
  const wide = () =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  test('axe finds nothing and nothing sticks out, in every view, at both sizes, light and dark', async () => {
    await begin(busyDay)
    await open('值班甲')
    for (const view of views)
      for (const [width, height] of sizes)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height })
          await page.emulateMedia({ colorScheme })
          await go(view)
          const where = `${view} ${width} ${colorScheme}`
          expect(await violations(), where).toEqual([])
          expect(await wide(), where).toBeLessThanOrEqual(0)
          if (pictures && colorScheme === 'light')
            await page.screenshot({
              path: `${pictures}/${view.replace(/\W.*/, '')}-${width}.png`,
              fullPage: view !== 'open',
            })
        }
  })

  test('进行中 stands on one axis with the present on it; each matter says in words what is next', async () => {
    await begin(busyDay)
    await open('值班甲')
    expect(await said('h2')).toEqual([expect.stringMatching(/^进行中 \d+ 件/)])
    const titles = await said('.row h3')
    expect(titles[0]).toContain('【网络安全事件 2026-0001】信息学院')
    expect(titles.at(-1)).toContain('演练') // drills after the real ones
    expect(await page.locator('.row').count()).toBe(titles.length)
    expect(await page.locator('.track .now').count()).toBe(titles.length)
    const next = (await said('.next'))[0] ?? ''
    expect(next).toMatch(/超时|还剩|应立即办理|刚到时限/)
    // another span, and it stays chosen
    await page.getByLabel('一月').check()
    await page.waitForLoadState('networkidle')
    expect(await page.getByLabel('一月').isChecked()).toBe(true)
    const places = z
      .array(z.number())
      .parse(
        await page.evaluate(
          `[...document.querySelectorAll('.track .now')].map((one) => parseFloat(one.style.left))`,
        ),
      )
    expect(new Set(places)).toEqual(new Set([26.67])) // 8 of 30 days
  })

  test('时限: late first, and the word says so beside the colour', async () => {
    await begin(busyDay)
    await open('值班甲', '#due')
    const rows = z.array(z.object({ drill: z.boolean(), late: z.boolean(), said: z.string() })).parse(
      await page.evaluate(`[...document.querySelectorAll('tbody tr')].map((row) => ({
          drill: row.innerText.includes('演练'),
          late: row.classList.contains('late'),
          said: row.querySelector('.state').innerText,
        }))`),
    )
    const rank = ({ drill, late }: (typeof rows)[number]) => Number(drill) * 2 + Number(!late)
    expect(rows.map(rank)).toEqual(rows.map(rank).toSorted()) // the real ones, then the drills; in each the late ones first
    expect(new Set(rows.map(rank))).toEqual(new Set([0, 1, 2, 3]))
    expect(rows.filter(({ late }) => late).every(({ said }) => /^(超时|刚到时限)/.test(said))).toBe(true)
    expect(rows.filter(({ late }) => !late).every(({ said }) => /还剩|应立即办理/.test(said))).toBe(true)
    expect((await said('.basis')).every((text) => /时限|待网信办核定/.test(text))).toBe(true)
  })

  test('单位: the figures of 统计, and what is behind each', async () => {
    await begin(busyDay)
    await open('主任', '#figures')
    expect((await said('.unit h3'))[0]).toBe('全部单位')
    expect(await said('.unit.all dt')).toContain('按时报送率')
    const info = page.locator('.unit', { hasText: '信息学院' }).first()
    expect(await info.innerText()).toContain('1 起')
    await info.locator('summary').click()
    await info.locator('a', { hasText: '2026-0001' }).first().click()
    await page.locator('.record').waitFor()
    expect(await said('.record h2')).toEqual([expect.stringContaining('2026-0001')])
  })

  test('a record: everything that happened, what people wrote as text and nothing else', async () => {
    await begin(busyDay)
    await open('值班甲', '#all')
    await page.locator('tbody a', { hasText: /^2026-0001$/ }).click()
    await page.locator('.record').waitFor()
    const text = await page.locator('.record').innerText()
    expect(text).toContain('<b>首页</b>出现<script>alert(1)</script>陌生图片')
    expect(await page.locator('.record b, .record script').count()).toBe(0)
    expect(await page.locator('.lines li').count()).toBeGreaterThan(5)
    const looked = house.lines.filter(({ line }) => line === 'the desk showed a record')
    expect(looked).toEqual([
      { person: house.stage.id('值班甲'), matter: '2026-0001', line: 'the desk showed a record' },
    ])
  })

  test('a minute later it is drawn anew: what was open stays open, the reader stays where they were', async () => {
    await begin(busyDay)
    await open('值班甲', '#figures', { viewport: { width: 390, height: 500 } })
    await page.clock.install()
    await page.reload()
    await page.locator('.units .unit').first().waitFor()
    await page.locator('.units summary').first().click()
    await page.locator('.units summary').first().focus()
    await page.evaluate('scrollTo(0, 400)')
    await page.evaluate(`document.querySelector('.units').dataset.old = 'yes'`)
    await page.clock.runFor(61_000)
    await page.waitForFunction(`document.querySelector('.units')?.dataset.old === undefined`)
    expect(await page.locator('.units details').first().getAttribute('open')).toBe('')
    expect(await page.evaluate('scrollY')).toBe(400)
    expect(await page.evaluate('document.activeElement.dataset.key')).toMatch(/^fold\//)
  })

  test('where the connection is lost the old lines stay, and it is said that they are old', async () => {
    await begin(busyDay)
    await open('值班甲')
    await page.clock.install()
    await page.reload()
    await page.locator('.row').first().waitFor()
    await page.route('**/desk/api/**', (route) => route.abort())
    await page.clock.runFor(61_000)
    await page.locator('#banner:visible').waitFor()
    expect(await page.locator('#banner').innerText()).toContain('上一次读到的')
    expect(await page.locator('.row').count()).toBeGreaterThan(0)
    troubles = troubles.filter((text) => !text.includes('net::ERR_FAILED'))
  })

  test('it is walked by the keyboard alone', async () => {
    await begin(busyDay)
    await open('值班甲')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('skip')
    const walked: unknown[] = []
    for (let nth = 0; nth < 12; nth++) {
      await page.keyboard.press('Tab')
      walked.push(await page.evaluate('document.activeElement.innerText ?? document.activeElement.value'))
    }
    expect(walked).toEqual(expect.arrayContaining(['打印', '进行中', '时限', '单位', '记录']))
    expect(walked.some((text) => String(text).includes('2026-0001'))).toBe(true)
  })

  test('on paper stands what is read, and nothing that is pressed', async () => {
    await begin(busyDay)
    await open('值班甲', '#matter/2026-0001')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.locator('.tabs').isVisible()).toBe(false)
    expect(await page.locator('.tools').isVisible()).toBe(false)
    expect(await page.locator('.record').isVisible()).toBe(true)
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)')
    expect(await page.evaluate(`getComputedStyle(document.body).color`)).toBe('rgb(0, 0, 0)')
  })

  test.each(sizes)('before anything happened every view says so, at %i × %i', async (width, height) => {
    await begin('')
    await open('值班甲', '', { viewport: { width, height } })
    for (const view of ['open', 'due', 'figures', 'all']) {
      await go(view)
      expect((await said('.empty-title')).length, view).toBe(1)
      expect(await violations(), view).toEqual([])
    }
    await go('matter/2026-0404')
    expect(await said('.empty')).toEqual([expect.stringContaining('没有这个编号')])
    troubles = troubles.filter((text) => !text.includes('404'))
  })

  test.each(sizes)(
    'who may not look is told so; in the sandbox one chooses whom to play, at %i × %i',
    async (width, height) => {
      await begin('')
      await open('书记', '', { viewport: { width, height } })
      expect(await said('.door p')).toContain('案头只给网信办的同志和校领导看。')
      expect(await page.locator('#tabs').isVisible()).toBe(false)
      expect(await violations()).toEqual([])
      await page.goto(`${house.url}/desk`)
      await page.locator('.played a').first().waitFor()
      expect(await wide()).toBeLessThanOrEqual(0)
      await page.locator('.played a').first().click()
      await page.locator('.empty-title').waitFor()
    },
  )
})
