// How does a campus get its Feishu app? By scanning a code: creates it with every permission, and prints the two lines for .env.
import { registerApp } from '@larksuiteoapi/node-sdk'
import { callbacks, events, optional, required } from './scopes.js'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** The platform's words, without anything that a terminal would obey. */
const harmless = (text: string): string => text.replace(/[^\P{C}\n]/gu, '')

const main = async (): Promise<void> => {
  say('为烽火创建飞书应用。请由有权创建应用的同事用飞书打开下面的地址（或把它做成二维码扫描）：')
  const { client_id, client_secret } = await registerApp({
    source: 'fenghuo',
    createOnly: true,
    appPreset: { name: '烽火', desc: '网络安全事件报告机器人' },
    addons: {
      preset: false,
      scopes: { tenant: [...required, ...optional] },
      events: { items: { tenant: [...events] } },
      callbacks: { items: [...callbacks] },
    },
    onQRCodeReady: ({ url, expireIn }) =>
      say(`\n  ${harmless(url)}\n\n请在 ${Math.floor(expireIn / 60)} 分钟内确认，这里会自动继续…`),
  })
  say('\n应用已创建。请把这两行写入 .env（只有本机的运行用户可读）：\n')
  say(`FEISHU_APP_ID=${harmless(client_id)}`)
  say(`FEISHU_APP_SECRET=${harmless(client_secret)}`)
  say('\n接着：npm start，然后 npm run doctor；尚缺的步骤会逐条列出。')
}

main().catch((error: unknown) => {
  process.stderr.write(
    `没有创建成功：${harmless(error instanceof Error ? error.message : String(error))}\n` +
      '也可以手工创建：在 https://open.feishu.cn/app 新建企业自建应用，添加机器人能力，' +
      '在“权限管理 › 批量导入”粘贴 bot/channels/feishu/permissions.json，然后发布版本。\n',
  )
  process.exitCode = 1
})
