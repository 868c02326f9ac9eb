// Is everything ready for the worst day? Looks at configuration, directory, rules, store and every named person.
import { statfs } from 'node:fs/promises'
import { chainOf } from '../rules/chain.js'
import { canRun } from '../rules/duties.js'
import { allClocks, type Rules } from '../rules/rules.js'
import { wrongWithDataDir } from '../store/data-dir.js'
import { readDirectory } from '../store/directory.js'
import { presentIn } from '../store/examine.js'
import type { Log } from '../store/log.js'
import { inPrint, Mistakes } from '../store/mistakes.js'
import { addressOf } from '../store/postgres/address.js'
import { isTooOld, lookAtDatabase } from '../store/postgres/look.js'
import { openWhole } from '../store/postgres/whole.js'
import type { Directory, Tables } from '../store/schema.js'
import { filesOf } from '../store/whole.js'
import { databaseFinding } from '../templates/operator/database.js'
import { dingtalkFinding } from '../templates/operator/dingtalk-check.js'
import {
  directoryFinding,
  houseFinding,
  listedMend,
  rosterFinding,
  rulesFinding,
} from '../templates/operator/doctor.js'
import { bad, type Finding } from '../templates/operator/finding.js'
import { openChannels } from './channels/open.js'
import { deskAt, redirectAt } from './desk/sign-in.js'
import { BadConfiguration, type Config, readConfig } from './process/config.js'
import { under } from './process/reader.js'
import { machineClock } from './time/clock.js'
import { reachFindings, rosterFindings } from './time/duty.js'
import { holidayFindings } from './time/holidays.js'
import { loadRules } from './turn/rules.js'

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
    return [free > 500 ? houseFinding.disk(free) : houseFinding.diskFull(free)]
  } catch (error) {
    return listed(error, listedMend.dataDir(DATA_DIR))
  }
}

const database = async ({ DATABASE_URL }: Config): Promise<Finding[]> => {
  const address = DATABASE_URL === undefined ? undefined : addressOf(DATABASE_URL)
  if (!address) return []
  try {
    const facts = await lookAtDatabase(address)
    return [
      databaseFinding.stands(address.shown, facts),
      ...(isTooOld(facts) ? [databaseFinding.tooOld(facts.version)] : []),
      ...(facts.lossy.length > 0 ? [databaseFinding.lossy(facts.lossy)] : []),
      ...(facts.hasty ? [databaseFinding.hasty] : []),
      ...(facts.utf8 ? [] : [databaseFinding.encoding]),
      ...(facts.readOnly ? [databaseFinding.readOnly] : []),
      ...(facts.pooled ? [databaseFinding.pooled] : []),
      ...(facts.mayWrite ? [] : [databaseFinding.mayNot]),
    ]
  } catch (error) {
    return [
      databaseFinding.unreachable(address.shown, error instanceof Error ? error.message : String(error)),
    ]
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
    const { systems } = directory
    const unattended = systems?.filter(({ operator }) => !operator) ?? []
    return [
      directoryFinding.counted(directory.units.length, directory.people.length, responsible.length),
      ...(alone.length > 0 ? [directoryFinding.noStandIn(alone.map(({ name }) => name))] : []),
      ...(systems ? [directoryFinding.systems(systems.length)] : []),
      ...(unattended.length > 0 ? [directoryFinding.noOperator(unattended.map(({ name }) => name))] : []),
      ...silent.map(directoryFinding.noAddress),
      ...(feishu || dingtalk || config.SANDBOX === 'off' ? [] : [directoryFinding.everybody]),
    ]
  } catch (error) {
    return listed(error, listedMend.directory)
  }
}

/** Which figures still wait for the office, which clocks are switched off, and which contact is missing. */
const lawFindings = (rules: Rules, systems: Directory['systems'], live: boolean): Finding[] => {
  const { authorities, levels } = rules
  const clocks = allClocks(rules)
  const running = clocks.filter((clock) => canRun(clock, rules, systems))
  const idle = clocks.filter((clock) => !canRun(clock, rules, systems))
  const own = running.filter(({ metBy }) => !metBy)
  const unread = own.filter(({ confidence, figure }) => (confidence === 'B' || confidence === 'C') && !figure)
  const proposed = own.filter(({ confidence, figure }) => confidence === 'D' || figure)
  const predicates = levels.predicates.filter(({ confidence }) => confidence !== 'A')
  const used = new Set(running.map(({ to }) => to))
  const silent = authorities.filter(({ id, phone }) => used.has(id) && !phone)
  return [
    rulesFinding.counted(rules.edition, own.length, authorities.length),
    ...(unread.length > 0 ? [rulesFinding.unread(unread)] : []),
    ...(proposed.length > 0 ? [rulesFinding.proposed(proposed)] : []),
    ...(predicates.length > 0 ? [rulesFinding.unreadLevels(predicates.map(({ id }) => id))] : []),
    ...(idle.length > 0 ? [rulesFinding.idle(idle)] : []),
    ...silent.map(({ name }) => rulesFinding.noPhone(name, live)),
  ]
}

