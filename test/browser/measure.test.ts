// Does the page keep one measure on both screens, for everybody? WCAG 2.2 AA by axe, nothing clipped, nothing torn apart.
import { readdirSync, readFileSync } from 'node:fs'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { everything, formCard } from './fake-bot.js'
import { chromiumPath, endTour, launch, openHouse, openPage } from './fixture.js'

const liu = '.phone[data-person="staff-1"]'
const sizes = [
  [390, 844],
  [1440, 900],
] as const

const Numbers = z.array(z.number())
const Strings = z.array(z.string())

describe.skipIf(!chromiumPath)('the page’s measure', { timeout: 60_000 }, () => {
  let browser: Browser
  let house: Awaited<ReturnType<typeof openHouse>>
  let page: Page

  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openHouse()
    // The drawers' way and the buttons' fading is not what stands there to be read.
    page = await openPage(browser, house.url, { reducedMotion: 'reduce' })
  }, 30_000)
  afterEach(async () => {
    await page.context().close()
    await house.close()
  })

  const violations = async () =>
    Strings.parse(
      await page.evaluate(`(async () => {
        ${axe.source}
        const { violations } = await axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          rules: { 'target-size': { enabled: true } },
        })
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160)))
      })()`),
    )
  /** The page as it stands, at both sizes, light and dark, and on the small one with either drawer out. */
  const everywhere = async () => {
    const found: string[] = []
    for (const [width, height] of sizes)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height })
        await page.emulateMedia({ colorScheme })
        const look = async (what: string) => {
          for (const one of await violations()) found.push(`${width} ${colorScheme} ${what}: ${one}`)
        }
        await look('page')
        if (width > 1079) continue
        for (const drawer of ['roster', 'desk']) {
          await page.click(`#open-${drawer}`)
          await look(drawer)
          await page.keyboard.press('Escape')
        }
      }
    await page.setViewportSize({ width: 1440, height: 900 })
    return found
  }

  test('WCAG 2.2 AA on the empty page', async () => {
    expect(await everywhere()).toEqual([])
  })

  test('WCAG 2.2 AA after the tour', { timeout: 150_000 }, async () => {
    await page.click('#play')
    expect(await endTour(page)).toBe('示例结束')
    expect(await everywhere()).toEqual([])
  })

  test('WCAG 2.2 AA with twelve incidents, a form and a list', async () => {
    await house.bot().crowd(12)
    await house.bot().send('staff-1', { card: everything })
    await house.bot().send('staff-1', { card: formCard })
    await page.locator(`${liu} .card-form`).waitFor()
    await page.locator('.duty').nth(11).waitFor({ state: 'attached' })
    expect(await everywhere()).toEqual([])
  })

  test.each([320, 390])('a badge covers nothing of the word on its button at %i px', async (width) => {
    await page.setViewportSize({ width, height: 844 })
    const lowest = Numbers.parse(
      await page.evaluate(`['all-unread', 'overdue-count'].flatMap((id) => {
        const badge = document.getElementById(id)
        badge.hidden = false
        badge.textContent = '99+'
        const word = document.createRange()
        word.selectNodeContents(badge.previousSibling)
        const box = badge.getBoundingClientRect()
        const rows = [...word.getClientRects()].filter(({ width }) => width > 0)
        // the characters fill the middle of their line: 16 px of it
        const top = Math.min(...rows.map(({ top, height }) => top + (height - 16) / 2))
        return [box.bottom - top, -box.top, box.right - innerWidth]
      })`),
    )
    expect(lowest).toHaveLength(6)
    expect(Math.max(...lowest)).toBeLessThanOrEqual(0)
  })

  test.each([320, 360, 390, 1440])('列表 shows every column at %i px', async (width) => {
    await page.setViewportSize({ width, height: 844 })
    await house.bot().crowd(12)
    await page.locator(`${liu} td`).last().waitFor({ state: 'attached' })
    const over = Numbers.parse(
      await page.evaluate(`[...document.querySelectorAll('${liu} td')].map((cell) =>
        Math.ceil(cell.getBoundingClientRect().right - cell.closest('.card-table').getBoundingClientRect().right))`),
    )
    expect(over).toHaveLength(60)
    expect(Math.max(...over)).toBeLessThanOrEqual(0)
  })

  test.each([320, 360, 390, 1440])('no command and no number is torn apart at %i px', async (width) => {
    const said = ['状态 2026-0001', '撤回处置结束 2026-0001 原因', '报告', '演练2026-0001']
    const call = '（100-0000-0091）'
    await page.setViewportSize({ width, height: 844 })
    // at every place of a line once
    for (let nth = 0; nth < 16; nth += 1)
      await house.bot().send('staff-1', {
        card: {
          title: `记录 · 【网络安全事件 2026-0001】${'某'.repeat(nth)}信息学院`,
          tone: 'blue',
          lead: `${'某'.repeat(nth)}状态 2026-0001`,
          fields: [],
          body: [
            ...said.map((each) => `${'某'.repeat(nth)}请发送“${each}”。`),
            `${'某'.repeat(nth)}电话${call}。`,
          ].join('\n'),
          actions: [],
        },
      })
    await page.locator(`${liu} .card`).nth(15).waitFor({ state: 'attached' })
    const torn = Strings.parse(
      await page.evaluate(`[...document.querySelectorAll('${liu} :is(.card-title, .lead, .card-body)')].flatMap((element) => {
        const nodes = []
        for (const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT); walk.nextNode(); ) nodes.push(walk.currentNode)
        const all = nodes.map(({ data }) => data).join('')
        const place = (at) => {
          for (const node of nodes) {
            if (at < node.length) {
              const range = document.createRange()
              range.setStart(node, at)
              range.setEnd(node, at + 1)
              return range.getBoundingClientRect().top
            }
            at -= node.length
          }
        }
        return ${JSON.stringify([...said, call, '网络安全事件 2026-0001'])}.flatMap((command) => {
          const at = all.indexOf(command)
          return at >= 0 && Math.abs(place(at) - place(at + command.length - 1)) > 4 ? [command + ' in ' + all] : []
        })
      })`),
    )
    expect(torn).toEqual([])
    const wide = Numbers.parse(
      await page.evaluate(
        `[...document.querySelectorAll('${liu} .messages')].map((each) => each.scrollWidth - each.clientWidth)`,
      ),
    )
    expect(Math.max(...wide)).toBeLessThanOrEqual(0)
  })

  test.each(sizes)(
    'a toast lies over no card, nor does what says how loud it was, at %i × %i',
    async (width, height) => {
      await page.setViewportSize({ width, height })
      const message = await house.bot().send('staff-1', { card: { ...everything, table: [] } })
      await page.locator(`${liu} .action >> text=确认收到`).click()
      await page.locator(`${liu} .toast`).waitFor()
      await house.channel().urge(message, { person: 'staff-1', address: 'staff-1' }, 'sms', '')
      await page.locator(`${liu} .loud:visible`).waitFor()
      const over = Strings.parse(
        await page.evaluate(`[...document.querySelectorAll('${liu} :is(.toast, .loud)')].flatMap((note) => {
        const { top, bottom } = note.getBoundingClientRect()
        const screen = note.closest('.phone').querySelector('.messages').getBoundingClientRect()
        return bottom > screen.top && top < screen.bottom ? [note.textContent] : []
      })`),
      )
      expect(over).toEqual([])
    },
  )

  test('a telephone number can be tapped, and only a telephone number', async () => {
    const hostile = '<b>13800000000</b>'
    const body = `保密办（100-0000-0094），0471-4392114，手机13800000000；编号 2026-0001，证件 110101199003070011，地址 10.0.0.12 ${hostile}`
    await house.bot().send('staff-1', {
      card: {
        ...everything,
        body,
        fields: [{ label: '联系', value: '张伟（电话 10000000014）' }],
        foot: '夜间 100-0000-0091，12387',
      },
    })
    await house.bot().send('staff-1', { text: '请拨打100-0000-0092。' })
    await page.locator(`${liu} .bubble`).waitFor()
    const links = page.locator(`${liu} .message a`)
    expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')))).toEqual([
      'tel:10000000014',
      'tel:10000000094',
      'tel:04714392114',
      'tel:13800000000',
      'tel:13800000000',
      'tel:10000000091',
      'tel:12387',
      'tel:10000000092',
    ])
    for (const link of await links.all())
      expect((await link.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(24)
    expect(await page.locator(`${liu} .card-body`).textContent()).toBe(body)
    expect(await page.locator(`${liu} .card b`).count()).toBe(0)
  })

  test('ways about a question stand apart from its answers, and are not said twice', async () => {
    const button = (label: string) => ({ label, action: 'answer', value: { action: 'answer', text: label } })
    await house.bot().send('staff-1', {
      card: {
        title: '是否出现违法有害信息',
        tone: 'blue',
        fields: [],
        body: '只答是或否。\n第 2 步，共约 10 步\n上一步 · 取消',
        actions: ['是', '否', '不详', '上一步', '取消'].map(button),
      },
    })
    await page.locator(`${liu} .card`).waitFor()
    expect(await page.locator(`${liu} .actions:not(.ways) .action`).allTextContents()).toEqual([
      '是',
      '否',
      '不详',
    ])
    expect(await page.locator(`${liu} .ways .action`).allTextContents()).toEqual(['上一步', '取消'])
    expect(await page.locator(`${liu} .card-body`).textContent()).toBe('只答是或否。\n第 2 步，共约 10 步')
    await page.click(`${liu} .ways >> text=取消`)
    await expect.poll(() => house.bot().pressed.at(-1)?.value).toEqual({ action: 'answer', text: '取消' })
  })

  test('沙盒 is one word, and stands on both screens', async () => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      expect(await page.locator('h1').innerText()).toContain('沙盒')
    }
    const own = [
      ...readdirSync('bot/channels/sandbox/page').map((name) => `bot/channels/sandbox/page/${name}`),
      'templates/platform/sandbox.ts',
      'templates/operator/process.ts',
      'templates/operator/doctor.ts',
    ]
    expect(
      own.filter((path) =>
        /沙箱|模拟|Sandbox\p{Script=Han}|\p{Script=Han}Sandbox/u.test(readFileSync(path, 'utf8')),
      ),
    ).toEqual([])
  })
})
