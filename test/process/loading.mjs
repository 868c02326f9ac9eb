// What has a process loaded once the dialogs were used? Of the built program, alone in a process of its own: what others load is not counted.
import { createRequire } from 'node:module'
import { reportDialog } from '../../dist/bot/dialogs/report.js'

const require = createRequire(createRequire(import.meta.url).resolve('botkit'))
const said = []
const rows = new Map()
const asker = {
  question: () => [{ view: 'text', text: '哪个单位？' }],
  answer: () => ({ views: [], goesOn: false }),
  say: (view) => said.push(view),
  places: {
    get: (key) => rows.get(key),
    put: (key, place) => rows.set(key, place),
    drop: (key) => rows.delete(key),
  },
}
const dialog = reportDialog()
await dialog.begin('刘老师', asker)
const goesOn = [
  await dialog.continue('刘老师', '信息学院', asker),
  await dialog.continue('刘老师', '还有吗', asker),
]
const loaded = Object.fromEntries(
  process.argv
    .slice(2)
    .map((name) => [
      name,
      Object.keys(require.cache).filter((path) => path.includes(`/node_modules/${name}/`)).length,
    ]),
)
const { NumberRecognizer } = require('@microsoft/recognizers-text-number')
process.stdout.write(JSON.stringify({ said, goesOn, loaded, theirs: typeof new NumberRecognizer() }))
