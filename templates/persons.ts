// What are those told whose personal information is concerned? The text to copy, by the items of 个人信息保护法 第五十七条.
import type { Duty } from '../rules/duties.js'
import { categoryName } from '../rules/fields.js'
import { rulesOf, type World } from '../rules/world.js'
import { deskPhone } from '../store/campus.js'
import type { Matter } from '../store/schema.js'
import type { Card } from './card.js'
import { clause, fullDate, fullTime, notesOf, said, withoutPhones } from './documents/known.js'

/**
 * What happened is told by its kind and time only: the course of it as it was reported is for the office. What nobody
 * has said yet is left as a blank, and no name or figure is guessed.
 */
export const letterToPersons = (incident: Matter, world: World): string[] => {
  const rules = rulesOf(incident, world)
  const { organization, timezone } = rules
  const notes = notesOf(incident, 'final')
  const noted = (field: 'n_pi' | 'cause_initial' | 'measures'): string =>
    notes
      .of(field)
      .map(({ text }) => clause(text))
      .join('；')
  const system = said(incident, 'system')
  const category = said(incident, 'category')
  const measures = said(incident, 'measures')
  const done = [measures ? clause(withoutPhones(measures.value)) : '', noted('measures')].filter(Boolean)
  const phone = deskPhone(world.directory, '网信办')
  return [
    ...(incident.drill ? ['【演练，不得发送】'] : []),
    `您好。${fullTime(incident.discoveredAt, timezone)}，我校发现${system ? `“${clause(system.value)}”` : '一个信息系统'}发生${category ? categoryName(category.value, rules) : '网络安全事件'}，您的个人信息可能受到影响。依照《个人信息保护法》第五十七条，现告知如下：`,
    `一、涉及的个人信息种类：${noted('n_pi') || '（请填写，例如：姓名、学号、手机号码）'}。`,
    `二、原因：${noted('cause_initial') || '正在调查'}。`,
    '三、可能造成的危害：可能有人冒充学校、教师或其他单位，以电话、短信、邮件等方式实施诈骗；在其他网站使用相同密码的账号可能被盗用。',
    `四、学校已采取的措施：${done.join('；') || '（请填写）'}。`,
    '五、您可以采取的措施：尽快修改密码，不与其他网站共用；对自称学校的陌生来电、链接和转账要求先向本单位核实；发现被骗或信息被冒用，请立即拨打 110 报警。',
    `六、联系方式：${organization.name}网信办，电话 ${phone || '（请填写）'}。`,
    `${organization.name}　${fullDate(world.now, timezone)}`,
  ]
}

/** Where those persons must be told: the text stands on the card of whoever owes it. */
export const letterBeside = (duties: readonly Duty[], incident: Matter, world: World): Card['fields'] =>
  duties.some(({ clock, done }) => !done && clock.kind === 'internal' && clock.when?.pi_persons !== undefined)
    ? [
        {
          label: '告知文字，核对后可复制',
          value: letterToPersons(incident, world).join('\n'),
        },
        { label: '告知书', value: `发送“文书 ${incident.id} 告知书”` },
      ]
    : []
