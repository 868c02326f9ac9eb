// What comes into the process with Botkit? Nothing of its tree that reaches for a cloud, serves HTTP or reads dates; and others get theirs.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

const never = [
  ...['@azure', '@microsoft', 'axios', 'body-parser', 'botbuilder', 'botframework-connector'],
  ...['botframework-streaming', 'express', 'jsonwebtoken'],
]

test('the dialogs come without what they never use, and whoever asks for one of those gets the real one', () => {
  const told = execFileSync(process.execPath, ['test/process/loading.mjs', 'botbuilder-dialogs', ...never], {
    encoding: 'utf8',
  })
  const { loaded, ...rest } = JSON.parse(told) as { loaded: Record<string, number> }
  const { 'botbuilder-dialogs': dialogs, ...others } = loaded
  expect(dialogs).toBeGreaterThan(0)
  expect(others).toEqual(Object.fromEntries(never.map((name) => [name, 0])))
  expect(rest).toEqual({
    ...{ said: [{ view: 'text', text: '哪个单位？' }], goesOn: [true, false], theirs: 'object' },
  })
})
