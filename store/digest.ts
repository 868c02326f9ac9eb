// By which digest does one line hold the line before it? SHA-256, or SM3 where the national standard is asked for.
import { createHash, getHashes, type Hash } from 'node:crypto'

export const digests = ['sha256', 'sm3'] as const
export type Digest = (typeof digests)[number]

/** Node's own OpenSSL may have been built without SM3. */
export const canDigest = (digest: Digest): boolean => getHashes().includes(digest)

/** A digest as it is written: bare hex is SHA-256, as it was before there was a choice; any other names itself. */
const written = (digest: Digest, hash: Hash): string =>
  `${digest === 'sha256' ? '' : `${digest}:`}${hash.digest('hex')}`

export const digestOf = (digest: Digest, bytes: Uint8Array): string =>
  written(digest, createHash(digest).update(bytes))
