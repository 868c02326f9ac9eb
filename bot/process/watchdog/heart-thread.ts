// How does a held loop go on beating? This thread says so to the database, as long as the process is not stopped whole and its epoch stands.
import { parentPort } from 'node:worker_threads'
import { addressOf } from '../../../store/postgres/address.js'
import { BEAT_EVERY_MS, beatOnce } from '../../../store/postgres/beat.js'
import { openSession, type Session } from '../../../store/postgres/session.js'

export type HeartData = { url: string; epoch: Int32Array }

const begin = ({ url, epoch }: HeartData): void => {
  const address = addressOf(url)
  let session: Session | undefined
  const beat = async (): Promise<void> => {
    const now = Atomics.load(epoch, 0)
    if (!address || now === 0) {
      await session?.end()
      session = undefined
      return
    }
    if (!session || session.broken()) session = await openSession(address, { answerMs: 2_000 })
    await session.touch(beatOnce, [now], 'beat')
  }
  const goOn = (): void => {
    setTimeout(() => {
      beat()
        .catch(() => {}) // the loop's own beat says what is wrong
        .finally(goOn)
    }, BEAT_EVERY_MS)
  }
  goOn()
}

parentPort?.on('message', begin) // by heart.ts, in the same release
