// What is a change of the directory that waits for two people of the office? Who sent, asked and approved it; and, sealed, what it says.
import { z } from 'zod'
import type { Directory, DirectoryTables } from './directory.js'
import { Instant, PersonRef } from './word.js'

const Signed = z.object({ by: PersonRef, at: Instant })

/**
 * What the record keeps of it for ever: no name and no number of the file. `sent`: nobody asked for it yet. `approved`: both
 * have signed, and it is being put into the folder. All others are ends, but `in-force`, of which nothing came.
 */
export const Proposal = z.object({
  id: z.string(),
  /** Of the file, as it was sent. */
  sha256: z.string(),
  sent: Signed,
  state: z.enum(['sent', 'asked', 'approved', 'in-force', 'returned', 'replaced', 'stale']),
  /** The directory that it changes, and the one it makes (store/shelf.ts, `fingerprintOf`). */
  base: z.string(),
  makes: z.string(),
  /** How many come, go and change, of people, units and systems. */
  counts: z.record(z.string(), z.number()),
  asked: Signed.optional(),
  approved: Signed.optional(),
  ended: z.object({ by: PersonRef.optional(), at: Instant, reason: z.string().optional() }).optional(),
})
export type Proposal = z.infer<typeof Proposal>

/** Whose duties of an open matter go to whom. */
export const Move = z.object({ matter: z.string(), from: z.array(PersonRef), to: z.array(PersonRef) })
export type Move = z.infer<typeof Move>

/** What a proposal says: kept sealed as long as it waits, and then forgotten (docs/adr/0033). */
export const Incoming = z.object({
  at: Instant,
  tables: z.custom<DirectoryTables>(),
  directory: z.custom<Directory>(),
  moves: z.array(Move),
})
export type Incoming = z.infer<typeof Incoming>
