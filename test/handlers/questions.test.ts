// Does the dialog ask what contract §7 says, understand the answers, and keep nothing that must not be kept?
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  answer,
  askedNow,
  beginDraft,
  type Context,
  formFields,
  fromForm,
  LONGEST_ANSWER,
  labelOf,
  questions,
  reportOf,
  type Step,
  toReport,
} from '../../handlers/questions.js'
import { type Directory, Draft, Report } from '../../store/schema.js'
import { questionText as inWords, remark, showAnswer } from '../../templates/dialog.js'
import { parseRules } from '../rules/law.js'

// Thousands of runs on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const directory: Directory = {
  units: [
    { id: 'U01', name: '学校党委', kind: '学校', aliases: [] },
    { id: 'U02', name: '网信办', kind: '网信办', aliases: [], phone: '100-0000-0091' },
    { id: 'U04', name: '党委宣传部', kind: '宣传部', aliases: ['宣传部'] },
    { id: 'U06', name: '信息学院', kind: '院级单位', aliases: ['计算机学院', '信院'] },
    { id: 'U07', name: '文学院', kind: '院级单位', aliases: ['中文系'] },
    { id: 'U13', name: '图书馆', kind: '部门', aliases: [] },
  ],
  people: [
    {
      id: 'P04',
      name: '赵红',
      title: '部长',
      posts: [{ unit: 'U04', role: '第一责任人' }],
      phone: '100-0000-0093',
    },
    { id: 'P90', name: '刘老师', title: '教师', posts: [{ unit: 'U06', role: '' }] },
  ],
}
const NOW = '2026-11-23T07:00:00.000Z' // 15:00 on the campus
const context: Context = { now: NOW, rules: parseRules({}), directory, phone: '100-1234-5678' }
const person = { id: 'P90', name: '刘老师' }
const fresh = (): Draft => beginDraft('d1', person, 'sandbox', '2026-11-23T06:00:00.000Z')

const draftOf = (step: Step): Draft => {
  if (step.step !== 'ask' && step.step !== 'preview' && step.step !== 'submit')
    throw new Error(`no draft: ${step.step}`)
  return step.draft
}
const sayOf = (step: Step): string =>
  'say' in step ? step.say.map((one) => remark(one, context)).join('\n') : ''
const questionText = (draft: Draft, of: Context) => inWords(askedNow(draft, of))
/** Answers one after the other; the last step. */
const walk = (texts: string[], from: Draft = fresh(), with_: Context = context): Step => {
  let step: Step = { step: 'ask', draft: from, say: [] }
  for (const text of texts) step = answer(draftOf(step), text, with_)
  return step
}
const at = (name: string, answers: Draft['answers'] = {}): Draft => ({ ...fresh(), question: name, answers })

describe('the table', () => {
  test('names, labels and order of contract §7', () => {
    expect(questions.map(({ name }) => name)).toEqual([
      'classified',
      'harmful_content',
      'unit',
      'system',
      'category',
      'summary',
      'discovered_at',
      'impact',
      'measures',
      'occurred_at',
      'place',
      'people_affected',
      'pi_persons',
      'outage_minutes',
      'spreading',
      'crime_suspected',
      'ransomware',
      'ransom',
      'important_data',
      'tampered',
      'contact_phone',
    ])
    expect(questions.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'classified',
      'unit',
      'summary',
    ])
    expect(labelOf('classified')).toBe('是否可能涉及国家秘密或涉密网络')
    expect(labelOf('contact_phone')).toBe('联系电话')
  })

  test('every question shows its 标签, how far it is, and the ways out', () => {
    for (const { name, label, required } of questions) {
      const { text } = questionText(at(name), context)
      expect(text).toContain(label)
      const ways = name === 'classified' ? '取消' : required ? '上一步 · 取消' : '上一步 · 跳过 · 取消'
      expect(text.split('\n').at(-1)).toBe(ways)
    }
    expect(questionText(at('discovered_at'), context).text).toContain('例如：今天 14:30')
    expect(questionText(at('unit'), context).text).toContain('第 3 步，共约 10 步')
    expect(questionText(fresh(), context).choices).toEqual(['是', '否'])
  })

  test('every example that is shown is understood', () => {
    for (const { name, ask } of questions) {
      const example = /例如：(.+)$/u.exec(ask)?.[1]
      if (!example || questions.find((one) => one.name === name)?.kind === 'yesno') continue
      const step = answer(at(name), example, context)
      expect([name, draftOf(step).answers[name]]).not.toEqual([name, undefined])
    }
  })

  test('every choice that is offered is understood', () => {
    for (const { name } of questions) {
      if (name === 'classified') continue
      for (const choice of questionText(at(name), context).choices) {
        expect([name, choice, draftOf(answer(at(name), choice, context)).answers[name]]).not.toContain(
          undefined,
        )
      }
    }
  })
})

