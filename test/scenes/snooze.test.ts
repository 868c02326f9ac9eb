// Whom does 稍后提醒 silence? Whoever pressed it, and nobody else who owes the same; not once it is in other hands. And is the law told first to whoever is above?
import { rulesFrom } from '../../bot/turn/rules.js'
import { scene } from './scene.js'
import { reported } from './told.js'

const clocks = (...more: object[]) => ({ rules: rulesFrom({ clocks: more }) })
const ack = { id: 'ack', kind: 'acknowledge', within: '15m' }
const report = { id: 'R', kind: 'report', to: 'prov-cac', within: '2h' }

scene(
  '稍后提醒只推迟按的那个人：另一位责任人照样催，到时候只催推迟的那一位',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  10:00
  机器人 → 值班甲: …请向自治区党委网信办报送首报… [填写回执] [稍后提醒]
  机器人 → 值班乙: …请向自治区党委网信办报送首报… [填写回执] [稍后提醒]
  …
  值班甲 按 [稍后提醒]
  提示 值班甲: …10:30 再提醒您…
  +10m
  机器人 → 值班乙: …请向自治区党委网信办报送首报…
  加急 值班乙: app
  机器人 → 常务甲: …
  加急 常务甲: app
  机器人 → 常务乙: …
  加急 常务乙: app
  值班乙 按 [稍后提醒]
  提示 值班乙: …10:40 再提醒您…
  …
  10:29
  …
  10:30
  # 值班乙推迟到 10:40
  机器人 → 值班甲: …请向自治区党委网信办报送首报…
  加急 值班甲: sms
  # 常务主任 10:10 已知道，校内时限的重复只写进汇总
  机器人 → 分管领导: …请督办…
  加急 分管领导: sms
  `,
  clocks(ack, report),
)

scene(
  '推迟之后转办：接办的人马上照常催，收回之后原来的人也照常催',
  `
  08:00
  ${reported()}
  副院长 按 [确认收到]
  …
  08:15
  机器人 → 书记: …确认收到… [确认收到] [转办] [稍后提醒]
  …
  书记 按 [稍后提醒]
  提示 书记: …08:45 再提醒您…
  书记: 转办 2026-0001 朱墨涵
  …
  +10m
  机器人 → 朱墨涵: …确认收到…
  …
  书记: 收回转办 2026-0001
  …
  +10m
  机器人 → 书记: …确认收到…
  …
  `,
  clocks(ack, report),
)

scene(
  '一起事件：一张卡片写全超时的各项，法定的在前，督办的人看到的也是；十分钟内最多加急一次',
  `
  08:00
  ${reported()}
  书记 按 [确认收到]
  …
  副院长 按 [确认收到]
  …
  10:08
  …
  10:09
  机器人 → 常务甲: …请督办：网信办钱小雨（电话 10000000007）、冯一鸣（电话 10000000008）尚未完成“首报（自治区党委网信办）”…
  加急 常务甲: app
  …
  # 一张写全，十分钟内不再加急
  10:10
  机器人 → 值班甲: …请向自治区教育厅报送首报…请向自治区党委网信办报送首报…
  机器人 → 值班乙: …请向自治区教育厅报送首报…请向自治区党委网信办报送首报…
  机器人 → 常务甲: …请督办：网信办钱小雨（电话 10000000007）、冯一鸣（电话 10000000008）尚未完成“首报（自治区教育厅）”…法定时限…“首报（自治区党委网信办）”…
  机器人 → 常务乙: …
  `,
  clocks(
    ack,
    { ...report, within: '119m' },
    { id: 'L', kind: 'report', to: 'edu', within: '2h', statutory: true, source: '测试法', confidence: 'A' },
  ),
)
