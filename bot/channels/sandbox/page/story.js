// What does the example tell? One incident from the first word to the last signature, and why each thing happens.

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Person} Person */

/**
 * What a step of the story may do. Everything goes over the API, and nothing is taken for granted.
 * @typedef {object} Director
 * @property {(role: keyof import('./cast.js').Cast) => Person} who stops the example when nobody plays this part
 * @property {(...people: Person[]) => Promise<void>} stage
 * @property {(text: string) => void} caption
 * @property {(person: Person, text: string) => Promise<void>} say
 * @property {(person: Person, found: Found, form?: Record<string, string>) => Promise<string | undefined>} press answers the toast's text
 * @property {(span: string) => Promise<void>} advance
 * @property {(person: Person) => Promise<Message[]>} messages what is new to this person since the example began
 * @property {(person: Person) => Promise<Message | undefined>} latest the newest of them from the bot
 * @property {(person: Person, action: string, wanted?: (found: Found) => boolean) => Promise<Found[]>} buttons newest first
 * @property {<T>(what: string, ask: () => Promise<T | undefined | false>) => Promise<T>} until waits for something to come true, else stops
 * @property {() => Promise<import('./api.js').Duty[]>} duties
 * @property {(ms: number) => Promise<void>} beat time to see what has just happened
 * @property {(why: string) => never} stop
 * @property {{incident: string}} facts
 */
/** @typedef {{message: Message, value: import('./api.js').Value, label: string, form?: NonNullable<import('./api.js').Card['form']>}} Found */

/** What the reporter answers, by the label that every question shows; everything else is skipped. */
const answers = /** @type {const} */ ([
  ['是否可能涉及国家秘密', '否'],
  ['是否出现违法有害信息', '否'],
  ['事发单位', undefined],
  ['系统名称', '学院门户网站'],
  ['事件类型', '网络攻击事件'],
  ['简要经过', '学院网站首页被换成一张陌生图片，刷新后仍然如此'],
  ['发现时间', '10分钟前'],
  ['影响和危害', '首页无法正常浏览，校外也能看到'],
  ['已采取措施', '已请管理员断开网站，日志保留'],
])

/** @param {Message} message */
const wordsOf = ({ text, card }) =>
  [
    text,
    card?.title,
    card?.lead,
    card?.body,
    ...(card?.fields ?? []).flatMap(({ label, value }) => [label, value]),
  ].join('\n')

/** Answers the questions until the preview is there. @param {Director} director */
const answerAll = async (director) => {
  const reporter = director.who('reporter')
  const unit = director.who('first').unit
  const answered = new Set()
  let last = ''
  for (let nth = 0; nth < 40; nth += 1) {
    const [ready] = await director.buttons(reporter, 'submit_report')
    if (ready) return ready
    const question = await director.until('下一个问题', async () => {
      const latest = await director.latest(reporter)
      return latest &&
        (latest.id !== last || latest.card?.actions.some(({ value }) => value.action === 'submit_report'))
        ? latest
        : undefined
    })
    if (question.card?.actions.some(({ value }) => value.action === 'submit_report')) continue
    last = question.id
    const text = wordsOf(question)
    const known = answers.find(([label]) => text.includes(label) && !answered.has(label))
    if (known) answered.add(known[0])
    await director.say(reporter, known ? (known[1] ?? unit) : '跳过')
    await director.beat(450)
  }
  return director.stop('问答没有走到预览，示例到此为止。')
}

/** What the office writes into the receipt form. @param {Found} found @param {string} channel */
const receipt = ({ form }, channel) => {
  /** @param {string} name @param {string} wanted */
  const chosen = (name, wanted) => {
    const options = form?.fields.find((field) => field.name === name)?.options
    if (!options?.length) return wanted
    return (
      (options.find(({ label, value }) => label === wanted || value === wanted) ?? options[0])?.value ??
      wanted
    )
  }
  return {
    channel: chosen('channel', channel),
    sent_at: '刚刚',
    received_by: '值班室 周老师',
    ref_no: '网安字 12 号',
  }
}

