// What does `npm run doctor` say of configuration, store, directory and rules? Each finding with its mend.
import { bad, type Finding, good, open } from './finding.js'

/** Where mistakes are listed one by one: how all of them are mended. */
export const listedMend = {
  dataDir: (dataDir: string): string => `请建好 DATA_DIR（${dataDir}）并给运行用户写权限`,
  directory: '请在通讯录的这一行改正后保存',
  rules: '请在规则文件的这一处改正',
  configuration: '请按 .env.example 改正',
}

export const houseFinding = {
  environment: good('环境变量'),
  credentials: '飞书或钉钉的凭据',
  /** What leaves the host where the campus's model reads along. */
  reader: (host: string): Finding =>
    good(`READER_URL：报告人答“否”（不涉密）以后，他报告的那一句原话发往 ${host}；其他内容都不发`),
  noReader: (host: string): Finding =>
    bad(`READER_URL：${host} 没有应答，只用自带的词表识别`, '请检查模型服务，或清空 READER_URL'),
  noPlatform: bad('没有启用任何聊天平台', '请填写飞书或钉钉的凭据，或设 SANDBOX=on'),
  /** What opens the desk, and what its platforms must be told. */
  desk: (url: string, redirects: readonly string[]): Finding =>
    good(
      `案头 ${url}：请在开放平台的“安全设置 → 重定向 URL”登记 ${redirects.join('、')}（没有登记的，登录时平台会报错）`,
    ),
  noDesk: (missing: readonly string[]): Finding =>
    open(`案头（网页 /desk）未启用：没有填写 ${missing.join('、')}`),
  disk: (freeMb: number): Finding => good(`数据目录可写，剩余 ${freeMb} MB`),
  diskFull: (freeMb: number): Finding => bad(`数据目录只剩 ${freeMb} MB`, '请清理磁盘，至少留 500 MB'),
}

export const directoryFinding = {
  counted: (units: number, people: number, responsible: number): Finding =>
    good(`通讯录：${units} 个单位，${people} 人，其中责任人 ${responsible} 人`),
  noStandIn: (names: readonly string[]): Finding =>
    open(
      `${names.slice(0, 8).join('、')}${names.length > 8 ? '等' : ''} ${names.length} 人没有代理人，外出时由另一位责任人办理`,
    ),
  systems: (count: number): Finding => good(`系统台账：${count} 个系统`),
  noOperator: (names: readonly string[]): Finding =>
    open(`${names.length} 个系统没有运维单位（谁运维谁负责）：${names.join('、')}，请在系统台账填写`),
  noAddress: ({ id, name }: { id: string; name: string }): Finding =>
    bad(`${name}（${id}）在已启用的平台上没有账号`, '请在 people.csv 填写飞书ID、钉钉ID 或手机'),
  /** In the sandbox. */
  everybody: good('演示沙盒：每个人都可以送达'),
}

/** `到达测试`: when it was, and who did not answer. */
type Reached = { when: string; called: number; missing: readonly string[] }

const fewOf = (names: readonly string[]): string =>
  `${names.slice(0, 8).join('、')}${names.length > 8 ? ' 等' : ''}`

export const rosterFinding = {
  none: open('没有值班表：事项通知网信办全体（要排班，在通讯录文件夹放 roster.csv 或 roster.xlsx）'),
  until: (turns: number, until: string): Finding => good(`值班表：还有 ${turns} 班，排到 ${until}`),
  over: (until: string): Finding => open(`值班表只排到 ${until}，已经过去：事项通知网信办全体，请补上`),
  holes: (holes: readonly string[]): Finding =>
    open(`7 天内有 ${holes.length} 段没有排班，那时通知其他值班的同志或网信办全体：${fewOf(holes)}`),
  notOffice: (names: readonly string[]): Finding =>
    open(`${fewOf(names)}在值班表上，但不是网信办的同志：定级、报送等网信办的事项不由其办理`),
  reached: ({ when, called, missing }: Reached): Finding =>
    missing.length === 0
      ? good(`上次到达测试 ${when}：${called} 人全部回复`)
      : open(
          `上次到达测试 ${when}：${called} 人中未回复 ${missing.length} 人：${fewOf(missing)}，请电话核对`,
        ),
  neverTested: open('还没有做过到达测试（每月一次，见 rules.yaml 的 roster.reach_test）'),
  storeUnread: open('到达测试的结果没有读到，请运行 npm run verify'),
}

type Row = { id: string; name?: string | undefined }
const inWords = (rows: readonly Row[]): string =>
  rows.map(({ id, name }) => (name ? `${id} ${name}` : id)).join('、')

const addPhone = '在 rules.yaml 的 authorities 填写 phone'

export const rulesFinding = {
  counted: (edition: string, clocks: number, authorities: number): Finding =>
    good(`规则 ${edition}：${clocks} 个时限在用，${authorities} 个报送机关`),
  unread: (clocks: readonly Row[]): Finding =>
    open(`待网信办核定（时限来自条文，原文未核，不作法定时限显示）：${inWords(clocks)}`),
  proposed: (clocks: readonly Row[]): Finding =>
    open(`待网信办核定（校内建议时限，非法定）：${inWords(clocks)}`),
  unreadLevels: (predicates: readonly string[]): Finding =>
    open(`待网信办核定（分级标准中未核的数值）：${predicates.join('、')}`),
  idle: (clocks: readonly Row[]): Finding => open(`未启用：${inWords(clocks)}`),
  /** In the sandbox nobody is called; on a real platform the first call would fail. */
  noPhone: (name: string, live: boolean): Finding =>
    live ? bad(`${name}没有联系电话`, `请${addPhone}`) : open(`${name}没有联系电话，正式启用前${addPhone}`),
  /** `presumed`: the sentence that says so. `late`: the State Council has announced them by now. */
  holidaysUnknown: (presumed: string, year: number, late: boolean): Finding => {
    const mend = `按国务院办公厅的放假通知在 rules.yaml 填写 calendar: {${year}: {holidays: [放假日期], workdays: [调休上班日期]}}，两人核定生效；或更新程序`
    return late ? bad(presumed, `请${mend}`) : open(`${presumed}；放假通知公布后，请${mend}`)
  },
}
