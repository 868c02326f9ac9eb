// Is every report upwards asked for with a verb that goes with its name?
import { expect, test } from 'vitest'
import { handing } from '../../templates/cards/parts.js'

test.each([
  ['有害信息报告', '向公安机关报送有害信息报告'],
  ['首报', '向公安机关报送首报'],
  ['报案', '向公安机关报案'],
  ['个人信息事件通知', '向公安机关通知个人信息事件'],
])('%s', (paper, asked) => expect(handing('公安机关', paper)).toBe(asked))
