// Is every unit asked once a year whether its people are still the right ones, and does the office see who has not answered?
import { expect } from 'vitest'
import { everywhere } from './everywhere.js'
import { play } from './scene.js'

everywhere(
  '年度核对：九月请各单位核对自己的责任人；无变化一按就完，有变化的到网信办；谁没答，网信办一张表看得到',
  async (stage) => {
    await stage.moveTo(Date.parse('2027-09-08T00:59:00Z'))
    await play(
      stage,
      `
      …
      09:00
      机器人 → 书记: 【督办事项 督办2027-0004】信息学院 · 年度核对，9月22日 09:00 前答复…请核对通讯录里本单位的责任人和代理人…第一责任人：张伟（信息学院党委书记（示例）），代理人李建国…直接责任人：李建国…代理人张伟… [无变化] [有变化] [转办]
      机器人 → 值班甲: 【督办事项 督办2027-0001】等 12 份…12 个单位：…
      …
      书记 按 [无变化]
      提示 书记: 已登记无变化，这次核对办完了，谢谢。
      …
      副院长: 无变化 督办2027-0004
      机器人 → 副院长: 张伟已于 09:00 办结，无需再次办理。
      …
      文学院书记: 已办理 督办2027-0005 都对
      机器人 → 文学院书记: 这是年度核对：没有变化的请按“无变化”…
      文学院书记: 有变化 督办2027-0005 朱墨涵调离，由高远航接任直接责任人
      …
      💥
      值班甲: 列表 督办2027-0001
      机器人 → 值班甲: …1 个已办结…
      刘老师: 无变化 督办2027-0006
      机器人 → 刘老师: 没有您可以查看的这起事件。…
      中心副主任: 有变化 督办2027-0001
      机器人 → 中心副主任: …变化情况…
      …
      # 重启以后不会再问一遍
      12:00
      …
      `,
    )
    const asked = Object.values(stage.fenghuo.turns.peek().incidents).filter((one) => one.subject?.people)
    expect(asked).toHaveLength(12)
    expect(asked.filter(({ status }) => status === 'closed').map(({ unit }) => unit.name)).toEqual([
      '信息学院',
    ])
    expect(asked.find(({ unit }) => unit.name === '文学院')?.fixed?.text).toContain('高远航')
    expect(asked.every(({ subject }) => !/\d{8}/.test(subject?.text ?? ''))).toBe(true)
    // the law's own words of it
    await play(
      stage,
      `
      值班甲: 审核通过 督办2027-0005 已更新
      …
      `,
    )
    const closed = stage.fenghuo.turns.find('督办2027-0005')
    expect(closed?.status).toBe('closed')
    // the office as a whole has asked: nobody is written to under its number
    expect(closed?.record.filter(({ type }) => type === 'undeliverable')).toEqual([])
    // answered in haste: it is asked once more
    await play(
      stage,
      `
      值班甲: 重开 督办2027-0004 副院长已调离
      机器人 → 书记: 【督办事项 督办2027-0004】…请核对通讯录里本单位的责任人和代理人… [无变化] [有变化] [转办]
      …
      书记: 有变化 督办2027-0004 李建国调离，由高远航接任
      机器人 → 值班甲: …请审核… [审核通过] [退回重办]
      …
      `,
    )
  },
  () => ({ at: '2027-09-07T00:00:00.000Z' }),
)
