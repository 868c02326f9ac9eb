// How does the process live? Reads the configuration, opens the house and the door, and stops in good order.
import pino from 'pino'
import { unit as unitOf } from '../store/campus.js'
import { readDirectory, watchDirectory } from '../store/directory.js'
import { Mistakes } from '../store/mistakes.js'
import { openSandboxLog } from '../store/sandbox-log.js'
import type { Directory } from '../store/schema.js'
import { openChannels } from './channels/open.js'
import { type SandboxPerson, sandboxChannel } from './channels/sandbox/sandbox.js'
import { machineClock, movableClock } from './clock.js'
import { BadConfiguration, type Config, loadDotEnv, pathsIn, readConfig } from './config.js'
import { type Fenghuo, openFenghuo } from './house.js'
import { openMetrics } from './metrics.js'
import { loadRules } from './rules-file.js'
import { openServer } from './server.js'

const BAD_CONFIGURATION = 78
const STOP_WITHIN_MS = 9_000
const TICK_WITHIN_MS = 30_000

const complain = (mistakes: string[]): never => {
  process.stderr.write(`配置有误，没有启动：\n${mistakes.map((mistake) => `  ✗ ${mistake}`).join('\n')}\n`)
  process.exit(BAD_CONFIGURATION)
}

/** Everything that the configuration points to, read; all mistakes at once. */
const readAll = async (config: Pick<Config, 'DIRECTORY' | 'RULES'>) => {
  const [directory, rules] = await Promise.allSettled([
    readDirectory(config.DIRECTORY),
    loadRules(config.RULES),
  ])
  const mistakes = [directory, rules].flatMap((one) => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof Mistakes) return one.reason.mistakes
    throw one.reason
  })
  if (directory.status === 'rejected' || rules.status === 'rejected') throw new Mistakes(mistakes)
  return { directory: directory.value, rules: rules.value }
}

/** The environment and what it points to; their mistakes are told together. */
const readEverything = async () => {
  const [config, campus] = await Promise.allSettled([
    Promise.resolve(process.env).then(readConfig),
    readAll(pathsIn(process.env)),
  ])
  const mistakes = [config, campus].flatMap((one) => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof Mistakes || one.reason instanceof BadConfiguration) return one.reason.mistakes
    throw one.reason
  })
  if (config.status === 'rejected' || campus.status === 'rejected') throw new Mistakes(mistakes)
  return { config: config.value, campus: campus.value }
}

/** What an operator can do about a machine that says no. */
const inWords = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Record<string, string> = {
    EADDRINUSE: `PORT ${process.env.PORT ?? 3000} 已被占用：请停掉另一个程序，或换一个 PORT`,
    EACCES: '没有权限：请检查 DATA_DIR 的读写权限；小于 1024 的 PORT 需要特权',
    EROFS: 'DATA_DIR 所在的磁盘是只读的',
    ENOSPC: 'DATA_DIR 所在的磁盘已满',
    ENOTDIR: 'DATA_DIR 的路径中有一段不是文件夹',
    ENOTFOUND: 'HOST 不是本机的地址',
    EADDRNOTAVAIL: 'HOST 不是本机的地址',
  }
  const reason = error instanceof Error ? error.message : String(error)
  return known[code] ? `${known[code]}（${reason}）` : reason
}

const sandboxPeople = (directory: Directory): SandboxPerson[] =>
  directory.people.map(({ id, name, title, posts }) => ({
    id,
    name,
    title,
    unit: posts
      .map(({ unit }) => unitOf(directory, unit)?.name ?? unit)
      .filter((one, at, all) => all.indexOf(one) === at)
      .join('、'),
    roles: posts.flatMap(({ role }) => role || []),
  }))

const start = async (): Promise<void> => {
  loadDotEnv()
  const { config, campus } = await readEverything()
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })

  const memory = config.SANDBOX === 'on' ? openSandboxLog(config.DATA_DIR) : undefined
  const clock = memory ? movableClock(() => memory.clockOffsetMs()) : machineClock
  let fenghuo: Fenghuo | undefined
  const running = (): Fenghuo => {
    if (!fenghuo) throw new Error('not started yet')
    return fenghuo
  }
  const sandbox =
    memory &&
    sandboxChannel({
      log: memory,
      people: () => sandboxPeople(fenghuo?.campus().directory ?? campus.directory),
      // In the sandbox an answer waits for what it set off, so that a script sees the effect of what it did.
      receive: () => ({
        said: async (said) => {
          const answer = await running().reception.said(said)
          await running().courier.drain()
          return answer
        },
        pressed: async (pressed) => {
          const answer = await running().reception.pressed(pressed)
          await running().courier.drain()
          return answer
        },
      }),
      now: () => clock.now(),
      advance: async (ms) => {
        const until = clock.now() + ms
        await running().passTime(until, (at) => memory.moveClock(Math.max(0, at - clock.now())))
      },
      overview: () => running().overview(),
    })
  const platforms = openChannels(config, { clock, log })
  const channels = [...(sandbox ? [sandbox.channel] : []), ...platforms.channels]
  fenghuo = await openFenghuo({ dir: config.DATA_DIR, clock, log, campus, channels })
  const { house, courier, ticker, auditor } = fenghuo

  const unwatch = watchDirectory(
    config.DIRECTORY,
    () => {
      void readDirectory(config.DIRECTORY)
        .then(
          async (directory) => {
            await running().takeDirectory(directory)
            log.info({ people: directory.people.length }, 'a new directory is in force')
          },
          async (error) => {
            if (!(error instanceof Mistakes)) throw error
            log.warn(
              { mistakes: error.mistakes.length },
              'the directory has mistakes; the old one stays in force',
            )
            await running().refuseDirectory(error)
          },
        )
        .catch((error) => log.error({ reason: String(error) }, 'the directory could not be read anew'))
    },
    machineClock.after,
  )

  const health = async () => {
    const store = await house.healthy()
    const late = Date.now() - ticker.lastTickMs() > TICK_WITHIN_MS ? ['催办循环超过 30 秒没有运行'] : []
    const reasons = [...(store ? [`存储不可写：${store}`] : []), ...late]
    return { ok: reasons.length === 0, reasons }
  }
  const server = await openServer({
    host: config.HOST,
    port: config.PORT,
    // the platforms first: the sandbox keeps everything to this machine
    routers: [...platforms.routers, ...(sandbox ? [sandbox.router] : [])],
    health,
    ready: async () => {
      const state = await health()
      const { down } = courier.state()
      const wrong = channels.flatMap((channel) => channel.wrong() ?? [])
      return {
        ...state,
        ok: state.ok && wrong.length === 0,
        reasons: [...state.reasons, ...wrong],
        ...(down.length > 0 ? { degraded: down.map((name) => `${name} 暂时不通，消息在发件箱等待`) } : {}),
      }
    },
    metrics: openMetrics({
      house,
      courier,
      ticker,
      auditor,
      channels,
      campus: () => running().campus(),
      now: () => clock.now(),
    }),
  })

  ticker.start()
  courier.wake()
  log.info({ url: server.url, sandbox: config.SANDBOX, seq: house.head().seq }, 'Fenghuo is watching')
  if (sandbox) process.stdout.write(`\n烽火已启动（演示沙盒，示例校园）。请用浏览器打开：${server.url}\n\n`)

  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error({}, 'could not stop in time')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    unwatch()
    await server.stop()
    await running().stop()
    memory?.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
}

start().catch((error: unknown) => {
  if (error instanceof BadConfiguration || error instanceof Mistakes) complain(error.mistakes)
  process.stderr.write(`没有启动：${inWords(error)}\n`)
  process.exit(1)
})
