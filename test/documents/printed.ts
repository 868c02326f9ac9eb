// What does a content model read like? One plain text, so that a golden file shows every word in its place.
import type { Block, Content } from '../../templates/documents/content.js'

const block = (one: Block): string[] => {
  switch (one.kind) {
    case 'form':
      return one.groups.flatMap(({ heading, rows }) => [
        '',
        `== ${heading}`,
        ...rows.flatMap(({ label, lines, marks, room }) => [
          `${label} | ${lines[0] ?? ''}`,
          ...lines.slice(1).map((line) => `  | ${line}`),
          ...marks.map((mark) => `  〔${mark}〕`),
          ...(room ? [`  [${room}]`] : []),
        ]),
      ])
    case 'grid':
      return [
        '',
        `== ${one.heading}`,
        one.head.join(' | '),
        ...one.rows.map((row) => row.map((text) => text.replaceAll('\n', ' ⏎ ')).join(' | ')),
      ]
    case 'text':
      return ['', `== ${one.heading}${one.apart ? ' (new page)' : ''}`, ...one.paragraphs]
    case 'closing':
      return ['', one.organization, one.date]
  }
}

export const printed = (content: Content): string =>
  `${[
    `file: ${content.fileName}`,
    `head: ${content.running}`,
    `drill: ${content.drill}`,
    content.title,
    ...(content.subtitle ? [content.subtitle] : []),
    ...content.top.map(({ left, right }) => [left, right].filter(Boolean).join(' | ')),
    ...content.blocks.flatMap(block),
  ].join('\n')}\n`
