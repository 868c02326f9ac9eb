// Do two campuses in one process leave each other alone? Over HTTP: what is said, pressed, wrong or broken in one changes nothing in the other.
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { reportAnswers } from '../crash/answers.js'
import { folder, layCampus, openWorker, remove, type Worker } from './worker.js'

const TOKEN = { north: 'token-of-the-north', south: 'token-of-the-south' }
type Name = keyof typeof TOKEN
const workers: Worker[] = []
const folders: string[] = []
const root = (): string => {
  const dir = folder()
  folders.push(dir)
  return dir
}
const start = async (dir: string): Promise<Worker> => {
  const worker = await openWorker(dir)
  workers.push(worker)
  return worker
}
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill()
  for (const dir of folders.splice(0)) remove(dir)
})

const lay = (): string => {
  const dir = root()
  for (const name of ['north', 'south'] as const)
    layCampus(dir, name, { SANDBOX: 'on', SANDBOX_TOKEN: TOKEN[name] })
  return dir
}
const bothServe = (worker: Worker) =>
  worker.until('both campuses', async () => (await worker.serves()).length === 2)

type Shown = { id: string; from: string; text?: string; card?: { actions: { value: { action: string } }[] } }
const inCampus = (worker: Worker, name: Name) => {
  const call = async <A>(path: string, body?: unknown): Promise<A> =>
    (await worker.ask(`/${name}/sandbox/api/${path}`, body, { 'x-sandbox-token': TOKEN[name] })).json() as A
  return {
    call,
    say: (as: string, text: string) => call('say', { as, chat: 'dm', text }),
    seen: (as: string) => call<Shown[]>(`messages?as=${as}&chat=dm`),
    seq: async () =>
      Number(
        new RegExp(`fenghuo_journal_seq\\{campus="${name}"\\} (\\d+)`).exec(
          await (await worker.ask('/metrics')).text(),
        )?.[1],
      ),
  }
}

describe('two campuses in one process', () => {
  it('what is said and pressed in one is unknown in the other', async () => {
    const worker = await start(lay())
    await bothServe(worker)
    const [north, south] = [inCampus(worker, 'north'), inCampus(worker, 'south')]
    const before = await south.seq()
    for (const text of reportAnswers) await north.say('P009', text)
    expect((await north.seen('P007')).length).toBeGreaterThan(0)
    expect(await south.seen('P007')).toEqual([])
    expect(await south.seq()).toBe(before)

    // the card of the north, pressed in the south
    const card = (await north.seen('P007')).find((one) => one.card)
    const pressed = await worker.ask(
      '/south/sandbox/api/press',
      { as: 'P007', messageId: card?.id, value: card?.card?.actions[0]?.value },
      { 'x-sandbox-token': TOKEN.south },
    )
    expect(pressed.status).toBe(404)
    expect(await south.seq()).toBe(before)

    // a token opens its own campus alone
    const stranger = await worker.ask('/south/sandbox/api/people', undefined, {
      'x-sandbox-token': TOKEN.north,
    })
    expect(stranger.status).toBe(401)
    const page = await worker.ask(`/north/?token=${TOKEN.north}`)
    expect([page.status, page.headers.get('location')]).toEqual([303, '/north/'])
    expect(page.headers.get('set-cookie')).toContain('Path=/north/')
    expect((await worker.ask('/north')).headers.get('location')).toBe('/north/')
    expect((await worker.ask('/north/desk', undefined, { 'x-sandbox-token': TOKEN.north })).status).toBe(200)
    expect((await worker.ask('/elsewhere/desk')).status).toBe(404)

    const lines = worker
      .said()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { campus?: string; msg: string })
    const served = lines.filter(({ msg }) => msg === 'the campus is served').map(({ campus }) => campus)
    expect(served.toSorted()).toEqual(['north', 'south'])
    await worker.kill('SIGTERM')
    expect(worker.exit()).toBe(0)
  }, 90_000)

  it('one that is broken is closed and said, and opened again once it is mended; the other goes on', async () => {
    const dir = lay()
    const journal = join(dir, 'south', 'data')
    // a store that can't be read
    mkdirSync(journal, { recursive: true })
    mkdirSync(join(journal, 'journal'))
    writeFileSync(join(journal, 'journal', '000000000001.ndjson'), 'this is no line\nnor is this\n')
    const worker = await start(dir)
    await worker.until('the broken one is said', () => worker.said().includes('south: 已关闭'))
    await worker.until('the other one', async () => (await worker.serves()).includes('north'))
    const whole = await worker.whole()
    expect([whole?.ok, whole?.campuses.south?.state]).toEqual([true, 'closed'])
    expect(whole?.degraded?.join()).toContain('south: ')
    const answer = await worker.ask('/south/sandbox/api/people', undefined, {
      'x-sandbox-token': TOKEN.south,
    })
    expect(answer.status).toBe(503)
    await inCampus(worker, 'north').say('P009', '帮助')
    expect((await inCampus(worker, 'north').seen('P009')).some(({ from }) => from === 'bot')).toBe(true)

    renameSync(join(journal, 'journal'), join(journal, 'journal.broken'))
    await bothServe(worker)
  }, 90_000)

  it('a directory that is wrong when it is read anew leaves the old one in force', async () => {
    const dir = lay()
    const worker = await start(dir)
    await bothServe(worker)
    appendFileSync(join(dir, 'south', 'directory', 'people.csv'), 'one,field,too,many,and,no,unit\n')
    await worker.until('said', () => worker.said().includes('the directory has mistakes'))
    expect((await worker.serves()).length).toBe(2)
  }, 90_000)

  it('every mistake is named with its folder, and nothing starts', async () => {
    const dir = lay()
    layCampus(dir, 'healthz', {})
    layCampus(dir, 'Ost', {})
    layCampus(dir, 'west', { PORT: '80' })
    let worker = await start(dir)
    await worker.until('the end', () => worker.exit() === 78)
    for (const one of ['healthz: /healthz', 'Ost: ', 'west: PORT']) expect(worker.said()).toContain(one)
    for (const one of ['healthz', 'Ost', 'west']) remove(join(dir, one))
    layCampus(dir, 'east', { SANDBOX: 'perhaps' })
    remove(join(dir, 'south', 'directory'))
    worker = await start(dir)
    await worker.until('the end', () => worker.exit() === 78)
    expect(worker.said()).toContain('east: SANDBOX')
    expect(worker.said()).toContain('south: ')
  }, 90_000)
})
