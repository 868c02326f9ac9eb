// Is nobody flooded, and does nobody fall silent? The ceiling, who has acknowledged by reporting, the telephone, the digest.
import { scene } from './scene.js'
import { graded, reported } from './told.js'

scene(
  '法定的不因次数停下：最后一次密催时交人工跟进，此后每小时一次；校内的每天一次',
  `
  08:00
  ${reported()}
  ${graded()}
  12:14
  …
  12:15
  机器人 → 常务甲: …“确认收到”…现交由您人工跟进。此后每天提醒一次。
  …
  15:59
  …
  16:00
  机器人 → 值班甲: ⚠ …首报…
  机器人 → 常务甲: …“首报（自治区党委网信办）”已多次催办仍未完成，现交由您人工跟进。此后每小时提醒一次。
  机器人 → 主任: …“首报（自治区党委网信办）”已多次催办仍未完成，现交由您人工跟进。此后每小时提醒一次。
  …
  16:59
  …
  17:00
  机器人 → 值班甲: ⚠ …首报…
  机器人 → 校党委书记: ⚠ …首报…
  …
`,
)
