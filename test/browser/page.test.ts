// Does the sandbox's page do what a person expects of a chat? In a real Chromium, over the fake bot.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { everything, formCard } from './fake-bot.js'
import { chromiumPath, endTour, launch, openHouse, openPage } from './fixture.js'

if (!chromiumPath)
  console.log('page.test.ts skipped: no Chromium at /usr/bin/chromium and none named in CHROMIUM')

/** A moment that a test waits for. */
const gate = () => {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

const liu = '.phone[data-person="staff-1"]'
const Measured = z.object({ page: z.number(), lists: z.array(z.number()), background: z.string() })
const zhang = '.phone[data-person="x1"]'

describe.skipIf(!chromiumPath)('the page', { timeout: 30_000 }, () => {
  let browser: Browser
  let house: Awaited<ReturnType<typeof openHouse>>
  let page: Page
  let troubles: string[]

  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  const open = (options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, house.url, options, (opened) => {
      opened.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('net::ERR')) troubles.push(message.text())
      })
      opened.on('pageerror', (error) => troubles.push(error.message))
    })
  const shown = (text: string, where = '') => page.locator(`${where} :text("${text}")`).first().waitFor()

  beforeEach(async () => {
    troubles = []
    house = await openHouse()
    page = await open()
  }, 30_000)
  afterEach(async () => {
    await page.context().close()
    await house.close()
    // A policy violation or a script error is a console error.
    expect(troubles).toEqual([])
  })

  test('shows three phones, the story’s cast first, and what a newcomer can do', async () => {
    expect(await page.locator('.phone').count()).toBe(3)
    expect(await page.locator('.part').first().locator('.row-name').allTextContents()).toEqual([
      '刘老师',
      '张伟',
      '李建国',
      '周扬',
      '吴桐',
      '孙立',
      '赵敏',
      '白书记',
    ])
    expect(await page.locator(`${liu} .empty`).textContent()).toContain('第一次来？点「播放示例」看两分钟')
    await page.fill('input[type=search]', '图书馆')
    expect(await page.locator('.part .row:visible').count()).toBe(3)
  })

  test('a message comes without a reload, and is counted where nobody looks', async () => {
    await house.bot().send('staff-1', { text: '您好' })
    await house.bot().send('w4', { text: '一' })
    await house.bot().send('w4', { text: '二' })
    await shown('您好', liu)
    const badge = page.locator('.row[data-chat="w4"] .badge').first()
    await badge.waitFor()
    expect(await badge.textContent()).toBe('2')
    expect(await page.locator('.row[data-chat="staff-1"] .badge:visible').count()).toBe(0)
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    expect(await badge.textContent()).toBe('2')
    await page.click('.row[data-chat="w4"]')
    await shown('二', '.phone[data-person="w4"]')
    await badge.waitFor({ state: 'hidden' })
  })

  test('what comes while everything is being asked for is counted', async () => {
    const answered = gate()
    const go = gate()
    let asked = 0
    await page.route(/api\/chats/, async (route) => {
      const response = await route.fetch()
      asked += 1
      if (asked === 2) {
        answered.open() // the stream is open, and the answer is from before
        await go.passed
      }
      await route.fulfill({ response })
    })
    await page.reload()
    await answered.passed
    await house.bot().send('w4', { text: '一' })
    await house.bot().send('staff-1', { text: '您好' })
    await shown('您好', liu)
    go.open()
    await page.waitForSelector('html[data-ready]')
    const badge = page.locator('.row[data-chat="w4"] .badge').first()
    await badge.waitFor({ timeout: 5_000 })
    expect(await badge.textContent()).toBe('1')
  })

  test('what comes while a chat is being asked for is not lost', async () => {
    await house.bot().send('w4', { text: '一' })
    const answered = gate()
    const go = gate()
    await page.route(/messages\?as=w4/, async (route) => {
      const response = await route.fetch()
      answered.open()
      await go.passed
      await route.fulfill({ response })
    })
    await page.click('.row[data-chat="w4"]')
    await answered.passed
    const message = await house.bot().send('w4', { card: everything })
    await house.channel().urge(message, { person: 'w4', address: 'w4' }, 'sms', '')
    await page.waitForSelector('.phone[data-person="w4"].buzz-sms')
    go.open()
    await shown('一', '.phone[data-person="w4"]')
    await shown('请您确认收到', '.phone[data-person="w4"]')
    expect(await page.locator('.phone[data-person="w4"] .urgent-mark').textContent()).toBe('短信加急')
    expect(await page.locator('.phone[data-person="w4"] .message').count()).toBe(2)
  })

  test('on a narrow phone a list hides no column, and a telephone number stays whole', async () => {
    await house.bot().send('staff-1', {
      card: {
        title: '列表 · 未结（1 起）',
        tone: 'blue',
        fields: [],
        table: [
          ['编号', '下一时限', '单位', '级别', '报告时间'],
          ['2026-0001', '11月24日 16:11 确认收到（超时）', '信息学院', '待定', '11月24日 15:56'],
        ],
        actions: [],
      },
    })
    await house.bot().send('staff-1', { text: '请电话联系学校保密办（100-0000-0094）。' })
    await shown('请电话联系', liu)
    const table = page.locator(`${liu} .card-table`)
    const hidden = await table.evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(hidden).toBeLessThanOrEqual(0)
    expect(await table.locator('td').last().getAttribute('data-label')).toBe('报告时间')
    expect(await page.locator(`${liu} .message .whole`).last().textContent()).toContain('100-0000-0094')
  })

  test('typing and a quick reply talk to the bot, in order', async () => {
    await page.click(`${liu} .chip >> text=报告`)
    await shown('是否可能涉及国家秘密', liu)
    await page.fill(`${liu} textarea`, '是，某系统')
    await page.keyboard.press('Enter')
    await shown('保密办', liu)
    expect(await page.locator(`${liu} .mine .bubble`).allTextContents()).toEqual(['报告', '（内容未保存）'])
    await page.click(`${liu} .tab >> text=校园群`)
    await page.fill(`${liu} textarea`, '@烽火 报告')
    await page.keyboard.press('Enter')
    await shown('请在私聊中继续', liu)
    expect(house.bot().said.at(-1)).toMatchObject({ chat: 'group', text: '报告' })
  })

  test('an input method’s Enter chooses a word and sends nothing', async () => {
    await page.fill(`${liu} textarea`, 'bao')
    await page
      .locator(`${liu} textarea`)
      .dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
    await page.waitForTimeout(100)
    expect(house.bot().said).toEqual([])
  })

  test('a press gives a toast, and the redrawn card has no buttons left', async () => {
    const message = await house.bot().send('x1', { card: everything })
    await page.click(`${zhang} .action >> text=确认收到`)
    await shown('已确认收到，谢谢。', zhang)
    // A toast that a button hides is no toast.
    const inFront = await page.evaluate(`(() => {
      const { x, y, width, height } = document.querySelector('.toast').getBoundingClientRect()
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest('.toast') !== null
    })()`)
    expect(inFront).toBe(true)
    expect(house.bot().pressed[0]).toMatchObject({
      message,
      by: { address: 'x1' },
      value: { action: 'acknowledge', incident: 'all' },
    })
    await house
      .channel()
      .redraw(
        { key: 'k', message, to: { person: 'x1', address: 'x1' }, at: '2026-11-24T00:00:00.000Z', rank: 4 },
        { ...everything, tone: 'green', lead: '您已于 14:41 确认收到', actions: [] },
      )
    await shown('您已于', zhang)
    expect(await page.locator(`${zhang} .card .action`).count()).toBe(0)
    expect(await page.locator(`${zhang} .card`).getAttribute('data-tone')).toBe('green')
  })

  test('a card shows every element it has', async () => {
    await house.bot().send('x1', { card: everything })
    await shown('请您确认收到', zhang)
    const card = page.locator(`${zhang} .card`)
    expect(await card.locator('.card-title').textContent()).toBe(everything.title)
    expect(await card.locator('.lead').textContent()).toBe(everything.lead)
    expect(await card.locator('.card-inside > .facts .fact').count()).toBe(5)
    expect(await card.locator('td').count()).toBe(8)
    expect(await card.locator('details').getAttribute('open')).toBe(null)
    await card.locator('summary').click()
    expect(await card.locator('details dd').first().isVisible()).toBe(true)
    expect(await card.locator('.action >> text=稍后提醒').isDisabled()).toBe(true)
    const wide = await card.locator('.action.primary').boundingBox()
    expect(wide?.width ?? 0).toBeGreaterThan(200)
  })

  test('a form names what is missing, keeps what was typed over a redraw, and sends its fields', async () => {
    const message = await house.bot().send('x1', { card: formCard })
    await page.click(`${zhang} .card-form .primary`)
    await shown('请选择报送渠道', zhang)
    await shown('请填写报送时间', zhang)
    expect(house.bot().pressed).toEqual([])
    await page.selectOption(`${zhang} select`, '电话')
    await page.getByLabel('报送时间').fill('刚刚')
    await page.getByLabel('上级要求').fill('每日续报')
    await page.check(`${zhang} input[type=radio][value=否]`)
    await house
      .channel()
      .redraw(
        { key: 'k', message, to: { person: 'x1', address: 'x1' }, at: '2026-11-24T00:00:00.000Z', rank: 4 },
        { ...formCard, lead: '请尽快填写' },
      )
    await shown('请尽快填写', zhang)
    await page.click(`${zhang} .card-form .primary`)
    await shown('有两处没有看懂', zhang)
    expect(house.bot().pressed[0]).toMatchObject({
      value: { action: 'submit_receipt', incident: 'all', duty: 'form' },
      form: { channel: '电话', sent_at: '刚刚', spreading: '否', instructions: '每日续报' },
    })
  })

  test('what the bot finds wrong stands at its field at 390 px, and goes when that is changed', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await house.bot().send('staff-1', { card: formCard })
    const form = page.locator(`${liu} .card-form`)
    const sentAt = form.getByLabel('报送时间')
    const spreading = form.getByRole('radiogroup', { name: '是否仍在扩散' })
    const saidAt = async (control: typeof sentAt) =>
      page
        .locator(`#${await control.getAttribute('aria-describedby')}`)
        .filter({ visible: true })
        .allTextContents()
    await form.getByLabel('报送渠道').selectOption('电话')
    await sentAt.fill('那时候')
    await form.getByLabel('上级要求').fill('每日续报')
    await form.locator('.primary').click()
    await shown('请选择是否仍在扩散', liu)
    expect(await sentAt.getAttribute('aria-invalid')).toBe('true')
    expect(await saidAt(sentAt)).toEqual(['报送时间没有看懂。请按这样的写法：刚刚。'])
    expect(await spreading.getAttribute('aria-invalid')).toBe('true')
    expect(await saidAt(spreading)).toEqual(['请选择是否仍在扩散。'])
    expect(await form.getByLabel('上级要求').getAttribute('aria-invalid')).toBeNull()
    expect(await page.evaluate('document.activeElement.name')).toBe('sent_at')
    expect(await sentAt.inputValue()).toBe('那时候')
    expect(await form.getByLabel('上级要求').inputValue()).toBe('每日续报')
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await sentAt.fill('刚刚')
    expect(await sentAt.getAttribute('aria-invalid')).toBeNull()
    expect(await saidAt(sentAt)).toEqual([])
    expect(await saidAt(spreading)).toEqual(['请选择是否仍在扩散。'])
  })

  test('a time and a unit are picked beside the buttons at 390 px, and go as words', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const question = { title: '发现时间', tone: 'blue' as const, fields: [], body: '什么时候？', actions: [] }
    const value = { action: 'answer', question: 'd1/discovered_at' }
    await house.bot().send('staff-1', {
      card: { ...question, pick: { label: '发现时间', type: 'time', past: true, value } },
    })
    const time = page.getByLabel('选择发现时间')
    await page.click(`${liu} >> text=就选这个`)
    expect(house.bot().pressed).toEqual([])
    // it is 14:30 on the campus: what is to come can't have been
    await time.fill('2026-11-24T23:30')
    await page.click(`${liu} >> text=就选这个`)
    expect(house.bot().pressed).toEqual([])
    expect(await page.evaluate('document.activeElement.form.elements[0].validity.rangeOverflow')).toBe(true)
    await time.fill('2026-11-24T07:30')
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.click(`${liu} >> text=就选这个`)
    await house.bot().send('staff-1', {
      card: {
        ...question,
        pick: { label: '事发单位', type: 'select', options: ['文学院', '信息学院'], value },
      },
    })
    await page.getByLabel('选择事发单位').selectOption('信息学院')
    await page.getByLabel('选择事发单位').press('Tab')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => house.bot().pressed.map((one) => one.value))
      .toEqual([
        { ...value, text: '2026-11-24 07:30' },
        { ...value, text: '信息学院' },
      ])
  })

  test('a buzz shakes the phone it hits, louder for SMS and telephone, and stays written', async () => {
    const message = await house.bot().send('x1', { card: everything })
    const urge = (level: 'app' | 'sms' | 'phone') =>
      house.channel().urge(message, { person: 'x1', address: 'x1' }, level, '')
    // a buzz is over in seconds: a slow machine looks for it when it has gone
    const watched = async () =>
      page.evaluate(`{
        const phone = document.querySelector('.phone[data-person=x1]')
        window.buzzes = []
        new MutationObserver(() => {
          window.buzzes.push([phone.className, getComputedStyle(phone).animationName, phone.querySelector('.loud')?.textContent])
        }).observe(phone, { attributes: true, attributeFilter: ['class'] })
      }`)
    const buzzed = async (level: string): Promise<unknown[]> => {
      const found = await page.waitForFunction(
        (name) => (globalThis as unknown as { buzzes: string[][] }).buzzes.find(([it]) => it?.includes(name)), // of the page
        `buzz-${level}`,
      )
      return (await found.jsonValue()) ?? []
    }
    await watched()
    for (const [level, label] of [
      ['app', '应用内加急'],
      ['sms', '短信加急'],
      ['phone', '电话加急'],
    ] as const) {
      await urge(level)
      expect((await buzzed(level))[2]).toBe(label)
    }
    expect(await page.locator(`${liu}.buzz`).count()).toBe(0)
    await page.reload()
    await shown('电话加急', zhang)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await watched()
    await urge('phone')
    expect((await buzzed('phone'))[1]).toBe('none')
  })

  test('hostile text is text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await house.bot().send('x1', {
      card: {
        ...everything,
        title: hostile,
        lead: hostile,
        body: hostile,
        foot: hostile,
        fields: [{ label: hostile, value: hostile }],
        table: [[hostile], [hostile]],
      },
    })
    await house.bot().send('x1', { text: hostile })
    await page.locator(`${zhang} .bubble`).waitFor()
    expect(await page.locator(`${zhang} .bubble`).textContent()).toBe(hostile)
    expect(await page.locator(`${zhang} .card-title`).textContent()).toBe(hostile)
    expect(await page.locator(`${zhang} img, ${zhang} script`).count()).toBe(0)
    expect(await page.title()).toBe('烽火 · 沙盒')
  })

  test('the keyboard alone is enough to press', async () => {
    await house.bot().send('staff-1', { card: everything })
    await shown('请您确认收到', liu)
    await page.locator(`${liu} .messages`).focus()
    for (let nth = 0; nth < 8; nth += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement.dataset.action')) === 'acknowledge') break
    }
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
    expect(outline).toBe('solid')
    await page.keyboard.press('Enter')
    await shown('已确认收到，谢谢。', liu)
  })

  test('a phone that is off says so, and comes back', async () => {
    await page.click(`${zhang} .power`)
    await shown('手机已关机', zhang)
    await shown('已关机', '.roster')
    await expect(house.bot().send('x1', { text: '在吗' })).rejects.toMatchObject({ failure: 'unreachable' })
    await page.click(`${zhang} .off-cover .action`)
    await page.locator(`${zhang} .off-cover`).waitFor({ state: 'hidden' })
  })

  test('a lost connection is said, and what happened meanwhile is there again', async () => {
    await house.bot().send('staff-1', { text: '之前' })
    await shown('之前', liu)
    await house.end()
    await page.locator('#banner').waitFor()
    expect(await page.locator('#banner').textContent()).toBe('连接已断开，正在重连…')
    await house.begin()
    await house.bot().send('staff-1', { text: '之后' })
    await shown('之后', liu)
    await page.locator('#banner').waitFor({ state: 'hidden' })
    expect(await page.locator(`${liu} .bubble`).allTextContents()).toEqual(['之前', '之后'])
  })

  test('a page from before a restart says in a plain sentence which address to open', async () => {
    await house.end()
    await page.locator('#banner').waitFor()
    await house.begin('another')
    await page.locator('#banner:text("已失效")').waitFor()
    expect(await page.locator('#banner').textContent()).toBe(
      '烽火重新启动过，这个页面已失效。请打开最近一次启动时打印的网址；已有的记录都在。',
    )
    await page.goto(new URL('/', house.url).href)
    expect(await page.locator('h1').textContent()).toBe('请打开烽火最近一次启动时打印的网址')
    expect(await page.content()).not.toMatch(/x-sandbox-token|请求头/)
    await page.goto(new URL('/?token=another', house.url).href)
    await page.waitForSelector('html[data-ready]')
    expect(page.url()).not.toContain('token')
    // the refusals themselves are what this test is about
    troubles = troubles.filter((text) => !text.includes('401'))
  })

  test('the clock moves, duties fill, and the record grows', async () => {
    await house.bot().receive.pressed({
      id: 'x',
      by: { channel: 'sandbox', address: 'staff-1' },
      message: 'm',
      value: { action: 'submit_report' },
    })
    await shown('确认收到', '.duties')
    await shown('刘老师报告事件', '.records')
    expect(await page.locator('.duty').count()).toBe(2)
    await page.click('.clock-steps >> text=+15 分')
    await page.waitForSelector('.duty[data-state=late]')
    expect(await page.locator('.duty .when').first().textContent()).toContain('已超时')
    await page.waitForSelector(`${zhang}.buzz-app`)
    expect(await page.locator('.time').textContent()).toMatch(/^14:4\d:\d\d$/)
    expect(await page.locator(`${zhang} .time-line`).first().textContent()).toMatch(/^14:3\d$/)
    await page.click('.clock-steps >> text=+1 天')
    await shown('11月24日 14:3', zhang)
  })

  test.each([
    [390, 844],
    [820, 1180],
    [1280, 800],
    [1440, 900],
  ])('nothing runs over the edge at %i × %i, light or dark', async (width, height) => {
    await page.setViewportSize({ width, height })
    await house.bot().send('staff-1', { card: { ...everything, body: 'x'.repeat(300) } })
    await house.bot().send('staff-1', { card: formCard })
    await shown('填写回执', liu)
    const backgrounds = new Set<string>()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const measured = Measured.parse(
        await page.evaluate(`({
          page: document.documentElement.scrollWidth - innerWidth,
          lists: [...document.querySelectorAll('.messages, .side, .phone')].map((each) => each.scrollWidth - each.clientWidth),
          background: getComputedStyle(document.body).backgroundColor,
        })`),
      )
      expect(measured.page).toBeLessThanOrEqual(0)
      expect(Math.max(...measured.lists)).toBeLessThanOrEqual(1)
      backgrounds.add(measured.background)
    }
    expect(backgrounds.size).toBe(2)
    expect(await page.locator('.phone').count()).toBe(width >= 1440 ? 3 : width >= 1080 ? 2 : 1)
  })

  test('on a telephone the two sides are drawers', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.click('#open-roster')
    await page.click('.row[data-chat="x1"]')
    await page.locator(zhang).waitFor()
    expect(await page.locator('#open-roster').getAttribute('aria-expanded')).toBe('false')
    await page.click('#open-desk')
    await page.locator('.clock-steps button').first().waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('#desk').evaluate((node) => node.hasAttribute('inert'))).toBe(true)
  })

  test('text is readable: contrast AA for what stands on the page', async () => {
    await house.bot().send('x1', { card: everything })
    await house.bot().send('x1', { card: formCard })
    await page.click(`${liu} .chip >> text=帮助`)
    await shown('填写回执', zhang)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await page.evaluate(lowContrast)).toEqual([])
    }
  })

  test('the example walks one incident from the first word to the end', { timeout: 120_000 }, async () => {
    await page.click('#play')
    await page.locator('#tour').waitFor()
    await page.click('#tour >> text=暂停')
    await shown('继续', '#tour')
    await page.click('#tour >> text=继续')
    expect(await endTour(page)).toBe('示例结束')
    expect(house.bot().status()).toBe('closed')
    await page.click('#tour >> text=关闭')
    expect(await page.locator('#tour').isVisible()).toBe(false)
  })
})

/** Runs in the page: the texts whose colour is too close to what is behind them (WCAG 2 AA). */
const lowContrast = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((each) => {
      const part = each / 255
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element) => {
    if (!element) return [255, 255, 255]
    const colour = parse(getComputedStyle(element).backgroundColor)
    return colour.length === 3 || colour[3] === 1 ? colour.slice(0, 3) : behind(element.parentElement)
  }
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    if (!text || !element.checkVisibility({ visibilityProperty: true }) || element.closest(':disabled, option, .tour, noscript')) return []
    const style = getComputedStyle(element)
    const one = luminance(parse(style.color).slice(0, 3))
    const other = luminance(behind(element))
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    const large = Number.parseFloat(style.fontSize) >= 24
    return ratio < (large ? 3 : 4.5) ? [element.className + ' “' + element.textContent + '” ' + ratio.toFixed(2)] : []
  })
})()`