/** Everything that waits for a receipt is reported by A and confirmed by B. @param {Director} director */
const reportAndConfirm = async (director) => {
  const a = director.who('officeA')
  const b = director.who('officeB')
  for (let nth = 0; nth < 8; nth += 1) {
    const open = await enterReceipt(director)
    if (!open) break
    await confirmReceipt(director)
  }
  await director.stage(a, b)
}

/** To whom a duty reports, as its label says: 首报（自治区党委网信办）. @param {import('./api.js').Duty} duty */
const authorityOf = ({ label }) => /（([^（）]+)）$/.exec(label)?.[1]

/**
 * What is law comes first, unless an authority is named.
 * @param {Director} director @param {string} [authority] @returns {Promise<string | undefined>} the duty that was reported
 */
const enterReceipt = async (director, authority) => {
  const a = director.who('officeA')
  const { incident } = director.facts
  const owed = async () => {
    const open = (await director.duties()).filter(
      (duty) =>
        duty.incident === incident &&
        /open|overdue/.test(duty.state) &&
        authorityOf(duty) &&
        (!authority || authorityOf(duty) === authority),
    )
    return open.find(({ statutory }) => statutory) ?? open[0]
  }
  let next = await owed()
  for (let nth = 0; !next && nth < 10; nth += 1) {
    await director.beat(200)
    next = await owed()
  }
  if (!next) return undefined
  const before = (await director.latest(a))?.id ?? ''
  await director.say(a, `报送 ${incident} ${authorityOf(next)}`)
  const form = await director.until(
    '回执表',
    async () =>
      (await director.buttons(a, 'submit_receipt', (found) => !!found.form && found.message.id > before))[0],
  )
  const { duty } = form.value
  await director.press(a, form, receipt(form, '电话'))
  await director.until(
    '待核实的回执',
    async () =>
      (
        await director.buttons(director.who('officeB'), 'confirm_receipt', ({ value }) => value.duty === duty)
      )[0],
  )
  return duty
}

/** @param {Director} director */
const confirmReceipt = async (director) => {
  const b = director.who('officeB')
  const button = await director.until(
    '「核实回执」按钮',
    async () => (await director.buttons(b, 'confirm_receipt'))[0],
  )
  await director.press(b, button)
  await director.until(
    '核实结果',
    async () =>
      !(await director.buttons(b, 'confirm_receipt', ({ value }) => value.duty === button.value.duty)).length,
  )
}

/** @param {Director} director @param {'first' | 'direct'} role */
const acknowledge = async (director, role) => {
  const person = director.who(role)
  const button = await director.until(
    '「确认收到」按钮',
    async () => (await director.buttons(person, 'acknowledge'))[0],
  )
  await director.press(person, button)
}

