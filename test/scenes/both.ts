// How is one campus played on two platforms? Each person has a home; what reaches them anywhere is seen in one row.
import type { Delivery, Platform } from './platform.js'

export type Both = Platform & {
  /** From now on this person types and presses on this platform. */
  moveHome(person: string, to: 'a' | 'b'): void
  readonly a: Platform
  readonly b: Platform
}

/** `homeOf`: where a person types at first. Message ids carry the platform, since both may use the same. */
export const bothPlatforms = (a: Platform, b: Platform, homeOf: (person: string) => 'a' | 'b'): Both => {
  const moved = new Map<string, 'a' | 'b'>()
  const home = (person: string): Platform => ((moved.get(person) ?? homeOf(person)) === 'a' ? a : b)
  const marked = (platform: Platform, one: Delivery): Delivery =>
    'id' in one ? { ...one, id: `${platform === a ? 'a' : 'b'} ${one.id}` } : one
  const deliveries: Delivery[] = []
  /** Both lists, emptied into one as they are read; `length = 0` empties it as it does a platform's own. */
  const gather = (): Delivery[] => {
    for (const platform of [a, b])
      deliveries.push(...platform.deliveries.splice(0).map((one) => marked(platform, one)))
    return deliveries
  }
  const behind = (message: string): [Platform, string] => [
    message.startsWith('b ') ? b : a,
    message.replace(/^[ab] /, ''),
  ]
  return {
    a,
    b,
    name: `${a.name} + ${b.name}`,
    populate: (directory) => b.populate(a.populate(directory)),
    open: (process) => [a.open(process), b.open(process)].flat(),
    async close() {
      await a.close()
      await b.close()
    },
    async settle() {
      await a.settle()
      await b.settle()
    },
    get deliveries() {
      return gather()
    },
    latest(to, fits) {
      const own = to === '群' ? a : home(to)
      const other = own === a ? b : a
      for (const platform of [own, other]) {
        const found = platform.latest(to, fits)
        if (found) return [`${platform === a ? 'a' : 'b'} ${found[0]}`, found[1]]
      }
      return undefined
    },
    keys: () => [...a.keys().map((key) => `a ${key}`), ...b.keys().map((key) => `b ${key}`)],
    say: (as, text, chat, id) => home(as).say(as, text, chat, id),
    sendFile: (as, name, bytes) => home(as).sendFile(as, name, bytes),
    tellsOf: (person, what) => home(person).tellsOf(person, what),
    press(as, message, value, form, id) {
      const [platform, own] = behind(message)
      return platform.press(as, own, value, form, id)
    },
    switchOff(person) {
      a.switchOff(person)
      b.switchOff(person)
    },
    switchOn(person) {
      a.switchOn(person)
      b.switchOn(person)
    },
    setDown(down) {
      a.setDown(down)
      b.setDown(down)
    },
    violations: () => [...a.violations(), ...b.violations()],
    async end() {
      await a.end()
      await b.end()
    },
    moveHome: (person, to) => moved.set(person, to),
  }
}
