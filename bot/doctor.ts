// Is everything ready for the worst day? Looks at configuration, directory, rules, store and every named person; says the mend.
import { statfs } from 'node:fs/promises'
import { chainOf } from '../rules/chain.js'
import { canRun } from '../rules/duties.js'
import type { Rules } from '../rules/rules.js'
import { wrongWithDataDir } from '../store/data-dir.js'
import { readDirectory } from '../store/directory.js'
import type { Log } from '../store/log.js'
import { inPrint, Mistakes } from '../store/mistakes.js'
import type { Finding } from './channels/channel.js'
import { openChannels } from './channels/open.js'
import { BadConfiguration, type Config, loadDotEnv, readConfig } from './process/config.js'
import { machineClock } from './time/clock.js'
import { holidayFindings } from './time/holidays.js'
import { loadRules } from './turn/rules.js'

const good = (what: string): Finding => ({ good: true, what })
const bad = (what: string, mend: string): Finding => ({ good: false, what, mend })

const listed = (error: unknown, mend: string): Finding[] => {
  if (error instanceof Mistakes || error instanceof BadConfiguration)
    return inPrint(error.mistakes).map((mistake) => bad(mistake, mend))
  return [bad(error instanceof Error ? error.message : String(error), mend)]
}

const store = async ({ DATA_DIR }: Config): Promise<Finding[]> => {
  try {
    const wrong = await wrongWithDataDir(DATA_DIR)
    if (wrong !== undefined) throw new Mistakes([`DATA_DIR: ${wrong}`])
    const { bavail, bsize } = await statfs(DATA_DIR)
    const free = Math.floor((bavail * bsize) / 2 ** 20)
    return free > 500
      ? [good(`数据目录可写，剩余 ${free} MB`)]
      : [bad(`数据目录只剩 ${free} MB`, '请清理磁盘，至少留 500 MB')]
  } catch (error) {
    return listed(error, `请建好 DATA_DIR（${DATA_DIR}）并给运行用户写权限`)
  }
}

const people = async (config: Config): Promise<Finding[]> => {
  const feishu = config.FEISHU_APP_ID !== undefined
  const dingtalk = config.DINGTALK_CLIENT_ID !== undefined
  try {
    const directory = await readDirectory(config.DIRECTORY)
    const named = new Set(
      directory.units.flatMap((unit) => chainOf(directory, unit).map(({ person }) => person.id)),
    )
    const responsible = directory.people.filter(({ id }) => named.has(id))
    const alone = responsible.filter(({ standIn }) => !standIn)
    const silent =
      feishu || dingtalk
        ? responsible.filter(
            ({ feishu: f, dingtalk: d, phone }) => !(feishu && (f || phone)) && !(dingtalk && (d || phone)),
          )
        : []
    return [
      good(
        `通讯录：${directory.units.length} 个单位，${directory.people.length} 人，其中责任人 ${responsible.length} 人`,
      ),
      ...(alone.length > 0
        ? [
            good(
              `提示：${alone
                .map(({ name }) => name)
                .slice(0, 8)
                .join(
                  '、',
                )}${alone.length > 8 ? '等' : ''} ${alone.length} 人没有代理人，外出时由另一位责任人办理`,
            ),
          ]
        : []),
      ...silent.map(({ id, name }) =>
        bad(`${name}（${id}）在已启用的平台上没有账号`, '请在 people.csv 填写飞书ID、钉钉ID 或手机'),
      ),
      ...(feishu || dingtalk || config.SANDBOX === 'off' ? [] : [good('演示沙盒：每个人都可以送达')]),
    ]
  } catch (error) {
    return listed(error, '请在通讯录的这一行改正后保存')
  }
}

