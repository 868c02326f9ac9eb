// Which document does a text name? 教技厅函〔2014〕75号 has names of its own; pure.

export type DocumentKind = 'first' | 'follow-up' | 'final' | 'record'

const words: readonly [RegExp, DocumentKind][] = [
  [/首报|紧急报告|初报/u, 'first'],
  [/续报|事中/u, 'follow-up'],
  [/终报|总结|整改报告/u, 'final'],
  [/记录|时间线|经过/u, 'record'],
]

export const documentIn = (text: string): DocumentKind | undefined =>
  words.find(([word]) => word.test(text))?.[1]
