// What does the store call instead of node:fs? The same names over the simulated disk; whatever is not simulated says so.

import { constants } from 'node:fs'
import { type Disk, type DiskFault, failure, type Handle, nevermore } from './disk.js'

/** `process`: the one that calls. A call of a process that is dead has no effect and never comes back. */
export type Ground = {
  disk: Disk
  /** What happens to this call: it may wait, fail, or be the last thing this process did (before or after its effect). */
  fate(call: string, path: string): { waitMs?: number; fault?: DiskFault; dies?: 'before' | 'after' }
  crash(): void
  after(ms: number, run: () => void): void
  /** How much of a write that was under way is there. */
  part(length: number): number
}

let ground: Ground | undefined
export const stand = (on: Ground | undefined): void => {
  ground = on
}
const here = (): Ground => {
  if (!ground) throw new Error('no simulated disk is mounted')
  return ground
}

/** `/sim/p3/journal` is the journal as process 3 sees it. */
export const MOUNT = '/sim'
const place = (path: unknown): { process: number; path: string } => {
  const text = String(path)
  const found = /^\/sim\/p(\d+)(?:\/(.*))?$/.exec(text)
  if (!found) throw failure('ENOENT', 'open', text)
  return { process: Number(found[1]), path: `data/${found[2] ?? ''}`.replace(/\/$/, '') }
}

const faultOf = (fault: DiskFault | undefined, call: string, path: string): Error | undefined => {
  if (fault === 'full' && ['write', 'open-new', 'mkdir'].includes(call))
    return Object.assign(failure('ENOSPC', call, path), { message: 'ENOSPC: no space left on device, write' })
  if (fault === 'fsync' && call === 'sync') return failure('EIO', 'fsync', path)
  return undefined
}

const dead = (): Error => new Error('this process is dead')

/** One call, now. Throws when the process is dead or dies of it. */
const doNow = <T>(process: number, call: string, path: string, effect: (share?: number) => T): T => {
  const on = here()
  if (process !== on.disk.living()) throw dead()
  const { fault, dies } = on.fate(call, path)
  if (dies === 'before') {
    if (call === 'write') effect(on.part(1_000_000))
    on.crash()
    throw dead()
  }
  const error = faultOf(fault, call, path)
  if (error) throw error
  const answer = effect()
  if (dies === 'after') {
    on.crash()
    throw dead()
  }
  return answer
}

/** One call that is waited for. */
const doLater = <T>(
  process: number,
  call: string,
  path: string,
  effect: (share?: number) => T,
): Promise<T> => {
  const on = here()
  if (process !== on.disk.living()) return nevermore()
  const { waitMs, fault, dies } = on.fate(call, path)
  const finish = (): Promise<T> => {
    if (process !== on.disk.living()) return nevermore()
    if (dies === 'before') {
      if (call === 'write') effect(on.part(1_000_000))
      on.crash()
      return nevermore()
    }
    const error = faultOf(fault, call, path)
    if (error) return Promise.reject(error)
    try {
      const answer = effect()
      if (dies === 'after') {
        on.crash()
        return nevermore()
      }
      return Promise.resolve(answer)
    } catch (wrong) {
      return Promise.reject(wrong)
    }
  }
  if (waitMs === undefined) return finish()
  return new Promise((resolve, reject) => {
    on.after(waitMs, () => {
      finish().then(resolve, reject)
    })
  })
}

const bytesOf = (data: unknown): Buffer =>
  typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array)
/** `wx` and the like; of the numbers only those that the store uses. */
const flagsOf = (flags: unknown): string => {
  if (typeof flags !== 'number') return typeof flags === 'string' ? flags : 'r'
  const { O_CREAT, O_TRUNC, O_APPEND } = constants
  return flags & O_APPEND ? 'a' : flags & O_TRUNC ? 'w' : flags & O_CREAT ? 'a+' : 'r+'
}
const part = (bytes: Uint8Array, share: number | undefined): Uint8Array =>
  share === undefined ? bytes : bytes.subarray(0, share % (bytes.length + 1))

const numbers = new WeakMap<object, number>()
let lastNumber = 0
const numberOf = (node: object): number => {
  const known = numbers.get(node) ?? ++lastNumber
  numbers.set(node, known)
  return known
}
const describe = (node: object, size: number, folder: boolean) => ({
  size,
  mode: folder ? 0o40700 : 0o100600,
  mtimeMs: 0,
  mtime: new Date(0),
  ino: numberOf(node),
  dev: 1,
  isDirectory: () => folder,
  isFile: () => !folder,
  isSymbolicLink: () => false,
})
const statsOf = (path: string, quiet = false) => {
  const node = here().disk.walk(path)
  if (!node && quiet) return undefined
  if (!node) throw failure('ENOENT', 'stat', path)
  return describe(node, 'data' in node ? node.data.length : 0, here().disk.isFolder(node))
}
const mayMiss = (options: unknown): boolean =>
  typeof options === 'object' &&
  options !== null &&
  'throwIfNoEntry' in options &&
  options.throwIfNoEntry === false

