// How does a held loop go on beating? This thread says so to the database, as long as the process is not stopped whole and its epoch stands.
import { workerData } from 'node:worker_threads'
import { addressOf } from '../../../store/postgres/address.js'
import { BEAT_EVERY_MS, beatOnce } from '../../../store/postgres/beat.js'
import { openSession, type Session } from '../../../store/postgres/session.js'

export type HeartData = { url: string; epoch: Int32Array }

const { url, epoch } = workerData as HeartData // given by heart.ts, in the same release
const address = addressOf(url)
let session: Session | undefined

const beat = async (): Promise<void> => {
  const now = Atomics.load(epoch, 0)
  if (!address || now === 0) return
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
