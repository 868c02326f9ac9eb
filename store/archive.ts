// Where do settled incidents go? One readable file each, found again by number.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Damaged } from './journal.js'
import { isMissing, orMissing } from './missing.js'
import { FILE_MODE, FOLDER_MODE } from './private.js'
import { proofOf } from './proof.js'
import type { Matter } from './schema.js'

/** Nothing else ever becomes a path. */
const NUMBER = /^(?:演练|通报)?(\d{4})-\d{4,6}$/
const YEAR = /^\d{4}$/
const REMEMBERS = 200

export type Archive = {
  /** Answers the proof by which it is known again. */
  write(incident: Matter): string
  /** Throws `Damaged`, with the file's name, when it is there and can't be read, or is not what the proof says. */
  find(id: string, proof: string): Matter | undefined
}

const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Our own file; what is not the incident of that number any more was cut short or changed. */
const incidentIn = (text: string, id: string): Matter | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' &&
      value !== null &&
      'id' in value &&
      value.id === id &&
      'record' in value &&
      Array.isArray(value.record)
      ? (value as Matter) // written by this file only
      : undefined
  } catch {
    return undefined
  }
}

/** What lies in the folders of the years; whatever else a file manager or a backup left beside them is none of ours. */
export const filesIn = async (dir: string): Promise<(readonly [year: string, names: string[]])[]> => {
  const folder = join(dir, 'archive')
  const years = await readdir(folder).catch(orMissing([] as string[])) // nothing was archived yet
  return Promise.all(
    years
      .filter((name) => YEAR.test(name))
      .map(async (year) => {
        const names = await readdir(join(folder, year))
        return [year, names.filter((name) => /^[^.].*\.json$/.test(name))] as const
      }),
  )
}

export const openArchive = (dir: string): Archive => {
  const seen = new Map<string, { incident: Matter; proof: string }>()
  const remember = (incident: Matter, proof: string): Matter => {
    seen.delete(incident.id)
    seen.set(incident.id, { incident, proof })
    const oldest = seen.keys().next().value
    if (seen.size > REMEMBERS && oldest !== undefined) seen.delete(oldest)
    return incident
  }
  const placeOf = (id: string): { year: string; folder: string; path: string } | undefined => {
    const year = NUMBER.exec(id)?.[1]
    if (!year) return undefined
    const folder = join(dir, 'archive', year)
    return { year, folder, path: join(folder, `${id}.json`) }
  }
  return {
    write(incident) {
      const place = placeOf(incident.id)
      if (!place) throw new Error(`not a number that can be archived: ${incident.id}`)
      if (!existsSync(place.folder)) {
        mkdirSync(place.folder, { recursive: true, mode: FOLDER_MODE })
        syncFolder(join(dir, 'archive'))
        syncFolder(dir)
      }
      const file = openSync(`${place.path}.new`, 'w', FILE_MODE)
      try {
        writeFileSync(file, JSON.stringify(incident))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${place.path}.new`, place.path)
      syncFolder(place.folder)
      const proof = proofOf(incident)
      remember(incident, proof)
      return proof
    },
    find(id, proof) {
      const known = seen.get(id)
      if (known?.proof === proof) return remember(known.incident, proof)
      const place = placeOf(id)
      if (!place) return undefined
      let text: string
      try {
        text = readFileSync(place.path, 'utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
        // of the wrong kind, links in a circle, not for us: whoever asked hears that it can't be read, as of one that is damaged
        throw new Damaged(
          `归档文件 archive/${place.year}/${id}.json 读不了（${code}）。请从备份恢复这个文件；日志里有它的全部事实`,
        )
      }
      const incident = incidentIn(text, id)
      const wrong = !incident ? '读不懂' : proofOf(incident) === proof ? undefined : '与日志不一致'
      if (!incident || wrong)
        throw new Damaged(
          `归档文件 archive/${place.year}/${id}.json ${wrong}，被改动或损坏。请从备份恢复这个文件；日志里有它的全部事实`,
        )
      return remember(incident, proof)
    },
  }
}
