// What does `npm run setup:feishu` say? From the address that is scanned to the two lines for `.env`.

export const setupApp = { name: '烽火', desc: '网络安全事件报告机器人' }

export const setupBegins =
  '为烽火创建飞书应用。请由有权创建应用的同事用飞书打开下面的地址（或把它做成二维码扫描）：'
export const setupAddress = (url: string, minutes: number): string =>
  `\n  ${url}\n\n请在 ${minutes} 分钟内确认，这里会自动继续…`
export const setupDone = '\n应用已创建。请把这两行写入 .env（只有本机的运行用户可读）：\n'
export const setupNext = '\n接着：npm start，然后 npm run doctor；尚缺的步骤会逐条列出。'
export const setupFailed = (reason: string): string =>
  `没有创建成功：${reason}\n` +
  '也可以手工创建：在 https://open.feishu.cn/app 新建企业自建应用，添加机器人能力，' +
  '在“权限管理 › 批量导入”粘贴 bot/channels/feishu/permissions.json，然后发布版本。\n'
