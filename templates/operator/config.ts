// What does the operator read of mistakes in the environment? One line for each, with the name of the variable.

const should = (what: string): string => `应为 ${what}`

/** What stands behind a value that can't be taken. */
export const shouldBe = {
  address: should('https 地址，或本机的 http 地址'),
  port: '应为端口号，例如 3000',
  digest: should('sha256 或 sm3'),
  postgres: should('postgres:// 开头的地址；写 schema 时只用小写字母、数字和下划线'),
  onOrOff: should('on 或 off'),
  token: '应为不含空格的英文字母、数字和符号',
  feishuMode: should('websocket 或 webhook'),
  monthlyCalls: '应为每月次数，0 表示不限',
  dingtalkMode: should('stream 或 webhook'),
  oneOf: (words: readonly string[]): string => should(`${words.join('、')} 之一（小写）`),
}

export const wrongVariable = {
  /** `nearest`: what was perhaps meant. */
  unknown: (name: string, nearest: string | undefined): string =>
    `${name}: 没有这个变量${nearest ? `，是不是 ${nearest}` : ''}`,
  lonely: (missing: string, [a, b]: readonly [string, string]): string =>
    `${missing}: 没有填写；${a} 和 ${b} 应同时填写`,
  neededForWebhook: (name: string): string => `${name}: 没有填写；FEISHU_MODE=webhook 时必填`,
  noDigest: (digest: string): string => `CHAIN_DIGEST: 本机的 Node.js 不支持 ${digest}，请用 sha256`,
  noFolder: (path: string): string => `DATA_DIR: 写的是“${path}”，那是一个文件，应为文件夹`,
  /** `value`: undefined where it is a secret. */
  value: (name: string, value: string | undefined, should: string): string =>
    `${name}: 写的是“${value ?? '（不显示）'}”，${should}`,
}

/** After `--witness`. */
export const wrongWitness = {
  noFile: (given: string): string => `--witness ${given}: 没有这个文件，也不是“行号:哈希”`,
  line: (file: string, line: number): string =>
    `${file}:${line} 不是“行号:哈希”，也不是 {"seq","head"} 的 JSON`,
}
