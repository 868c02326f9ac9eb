// What is said of the roster: who comes and goes, what was swapped, and why something is refused?
import { localParts } from '../rules/calendar.js'
import type { Turn } from '../rules/roster.js'
import type { World } from '../rules/world.js'
import { deskPhone } from '../store/campus.js'
import type { Actor, Cover, DeskName, PersonRef, RosterNo } from '../store/schema.js'
import { clockTime, dateTime, names } from './plain.js'

type Offer = { title: string; text: string; words: { label: string; text: string }[] }

const two = (n: number): string => String(n).padStart(2, '0')

/** `12月1日 08:00–20:00`; the end is named with its day only where that is another one, and not the next morning. */
export const turnTime = (
  { from, to }: Pick<Turn, 'from' | 'to'>,
  { rules }: Pick<World, 'rules'>,
): string => {
  const [begins, ends] = [from, to].map((ms) => dateTime(new Date(ms).toISOString(), rules.timezone))
  const [day, hour] = (ends ?? '').split(' ')
  return `${begins}–${begins?.startsWith(`${day} `) ? hour : to - from <= 24 * 3_600_000 ? `次日 ${hour}` : ends}`
}

const coverTime = ({ from, to }: Pick<Cover, 'from' | 'to'>, world: Pick<World, 'rules'>): string =>
  turnTime({ from: Date.parse(from), to: Date.parse(to) }, world)

/** `2026-12-01 08:00`, as it may be typed. */
const typedTime = (ms: number, { rules }: Pick<World, 'rules'>): string => {
  const { y, m, d, h, min } = localParts(ms, rules.timezone)
  return `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}`
}

export const officePhone = ({ directory }: Pick<World, 'directory'>): string => {
  const phone = deskPhone(directory, '网信办')
  return phone ? `网信办值班电话 ${phone}。` : ''
}

/** To the office: nobody stands at these desks any more. */
export const deskEmpty = (desks: readonly DeskName[], first: readonly Actor[]): string =>
  `现在${desks.join('、')}没有排班（值班表空缺）。新报告和催办${first.length > 0 ? `先由值班的${names([...first])}办理` : '通知网信办全体'}。可以按“接班”顶上，或请补上值班表。`

/** To who goes: in one line. */
export const dutyOver = (desks: readonly DeskName[], next: readonly PersonRef[], world: World): string =>
  next.length > 0
    ? `您的${desks.join('、')}到 ${clockTime(world.now, world.now, world.rules.timezone)} 结束，已由${names([...next])}接班，未办结事项已一并移交。`
    : `您的${desks.join('、')}到 ${clockTime(world.now, world.now, world.rules.timezone)} 结束，下一班没有排班，未办结事项由网信办继续办理。`

export const takenOver = (
  desk: DeskName,
  until: string,
  relieved: readonly PersonRef[],
  world: World,
): string =>
  `已由您接班：${desk}，到 ${clockTime(until, world.now, world.rules.timezone)}。${relieved.length > 0 ? `已告知${names([...relieved])}。` : ''}`

export const whichDesk = (desks: readonly DeskName[]): Offer => ({
  title: '接班',
  text: '接哪一个岗位？按下后立即由您值班。',
  words: desks.map((desk) => ({ label: `接班 ${desk}`, text: `接班 ${desk}` })),
})

/** Some platforms carry no more. */
const MOST_OFFERED = 5

export const whichTurn = (turns: readonly Turn[], world: World): Offer => ({
  title: '换班',
  text: '换哪一班？',
  words: turns.slice(0, MOST_OFFERED).map((turn) => ({
    label: `${turnTime(turn, world)} ${turn.desk}`,
    text: `换班 ${typedTime(turn.from, world)}`,
  })),
})

export const whichColleague = (turn: Turn, people: readonly PersonRef[], world: World): Offer => ({
  title: '换班',
  text: [
    `${turnTime(turn, world)} ${turn.desk}，请谁替您？对方同意后才算换好，此前仍由您值班。`,
    '也可以直接发送：换班 日期 姓名；要互换的，再写上对方的日期。',
  ].join('\n'),
  words: people.slice(0, MOST_OFFERED).map(({ id, name }) => ({
    label: name,
    text: `换班 ${typedTime(turn.from, world)} ${people.some((one) => one.name === name && one.id !== id) ? id : name}`,
  })),
})

