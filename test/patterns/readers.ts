// Which whole functions read what people and platforms send? Each as one call that takes a text.
export const readers: Record<string, (text: string) => unknown> = {}
