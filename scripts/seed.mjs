// What happens on a campus where something can be seen? A few made incidents, each in another state, by the sandbox's own API.

/** `address` is what the bot prints, with its token. The people are found by their posts, whatever the directory. */
export const seed = async (address) => {
  const { origin, searchParams } = new URL(address)
  const headers = {
    'x-sandbox-token': searchParams.get('token') ?? '',
    'content-type': 'application/json',
  }
  const api = async (path, body) => {
    const answer = await fetch(`${origin}/sandbox/api/${path}`, {
      headers,
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
  const say = ({ id }, text) => api('say', { as: id, chat: 'dm', text })
  /** The newest card with this button or this form. */
  const press = async ({ id }, action, form) => {
    const valueOn = ({ card }) =>
      form
        ? card?.form?.submit.value.action === action && card.form.submit.value
        : card?.actions.find(({ value, disabled }) => value.action === action && !disabled)?.value
    const message = (await api(`messages?as=${id}&chat=dm`)).findLast(valueOn)
    if (!message) throw new Error(`${id} has no ${action}`)
    await api('press', { as: id, messageId: message.id, value: valueOn(message), ...(form ? { form } : {}) })
  }

  const people = await api('people')
  const holding = (role, unit) =>
    people.filter((one) => one.roles.includes(role) && (!unit || one.unit.split('、').includes(unit)))
  const reporters = people.filter(({ roles }) => roles.length === 0)
  const units = [...new Set(holding('直接责任人').map(({ unit }) => unit))].filter(
    (unit) => /学院$/.test(unit) && holding('第一责任人', unit).length > 0,
  )
  const [deskA, deskB] = holding('值班员')
  if (!deskA || !deskB || units.length < 3 || reporters.length < 3)
    throw new Error('the directory has too few people for the made incidents')

  let made = 0
  /** Reported by form; its number. */
  const report = async (category, summary) => {
    const reporter = reporters[made]
    const unit = units[made++]
    await say(reporter, '填表')
    const fields = { unit, category, summary, classified: '否', illegal_content: '否', discovered_at: '刚刚' }
    await press(reporter, 'submit_report', fields)
    const thanks = (await api(`messages?as=${reporter.id}&chat=dm`)).findLast(({ text }) => /编号/.test(text))
    return {
      number: /\d{4}-\d{4}/.exec(thanks?.text ?? '')?.[0] ?? '',
      first: holding('第一责任人', unit)[0],
      direct: holding('直接责任人', unit)[0],
    }
  }

  // its report upwards has a receipt that a second person has yet to confirm
  const one = await report('网络攻击', '学院网站首页被替换')
  await press(one.first, 'acknowledge')
  await press(one.direct, 'acknowledge')
  await say(deskA, `定级 ${one.number} 较大`)
  await say(deskA, `报送 ${one.number} 自治区党委网信办`)
  await press(deskA, 'submit_receipt', { channel: '电话', sent_at: '刚刚', received_by: '王科长（示例）' })
  // one of two has acknowledged, the other is reminded
  const two = await report('数据安全', '一份学生名单被贴到网上')
  await press(two.first, 'acknowledge')
  await api('clock', { advance: '20m' })
  // has just come in
  await report('恶意程序', '机房多台电脑文件打不开')
}
