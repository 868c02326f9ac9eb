// What does the disk do? Files in memory that know what is durable and what a power failure may take; they fail when told to.

import type { Random } from './random.js'

/** What is read now, and what survives a power failure: of `synced` the first `kept` bytes were not touched since. */
type File = { data: Buffer; synced: Buffer; kept: number; dirty: boolean; since: number }
type Folder = { names: Map<string, Node>; synced: Map<string, Node> }
type Node = File | Folder
const isFolder = (node: Node): node is Folder => 'names' in node

/** What nobody asked to be synced the machine writes out by itself after so long. */
const WRITES_BACK_MS = 35_000

export type DiskFault = 'full' | 'fsync' | 'read' | 'torn-write'
/** What the disk hears of each call: it may take its time, or fail. */
export type Trouble = (call: string, path: string) => { waitMs?: number; fault?: DiskFault } | undefined

export const failure = (code: string, call: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${call} '${path}'`), { code, syscall: call, path })

/** Nothing that a process does after its death has an effect, and nothing comes back to it. */
export const nevermore = <T>(): Promise<T> => new Promise(() => {})
export class Dead extends Error {}

export type Disk = ReturnType<typeof makeDisk>
export type Handle = { file: File; path: string; process: number; open: boolean; locked?: boolean }

export const makeDisk = (
  random: Random,
  now: () => number,
  heard: (path: string, call: string, file: File) => void,
) => {
  const root: Folder = { names: new Map(), synced: new Map() }
  // the folder it is given is there, and durably so
  const given: Folder = { names: new Map(), synced: new Map() }
  root.names.set('data', given)
  root.synced.set('data', given)
  /** The process that lives now; the paths of another lead nowhere. */
  let living = 0

  const parts = (path: string): string[] => path.split('/').filter(Boolean)
  const walk = (path: string): Node | undefined => {
    let node: Node | undefined = root
    for (const name of parts(path)) node = node && isFolder(node) ? node.names.get(name) : undefined
    return node
  }
  const folderOf = (path: string, call: string): { folder: Folder; name: string } => {
    const names = parts(path)
    const name = names.pop() ?? ''
    const folder = walk(names.join('/'))
    if (!folder || !isFolder(folder)) throw failure('ENOENT', call, path)
    return { folder, name }
  }
  const fileAt = (path: string, call: string): File => {
    const node = walk(path)
    if (!node) throw failure('ENOENT', call, path)
    if (isFolder(node)) throw failure('EISDIR', call, path)
    return node
  }

  /** What a power failure leaves of a file: what was synced, and perhaps the beginning of what was not. */
  const afterPowerLoss = (file: File): Buffer => {
    if (!file.dirty || now() - file.since > WRITES_BACK_MS) return file.data
    const { data, synced, kept: untouched } = file
    const grown = data.length > synced.length && data.subarray(0, synced.length).equals(synced)
    if (grown) {
      // a torn tail: any part of what was appended may have reached the plate
      const kept = synced.length + random.below(data.length - synced.length + 1)
      return Buffer.from(data.subarray(0, kept))
    }
    return random.chance(0.5)
      ? synced
      : Buffer.from(data.subarray(0, untouched + random.below(data.length - untouched + 1)))
  }
  const clean = (file: File): void => {
    file.synced = file.data
    file.kept = file.data.length
    file.dirty = false
  }
  const empty = (dirty: boolean): File => ({
    data: Buffer.alloc(0),
    synced: Buffer.alloc(0),
    kept: 0,
    dirty,
    since: dirty ? now() : 0,
  })
  const settleFolder = (folder: Folder): void => {
    // a name that was not synced may be there or not, each for itself
    for (const name of new Set([...folder.names.keys(), ...folder.synced.keys()])) {
      const [now, then] = [folder.names.get(name), folder.synced.get(name)]
      const kept = now === then || random.chance(0.5) ? now : then
      if (kept) folder.names.set(name, kept)
      else folder.names.delete(name)
    }
    folder.synced = new Map(folder.names)
    for (const node of folder.names.values()) {
      if (isFolder(node)) settleFolder(node)
      else {
        node.data = afterPowerLoss(node)
        clean(node)
      }
    }
  }

  /** Changed from this place on. */
  const soil = (file: File, from: number): void => {
    if (!file.dirty) file.since = now()
    file.dirty = true
    file.kept = Math.min(file.kept, from)
  }

  return {
    living: () => living,
    /** Another process begins; whatever the one before still had open is gone. */
    begin(): number {
      return ++living
    },
    die(): void {
      living++
    },
    powerLoss: () => settleFolder(root),
    walk,
    isFolder,
    mkdir(path: string, recursive: boolean): string | undefined {
      let made: string | undefined
      const names = parts(path)
      for (let depth = recursive ? 1 : names.length; depth <= names.length; depth++) {
        const here = names.slice(0, depth).join('/')
        const node = walk(here)
        if (node && isFolder(node) && (recursive || depth < names.length)) continue
        if (node) throw failure('EEXIST', 'mkdir', path)
        const { folder, name } = folderOf(here, 'mkdir')
        folder.names.set(name, { names: new Map(), synced: new Map() })
        made ??= here
      }
      return made
    },
    open(path: string, flags: string, process: number): Handle {
      const node = walk(path)
      if (node && isFolder(node))
        return {
          file: empty(false),
          path,
          process,
          open: true,
        }
      if (!node && flags.startsWith('r')) throw failure('ENOENT', 'open', path)
      if (node && flags.includes('x')) throw failure('EEXIST', 'open', path)
      const file = node ?? empty(true)
      if (!node) {
        const { folder, name } = folderOf(path, 'open')
        folder.names.set(name, file)
      } else if (flags.startsWith('w') && file.data.length > 0) {
        file.data = Buffer.alloc(0)
        soil(file, 0)
      }
      return { file, path, process, open: true }
    },
    write({ file, path }: Handle, bytes: Uint8Array, at: number): void {
      // appending, which is nearly always, must not copy what is there each time
      if (at === file.data.length) file.data = grow(file.data, bytes)
      else {
        const size = Math.max(file.data.length, at + bytes.length)
        const data = Buffer.alloc(size)
        file.data.copy(data)
        data.set(bytes, at)
        file.data = data
      }
      soil(file, at)
      heard(path, 'write', file)
    },
    truncate({ file, path }: Handle, length: number): void {
      file.data = Buffer.from(file.data.subarray(0, length))
      soil(file, length)
      heard(path, 'truncate', file)
    },
    sync({ file, path }: Handle): void {
      const node = walk(path)
      if (node && isFolder(node)) {
        node.synced = new Map(node.names)
        return
      }
      clean(file)
      heard(path, 'sync', file)
    },
    fileAt,
    rename(from: string, to: string): void {
      const node = walk(from)
      if (!node) throw failure('ENOENT', 'rename', from)
      const source = folderOf(from, 'rename')
      const target = folderOf(to, 'rename')
      source.folder.names.delete(source.name)
      target.folder.names.set(target.name, node)
    },
    link(from: string, to: string): void {
      if (walk(to)) throw failure('EEXIST', 'link', to)
      const target = folderOf(to, 'link')
      target.folder.names.set(target.name, fileAt(from, 'link'))
    },
    remove(path: string, force: boolean): void {
      if (!walk(path)) {
        if (force) return
        throw failure('ENOENT', 'rm', path)
      }
      const { folder, name } = folderOf(path, 'rm')
      folder.names.delete(name)
    },
    list(path: string): string[] {
      const node = walk(path)
      if (!node) throw failure('ENOENT', 'scandir', path)
      if (!isFolder(node)) throw failure('ENOTDIR', 'scandir', path)
      return [...node.names.keys()]
    },
    /** Every file with what it holds now. */
    files(): { path: string; data: Buffer; synced: Buffer }[] {
      const found: { path: string; data: Buffer; synced: Buffer }[] = []
      const visit = (node: Node, path: string): void => {
        if (!isFolder(node)) found.push({ path, data: node.data, synced: node.synced })
        else for (const [name, child] of node.names) visit(child, path ? `${path}/${name}` : name)
      }
      visit(root, '')
      return found
    },
  }
}

const capacities = new WeakMap<ArrayBufferLike, number>()

/** The same bytes with more behind them; room is kept for the next, so that a log grows without being copied. */
const grow = (data: Buffer, bytes: Uint8Array): Buffer => {
  const length = data.length + bytes.length
  const used = capacities.get(data.buffer)
  if (used === data.length && data.byteOffset === 0 && data.buffer.byteLength >= length) {
    new Uint8Array(data.buffer).set(bytes, data.length)
    capacities.set(data.buffer, length)
    return Buffer.from(data.buffer, 0, length)
  }
  const room = new ArrayBuffer(Math.max(4096, 2 * length))
  const fresh = new Uint8Array(room)
  fresh.set(data)
  fresh.set(bytes, data.length)
  capacities.set(room, length)
  return Buffer.from(room, 0, length)
}
