// What comes into the process with Botkit? Nothing of its tree that reaches for a cloud, serves HTTP or reads dates; and others get theirs.
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { reportDialog } from '../../bot/dialogs/report.js'

const require = createRequire(createRequire(import.meta.url).resolve('botkit'))

const loaded = (name: string): number =>
  Object.keys(require.cache).filter((path) => path.includes(`/node_modules/${name}/`)).length

test('the dialogs come without what they never use, and whoever asks for one of those gets the real one', async () => {
  const said: unknown[] = []
  const rows = new Map<string, unknown>()
  const asker = {
    question: () => [{ view: 'text' as const, text: '哪个单位？' }],
    answer: () => ({ views: [], goesOn: false }),
    say: (view: unknown) => said.push(view),
    places: {
      get: (key: string) => rows.get(key),
      put: (key: string, place: unknown) => rows.set(key, place),
      drop: (key: string) => rows.delete(key),
    },
  }
  const dialog = reportDialog()
  await dialog.begin('刘老师', asker)
  expect(await dialog.continue('刘老师', '信息学院', asker)).toBe(true)
  expect(await dialog.continue('刘老师', '还有吗', asker)).toBe(false)
  expect(said).toEqual([{ view: 'text', text: '哪个单位？' }])

  expect(loaded('botbuilder-dialogs')).toBeGreaterThan(0)
  for (const name of [
    ...['@azure', '@microsoft', 'axios', 'body-parser', 'botbuilder', 'botframework-connector'],
    ...['botframework-streaming', 'express', 'jsonwebtoken'],
  ])
    expect([name, loaded(name)]).toEqual([name, 0])

  const { NumberRecognizer } = require('@microsoft/recognizers-text-number') as { NumberRecognizer: unknown }
  expect(new (NumberRecognizer as new () => object)()).toBeTypeOf('object')
})