describe('the whole way', () => {
  const texts = [
    '否',
    '没有',
    '计算机学院',
    '学院网站',
    '网页被改',
    '首页被替换成赌博页面',
    '今天 14:30',
    '网站打开后跳转',
    '已断网，保留日志',
    '是',
    '不详',
    '跳过',
    '1',
  ]
  test('from the first question to 提交', () => {
    const step = walk(texts)
    expect(step.step).toBe('preview')
    const submitted = answer(draftOf(step), '提交', context)
    expect(submitted.step).toBe('submit')
    expect(toReport(draftOf(submitted).answers, context)).toEqual({
      report: {
        harmful_content: false,
        unit: 'U06',
        system: '学院网站',
        category: 'NA',
        summary: '首页被替换成赌博页面',
        discovered_at: '2026-11-23T06:30:00.000Z',
        impact: '网站打开后跳转',
        measures: '已断网，保留日志',
        tampered: true,
        spreading: 'unknown',
        crime_suspected: 'unknown',
        contact_phone: '100-1234-5678',
      },
    })
  })

  test('what was understood is repeated back', () => {
    expect(sayOf(walk(texts.slice(0, 3)))).toBe('事发单位：信息学院')
    expect(sayOf(walk(texts.slice(0, 5)))).toBe('事件类型：网络攻击事件')
    expect(sayOf(walk(texts.slice(0, 7)))).toBe('发现时间：11月23日 14:30')
    expect(showAnswer('discovered_at', '2025-12-31T06:30:00.000Z', context)).toBe('2025年12月31日 14:30')
    expect(showAnswer('tampered', 'unknown', context)).toBe('不详')
  })

  test('every draft on the way is one that can be stored', () => {
    for (let n = 1; n <= texts.length; n++) {
      const draft = draftOf(walk(texts.slice(0, n)))
      expect(Draft.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
      expect(draft.touchedAt).toBe(NOW)
    }
  })

  test('all of it skipped but what is required is a report too', () => {
    const step = walk(['否', '跳过', '图书馆', '跳过', '跳过', '门禁坏了', ...Array(5).fill('跳过')])
    expect(step.step).toBe('preview')
    expect(toReport(draftOf(step).answers, context)).toMatchObject({
      report: { unit: 'U13', category: 'unknown', discovered_at: 'unknown', contact_phone: 'unknown' },
    })
  })
})

test('a drill is marked from the start, and stays marked', () => {
  const draft = beginDraft('d1', person, 'sandbox', NOW, true)
  expect(draftOf(walk(['否', '否', '信院'], draft)).drill).toBe(true)
  expect('drill' in fresh()).toBe(false)
})

describe('the first question', () => {
  test.each(['是', '可能', '不确定', '不清楚', '应该是吧', '是，有一份文件', '1', '有', '涉密', '不太好说'])(
    '%s stops, and keeps nothing',
    (text) => expect(answer(fresh(), text, context)).toEqual({ step: 'classified' }),
  )
  test.each(['否', '不是', '没有', '不涉密', '否，不涉及国家秘密', '2'])('%s goes on', (text) => {
    const step = walk([text])
    expect(draftOf(step).question).toBe('harmful_content')
    expect(draftOf(step).answers).toEqual({})
  })
  test.each(['跳过', '不详', '你好', '', '🔥', '网站被黑了'])('%j is refused, and not kept', (text) => {
    const step = walk([text])
    expect(draftOf(step).question).toBe('classified')
    expect(draftOf(step).misses).toBe(1)
    if (text) expect(JSON.stringify(draftOf(step))).not.toContain(text)
    expect(sayOf(step)).not.toBe('')
  })
})

describe('watch words at any turn', () => {
  test.each(questions.map(({ name }) => [name]))('%s', (name) => {
    expect(answer(at(name), '这里有一份机密文件', context)).toEqual({ step: 'classified' })
  })
  test('in the preview, among the items of 修改, and while changing one', () => {
    expect(answer({ ...at('unit'), state: 'preview' }, '涉 密', context)).toEqual({ step: 'classified' })
    expect(answer({ ...at('edit'), editing: true }, '涉密', context)).toEqual({ step: 'classified' })
  })
  test('a denial goes on', () => {
    expect(draftOf(answer(at('summary'), '不涉密，只是断网', context)).answers.summary).toBe(
      '不涉密，只是断网',
    )
  })
})

describe('harmful content', () => {
  test('text ② once, with the telephone of 宣传部, and no text is told again', () => {
    const step = walk(['否', '是'])
    expect(sayOf(step)).toContain('内容处置请电话联系党委宣传部（100-0000-0093）')
    expect(draftOf(step).answers.harmful_content).toBe(true)
    const again = walk(['上一步', '是'], draftOf(step))
    expect(sayOf(again)).not.toContain('宣传部')
    const told = walk(['信院', '官网'], draftOf(step))
    expect(sayOf(told)).toBe('系统名称：已记下（2 字）')
    expect(walk(['否', '否']).step === 'ask' && sayOf(walk(['否', '否']))).not.toContain('宣传部')
  })
  test('the free-text questions ask for place and time only, still with 标签 and example', () => {
    for (const name of ['summary', 'impact', 'measures']) {
      const usual = questionText(at(name), context).text
      const { text } = questionText(at(name, { harmful_content: true }), context)
      expect(text).not.toBe(usual)
      expect(text).toContain(labelOf(name))
      expect(text).toContain('例如：')
      expect(questionText(at(name, { harmful_content: false }), context).text).toBe(usual)
    }
    expect(questionText(at('summary', { harmful_content: true }), context).text).toContain('位置和时间')
  })
  test('makes 篡改 and 扩散 matter', () => {
    const { text } = questionText(at('unit', { harmful_content: true }), context)
    expect(text).toContain('共约 12 步')
  })
})

describe('the unit', () => {
  test('several fit: a numbered choice, answered by number or name', () => {
    const step = answer(at('unit'), '学院', context)
    const draft = draftOf(step)
    expect(sayOf(step)).toContain('有 2 个单位符合“学院”')
    expect(draft.misses).toBe(0)
    expect(draft.choices).toEqual([
      { label: '信息学院', value: 'U06' },
      { label: '文学院', value: 'U07' },
    ])
    const asked = questionText(draft, context)
    expect(asked.text).toContain('1 信息学院\n2 文学院')
    expect(asked.choices).toEqual(['信息学院', '文学院'])
    expect(draftOf(answer(draft, '2', context)).answers.unit).toBe('U07')
    expect(draftOf(answer(draft, '第1个', context)).answers.unit).toBe('U06')
    expect(draftOf(answer(draft, '文学院', context)).answers.unit).toBe('U07')
    expect(draftOf(answer(draft, '图书馆', context)).answers.unit).toBe('U13')
    expect(draftOf(answer(draft, '3', context)).answers.unit).toBeUndefined()
    expect(draftOf(answer(draft, '2', context)).choices).toBeUndefined()
  })
  test('number, alias, part', () => {
    for (const text of ['U06', 'ｕ０６', '信院', '信 息 学 院', '信息']) {
      expect([text, draftOf(answer(at('unit'), text, context)).answers.unit]).toEqual([text, 'U06'])
    }
  })
  test('the own unit is offered', () =>
    expect(questionText(at('unit'), context).choices).toEqual(['信息学院']))
  test('unknown: why, an example, the same question', () => {
    const step = answer(at('unit'), '火星学院', context)
    expect(sayOf(step)).toContain('没有找到“火星学院”')
    expect(sayOf(step)).toContain('例如：信息学院')
    expect(draftOf(step).question).toBe('unit')
  })
  test('ten kinds of incident: ambiguous is asked back', () => {
    const draft = draftOf(answer(at('category'), '网站打不开', context))
    expect(draft.choices?.map(({ value }) => value)).toEqual(['NA', 'DE'])
    expect(draftOf(answer(draft, '2', context)).answers.category).toBe('DE')
    expect(draftOf(answer(at('category'), '2', context)).answers.category).toBe('NA')
  })
})

describe('answers of the wrong kind', () => {
  test.each([
    ['harmful_content', '你好', '请回复“是”“否”或“不详”'],
    ['category', '不懂', '序号'],
    ['discovered_at', '很久以前', '例如：今天 14:30'],
    ['discovered_at', '明天9点', '时间不能晚于现在'],
    ['discovered_at', '昨天', '请写明几点'],
    ['people_affected', '十几', '例如：约 1200 人'],
    ['outage_minutes', '很久', '例如：90 分钟'],
    ['contact_phone', '没带', '例如：0471-1234567'],
    ['contact_phone', '110', '例如：0471-1234567'],
    ['summary', '', '没有看到文字'],
    ['summary', '。。。', '没有看到文字'],
    ['summary', '—', '没有看到文字'],
    ['summary', '🔥🔥', '没有看到文字'],
    ['system', '\u200b', '没有看到文字'],
    ['unit', ' ', '没有看到文字'],
    ['summary', '跳过', '必填'],
    ['unit', '不详', '必填'],
  ])('%s, %j: why, an example, the same question again', (name, text, why) => {
    const step = answer(at(name), text, context)
    expect(step.step).toBe('ask')
    expect(sayOf(step)).toContain(why)
    expect(draftOf(step)).toMatchObject({ question: name, misses: 1, answers: {} })
  })

  test('after three misses a way on is offered in words', () => {
    const twice = walk(['x', 'y'], at('discovered_at'))
    expect(sayOf(twice)).not.toContain('跳过')
    expect(sayOf(walk(['z'], draftOf(twice)))).toContain('“跳过”')
    const must = walk(['x', 'y', 'z'], at('unit'))
    expect(sayOf(must)).toContain('“取消”')
    expect(sayOf(must)).toContain('100-0000-0091')
    expect(draftOf(walk(['刚刚'], draftOf(twice))).misses).toBe(0)
  })

  test('a text that is too long is refused with the limit, not cut', () => {
    const long = '长'.repeat(LONGEST_ANSWER + 1)
    const step = answer(at('summary'), long, context)
    expect(sayOf(step)).toContain('2001 字')
    expect(sayOf(step)).toContain('2000 字以内')
    expect(draftOf(step).answers).toEqual({})
    expect(draftOf(answer(at('summary'), '长'.repeat(LONGEST_ANSWER), context)).answers.summary).toHaveLength(
      LONGEST_ANSWER,
    )
    expect(sayOf(answer(at('unit'), long, context))).toContain('2000')
    expect(sayOf(answer(at('summary'), `开头${'长'.repeat(500)}`, context))).toContain('共 502 字')
  })
})

describe('what must not be kept', () => {
  test('passwords are stored redacted, and that is said', () => {
    const step = answer(at('measures'), '密码：Abc12345 已改', context)
    expect(draftOf(step).answers.measures).toBe('密码：［已隐去］ 已改')
    expect(sayOf(step)).toContain('没有保存')
    expect(JSON.stringify(step)).not.toContain('Abc12345')
  })
  test.each(['先别报', '发现时间改晚一点', '把记录删掉'])('%s: text ③, the same question again', (text) => {
    const step = answer(at('summary'), text, context)
    expect(sayOf(step)).toContain('我不能推迟、隐藏或改写记录')
    expect(draftOf(step)).toMatchObject({ question: 'summary', answers: {} })
    expect(answer({ ...at('summary'), state: 'preview' }, text, context).step).toBe('preview')
  })
  test('control characters and marks that turn the reading order', () => {
    const draft = draftOf(answer(at('summary'), '甲\u0000乙\u202e丙\n丁\ud800', context))
    expect(draft.answers.summary).toBe('甲乙丙\n丁')
  })
  test('hostile text is kept as it is, as text', () => {
    for (const text of ['{{#x', 'a(.*)+$', '__proto__', '<script>alert(1)</script>', 'a b', 'a\u202eb']) {
      const { answers } = draftOf(answer(at('summary'), text, context))
      expect(answers.summary).toBe(text.replace('\u202e', ''))
    }
  })
})

describe('ways out', () => {
  test('上一步 goes back one question at a time, and on where something is missing', () => {
    const step = walk(['否', '否', '信院', '上一步', '上一步'])
    expect(draftOf(step).question).toBe('harmful_content')
    expect(draftOf(walk(['是'], draftOf(step))).question).toBe('system')
    expect(draftOf(walk(['是'], draftOf(step))).answers).toMatchObject({
      harmful_content: true,
      unit: 'U06',
    })
    expect(sayOf(walk(['上一步']))).toContain('第一个问题')
  })
  test('取消', () => {
    expect(walk(['否', '取消']).step).toBe('cancelled')
    expect(walk(['取消']).step).toBe('cancelled')
    expect(answer({ ...at('unit'), state: 'preview' }, '取消', context).step).toBe('cancelled')
  })
  test('预览 says what is missing and asks it, else shows', () => {
    const step = walk(['否', '否', '预览'])
    expect(step.step).toBe('ask')
    expect(sayOf(step)).toContain('事发单位、简要经过')
    expect(draftOf(step).question).toBe('unit')
    const shown = walk(['否', '否', '信院', '跳过', '跳过', '网站坏了', '预览'])
    expect(shown.step).toBe('preview')
    expect(sayOf(shown)).toContain('还有 5 项没有填写')
    expect(draftOf(walk(['继续'], draftOf(shown))).question).toBe('discovered_at')
    expect(draftOf(walk(['上一步'], draftOf(shown)))).toMatchObject({
      state: 'asking',
      question: 'discovered_at',
    })
    expect(walk(['提交'], draftOf(shown)).step).toBe('submit')
  })
  test('the first question can not be passed by 预览', () => {
    expect(draftOf(walk(['预览'])).question).toBe('classified')
    expect(draftOf(walk(['提交'])).question).toBe('classified')
  })
  test('提交 needs what is required', () => {
    const step = answer({ ...at('unit'), state: 'preview' }, '提交', context)
    expect(step.step).toBe('ask')
    expect(sayOf(step)).toContain('还缺少必填的')
  })
})

describe('修改', () => {
  const preview = (): Draft =>
    draftOf(walk(['否', '否', '信院', '跳过', '漏洞', '网站坏了', '刚刚', '无', '无', '跳过']))
  test('by number or 标签, then back to the preview', () => {
    expect(preview().state).toBe('preview')
    const which = answer(preview(), '修改', context)
    expect(draftOf(which)).toMatchObject({ state: 'asking', editing: true })
    const { text, choices } = questionText(draftOf(which), context)
    expect(choices).toContain('发生地点')
    const nth = choices.indexOf('简要经过') + 1
    expect(text).toContain(`${nth} 简要经过`)
    for (const way of [String(nth), '简要经过', '简要 经过']) {
      const asked = answer(draftOf(which), way, context)
      expect(draftOf(asked)).toMatchObject({ question: 'summary', editing: true })
      const done = answer(draftOf(asked), '网站修好了', context)
      expect(done.step).toBe('preview')
      expect(draftOf(done).answers.summary).toBe('网站修好了')
      expect(draftOf(done).editing).toBeUndefined()
      expect(draftOf(done).asked).toEqual(preview().asked)
    }
  })
  test('an item said in the preview is changed at once', () => {
    expect(draftOf(answer(preview(), '发现时间', context))).toMatchObject({
      question: 'discovered_at',
      editing: true,
    })
    expect(draftOf(walk(['发生地点', '主楼'], preview())).answers.place).toBe('主楼')
  })
  test('a wrong answer is asked again; 上一步 leaves it as it was', () => {
    expect(draftOf(walk(['发现时间', '明天'], preview()))).toMatchObject({
      question: 'discovered_at',
      editing: true,
    })
    const step = walk(['发现时间', '上一步'], preview())
    expect(step.step).toBe('preview')
    expect(draftOf(step).answers).toEqual(preview().answers)
  })
  test('no such item: said, and after three times back to the preview', () => {
    expect(sayOf(walk(['修改', '哪个'], preview()))).toContain('没有看懂')
    expect(walk(['修改', '哪个', '哪个', '99'], preview()).step).toBe('preview')
  })
  test('anything else in the preview: the three ways', () => {
    expect(sayOf(answer(preview(), '你好', context))).toContain('“提交”“修改”或“取消”')
    expect(answer(preview(), '是', context).step).toBe('preview')
  })
})

describe('what a category makes matter', () => {
  const asked = (category: string, more: Draft['answers'] = {}): string[] => {
    const names: string[] = []
    let draft = at('measures', {
      harmful_content: false,
      unit: 'U06',
      system: 'x',
      category,
      summary: 'x',
      discovered_at: 'unknown',
      impact: 'x',
      ...more,
    })
    for (let n = 0; n < 10; n++) {
      const step = answer(draft, n === 0 ? '无' : '不详', context)
      if (step.step !== 'ask') break
      draft = step.draft
      names.push(draft.question)
    }
    return names
  }
  test.each([
    ['MP', ['ransomware', 'spreading', 'crime_suspected']],
    ['NA', ['tampered', 'spreading', 'crime_suspected']],
    ['DS', ['pi_persons', 'important_data', 'crime_suspected']],
    ['IC', ['tampered', 'spreading', 'crime_suspected']],
    ['DE', ['outage_minutes', 'people_affected']],
    ['SHE', []],
    ['unknown', ['people_affected']],
    ['__proto__', []],
  ])('%s', (category, names) => expect(asked(category)).toEqual([...names, 'contact_phone']))
  test('an attack that takes the service away is one of outage', () => {
    expect(asked('NA', { summary: '网站打不开' })).toEqual([
      'outage_minutes',
      'people_affected',
      'crime_suspected',
      'contact_phone',
    ])
  })
  test('never more than three', () => {
    for (const category of ['MP', 'NA', 'DS', 'IC', 'DE', 'RO', 'SHE', 'AB', 'FOC', 'OTH', 'unknown']) {
      expect(asked(category, { harmful_content: true }).length).toBeLessThanOrEqual(4)
    }
  })
})

describe('contact_phone', () => {
  test('offered from the directory', () => {
    expect(questionText(at('contact_phone'), context).choices).toEqual(['100-1234-5678'])
    const { phone: _, ...without } = context
    expect(questionText(at('contact_phone'), without).choices).toEqual([])
    expect(draftOf(answer(at('contact_phone'), '1', without)).answers).toEqual({})
  })
  test.each([
    ['13800138000', '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['手机：138 0013 8000', '138 0013 8000'],
    ['0471-1234567', '0471-1234567'],
    ['(0471) 1234567转801', '(0471) 1234567转801'],
    ['+86 13800138000', '+86 13800138000'],
    ['4392000', '4392000'],
    ['是的', '100-1234-5678'],
    ['就用这个号码', '100-1234-5678'],
  ])('%s', (text, kept) =>
    expect(draftOf(answer(at('contact_phone'), text, context)).answers.contact_phone).toBe(kept),
  )
})

describe('the form card', () => {
  test('the same items under the same names and labels', () => {
    const fields = formFields(context)
    expect(new Set(fields.map(({ name, label }) => `${name} ${label}`))).toEqual(
      new Set(questions.map(({ name, label }) => `${name} ${label}`)),
    )
    expect(fields).toHaveLength(questions.length)
    // eight are seen at once, and stand first; all that must be filled is among them
    expect(fields.map(({ more }) => more === true).lastIndexOf(false)).toBe(7)
    expect(fields.filter(({ required, more }) => required && more)).toEqual([])
    expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'classified',
      'unit',
      'summary',
    ])
    expect(fields.find(({ name }) => name === 'unit')?.options).toHaveLength(directory.units.length)
    expect(fields.find(({ name }) => name === 'category')?.options).toHaveLength(10)
    expect(fields.find(({ name }) => name === 'contact_phone')?.value).toBe('100-1234-5678')
  })

  const form = { classified: '否', unit: 'U06', summary: '网站坏了' }
  test('the shortest: what was left empty is unknown, the optional block absent', () => {
    const done = fromForm(form, context)
    expect(done).toMatchObject({
      report: {
        unit: 'U06',
        summary: '网站坏了',
        harmful_content: 'unknown',
        system: 'unknown',
        category: 'unknown',
        discovered_at: 'unknown',
        impact: 'unknown',
        measures: 'unknown',
      },
      say: [],
    })
    expect('report' in done && Object.keys(done.report)).toHaveLength(8)
  })
  test('everything', () => {
    const done = fromForm(
      {
        ...form,
        unit: '计算机学院',
        harmful_content: '是',
        category: '网页被改',
        discovered_at: '2026-11-23 14:30 +0800',
        people_affected: '1.2万',
        outage_minutes: '半小时',
        tampered: 'true',
        pi_persons: '不详',
        contact_phone: '13800138000',
        measures: '密码：Abc12345',
        nonsense: 'x',
      },
      context,
    )
    expect(done).toMatchObject({
      report: {
        unit: 'U06',
        harmful_content: true,
        category: 'NA',
        discovered_at: '2026-11-23T06:30:00.000Z',
        people_affected: 12_000,
        outage_minutes: 30,
        tampered: true,
        pi_persons: 'unknown',
        measures: '密码：［已隐去］',
      },
    })
    expect(JSON.stringify(done)).not.toContain('Abc12345')
    expect('say' in done && done.say.map((one) => remark(one, context)).join()).toContain('宣传部')
    expect('report' in done && 'nonsense' in done.report).toBe(false)
  })
  test.each(['是', '可能', '不确定', 'true', '否，不确定', '没有，待核实'])('classified %s', (classified) =>
    expect(fromForm({ ...form, classified }, context)).toEqual({ classified: true }),
  )
  test('watch words in any field', () => {
    for (const { name } of questions) {
      expect(fromForm({ ...form, [name]: '一份机密文件' }, context)).toEqual({ classified: true })
    }
  })
  test('every problem at once, each with its field', () => {
    const done = fromForm(
      { unit: '火星学院', summary: '', discovered_at: '明天9点', people_affected: '很多', impact: '先别报' },
      context,
    )
    expect('problems' in done && done.problems.map(({ field }) => field)).toEqual([
      'classified',
      'impact',
      'unit',
      'summary',
      'discovered_at',
      'people_affected',
    ])
  })
  test.each(['', '不详', '跳过', '你好', '否，是', '否\n是', '不是普通文件', '无疑'])(
    'classified %j is no answer',
    (classified) =>
      expect(fromForm({ ...form, classified }, context)).toMatchObject({
        problems: [{ field: 'classified' }],
      }),
  )
  test('what a platform may send instead of texts', () => {
    const odd = JSON.parse('{"__proto__":{"unit":"U06"},"classified":"否","unit":["U06"],"summary":null}')
    expect(fromForm(odd, context)).toMatchObject({ problems: [{ field: 'unit' }, { field: 'summary' }] })
  })
})

