// How does a document look on A4? The one place that lays content out with `docx`; it adds layout and no words of its own.
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeightRule,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { Instant } from '../../store/schema.js'
import { type Block, type Content, drillBanner, type Row, roomText } from './content.js'

// 宋体, 黑体, 仿宋 by the names that Word and WPS know in every language and that LibreOffice knows how to replace.
// The hint makes marks that are in both scripts (□ “ ”) Chinese ones.
const latin = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', hint: 'eastAsia' }
const fonts = {
  title: { ...latin, eastAsia: 'SimSun' },
  label: { ...latin, eastAsia: 'SimHei' },
  body: { ...latin, eastAsia: 'FangSong' },
}

// Twips (1/20 pt; 567 = 1 cm) and half points. A4 with about the margins of GB/T 9704 for a form that fills the page.
const paper = { width: 11906, height: 16838 }
const margin = { top: 1474, bottom: 1304, left: 1474, right: 1361, header: 680, footer: 680 }
const textWidth = paper.width - margin.left - margin.right
const labelWidth = 2552
const size = { title: 36, subtitle: 28, body: 24, small: 21, tiny: 18 } as const
const spacing = { line: 288, lineRule: LineRuleType.AUTO }
const roomHeight = { signer: 700, signature: 1250, seal: 2200 } as const
const cellMargins = { top: 34, bottom: 34, left: 100, right: 100, marginUnitType: WidthType.DXA }
const drillRed = 'C00000'
const headGrey = 'EDEDED'

/** XML 1.0 can't hold these; Word would call the file damaged. Marks that turn the writing direction would disorder it. */
const printable = (text: string): string =>
  text.replace(/(?!\t)\p{Cc}|\p{Cs}|\p{Bidi_Control}|\p{Noncharacter_Code_Point}/gu, '')

const run = (text: string, options: IRunOptions = {}): TextRun =>
  new TextRun({ font: fonts.body, size: size.body, ...options, text: printable(text) })

const paragraph = (children: TextRun[], options: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ spacing, ...options, children })

/** A line of content may hold line breaks of the one who typed it: each becomes a paragraph. */
const paragraphs = (text: string, options: IRunOptions = {}, layout: IParagraphOptions = {}): Paragraph[] =>
  text.split(/\r\n|\r|\n/u).map((line) => paragraph([run(line, options)], layout))

const cell = (
  width: number,
  children: Paragraph[],
  options: { shaded?: boolean; span?: number; align?: 'top' | 'bottom' } = {},
): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: options.align ?? VerticalAlignTable.CENTER,
    margins: cellMargins,
    ...(options.span ? { columnSpan: options.span } : {}),
    ...(options.shaded ? { shading: { type: ShadingType.CLEAR, fill: headGrey } } : {}),
    children,
  })

/** Behind the last line, so that a figure and its reservation are never apart. */
const beside = ({ lines, marks, room }: Row): Paragraph[] => {
  const mark = marks.map((one) => run(`〔${one}〕`, { size: size.small, font: fonts.label }))
  const texts = lines.flatMap((line) => line.split(/\r\n|\r|\n/u))
  const layout = room && room !== 'signer' ? { alignment: AlignmentType.RIGHT } : {}
  return [
    ...texts.map((text, at) => paragraph([run(text), ...(at === texts.length - 1 ? mark : [])], layout)),
    ...(room ? [paragraph([run(roomText[room])], layout)] : []),
  ]
}

const signedOn = (row: Row | undefined): boolean => row?.room === 'signature' || row?.room === 'seal'

const formRow = (row: Row, next: Row | undefined): TableRow => {
  const texts = row.lines.reduce((sum, line) => sum + line.length, 0)
  const value = beside(row)
  return new TableRow({
    // A long story may go on overleaf; a short row or a signature is never torn.
    cantSplit: texts < 80,
    // All places to sign are on one page, and some of the report above them: nobody signs an empty sheet.
    keepNext: signedOn(next),
    ...(row.room ? { height: { value: roomHeight[row.room], rule: HeightRule.ATLEAST } } : {}),
    children: [
      cell(labelWidth, [paragraph([run(row.label, { font: fonts.label, size: size.small })])]),
      cell(
        textWidth - labelWidth,
        value.length > 0 ? value : [paragraph([])],
        row.room && row.room !== 'signer' ? { align: 'bottom' } : {},
      ),
    ],
  })
}

const headingRow = (heading: string, span: number): TableRow =>
  new TableRow({
    cantSplit: true,
    keepNext: true,
    children: [
      cell(textWidth, [paragraph([run(heading, { font: fonts.label })], { keepNext: true })], {
        shaded: true,
        span,
      }),
    ],
  })

