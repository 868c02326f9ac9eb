// Do two workers share six campuses, and does one take all when the other dies? The built program twice over one database, reports under way.
import { describe, expect, it } from 'vitest'
import { reportAnswers } from '../crash/answers.js'
import { hasPostgres, postgres } from '../postgres/server.js'
import { folder, layCampus, openWorker, pause, remove, type Worker } from './worker.js'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const TOKEN = 'of-this-test-alone'
/** Five seconds on a quiet machine: the figure is printed. Here others run beside it. */
const WITHIN_MS = 20_000

describe.skipIf(!hasPostgres)('six campuses, two workers', () => {
  it('share them 3 and 3, 6 and 0 when one is killed, and 3 and 3 again; nothing is lost', async () => {
    const server = await postgres()
    const root = folder()
    const urls = new Map(names.map((name) => [name, server.fresh()]))
    for (const name of names)
      layCampus(root, name, { DATABASE_URL: urls.get(name) ?? '', SANDBOX: 'on', SANDBOX_TOKEN: TOKEN })
    const disks = [folder(), folder()]
    const first = await openWorker(root, { DATA_DIR: disks[0] ?? '' })
    const workers = [first]
    const shares = async () =>
      (await Promise.all(workers.map((one) => one.serves()))).map(({ length }) => length)
    const become = (what: string, wanted: number[]) =>
      first.until(what, async () => (await shares()).join() === wanted.join(), 90_000)
    await become('the first serves all', [6])

    const said = new Map(names.map((name) => [name, 0]))
    let over = false
    const say = async (name: string, text: string, id: string): Promise<void> => {
      // as a balancer: whoever answers 503 does not serve it now
      for (let tries = 0; tries < 4000; tries++) {
        const worker = workers[tries % workers.length] as Worker
        const answer = await worker
          .ask(`/${name}/sandbox/api/say`, { as: 'P009', chat: 'dm', text, id }, { 'x-sandbox-token': TOKEN })
          .catch(() => undefined)
        if (answer?.status === 200) return
        await pause(20)
      }
      throw new Error(`${name} is served by nobody`)
    }
    for (const name of names)
      for (const [nth, text] of reportAnswers.entries()) await say(name, text, `report${nth}`)
    const year = new Date().getFullYear()
    const load = async (name: string): Promise<void> => {
      while (!over) {
        const nth = (said.get(name) ?? 0) + 1
        said.set(name, nth)
        await say(name, `补充 ${year}-0001 第${nth}条`, `note${nth}`)
        await pause(150)
      }
    }
    const loading = Promise.all(names.map(load))

    const second = await openWorker(root, { DATA_DIR: disks[1] ?? '' })
    workers.push(second)
    const joined = await become('a fair share', [3, 3])
    await pause(1_500)
    expect(await shares()).toEqual([3, 3])
    const killed = performance.now()
    await second.kill()
    await become('all to the one that lives', [6, 0])
    const died = performance.now() - killed
    second.run()
    const back = await become('a fair share again', [3, 3])
    over = true
    await loading
    await Promise.all(workers.map((one) => one.kill('SIGTERM')))
    expect(workers.map((one) => one.exit())).toEqual([0, 0])

    const counts = await Promise.all(
      names.map(async (name) => {
        const rows = await server.ask(
          urls.get(name) ?? '',
          'SELECT seq, epoch, line FROM journal ORDER BY seq',
        )
        const texts = rows.flatMap(({ line }) =>
          (
            JSON.parse(String(line)) as { changes: { event?: { type: string; text?: string } }[] }
          ).changes.flatMap(({ event }) => (event?.type === 'noted' ? [event.text ?? ''] : [])),
        )
        const wanted = Array.from({ length: said.get(name) ?? 0 }, (_, nth) => `第${nth + 1}条`)
        return {
          lost: wanted.filter((one) => !texts.includes(one)),
          doubled: texts.filter((one, at) => texts.indexOf(one) !== at),
          late: rows.filter(({ epoch }, at) => Number(epoch) < Number(rows[at - 1]?.epoch ?? 0)),
        }
      }),
    )
    const shown = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    const notes = [...said.values()].reduce((sum, one) => sum + one, 0)
    process.stdout.write(
      `workers: 3/3 ${shown(joined)} after the second was started, 6/0 ${shown(died)} after kill -9, 3/3 ${shown(back)} after it came back; ${notes} notes under way\n`,
    )
    expect(counts).toEqual(names.map(() => ({ lost: [], doubled: [], late: [] })))
    expect(died).toBeLessThan(WITHIN_MS)
    for (const dir of [root, ...disks]) remove(dir)
  }, 300_000)
})