const handles = new Map<number, Handle>()
let lastFd = 100

const openHandle = (path: string, flags: string, process: number): { fd: number; handle: Handle } => {
  const handle = here().disk.open(path, flags, process)
  const fd = ++lastFd
  handles.set(fd, handle)
  return { fd, handle }
}
const handleOf = (fd: unknown): Handle => {
  const handle = handles.get(Number(fd))
  if (!handle) throw failure('EBADF', 'use', String(fd))
  return handle
}
const callOf = (path: string, flags: string): string =>
  flags.startsWith('r') || here().disk.walk(path) ? 'open' : 'open-new'

/** The lock of the operating system dies with its process: so here, too. */
export const locks = {
  tryLock(fd: unknown): boolean {
    const wanted = handleOf(fd)
    for (const other of handles.values())
      if (
        other.locked &&
        other.open &&
        other.file === wanted.file &&
        other.process === here().disk.living() &&
        other !== wanted
      )
        return false
    wanted.locked = true
    return true
  },
  unlock(fd: unknown): void {
    handleOf(fd).locked = false
  },
}

export const forgetHandles = (): void => handles.clear()

const fileHandle = (fd: number, handle: Handle) => {
  const { process, path } = handle
  const disk = () => here().disk
  return {
    fd,
    read: (buffer: Uint8Array, offset = 0, length = buffer.length, position = 0) =>
      doLater(process, 'read', path, () => {
        const bytes = handle.file.data.subarray(position, position + length)
        buffer.set(bytes, offset)
        return { bytesRead: bytes.length, buffer }
      }),
    readFile: (encoding?: unknown) =>
      doLater(process, 'read', path, () =>
        encoding ? handle.file.data.toString('utf8') : Buffer.from(handle.file.data),
      ),
    write: (data: unknown, offset = 0, length?: number, position?: number | null) =>
      doLater(process, 'write', path, (share) => {
        const all = bytesOf(data)
        const bytes = part(all.subarray(offset, offset + (length ?? all.length - offset)), share)
        disk().write(handle, bytes, position ?? handle.file.data.length)
        return { bytesWritten: bytes.length, buffer: data }
      }),
    writeFile: (data: unknown) =>
      doLater(process, 'write', path, (share) =>
        disk().write(handle, part(bytesOf(data), share), handle.file.data.length),
      ),
    appendFile: (data: unknown) =>
      doLater(process, 'write', path, (share) =>
        disk().write(handle, part(bytesOf(data), share), handle.file.data.length),
      ),
    sync: () => doLater(process, 'sync', path, () => disk().sync(handle)),
    datasync: () => doLater(process, 'sync', path, () => disk().sync(handle)),
    truncate: (length = 0) => doLater(process, 'truncate', path, () => disk().truncate(handle, length)),
    stat: () => doLater(process, 'stat', path, () => describe(handle.file, handle.file.data.length, false)),
    chmod: () => doLater(process, 'chmod', path, () => undefined),
    close: () =>
      doLater(process, 'close', path, () => {
        handle.open = false
        handles.delete(fd)
      }),
  }
}

const optionsOf = (options: unknown): { recursive?: boolean; force?: boolean; flag?: string } =>
  typeof options === 'object' && options !== null ? options : {}
const asText = (options: unknown): boolean =>
  typeof options === 'string' || (typeof options === 'object' && options !== null && 'encoding' in options)

const readNow = (path: string, options: unknown): unknown => {
  const { data } = here().disk.fileAt(path, 'open')
  return asText(options) ? data.toString('utf8') : Buffer.from(data)
}
const writeNow = (path: string, data: unknown, options: unknown, process: number, share?: number): void => {
  const flags = optionsOf(options).flag ?? 'w'
  const handle = here().disk.open(path, flags, process)
  here().disk.write(handle, part(bytesOf(data), share), flags.startsWith('a') ? handle.file.data.length : 0)
}

/** The kernel's word on a process: each simulated one begins at a time of its own, so that a lock of a dead one is known. */
const proc = (path: unknown): string | undefined =>
  /^\/proc\/\d+\/stat$/.test(String(path))
    ? `1 (node) S ${'0 '.repeat(18)}${here().disk.living()}`
    : path === '/proc/sys/kernel/random/boot_id'
      ? 'simulated'
      : undefined

