// Which database, and which schema in it? DATABASE_URL, taken apart: `?schema=` is ours, the rest is the driver's.

export type Address = {
  /** As the driver takes it. */
  url: string
  /** One campus each; all tables lie in it. */
  schema: string
  /** For sentences: neither user nor password. */
  shown: string
}

const SCHEMA = /^[a-z_][a-z0-9_]{0,50}$/

/** Undefined where it is none: not a URL, or a schema that is no plain lower-case name. */
export const addressOf = (given: string): Address | undefined => {
  const url = URL.parse(given)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return undefined
  const schema = url.searchParams.get('schema') ?? 'fenghuo'
  url.searchParams.delete('schema')
  if (!SCHEMA.test(schema)) return undefined
  return { url: url.href, schema, shown: `${url.host}${url.pathname}，schema ${schema}` }
}