/** `12月1日 20:00–次日 08:00 技术值班`, and what is given in return. */
export const swapText = (cover: Cover, world: World): string =>
  `${coverTime(cover, world)} ${cover.desk}${cover.back ? `，换 ${coverTime(cover.back, world)} ${cover.back.desk}` : ''}`

export const swapAsked = (cover: Cover, world: World): string =>
  `已请${cover.by.name}替您值 ${swapText(cover, world)}。对方同意后告诉您；此前仍由您值班。`

/** To who asked. */
export const swapAnswered = (cover: Cover, world: World): string =>
  cover.state === 'agreed'
    ? `${cover.by.name}同意换班：${swapText(cover, world)}，由${cover.by.name}值班。`
    : `${cover.by.name}不换：${swapText(cover, world)}，仍由您值班。可以发送“换班”再问别的同志。`

export const swapDone = (cover: Cover, world: World): string =>
  cover.state === 'agreed'
    ? `已换好：${swapText(cover, world)}，由您值班，已告知${cover.person?.name ?? ''}。`
    : `已回复不换，已告知${cover.person?.name ?? ''}。`

export const nothingAsked = '现在没有等您答复的换班请求。'
export const whichSwap = '有几个换班请求，请在卡片上按。'

/** Why not, who may, and what else can be done. */
export const rosterNo = (no: RosterNo, world: World): string => {
  switch (no.no) {
    case 'no-roster':
      return `现在没有值班表，事项由网信办全体办理。${officePhone(world)}`
    case 'not-listed':
      return `值班只排给通讯录里的同志。${officePhone(world)}`
    case 'not-yours':
      return '只有网信办的同志，或值班表上有这个岗位的同志，可以接班。'
    case 'no-turns':
      return '值班表上没有您的班。'
    case 'no-such-turn':
      return '没有找到这一班。发送“值班”可以看自己的班。'
    case 'desk-unknown':
      return '没有看懂岗位。可以发送：接班 技术值班、接班 内容值班、接班 带班领导。'
    case 'oneself':
      return '这一班本来就是您的。'
    case 'on-duty':
      return `您正在值班（${no.desk}）。`
    case 'colleague':
      return no.people.length > 1
        ? `有 ${no.people.length} 位同名，请写人员编号：${no.people.map(({ id }) => id).join('、')}。`
        : '只能与网信办或值班表上的同志换班，请写姓名或人员编号。'
    case 'swap-over':
      return '这一班已经过去，不能再换。'
    case 'swap-changed':
      return '值班表已有变化，这一班已不是原来的安排，没有换。请重新商量。'
    case 'not-asked':
      return '这个换班请求只由被请的同志答复。'
    case 'swap-asked':
      return `已于 ${dateTime(no.cover.at, world.rules.timezone)} 请${no.cover.by.name}换这一班，还没有答复。急的话请打电话。`
    case 'swap-settled':
      return `已于 ${dateTime(no.cover.answeredAt ?? no.cover.at, world.rules.timezone)} 答复：${no.cover.state === 'agreed' ? '同意换班' : '不换'}。`
  }
}

/** To the office: the roster was saved anew. */
export const rosterChanged = (added: number, gone: number, changed: number): string =>
  `值班表已更新：${[
    [added, '新增', '班'],
    [gone, '撤下', '班'],
    [changed, '换人', '班'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, what, unit]) => `${what} ${count} ${unit}`)
    .join('，')}。`

export const calendarComes =
  '您的值班日历（.ics）随后发来，可导入手机或电脑日历。值班表或换班有变化时，请重新索取。'

export const reachThanks = '收到，谢谢。到达测试已登记，与任何事件无关。'
export const reachAgain = (at: string, world: World): string =>
  `您已于 ${dateTime(at, world.rules.timezone)} 回复，无需再按。`
export const reachNotYours = '这次到达测试没有发给您。'
export const reachOver = '这次到达测试已经结束，谢谢。'
export const reachOrIncident =
  '您有一次到达测试，也有事件等您确认收到。两者不是一回事，请分别在卡片上按“收到”和“确认收到”。'
