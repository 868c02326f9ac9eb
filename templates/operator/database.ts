// What does the operator read of the database? Whether it can keep a campus, and what was moved into it or out of it.
import { bad, type Finding, good, open } from './finding.js'

type Facts = {
  version: string
  lossy: readonly string[]
  utf8: boolean
  readOnly: boolean
  pooled: boolean
  mayWrite: boolean
  writer: string | undefined
}

export const databaseFinding = {
  stands: (where: string, { version, writer }: Facts): Finding =>
    good(
      `数据库 ${where}：PostgreSQL ${version}，${writer === undefined ? '还没有表，第一次启动时建立' : writer ? `正由一个进程负责${writer}` : '现在没有进程负责'}`,
    ),
  unreachable: (where: string, reason: string): Finding =>
    bad(`连不上数据库 ${where}：${reason}`, '请检查 DATABASE_URL、网络和数据库服务'),
  tooOld: (version: string): Finding => bad(`PostgreSQL ${version} 太旧`, '请用 13 或更新的版本'),
  lossy: (names: readonly string[]): Finding =>
    bad(
      `数据库的 ${names.join('、')} 关着：断电时，已经确认过的报告可能丢失`,
      `请在 postgresql.conf 里设 ${names.map((name) => `${name} = on`).join('、')}`,
    ),
  hasty: open('数据库默认 synchronous_commit = off；本程序在自己的会话里打开它，已确认的报告不会丢'),
  encoding: bad('数据库的编码不是 UTF8', "请用 CREATE DATABASE … ENCODING 'UTF8' 另建一个"),
  readOnly: bad('这台数据库是只读的备机', '请让 DATABASE_URL 指向主机'),
  pooled: bad('与数据库之间有按事务借用连接的连接池', '请直连数据库：锁要归这个进程独有'),
  mayNot: bad('没有权限在这个 schema 里建表或写入', '请让数据库管理员授权：GRANT CREATE, USAGE ON SCHEMA …'),
}

export const noTables = (where: string): string => `数据库 ${where} 里还没有记录`

export const moved = (
  {
    lines,
    archived,
    evidence,
    head,
  }: { lines: number; archived: number; evidence: number; head: { prev: string } },
  to: string,
): string =>
  `已搬到 ${to}：日志 ${lines} 行，末行 ${head.prev.slice(0, 20)}…，两边一致；归档 ${archived} 起，证据 ${evidence} 个。原来的留作备份，不再使用。\n`
export const movedToDatabase = '请在 .env 里填好 DATABASE_URL，再启动。\n'
export const movedToFiles = '请在 .env 里清空 DATABASE_URL，并让 DATA_DIR 指向这个文件夹，再启动。\n'
export const moveUsage =
  '用法：npm run move -- --to postgres://用户:密码@主机/库?schema=fenghuo（把 DATA_DIR 搬进数据库）\n      npm run move -- --to 文件夹（把 DATABASE_URL 搬成文件）\n'
export const noSource = 'DATABASE_URL: 没有填写；搬成文件时，要知道从哪个数据库搬'