/** @type {{caption: string, run: (director: Director) => Promise<void>}[]} */
export const steps = [
  {
    caption: '刘老师发现学院网站首页被换掉了。她打开和烽火的私聊，只发一个词：报告。',
    run: async (director) => {
      const reporter = director.who('reporter')
      await director.stage(director.who('direct'), director.who('first'), reporter)
      await director.say(reporter, '报告')
      await director.until('第一个问题', () => director.latest(reporter))
    },
  },
  {
    caption:
      '第一个问题总是：是否涉密。答“是”，对话当场结束，内容一个字都不保存。这次是“否”。接着一问一答，不知道的可以跳过，首报不等齐情况。',
    run: async (director) => {
      await answerAll(director)
    },
  },
  {
    caption: '看一遍，没有错，按「提交」。从这一刻起，每一步都有记录，也有时限。',
    run: async (director) => {
      const reporter = director.who('reporter')
      const first = director.who('first')
      const [submit] = await director.buttons(reporter, 'submit_report')
      if (!submit) return director.stop('没有看到「提交」按钮，示例到此为止。')
      await director.press(reporter, submit)
      const card = await director.until('给第一责任人的卡片', async () => {
        const [separate] = await director.buttons(reporter, 'file_report')
        if (separate) await director.press(reporter, separate)
        return (await director.buttons(first, 'acknowledge'))[0]
      })
      director.facts.incident = card.value.incident ?? ''
    },
  },
  {
    caption:
      '几秒之内，第一责任人和直接责任人同时收到卡片。第一行写明要做什么、几点之前。第一责任人按下「确认收到」。',
    run: async (director) => {
      await director.stage(director.who('direct'), director.who('reporter'), director.who('first'))
      await acknowledge(director, 'first')
    },
  },
  {
    caption: '直接责任人没看手机。时钟拨快 20 分钟：15 分钟的校内时限过了，应用内加急，手机开始震动。',
    run: async (director) => {
      await director.stage(director.who('first'), director.who('reporter'), director.who('direct'))
      await director.advance('20m')
    },
  },
  {
    caption:
      '再过半小时还没有动静：改用短信加急，分管校领导和网信办也同时知道。催办只会一次比一次响，不会自己停下。',
    run: async (director) => {
      await director.advance('30m')
    },
  },
  {
    caption: '直接责任人按下「确认收到」。对这个人的催办立刻停止，所有人手里的卡片同时变样。',
    run: (director) => acknowledge(director, 'direct'),
  },
  {
    caption: '网信办值班员定级：较大。级别决定要报给谁、多久之内报。规则写在文件里，不写在代码里。',
    run: async (director) => {
      const a = director.who('officeA')
      await director.stage(director.who('reporter'), director.who('officeB'), a)
      await director.say(a, `定级 ${director.facts.incident} 较大 首页被篡改，校外可见`)
    },
  },
  {
    caption:
      '几家机关并行，各有回执。先给自治区教育厅打紧急电话：值班员填回执，另一位核实。教育厅的时限原文还没有核过，卡片上写明“待网信办核定”，不冒充法定。',
    run: async (director) => {
      if (await enterReceipt(director, '自治区教育厅')) await confirmReceipt(director)
    },
  },
  {
    caption:
      '从发现算起四小时内，要报到自治区党委网信办，这是法定时限。时钟再拨快两小时，快到点了，烽火提前提醒。',
    run: async (director) => {
      await director.advance('2h')
    },
  },
  {
    caption: '值班员打完电话，发一句“报送”，填写回执：哪个渠道、几点、谁接的、受理编号。',
    run: async (director) => {
      if (!(await enterReceipt(director))) director.stop('网信办没有收到要报送的事项，示例到此为止。')
    },
  },
  {
    caption: '填回执的人不能自己核实。值班员试着自己核实，烽火婉拒了，并记下这一次。',
    run: async (director) => {
      const a = director.who('officeA')
      const before = (await director.latest(a))?.id
      await director.say(a, `核实 ${director.facts.incident}`)
      await director.until('烽火的答复', async () => (await director.latest(a))?.id !== before)
    },
  },
  {
    caption:
      '另一位值班员核对后按「核实回执」。只有核实过的回执，才让这一项的催办停下。要报的机关不止一家时，一家一家来。',
    run: async (director) => {
      await confirmReceipt(director)
      await reportAndConfirm(director)
    },
  },
  {
    caption: '网站修好了，直接责任人说：处置结束。终报三十天、整改报告五个工作日，从现在开始走。',
    run: async (director) => {
      const direct = director.who('direct')
      await director.stage(director.who('officeA'), director.who('officeB'), direct)
      const before = (await director.latest(direct))?.id
      await director.say(direct, `处置结束 ${director.facts.incident}`)
      await director.until('烽火的答复', async () => (await director.latest(direct))?.id !== before)
    },
  },
  {
    caption: '三天后终报和整改报告也送出去了：同样一人填回执，另一人核实。',
    run: async (director) => {
      await director.advance('3d')
      await reportAndConfirm(director)
    },
  },
  {
    caption: '办结。要是还有一项没办，烽火会列出来，并且拒绝办结。',
    run: async (director) => {
      const a = director.who('officeA')
      const before = (await director.latest(a))?.id
      await director.say(a, `办结 ${director.facts.incident}`)
      const answer = await director.until('烽火的答复', async () => {
        const latest = await director.latest(a)
        return latest && latest.id !== before ? latest : undefined
      })
      if (wordsOf(answer).includes('不能办结'))
        director.caption('还有事项没有办完，烽火列了出来，并拒绝办结。这正是它该做的。')
    },
  },
  {
    caption: '完。每一步都写进了「记录」，之后只能补充，不能改。现在换您来：从人员里挑任何一位，扮演试试。',
    run: async () => {},
  },
]