/** node:fs/promises. */
export const promised: Record<string, unknown> = {
  async open(given: unknown, flags?: unknown) {
    const { process, path } = place(given)
    const how = flagsOf(flags)
    const { fd, handle } = await doLater(process, callOf(path, how), path, () =>
      openHandle(path, how, process),
    )
    return fileHandle(fd, handle)
  },
  async readFile(given: unknown, options?: unknown) {
    const known = proc(given)
    if (known !== undefined) return known
    const { process, path } = place(given)
    return doLater(process, 'read', path, () => readNow(path, options))
  },
  async writeFile(given: unknown, data: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'write', path, (share) => writeNow(path, data, options, process, share))
  },
  async mkdir(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'mkdir', path, () =>
      here().disk.mkdir(path, optionsOf(options).recursive === true),
    )
  },
  async readdir(given: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'readdir', path, () => here().disk.list(path))
  },
  async rename(from: unknown, to: unknown) {
    const { process, path } = place(from)
    return doLater(process, 'rename', path, () => here().disk.rename(path, place(to).path))
  },
  async link(from: unknown, to: unknown) {
    const { process, path } = place(from)
    return doLater(process, 'link', path, () => here().disk.link(path, place(to).path))
  },
  async rm(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'rm', path, () => here().disk.remove(path, optionsOf(options).force === true))
  },
  async unlink(given: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'rm', path, () => here().disk.remove(path, false))
  },
  async stat(given: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'stat', path, () => statsOf(path))
  },
  async access(given: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'stat', path, () => void statsOf(path))
  },
  async chmod(given: unknown) {
    const { process, path } = place(given)
    return doLater(process, 'chmod', path, () => undefined)
  },
}

/** node:fs. */
export const atOnce: Record<string, unknown> = {
  openSync(given: unknown, flags?: unknown) {
    const { process, path } = place(given)
    const how = flagsOf(flags)
    return doNow(process, callOf(path, how), path, () => openHandle(path, how, process).fd)
  },
  closeSync(fd: unknown) {
    handleOf(fd).open = false
    handles.delete(Number(fd))
  },
  fsyncSync(fd: unknown) {
    const handle = handleOf(fd)
    doNow(handle.process, 'sync', handle.path, () => here().disk.sync(handle))
  },
  fdatasyncSync(fd: unknown) {
    const handle = handleOf(fd)
    doNow(handle.process, 'sync', handle.path, () => here().disk.sync(handle))
  },
  writeFileSync(target: unknown, data: unknown, options?: unknown) {
    if (typeof target === 'number') {
      const handle = handleOf(target)
      return doNow(handle.process, 'write', handle.path, (share) =>
        here().disk.write(handle, part(bytesOf(data), share), handle.file.data.length),
      )
    }
    const { process, path } = place(target)
    return doNow(process, 'write', path, (share) => writeNow(path, data, options, process, share))
  },
  renameSync(from: unknown, to: unknown) {
    const { process, path } = place(from)
    doNow(process, 'rename', path, () => here().disk.rename(path, place(to).path))
  },
  rmSync(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    doNow(process, 'rm', path, () => here().disk.remove(path, optionsOf(options).force === true))
  },
  existsSync(given: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'stat', path, () => here().disk.walk(path) !== undefined)
  },
  mkdirSync(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'mkdir', path, () => here().disk.mkdir(path, optionsOf(options).recursive === true))
  },
  readFileSync(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'read', path, () => readNow(path, options))
  },
  readdirSync(given: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'readdir', path, () => here().disk.list(path))
  },
  statSync(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'stat', path, () => statsOf(path, mayMiss(options)))
  },
  lstatSync(given: unknown, options?: unknown) {
    const { process, path } = place(given)
    return doNow(process, 'stat', path, () => statsOf(path, mayMiss(options)))
  },
  fstatSync(fd: unknown) {
    const { file } = handleOf(fd)
    return describe(file, file.data.length, false)
  },
  chmodSync() {},
  ftruncateSync(fd: unknown, length = 0) {
    const handle = handleOf(fd)
    doNow(handle.process, 'truncate', handle.path, () => here().disk.truncate(handle, length))
  },
  writeSync(fd: unknown, data: unknown, at?: unknown, length?: unknown, place?: unknown) {
    const handle = handleOf(fd)
    const text = typeof data === 'string'
    // a text is followed by its place in the file, bytes by which of them, and then the place
    const position = text ? at : place
    const offset = !text && typeof at === 'number' ? at : 0
    const all = bytesOf(data)
    const bytes = all.subarray(offset, typeof length === 'number' && !text ? offset + length : all.length)
    return doNow(handle.process, 'write', handle.path, (share) => {
      const to = typeof position === 'number' ? position : handle.file.data.length
      here().disk.write(handle, part(bytes, share), to)
      return bytes.length
    })
  },
  readSync(fd: unknown, buffer: Uint8Array, offset = 0, length = buffer.length, position = 0) {
    const handle = handleOf(fd)
    return doNow(handle.process, 'read', handle.path, () => {
      const bytes = handle.file.data.subarray(position, position + length)
      buffer.set(bytes, offset)
      return bytes.length
    })
  },
  constants,
}

/** The name, or a function that says that it is not simulated. */
export const named = (names: Record<string, unknown>, name: string): unknown =>
  names[name] ??
  (() => {
    throw new Error(`the simulated disk does not know fs.${name}`)
  })
