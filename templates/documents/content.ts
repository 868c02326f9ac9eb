// What does an official document say, before it is laid out? Its words as data: what tests compare and the writer prints.

/** Room that only a pen or a seal fills. */
type Room = 'signer' | 'signature' | 'seal'

/** One row of a form: a label, and below each other what stands beside it. */
export type Row = {
  label: string
  lines: string[]
  /** Said behind the last line: 待网信办核定, 限办理人员知悉. */
  marks: string[]
  room?: Room
}

export type Block =
  | { kind: 'form'; groups: { heading: string; rows: Row[] }[] }
  /** A long table with a head that repeats on each page. `shares` are the columns' parts of the width. */
  | { kind: 'grid'; heading: string; head: string[]; shares: number[]; rows: string[][] }
  /** Paragraphs; `apart` begins a new page. */
  | { kind: 'text'; heading: string; paragraphs: string[]; apart: boolean }
  /** Who signs beneath: the organization, the date, the seal over both. */
  | { kind: 'closing'; organization: string; date: string }

export type Content = {
  /** Of the file, with its ending. */
  fileName: string
  drill: boolean
  /** On top of every page, so that loose sheets find each other. */
  running: string
  title: string
  subtitle?: string
  /** Lines between title and form, each a left and a right part. */
  top: { left: string; right: string }[]
  blocks: Block[]
}

/** On every page of a drill's document (contract §6: marked on every card and document). */
export const drillBanner = '【演练】演练材料，不得对外报送'

const wordsIn = (block: Block): string[] => {
  switch (block.kind) {
    case 'form':
      return block.groups.flatMap(({ heading, rows }) => [
        heading,
        ...rows.flatMap(({ label, lines, marks, room }) => [
          label,
          ...lines,
          ...marks,
          ...(room ? [roomText[room]] : []),
        ]),
      ])
    case 'grid':
      return [block.heading, ...block.head, ...block.rows.flat()]
    case 'text':
      return [block.heading, ...block.paragraphs]
    case 'closing':
      return [block.organization, block.date]
  }
}

/** Every piece of text in the order in which it is printed, header and footer left out. */
export const wordsOf = (content: Content): string[] => [
  content.title,
  ...(content.subtitle ? [content.subtitle] : []),
  ...content.top.flatMap(({ left, right }) => [left, right].filter(Boolean)),
  ...content.blocks.flatMap(wordsIn),
]

/** What stands in the room left for a pen or a seal. */
export const roomText: Record<Room, string> = {
  signer: '（签字）',
  signature: '签字：　　　　　　　　　　　　年　　月　　日',
  seal: '（公章）　　　　　　年　　月　　日',
}
