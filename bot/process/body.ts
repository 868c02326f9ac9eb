// How is what another server answers read? To its end, and no further than it may be long: the rest is not taken.

export const readAll = async (
  { body }: Response,
  { mostBytes, tooLong }: { mostBytes: number; tooLong: () => Error },
): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  if (body)
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > mostBytes) throw tooLong()
      chunks.push(chunk)
    }
  return Buffer.concat(chunks)
}
