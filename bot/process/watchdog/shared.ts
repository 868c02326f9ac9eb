// What do the loop and its watchdog both see? A few numbers and the id of what is worked on, in memory that two threads share.

/** Longer ids are cut: such a one could not be set aside, and none of the platforms has it. */
const ID_BYTES = 1024
const NUMBERS = 8
const BYTES = NUMBERS * 4 + 3 * ID_BYTES

const [BEAT, TURN, BOUND_MS, EXEMPT, PARSING, ID, FROM, STOPPING] = [0, 1, 2, 3, 4, 5, 6, 7]

export const newMemory = (): SharedArrayBuffer => new SharedArrayBuffer(BYTES)

/** The loop's side. Every call is a store or two: a turn does not feel it. */
export const openLoopSide = (memory: SharedArrayBuffer) => {
  const numbers = new Int32Array(memory, 0, NUMBERS)
  const bytes = Buffer.from(memory, NUMBERS * 4)
  const write = (slot: number, text: string | undefined): void => {
    const at = (slot - PARSING) * ID_BYTES
    const length = text === undefined ? 0 : bytes.write(text, at, ID_BYTES, 'utf8')
    Atomics.store(numbers, slot, length === ID_BYTES ? 0 : length)
  }
  let turns = 0
  return {
    beat: (): void => {
      Atomics.add(numbers, BEAT, 1)
    },
    /** How long it may be held; 0: any time. */
    bound: (ms: number): void => {
      Atomics.store(numbers, BOUND_MS, ms)
    },
    /** It was told to stop: nobody is to come after it. */
    stopping: (): void => {
      Atomics.store(numbers, STOPPING, 1)
    },
    /** Somebody holds it on purpose, with a debugger. */
    exempt: (yes: boolean): void => {
      Atomics.store(numbers, EXEMPT, yes ? 1 : 0)
    },
    turn: (id: string | undefined): void => {
      write(FROM, undefined)
      write(ID, id)
      turns = turns >= 2_000_000_000 ? 1 : turns + 1
      Atomics.store(numbers, TURN, turns)
    },
    from: (from: string): void => write(FROM, from),
    over: (): void => {
      Atomics.store(numbers, TURN, 0)
    },
    parsing: (id: string | undefined): void => write(PARSING, id),
  }
}

export type Held = { id?: string; from?: string }

/**
 * The watchdog's side. `look` is called every `everyMs` by a clock of the watchdog's own thread: so time in which the
 * whole process stood still (suspended, stopped, its machine paused) is not counted. It answers once the loop has not
 * come round, or one and the same turn has not ended, for as long as the bound says.
 */
export const openWatchSide = (memory: SharedArrayBuffer, everyMs: number) => {
  const numbers = new Int32Array(memory, 0, NUMBERS)
  const bytes = Buffer.from(memory, NUMBERS * 4)
  const read = (slot: number): string | undefined => {
    const length = Atomics.load(numbers, slot)
    const at = (slot - PARSING) * ID_BYTES
    return length === 0 ? undefined : bytes.toString('utf8', at, at + length)
  }
  let [beat, turn, still, sameTurn] = [-1, 0, 0, 0]
  return {
    stopping: (): boolean => Atomics.load(numbers, STOPPING) === 1,
    look(): Held | undefined {
      const beatNow = Atomics.load(numbers, BEAT)
      const turnNow = Atomics.load(numbers, TURN)
      still = beatNow === beat ? still + everyMs : 0
      sameTurn = turnNow !== 0 && turnNow === turn ? sameTurn + everyMs : 0
      beat = beatNow
      turn = turnNow
      const boundMs = Atomics.load(numbers, BOUND_MS)
      if (boundMs === 0 || Atomics.load(numbers, EXEMPT) === 1) [still, sameTurn] = [0, 0]
      if (boundMs === 0 || (still < boundMs && sameTurn < boundMs)) return undefined
      // what is parsed is parsed at one go: while it is there, it is what holds the loop
      const parsing = read(PARSING)
      if (parsing !== undefined) return { id: parsing }
      if (turnNow === 0) return {}
      const [id, from] = [read(ID), read(FROM)]
      return { ...(id === undefined ? {} : { id }), ...(from === undefined ? {} : { from }) }
    },
  }
}
