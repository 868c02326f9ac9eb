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
import { join } from 'node:path'
import type { Incident } from './schema.js'

/** Nothing else ever becomes a path. */
const NUMBER = /^(?:演练|通报)?(\d{4})-\d{4,6}$/
const REMEMBERS = 200

export type Archive = { write(incident: Incident): void; find(id: string): Incident | undefined }

const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export const openArchive = (dir: string): Archive => {
  const seen = new Map<string, Incident>()
  const remember = (incident: Incident): Incident => {
    seen.delete(incident.id)
    seen.set(incident.id, incident)
    const oldest = seen.keys().next().value
    if (seen.size > REMEMBERS && oldest !== undefined) seen.delete(oldest)
    return incident
  }
  const placeOf = (id: string): { folder: string; path: string } | undefined => {
    const year = NUMBER.exec(id)?.[1]
    if (!year) return undefined
    const folder = join(dir, 'archive', year)
    return { folder, path: join(folder, `${id}.json`) }
  }
  return {
    write(incident) {
      const place = placeOf(incident.id)
      if (!place) throw new Error(`not a number that can be archived: ${incident.id}`)
      if (!existsSync(place.folder)) {
        mkdirSync(place.folder, { recursive: true })
        syncFolder(join(dir, 'archive'))
        syncFolder(dir)
      }
      const file = openSync(`${place.path}.new`, 'w')
      try {
        writeFileSync(file, JSON.stringify(incident))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${place.path}.new`, place.path)
      syncFolder(place.folder)
      remember(incident)
    },
    find(id) {
      const known = seen.get(id)
      if (known) return remember(known)
      const place = placeOf(id)
      if (!place) return undefined
      try {
        return remember(JSON.parse(readFileSync(place.path, 'utf8')) as Incident) // written by this file only
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}