const law = async (config: Config): Promise<Finding[]> => {
  try {
    const live = config.FEISHU_APP_ID !== undefined || config.DINGTALK_CLIENT_ID !== undefined
    const rules = await loadRules(config.RULES)
    // what is wrong with the register is told of the directory
    const systems = await readDirectory(config.DIRECTORY).then(
      (read) => read.systems,
      () => undefined,
    )
    return [...lawFindings(rules, systems, live), ...holidayFindings(rules, machineClock.now(), live)]
  } catch (error) {
    return listed(error, listedMend.rules)
  }
}

/** The present as the record tells it, wherever it lies. */
const kept = async ({ DATABASE_URL, DATA_DIR }: Config): Promise<Tables | undefined> => {
  const address = DATABASE_URL === undefined ? undefined : addressOf(DATABASE_URL)
  if (!address) return presentIn(filesOf(DATA_DIR))
  const whole = await openWhole(address, DATA_DIR)
  return whole && presentIn(whole).finally(() => whole.close())
}

/** Who is on duty for the next days, and who answered the last 到达测试. */
const roster = async (config: Config): Promise<Finding[]> => {
  const campus = await Promise.all([readDirectory(config.DIRECTORY), loadRules(config.RULES)]).catch(
    () => undefined,
  )
  if (!campus) return [] // what is wrong with them is told of them
  const [directory, rules] = campus
  if (!directory.roster?.length) return [rosterFinding.none]
  const stored = await kept(config).catch(() => 'unread' as const)
  const tables = stored === 'unread' ? undefined : stored
  const nowMs = machineClock.now()
  const now = new Date(nowMs).toISOString()
  const world = { directory, rules, now, covers: tables?.covers ?? {} }
  return [
    ...rosterFindings(world),
    ...(stored === 'unread' ? [rosterFinding.storeUnread] : []),
    ...(tables ? reachFindings(tables.reach, world) : []),
  ]
}

/** What each platform says of itself and of everybody named; nothing is sent. */
const platforms = async (config: Config): Promise<Finding[]> => {
  const { channels } = await openChannels(config, { clock: machineClock, log: quiet })
  if (channels.length === 0) return []
  const directory = await readDirectory(config.DIRECTORY)
  const found = await Promise.all(channels.map((channel) => channel.check(directory)))
  await Promise.all(channels.map((channel) => channel.stop()))
  // no channel can look for what its platform does not have
  const deaf = config.DINGTALK_CLIENT_ID ? [dingtalkFinding.deaf] : []
  return [...found.flat(), ...deaf]
}

/** May the office look at the desk in a browser, and what is missing if not? */
const desk = ({ PUBLIC_URL: url, FEISHU_APP_ID: feishu, DINGTALK_CLIENT_ID: dingtalk }: Config): Finding => {
  const ways = [...(feishu ? ['feishu'] : []), ...(dingtalk ? ['dingtalk'] : [])]
  if (url && ways.length > 0)
    return houseFinding.desk(
      deskAt(url),
      ways.map((name) => redirectAt(url, name)),
    )
  return houseFinding.noDesk([
    ...(url ? [] : ['PUBLIC_URL']),
    ...(ways.length > 0 ? [] : [houseFinding.credentials]),
  ])
}

/** Does the campus's model answer? Nothing of anybody is sent. */
const reading = async ({ READER_URL: url }: Config): Promise<Finding[]> => {
  if (!url) return []
  const { host } = new URL(url)
  const response = await fetch(under(url, 'models'), {
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined) // that it does not answer is what is found
  await response?.body?.cancel()
  return [houseFinding.reader(host), ...(response?.ok ? [] : [houseFinding.noReader(host)])]
}

const quiet: Log = { info() {}, warn() {}, error() {} }

/** All findings in order; what can't be read at all is a finding, too. */
export const readiness = async (env: NodeJS.ProcessEnv): Promise<Finding[]> => {
  try {
    const config = readConfig(env)
    const silent = config.SANDBOX === 'off' && !config.FEISHU_APP_ID && !config.DINGTALK_CLIENT_ID
    return [
      houseFinding.environment,
      ...(await store(config)),
      ...(await database(config)),
      ...(await law(config)),
      ...(await people(config)),
      ...(await roster(config)),
      ...(await reading(config)),
      ...(await platforms(config)),
      desk(config),
      ...(silent ? [houseFinding.noPlatform] : []),
    ]
  } catch (error) {
    return listed(error, listedMend.configuration)
  }
}
