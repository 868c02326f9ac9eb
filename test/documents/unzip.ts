// What is in a .docx? Its parts and its text, read by hand so that no library vouches for itself.
import { inflateRawSync } from 'node:zlib'

/** The parts of a zip by name, from its central directory. */
export const unzipped = (bytes: Uint8Array): Map<string, string> => {
  const zip = Buffer.from(bytes)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const parts = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const nameLength = zip.readUInt16LE(at + 28)
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(from, from + size)
    parts.set(
      zip.toString('utf8', at + 46, at + 46 + nameLength),
      (method === 0 ? data : inflateRawSync(data)).toString('utf8'),
    )
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return parts
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The text of a part in reading order, a paragraph a line. */
export const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:tab\/>|(<\/w:p>)/gu)]
    .map(([whole, text, end]) => (end ? '\n' : whole === '<w:tab/>' ? '\t' : (text ?? '')))
    .join('')
    .replace(/&(lt|gt|amp|quot|apos);/gu, (_, name: string) => entities[name] ?? '')

/** The tables of a part, row by row: the text of each cell. */
export const rowsIn = (xml: string): string[][] =>
  [...xml.matchAll(/<w:tr[ >][\s\S]*?<\/w:tr>/gu)].map(([row]) =>
    [...row.matchAll(/<w:tc>[\s\S]*?<\/w:tc>/gu)].map(([cell]) => textOf(cell).trim()),
  )
