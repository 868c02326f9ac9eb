// Who is called when a system of the register is hit? Who runs it, who operates it, who uses it (细则 第七条).
import { expect } from 'vitest'
import { Mistakes } from '../../store/mistakes.js'
import { everywhere } from './everywhere.js'
import { scene } from './scene.js'

const begun = `
  08:00
  刘老师: 报告
  …
  刘老师: 否
  …
  刘老师: 否
  …
`

scene(
  '系统台账：贴上网址，认出系统，事发单位改为主管单位',
  `
  ${begun}
  刘老师: 信息学院
  …
  刘老师: https://JWXT.example.edu.cn/login?from=home
  机器人 → 刘老师: 系统名称：教务系统
  机器人 → 刘老师: 系统台账里有“教务系统”：主管单位 教务处，运维单位 信息中心，使用单位 学生工作处、信息学院，等保第三级。事发单位由信息学院改为主管单位教务处；不对的话，可在预览里修改。
  机器人 → 刘老师: 事件类型…
  刘老师: 预览
  …
  刘老师: 修改
  …
  刘老师: 事发单位
  …
  刘老师: 文学院
  …
  机器人 → 刘老师: 事发单位：文学院
  …
`,
)

scene(
  '系统台账：问单位时说了系统，两项一次填好',
  `
  ${begun}
  刘老师: 选课系统
  机器人 → 刘老师: 系统名称：教务系统
  机器人 → 刘老师: 系统台账里有“教务系统”：主管单位 教务处，…。事发单位已填为主管单位教务处。
  机器人 → 刘老师: 事件类型…
`,
)

scene(
  '系统台账：共用一个网址的请选一个；都不是的照原话记下',
  `
  ${begun}
  刘老师: 图书馆
  …
  刘老师: lib.example.edu.cn
  机器人 → 刘老师: 有 2 个系统符合“lib.example.edu.cn”：图书馆管理系统、电子资源访问平台。都不是的，请再写一次系统名称。
  机器人 → 刘老师: 系统名称 系统名称是哪一个？请回复序号或名称。…
  刘老师: 2
  机器人 → 刘老师: 系统名称：电子资源访问平台
  机器人 → 刘老师: 系统台账里有“电子资源访问平台”：主管单位 图书馆，运维单位 信息中心，等保未定级。事发单位已填为主管单位图书馆。
  机器人 → 刘老师: 事件类型…
  刘老师: 上一步
  机器人 → 刘老师: 系统名称 系统名称是什么…
  刘老师: 图书馆系统网页
  机器人 → 刘老师: 系统名称：图书馆系统网页
  机器人 → 刘老师: 事件类型…
  刘老师: 上一步
  …
  刘老师: 图
  机器人 → 刘老师: 系统名称：图
  机器人 → 刘老师: 事件类型…
  刘老师: 上一步
  …
  刘老师: 电子
  机器人 → 刘老师: 有 3 个系统符合“电子”：…
  …
  刘老师: 电子
  机器人 → 刘老师: 系统名称：电子
  机器人 → 刘老师: 事件类型…
`,
)

scene(
  '系统台账：表单里填的也认得',
  `
  08:00
  刘老师: 填表
  …
  刘老师 按 [提交] {是否可能涉及国家秘密或涉密网络=否; 事发单位=U06; 系统名称=饭卡; 事件类型=NA; 简要经过=打不开; 发现时间=刚刚}
  机器人 → 刘老师: 系统台账里有“校园一卡通”：主管单位 财务处，…事发单位由信息学院改为主管单位财务处；不对的话，可在预览里修改。
  …
  机器人 → 刘老师: …财务处…校园一卡通…
  …
`,
  { needs: ['forms'] },
)

everywhere('系统台账：有错时旧台账仍有效，人员照常更新，网信办知道错在哪里', async (stage) => {
  await stage.refuseSystems(new Mistakes(['systems.csv:3 主管单位“法学院”不在units.csv里']))
  const told = stage.platform.latest(
    stage.id('值班甲'),
    (content) =>
      'text' in content &&
      content.text.startsWith('系统台账有误，没有生效，仍按原来的台账办理；单位和人员已经更新') &&
      content.text.includes('systems.csv:3'),
  )
  expect(told).toBeDefined()
})
