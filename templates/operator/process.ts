// What does the operator read of the running program? Why it did not start, what it found, how it stopped, what is not well.

const confirmedKept = '已确认的内容都在日志里，没有丢失'

export const notStartedFor = (mistakes: readonly string[]): string =>
  `配置有误，没有启动：\n${mistakes.map((mistake) => `  ✗ ${mistake}`).join('\n')}\n`
export const notStarted = (reason: string): string => `没有启动：${reason}\n`
export const started = (address: string): string =>
  `\n烽火已启动（演示沙盒，示例校园）。请用浏览器打开：${address}\n\n`

/** What an operator can do about a machine that says no, by the system's code. */
export const machineSays = {
  portTaken: (port: string | number): string => `PORT ${port} 已被占用：请停掉另一个程序，或换一个 PORT`,
  notAllowed: '没有权限：请检查 DATA_DIR 的读写权限；小于 1024 的 PORT 需要特权',
  readOnly: 'DATA_DIR 所在的磁盘是只读的',
  diskFull: 'DATA_DIR 所在的磁盘已满，请先腾出空间',
  quotaFull: 'DATA_DIR 的磁盘配额已用完，请先腾出空间',
  noFolder: 'DATA_DIR 的路径中有一段不是文件夹',
  foreignHost: 'HOST 不是本机的地址',
}
export const withReason = (said: string, reason: string): string => `${said}（${reason}）`

export const fallen = (name: string, code: string): string =>
  `程序出错，已停止（${name} ${code}）。已确认的内容都在磁盘上，重新启动后继续办理。\n`
export const stoppedWell = '烽火已停止。\n'
/** `holder`: in brackets, or empty. */
export const standingBy = (holder: string, address: string): string =>
  `待命：另一个进程正在负责${holder}。它停下或失联时，本进程几秒内接手（${address}）\n`
export const takenOver = '已接手，开始负责。\n'
export const stoppedFor = (why: string): string => `已停止：${why}\n`
export const stoppedLate = '没有能在规定时间内停好，已直接结束。已确认的内容都在磁盘上。\n'
export const stoppedUnsaved = (reason: string): string =>
  `已停止，但没有写下最后的检查点：${reason}。${confirmedKept}；腾出空间后再启动，会从日志接上。\n`
export const stoppedUnfinished = (reason: string): string =>
  `已停止，但收尾没有全部做完：${reason}。${confirmedKept}，重新启动后继续办理。\n`
/** Why nothing is taken any more. */
export const storeStopping = '正在停止'

/** For whoever watches over HTTP. */
export const unwell = {
  standingBy: '待命：另一个进程正在负责',
  late: '催办循环超过 30 秒没有运行',
  store: (reason: string): string => `存储不可写：${reason}`,
  channelDown: (name: string): string => `${name} 暂时不通，消息在发件箱等待`,
  stuck: '发送停住超过 2 分钟',
}
/** Of one among many campuses; `name` is its folder. */
export const campusSays = {
  opening: '正在打开',
  standingBy: '待命：另一个进程正在负责这个校园',
  given: '已交给另一个进程',
  ofOne: (name: string, what: string): string => `${name}: ${what}`,
  closed: (name: string, why: string): string =>
    `${name}: 已关闭，几秒后再打开；其他校园照常。原因：${why}\n`,
  page: (url: string): string => `演示沙盒：${url}\n`,
  serving: (url: string, campuses: number): string => `烽火正在负责 ${campuses} 个校园：${url}\n`,
}
export const noSuchAddress = '没有这个地址'

/** What a start finds, and what the office is told of it. */
export const answersUnreadable = (people: number): string =>
  `${people} 人没有填完的内容读不出来（keys 缺失，或被改动、损坏），已删去，他们再说话时会得知`
export const archiveMissing = (id: string): string =>
  `归档文件 ${id}.json 不见了。请从备份恢复 archive 文件夹里的这个文件；日志里有它的全部事实`
export const foundAtStart = (what: string): string =>
  `启动时发现：${what}。请用 npm run verify 核对，并查明原因`
export const directoryRefused = (mistakes: readonly string[]): string =>
  `通讯录有误，没有生效，仍按原来的通讯录办理。请改正后重新保存：\n${mistakes.join('\n')}`
export const systemsRefused = (mistakes: readonly string[]): string =>
  `系统台账有误，没有生效，仍按原来的台账办理；单位和人员已经更新。请改正后重新保存：\n${mistakes.join('\n')}`
export const rosterRefused = (mistakes: readonly string[]): string =>
  `值班表有误，没有生效，仍按原来的值班表办理；单位和人员已经更新。请改正后重新保存：\n${mistakes.join('\n')}`
export const rulesRefused = (mistakes: readonly string[]): string =>
  `规则文件有误，没有生效，仍按原来的规则办理。请改正后重新保存：\n${mistakes.join('\n')}`
export const notLoudEnough = (lower: string): string =>
  `加急没有达到应有的强度：${lower}。请直接电话联系未确认的责任人。`

/** A step of a duty that was said, and neither reached anybody nor waits. */
export const reminderLost = (
  incident: string,
  { duty, since, people }: { duty: string; since: string; people: readonly { name: string }[] },
): string =>
  `${incident} 的催办丢失：${duty}（${since}）没有送达 ${people.map(({ name }) => name).join('、')} 的记录，也不在发件箱`
