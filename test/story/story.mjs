// Can the whole story be played by somebody who knows nothing but the contract? Plain HTTP against a running sandbox.
// usage: node test/story/story.mjs 'http://127.0.0.1:3000/?token=…', the address that the bot prints

const printed = new URL(process.argv[2] ?? 'http://127.0.0.1:3000')
const base = printed.origin
const headers = { 'x-sandbox-token': printed.searchParams.get('token') ?? process.env.SANDBOX_TOKEN ?? '' }
const api = async (path, body) => {
  const answer = await fetch(`${base}/sandbox/api/${path}`, {
    headers,
    ...(body && {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return JSON.parse(text)
}
const check = (holds, what) => {
  if (!holds) throw new Error(`not so: ${what}`)
  console.log(`  ✓ ${what}`)
}
const say = (as, text, chat = 'dm') => api('say', { as, chat, text })
const messages = (as, chat = 'dm') => api(`messages?as=${as}&chat=${chat}`)
const latest = async (as, has) => (await messages(as)).findLast(has)
const withAction = (action, duty) => (message) =>
  message.card?.actions.some(
    (one) => one.value.action === action && !one.disabled && (!duty || one.value.duty?.startsWith(duty)),
  )
const pressLatest = async (as, action, form) => {
  const message = await latest(
    as,
    (one) => withAction(action)(one) || one.card?.form?.submit.value.action === action,
  )
  if (!message) throw new Error(`${as} has no button ${action}`)
  const value = form
    ? message.card.form.submit.value
    : message.card.actions.find((one) => one.value.action === action).value
  return api('press', { as, messageId: message.id, value, ...(form ? { form } : {}) })
}

const people = await api('people')
const withRole = (role, unit) => people.filter((one) => one.roles.includes(role) && one.unit.includes(unit))
const [first] = withRole('第一责任人', '信息学院')
const [direct] = withRole('直接责任人', '信息学院')
const [deskA, deskB] = withRole('值班员', '')
const deputies = withRole('常务副主任', '')
const [school] = people.filter(
  (one) =>
    one.roles.includes('第一责任人') &&
    /书记/.test(one.title) &&
    /学校|党委/.test(one.unit) &&
    !/学院|宣传/.test(one.unit),
)
const staff = people.filter((one) => one.roles.length === 0)
const reporter = staff[0]
check(
  first && direct && deskA && deskB && deputies.length === 2 && school && staff.length >= 4,
  'the campus has its people',
)

console.log('报告')
await say(reporter.id, '报告')
for (const text of ['否', '否', '信息学院', '学院网站', '网络攻击', '首页被篡改', '刚刚', '不详', '已断网'])
  await say(reporter.id, text)
for (let steps = 0; steps < 12 && !(await latest(reporter.id, withAction('submit_report'))); steps++)
  await say(reporter.id, '跳过')
await pressLatest(reporter.id, 'submit_report')
const thanks = await latest(reporter.id, (one) => /\d{4}-\d{4}/.test(one.text ?? ''))
const number = thanks.text.match(/\d{4}-\d{4}/)[0]
check(number, `the reporter has the number ${number}`)
check(
  (await messages(reporter.id, 'group')).some((one) => JSON.stringify(one).includes(number)),
  'the group sees a bulletin',
)
check(
  !JSON.stringify(await messages(reporter.id, 'group')).includes('首页被篡改'),
  'the group sees no detail',
)

console.log('确认收到')
const stranger = await latest(first.id, withAction('acknowledge'))
check(stranger, 'the first responsible person has the button')
await pressLatest(first.id, 'acknowledge')
await api('clock', { advance: '8m' })
check(
  !(await latest(first.id, (one) => /提醒|催办/.test(one.card?.title ?? ''))),
  'who acknowledged is not reminded',
)
check(await latest(direct.id, (one) => /提醒|催办/.test(one.card?.title ?? '')), 'the other one is')
await pressLatest(direct.id, 'acknowledge')
const again = await pressLatestOr(direct.id, 'acknowledge')
check(again === undefined || /已于/.test(again.toast?.text ?? ''), 'a second press changes nothing')
async function pressLatestOr(as, action) {
  const old = (await messages(as)).find((one) => one.card?.title?.includes(number))
  return api('press', { as, messageId: old.id, value: { action, incident: number } })
}

console.log('启动预案')
for (const one of [first, withRole('直接责任人', '信息中心')[0], withRole('直接责任人', '宣传')[0]]) {
  await say(one.id, `已办 ${number} 启动应急预案`)
  check(/已登记/.test((await latest(one.id, (said) => said.text))?.text ?? ''), 'each body starts its plan')
}
const [leader] = people.filter(({ roles }) => roles.includes('主任'))
await say(leader.id, `状态 ${number}`)
check(await latest(leader.id, (one) => one.card?.title?.includes(number)), 'the leader has opened it')

console.log('定级与催办')
await say(deskA.id, `定级 ${number} 较大`)
const events = []
const stream = new AbortController()
const listening = fetch(`${base}/sandbox/api/events?as=${deskA.id}`, { headers, signal: stream.signal })
  .then(async (answer) => {
    for await (const chunk of answer.body) events.push(Buffer.from(chunk).toString())
  })
  .catch(() => {})
await api('clock', { advance: '4h15m' })
check(
  await latest(deputies[0].id, (one) => /提醒|催办/.test(one.card?.title ?? '')),
  'the deputies hear of the overdue report',
)
await api('clock', { advance: '1h' })
check(
  await latest(school.id, (one) => /提醒|催办/.test(one.card?.title ?? '')),
  'an hour later the party secretary hears',
)
await new Promise((resolve) => setTimeout(resolve, 300))
stream.abort()
await listening
check(/event: urgent/.test(events.join('')) && /"level":"phone"/.test(events.join('')), 'louder: app … phone')

console.log('报送、核实')
const confirmBy = async (authority) => {
  await say(deskA.id, `报送 ${number} ${authority}`)
  await pressLatest(deskA.id, 'submit_receipt', {
    channel: '电话',
    sent_at: '刚刚',
    received_by: '王科长（示例）',
    ref_no: 'NM-1',
  })
  await say(deskA.id, `核实 ${number} ${authority}`)
  check(
    /另一位/.test((await latest(deskA.id, (one) => one.text))?.text ?? ''),
    'who entered the receipt may not confirm it',
  )
  await pressLatest(deskB.id, 'confirm_receipt')
}
// in parallel, each with its own receipt: the first report to 网信办, the two to 教育厅, and the 属地 side
await confirmBy('自治区党委网信办')
await confirmBy('自治区教育厅')
await confirmBy('自治区教育厅')
await confirmBy('属地网络安全职能部门')
const before = (await messages(school.id)).length
await api('clock', { advance: '1d' })
check((await messages(school.id)).length === before, 'silence after the confirmed receipt')

console.log('处置结束、终报、办结')
await say(deskA.id, `处置结束 ${number}`)
await say(deskA.id, `办结 ${number}`)
check(
  /未办/.test((await latest(deskA.id, (one) => one.text))?.text ?? ''),
  'closing is refused while the final report is owed',
)
await confirmBy('自治区党委网信办')
await confirmBy('自治区教育厅')
await confirmBy('属地网络安全职能部门')
await say(deskA.id, `办结 ${number}`)
check(/已办结/.test((await latest(deskA.id, (one) => one.text))?.text ?? ''), 'closed')
console.log('the story holds')
