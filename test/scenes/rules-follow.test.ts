// Is a changed rules file heard of while everything runs, and does one with mistakes change nothing?
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { rulesFrom } from '../../bot/turn/rules.js'
import { Mistakes } from '../../store/mistakes.js'
import type { Stage } from './acts.js'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'

const shipped = (): Record<string, unknown> => parse(readFileSync('rules/rules.yaml', 'utf8'))

const heard = (stage: Stage, who: string, words: string): boolean =>
  stage.platform.latest(stage.id(who), (content) => JSON.stringify(content).includes(words)) !== undefined

everywhere('规则文件保存后不用重启：网信办马上看到改动，两人核定才生效', async (stage) => {
  await stage.takeRules(rulesFrom({ ...shipped(), dialog_lapses: '12h' }))
  expect(heard(stage, '值班甲', '规则文件有改动')).toBe(true)
  await play(
    stage,
    `
    值班乙: 规则
    机器人 → 值班乙: 规则 …规则文件有改动，须一人提请、另一人核定才生效…dialog_lapses… [提请生效]
    …
    值班甲 按 [提请生效]
    …
    值班乙 按 [核定生效]
    提示 值班乙: 已核定，新规则从现在起生效…
    …
  `,
  )
  expect(stage.fenghuo.campus().rules.dialogLapsesMs).toBe(12 * 3_600_000)
})

everywhere('规则文件有误：原来的规则继续生效，网信办知道错在哪一行', async (stage) => {
  const before = stage.fenghuo.campus().rules.version
  await stage.refuseRules(new Mistakes(['rules.yaml:34 clocks[3].within 写的是“4时”']))
  expect(heard(stage, '值班甲', '规则文件有误，没有生效')).toBe(true)
  expect(heard(stage, '值班甲', 'rules.yaml:34')).toBe(true)
  expect(stage.fenghuo.campus().rules.version).toBe(before)
})
