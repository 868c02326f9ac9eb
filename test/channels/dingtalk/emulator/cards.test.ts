// Is the emulator as strict about cards as the documents? Created, pressed and updated by hand, rightly and wrongly.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Emulator, openEmulator } from './emulator.js'
import { ack, plainBot } from './plain-bot.js'

let emulator: Emulator
let bot: ReturnType<typeof plainBot>
const begin = async (): Promise<void> => {
  emulator = await openEmulator()
  bot = plainBot(emulator)
  emulator.addUser('u1', { name: '刘老师', mobile: '13800000001' })
  emulator.addUser('u2')
  emulator.addGroup('cid+1/==', '校园群', ['u1', 'u2'])
}
beforeEach(() => begin())
afterEach(() => emulator.stop())

/** One departure is remembered, and only that one. */
const forbidden = (pattern: RegExp): void => {
  expect(emulator.violations).toHaveLength(1)
  expect(emulator.violations[0]).toMatch(pattern)
}
const button = { text: '确认收到', color: 'blue', id: 'done', request: true, params: { id: 'done' } }
const map = (msgButtons: unknown[] = [button]) => ({
  title: '任务',
  markdown: '**做**',
  sys_full_json_obj: JSON.stringify({ msgButtons }),
})

describe('cards', () => {
  it('are created, pressed, updated for everybody, and lose their buttons', async () => {
    const { frames } = await bot.connect()
    expect((await bot.card('t1', 'u1', map())).body).toMatchObject({
      success: true,
      result: { outTrackId: 't1', deliverResults: [{ success: true, spaceId: 'u1' }] },
    })
    expect(await emulator.click({ outTrackId: 't1', staffId: 'u1', buttonText: '确认收到' })).toMatchObject({
      ok: true,
    })
    const data: unknown = JSON.parse(frames[0]?.data ?? '')
    expect(data).toMatchObject({ type: 'actionCallback', outTrackId: 't1', userId: 'u1', spaceType: 'IM' })
    await bot.update('t1', map([]))
    expect(() => emulator.click({ outTrackId: 't1', staffId: 'u1', buttonText: '确认收到' })).toThrow(
      'no button',
    )
    expect(emulator.cardView('t1', 'u1')).toEqual(map([]))
    expect(emulator.violations).toEqual([])
  })

  it('a press has four documented shapes', async () => {
    const { frames } = await bot.connect()
    await bot.card('t1', 'u1', map())
    for (const shape of ['id', 'params', 'value', 'object'] as const) {
      emulator.settings.callbackShape = shape
      await emulator.click({ outTrackId: 't1', staffId: 'u1', buttonId: 'done' })
    }
    const [id, params, value, object] = frames.map(({ data }) => JSON.parse(data) as Record<string, unknown>)
    expect(JSON.parse(String(id?.content))).toEqual({ cardPrivateData: { actionIds: ['done'], params: {} } })
    expect(JSON.parse(String(params?.content))).toMatchObject({ cardPrivateData: { params: { id: 'done' } } })
    expect(value?.content).toBeUndefined()
    expect(JSON.parse(String(value?.value))).toMatchObject({ cardPrivateData: { params: { id: 'done' } } })
    expect(object).toMatchObject({
      spaceType: 'im',
      content: { cardPrivateData: { actionIds: ['node_ocabc_1'], params: { id: 'done' } } },
    })
  })

  it('an update overwrites the whole map unless it says otherwise', async () => {
    await bot.card('t1', 'u1', map())
    await bot.update('t1', { title: '新' }, { cardUpdateOptions: { updateCardDataByKey: true } })
    expect(emulator.cardView('t1', 'u1')).toEqual({ ...map(), title: '新' })
    await bot.update('t1', { title: '新' })
    expect(emulator.cardView('t1', 'u1')).toEqual({ title: '新' })
  })

  it('what a callback is answered changes the card for the clicker alone', async () => {
    await bot.connect((frame) => ack(frame, { response: { cardData: { cardParamMap: { title: '我的' } } } }))
    await bot.card('t1', 'u1', map())
    await emulator.click({ outTrackId: 't1', staffId: 'u1', buttonId: 'done' })
    expect(emulator.cardView('t1', 'u1').title).toBe('我的')
    expect(emulator.cardView('t1', 'u2').title).toBe('任务')
  })

  it('the same outTrackId again is an error, or silence', async () => {
    await bot.card('t1', 'u1', map())
    expect((await bot.card('t1', 'u1', { title: '别的' })).body.code).toBe('param.cardAlreadyExist')
    emulator.settings.duplicateCard = 'silent'
    expect((await bot.card('t1', 'u1', { title: '别的' })).status).toBe(200)
    expect(emulator.cardView('t1', 'u1').title).toBe('任务')
    expect(emulator.cardsOf('u1')).toHaveLength(1)
    expect(emulator.violations).toEqual([])
  })

  it('whom it does not reach is said in an answer of 200', async () => {
    emulator.addUser('gone', { visible: false })
    expect((await bot.card('t1', 'gone', map())).body).toMatchObject({
      success: true,
      result: { deliverResults: [{ success: false }] },
    })
    expect((await bot.update('t1', map())).body.code).toBe('param.cardNotExist')
  })

  it.each<[string, string, Record<string, unknown>, Record<string, unknown>, RegExp]>([
    ['a number among the parameters', 't', { title: 5 }, {}, /title is no string/],
    ['a track id that is too long', 'x'.repeat(101), map(), {}, /101 characters/],
    ['a card that can be forwarded', 't', map(), { imRobotOpenSpaceModel: {} }, /forwarded/],
    ['a space that is none', 't', map(), { openSpaceId: 'IM_ROBOT.u1' }, /openSpaceId/],
    [
      'a group without its deliver model',
      't',
      map(),
      { openSpaceId: 'dtv1.card//IM_GROUP.cid+1/==' },
      /no deliver model/,
    ],
    ['a field that is not documented', 't', map(), { robotCode: 'x' }, /Unrecognized key/],
    [
      'a callback route that was never registered',
      't',
      map(),
      { callbackType: 'HTTP', callbackRouteKey: 'k' },
      /never registered/,
    ],
    ['private data', 't', map(), { privateData: { u1: { cardParamMap: { a: 'b' } } } }, /private data/],
    ['a colour that does not exist', 't', map([{ ...button, color: 'green' }]), {}, /msgButtons/],
    ['nine buttons', 't', map(Array.from({ length: 9 }, () => button)), {}, /msgButtons/],
    ['a button that does nothing', 't', map([{ text: 'a', color: 'blue' }]), {}, /does nothing/],
    ['a button with an id alone', 't', map([{ ...button, params: undefined }]), {}, /both id and params/],
  ])('refuses or remembers: %s', async (_, id, params, more, pattern) => {
    await bot.card(id, 'u1', params, more)
    forbidden(pattern)
  })

  it('an unknown template is refused', async () => {
    expect((await bot.card('t', 'u1', map(), { cardTemplateId: 'StandardCard' })).body.code).toBe(
      'param.templateNotExist',
    )
  })
})