/** Which figures still wait for the office, which clocks are switched off, and which contact is missing. */
const lawFindings = (rules: Rules, live: boolean): Finding[] => {
  const { clocks, authorities, levels } = rules
  const running = clocks.filter((clock) => canRun(clock, rules))
  const idle = clocks.filter((clock) => !canRun(clock, rules))
  const own = running.filter(({ metBy }) => !metBy)
  const inWords = (rows: readonly { id: string; name?: string | undefined }[]) =>
    rows.map(({ id, name }) => (name ? `${id} ${name}` : id)).join('、')
  const unread = own.filter(({ confidence, figure }) => (confidence === 'B' || confidence === 'C') && !figure)
  const proposed = own.filter(({ confidence, figure }) => confidence === 'D' || figure)
  const predicates = levels.predicates.filter(({ confidence }) => confidence !== 'A')
  const used = new Set(running.map(({ to }) => to))
  const silent = authorities.filter(({ id, phone }) => used.has(id) && !phone)
  const mend = '请在 rules.yaml 的 authorities 填写 phone'
  return [
    good(`规则 ${rules.edition}：${own.length} 个时限在用，${authorities.length} 个报送机关`),
    ...(unread.length > 0
      ? [good(`待网信办核定（时限来自条文，原文未核，不作法定时限显示）：${inWords(unread)}`)]
      : []),
    ...(proposed.length > 0 ? [good(`待网信办核定（校内建议时限，非法定）：${inWords(proposed)}`)] : []),
    ...(predicates.length > 0
      ? [good(`待网信办核定（分级标准中未核的数值）：${inWords(predicates.map(({ id }) => ({ id })))}`)]
      : []),
    ...(idle.length > 0 ? [good(`未启用：${inWords(idle)}`)] : []),
    // in the sandbox nobody is called; on a real platform the first call would fail
    ...silent.map(({ name }) =>
      live
        ? bad(`${name}没有联系电话`, mend)
        : good(`提示：${name}没有联系电话，正式启用前${mend.replace(/^请/u, '')}`),
    ),
  ]
}

const law = async (config: Config): Promise<Finding[]> => {
  try {
    const live = config.FEISHU_APP_ID !== undefined || config.DINGTALK_CLIENT_ID !== undefined
    const rules = await loadRules(config.RULES)
    return [...lawFindings(rules, live), ...holidayFindings(rules, machineClock.now())]
  } catch (error) {
    return listed(error, '请在规则文件的这一处改正')
  }
}

/** What each platform says of itself and of everybody named; nothing is sent. */
const platforms = async (config: Config): Promise<Finding[]> => {
  const { channels } = openChannels(config, { clock: machineClock, log: quiet })
  if (channels.length === 0) return []
  const directory = await readDirectory(config.DIRECTORY)
  const found = await Promise.all(channels.map((channel) => channel.check(directory)))
  await Promise.all(channels.map((channel) => channel.stop()))
  // no channel can look for what its platform does not have
  const deaf = config.DINGTALK_CLIENT_ID
    ? [
        good(
          '提示：钉钉没有读取历史消息的接口，连接中断期间没有推送到的话和按钮无法补读（未确认的消息钉钉约 60 秒后重推）；中断较久时会告知网信办',
        ),
      ]
    : []
  return [...found.flat(), ...deaf]
}

const quiet: Log = { info() {}, warn() {}, error() {} }

const main = async (): Promise<number> => {
  loadDotEnv()
  let findings: Finding[]
  try {
    const config = readConfig(process.env)
    findings = [good('环境变量'), ...(await store(config)), ...(await law(config)), ...(await people(config))]
    findings.push(...(await platforms(config)))
    if (config.SANDBOX === 'off' && !config.FEISHU_APP_ID && !config.DINGTALK_CLIENT_ID) {
      findings.push(bad('没有启用任何聊天平台', '请填写飞书或钉钉的凭据，或设 SANDBOX=on'))
    }
  } catch (error) {
    findings = listed(error, '请按 .env.example 改正')
  }
  for (const { good: fine, what, mend } of findings)
    process.stdout.write(`${fine ? '✓' : '✗'} ${what}${mend ? `\n    → ${mend}` : ''}\n`)
  const wrong = findings.filter(({ good: fine }) => !fine).length
  process.stdout.write(wrong === 0 ? '\n全部就绪。\n' : `\n有 ${wrong} 处需要处理。\n`)
  return wrong === 0 ? 0 : 1
}

process.exitCode = await main()