test('one schema: the dialog and the form keep the same values', () => {
  const raw = {
    unit: '信院',
    summary: '网站坏了',
    discovered_at: '10分钟前',
    category: '断网',
    people_affected: '两百',
  }
  const typed = Object.fromEntries(
    Object.entries(raw).map(([name, text]) => [name, draftOf(answer(at(name), text, context)).answers[name]]),
  )
  expect(reportOf(raw, context)).toEqual({ report: typed })
  expect(fromForm({ classified: '否', ...raw }, context)).toMatchObject({ report: typed })
})

test('a unit that has left the directory is told, not thrown', () => {
  expect(toReport({ unit: 'U99', summary: 'x' }, context)).toMatchObject({ problems: [{ field: 'unit' }] })
  expect(toReport({ summary: 'x' }, context)).toMatchObject({ problems: [{ field: 'unit' }] })
  expect(toReport({ unit: 'U06', summary: 'x', discovered_at: 'yesterday' }, context)).toMatchObject({
    problems: [{ field: 'discovered_at' }],
  })
})

test('a question that this version does not know: on with what is missing', () => {
  expect(draftOf(answer(at('question-of-tomorrow'), 'x', context)).question).toBe('harmful_content')
  expect(questionText(at('question-of-tomorrow'), context).text).toContain('取消')
})

