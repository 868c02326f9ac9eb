// Where do settled incidents go? One readable file each, found again by number.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Incident } from './schema.js'

const NUMBER = /^(?:演练|通报)?(\d{4})-\d{4,6}$/
const REMEMBERS = 200

export type Archive = { write(incident: Incident): void; find(id: string): Incident | undefined }

export const openArchive = (dir: string): Archive => {
  const seen = new Map<string, Incident>()
  const remember = (incident: Incident): void => {
    seen.delete(incident.id)
    seen.set(incident.id, incident)
    const oldest = seen.keys().next().value
    if (seen.size > REMEMBERS && oldest !== undefined) seen.delete(oldest)
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
      mkdirSync(place.folder, { recursive: true })
      const file = openSync(`${place.path}.new`, 'w')
      try {
        writeSync(file, JSON.stringify(incident))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${place.path}.new`, place.path)
      const folder = openSync(place.folder, 'r')
      fsyncSync(folder)
      closeSync(folder)
      remember(incident)
    },
    find(id) {
      const known = seen.get(id)
      if (known) return known
      const place = placeOf(id)
      if (!place) return undefined
      try {
        const incident = JSON.parse(readFileSync(place.path, 'utf8')) as Incident // written by this file only
        remember(incident)
        return incident
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}
