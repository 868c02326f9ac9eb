// Which document does a text name? 教技厅函〔2014〕75号 has names of its own; pure.

export type DocumentKind =
  | 'first'
  | 'follow-up'
  | 'final'
  | 'record'
  | 'script'
  | 'persons'
  | 'order'
  | 'urging'
  | 'reply'

const words: readonly [RegExp, DocumentKind][] = [
  [/督办(?:单|函)?/u, 'urging'],
  [/反馈(?:表|函|报告)?/u, 'reply'],
  [/整改通知(?:书|单)?|通知书/u, 'order'],
  [/电话(?:报告)?稿/u, 'script'],
  [/告知(?:书|稿|文字)?/u, 'persons'],
  [/首报|紧急报告|初报/u, 'first'],
  [/续报|事中/u, 'follow-up'],
  [/终报|总结|整改报告/u, 'final'],
  [/记录|时间线|经过/u, 'record'],
]

export const documentIn = (text: string): DocumentKind | undefined =>
  words.find(([word]) => word.test(text))?.[1]

/** What is left of the text beside the name of the paper: whom it is for. */
export const besideDocument = (text: string): string[] =>
  words
    .reduce((rest, [word]) => rest.replace(word, ' '), text)
    .split(/[\s，,、：:]+/u)
    .filter(Boolean)
