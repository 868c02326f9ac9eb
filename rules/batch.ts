// One notice to many units: which matters is it? (细则 第十条（二）)
import { mattersOf } from '../store/concerned.js'
import type { Matter } from '../store/schema.js'
import type { World } from './world.js'

export const isBatched = ({ batch }: Matter): boolean => batch !== undefined

/** All of a batch that are in memory, by their numbers; `batch` is the number of its first. */
export const batchOf = (batch: string, { incidents }: Pick<World, 'incidents'>): Matter[] =>
  batch === ''
    ? []
    : mattersOf([`batch ${batch}`], incidents)
        .filter((matter) => matter.batch === batch)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