// ── properties ──────────────────────────────────────────────────────────────────────────────────────────────────────

const said = fc.oneof(
  fc.constantFrom(
    '是',
    '否',
    '上一步',
    '跳过',
    '不详',
    '预览',
    '提交',
    '修改',
    '继续',
    '信院',
    '学院',
    '1',
    '2',
    '14',
    '网页被改',
    '打不开',
    '今天 14:30',
    '明天',
    '半小时',
    '约 1200 人',
    '13800138000',
    '先别报',
    '简要经过',
    '',
    '。',
    '{{#x',
    '__proto__',
    'constructor',
    '密码：Abc12345',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constant('长'.repeat(10_000)),
)

test('whatever is said, in whatever order: no throw, and every draft and report can be stored', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 30 }), (texts) => {
      let draft = draftOf(answer(fresh(), '否', context))
      for (const text of texts) {
        const step = answer(draft, text, context)
        if (step.step === 'classified' || step.step === 'cancelled') break
        draft = step.draft
        expect(Draft.safeParse(JSON.parse(JSON.stringify(draft))).success).toBe(true)
        expect(questionText(draft, context).text).not.toBe('')
        expect(Report.partial().safeParse(draft.answers).success).toBe(true)
        expect(JSON.stringify(draft)).not.toContain('Abc12345')
        if (step.step === 'preview' && sayOf(step).includes('还缺少'))
          throw new Error('a preview without what is required')
        if (step.step === 'submit') expect(toReport(draft.answers, context)).toHaveProperty('report')
      }
    }),
    { numRuns: 150 },
  )
})

test('where state secrets may be about, nothing of the text is in anything that comes back', () => {
  const secret = fc.tuple(
    fc.stringMatching(/^[a-z]{4,12}$/u),
    fc.constantFrom('涉密', '机密文件', '绝密', '国家秘密', '秘密★'),
  )
  fc.assert(
    fc.property(fc.array(said, { maxLength: 12 }), secret, (texts, [marker, word]) => {
      let draft = draftOf(answer(fresh(), '否', context))
      for (const text of texts) {
        const step = answer(draft, text, context)
        if (step.step === 'classified' || step.step === 'cancelled') return
        draft = step.draft
      }
      const before = JSON.stringify(draft)
      expect(answer(draft, `zq${marker}${word}`, context)).toEqual({ step: 'classified' })
      expect(JSON.stringify(draft)).toBe(before)
    }),
    { numRuns: 150 },
  )
  // The first question: an answer that is none is not kept either.
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 6 }), (text) => {
      const step = answer(fresh(), `zq${text}`, context)
      if (step.step === 'classified') expect(step).toEqual({ step: 'classified' })
      else if (step.step === 'ask')
        expect(step.draft).toEqual({ ...fresh(), ...{ touchedAt: NOW, misses: step.draft.misses } })
    }),
  )
})