const form = (block: Extract<Block, { kind: 'form' }>): Table =>
  new Table({
    width: { size: textWidth, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    columnWidths: [labelWidth, textWidth - labelWidth],
    rows: block.groups.flatMap(({ heading, rows }, group) => [
      headingRow(heading, 2),
      ...rows.map((row, at) => formRow(row, rows[at + 1] ?? block.groups[group + 1]?.rows[0])),
    ]),
  })

const grid = (block: Extract<Block, { kind: 'grid' }>): (Paragraph | Table)[] => {
  const whole = block.shares.reduce((sum, share) => sum + share, 0)
  const widths = block.shares.map((share) => Math.floor((textWidth * share) / whole))
  const row = (texts: string[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: texts.every((text) => text.length < 160),
      children: texts.map((text, at) =>
        cell(
          widths[at] ?? 0,
          paragraphs(text, { size: size.small, font: head ? fonts.label : fonts.body }),
          head ? { shaded: true } : { align: 'top' },
        ),
      ),
    })
  return [
    paragraph([run(block.heading, { font: fonts.label })], {
      spacing: { ...spacing, before: 240, after: 80 },
      keepNext: true,
    }),
    new Table({
      width: { size: textWidth, type: WidthType.DXA },
      layout: TableLayoutType.FIXED,
      columnWidths: widths,
      rows: [row(block.head, true), ...block.rows.map((texts) => row(texts, false))],
    }),
    // Two tables that touch would become one.
    new Paragraph({ spacing: { line: 160, lineRule: LineRuleType.EXACT } }),
  ]
}

const laidOut = (block: Block): (Paragraph | Table)[] => {
  switch (block.kind) {
    case 'form':
      return [form(block)]
    case 'grid':
      return grid(block)
    case 'text':
      return [
        paragraph([run(block.heading, { font: fonts.label, size: size.body })], {
          pageBreakBefore: block.apart,
          keepNext: true,
          spacing: { ...spacing, before: 240, after: 80 },
        }),
        ...block.paragraphs.flatMap((text, at) =>
          paragraphs(
            text,
            {},
            {
              indent: { firstLine: size.body * 20 },
              spacing: { ...spacing, line: 360 },
              keepNext: at < block.paragraphs.length - 1,
            },
          ),
        ),
      ]
    case 'closing':
      return [
        paragraph([run(block.organization)], {
          alignment: AlignmentType.RIGHT,
          spacing: { ...spacing, before: 480 },
          indent: { right: 480 },
          keepNext: true,
        }),
        paragraph([run(block.date)], { alignment: AlignmentType.RIGHT, indent: { right: 480 } }),
      ]
  }
}

const header = (content: Content): Header =>
  new Header({
    children: [
      ...(content.drill
        ? [
            paragraph([run(drillBanner, { font: fonts.label, size: size.body, color: drillRed })], {
              alignment: AlignmentType.CENTER,
            }),
          ]
        : []),
      paragraph([run(content.running, { size: size.tiny })], { alignment: AlignmentType.CENTER }),
    ],
  })

const footer = (): Footer =>
  new Footer({
    children: [
      paragraph(
        [
          new TextRun({
            font: fonts.title,
            size: size.small,
            children: ['第 ', PageNumber.CURRENT, ' 页 共 ', PageNumber.TOTAL_PAGES, ' 页'],
          }),
        ],
        { alignment: AlignmentType.CENTER },
      ),
    ],
  })

const escaped = (text: string): string =>
  printable(text).replace(/[&<>"]/gu, (char) => `&#${char.charCodeAt(0)};`)

/** `docx` would take the machine's time and a name of its own: a document says when it was drawn up, and so is the same twice. */
const core = (content: Content, at: Instant): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(content.title)}</dc:title><dc:creator>${escaped(content.running)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${at.slice(0, 19)}Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at.slice(0, 19)}Z</dcterms:modified></cp:coreProperties>`

/** The .docx of this content, drawn up `at`. */
export const written = async (content: Content, at: Instant): Promise<Uint8Array> => {
  const document = new Document({
    title: content.title,
    styles: {
      default: {
        document: {
          run: { font: fonts.body, size: size.body, language: { value: 'en-US', eastAsia: 'zh-CN' } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: paper,
            margin: { ...margin, top: margin.top + (content.drill ? 280 : 0) }, // the banner is a line more
          },
        },
        headers: { default: header(content) },
        footers: { default: footer() },
        children: [
          paragraph([run(content.title, { font: fonts.title, size: size.title, bold: true })], {
            alignment: AlignmentType.CENTER,
            spacing: { before: 60, after: content.subtitle ? 60 : 240 },
          }),
          ...(content.subtitle
            ? [
                paragraph([run(content.subtitle, { size: size.subtitle })], {
                  alignment: AlignmentType.CENTER,
                  spacing: { after: 200 },
                }),
              ]
            : []),
          ...content.top.map(({ left, right }) =>
            paragraph([run(left), ...(right ? [run('\t'), run(right)] : [])], {
              tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
              spacing: { ...spacing, after: 60 },
            }),
          ),
          ...content.blocks.flatMap(laidOut),
        ],
      },
    ],
  })
  const bytes = await Packer.toArrayBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: core(content, at) },
  ])
  return new Uint8Array(bytes)
}
