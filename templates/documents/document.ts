// Which document is made of an incident? 首报, 续报, 终报, 电话稿, 告知书 or 记录, as a .docx with its name.
import type { Stage } from '../../rules/papers.js'
import { rulesOf, type World } from '../../rules/world.js'
import { byKind, type Matter } from '../../store/schema.js'
import type { Content } from './content.js'
import { unvouchedIn } from './form.js'
import { isNoticePaper, type NoticePaper, noticeContent } from './notice.js'
import { recordContent } from './record.js'
import { caseOf, personsContent, reportContent, scriptContent } from './report.js'

export type DocumentKind = Stage | 'record' | 'script' | 'persons' | NoticePaper

export type DocumentOptions = {
  /** The id of the authority that it goes to; left out: the first whom the rules name for this report. */
  to?: string | undefined
  /** For the record: SHA-256 of the journal's last line, in hex. */
  chainHead?: string | undefined
}

/** A paper keeps to the rules that its incident began under. */
const under = <T>(incident: Matter, world: World, write: (own: World) => T): T =>
  write({ ...world, rules: rulesOf(incident, world) })

/** What the document says. There is none of a classified stub: it is no incident, and holds nothing (regulations.md §6). */
export const contentOf = (
  kind: DocumentKind,
  incident: Matter,
  world: World,
  options: DocumentOptions = {},
): Content => under(incident, world, (own) => papers(incident, kind, own, options))

const papers = byKind<[DocumentKind, World, DocumentOptions], Content>({
  incident(incident, kind, world, options) {
    switch (kind) {
      case 'record':
        return recordContent(incident, world, options)
      case 'script':
        return scriptContent(incident, world)
      case 'persons':
        return personsContent(incident, world)
      case 'order':
      case 'urging':
      case 'reply':
        return recordContent(incident, world, options) // an incident has none of these
      default:
        return reportContent(kind, incident, world, options.to)
    }
  },
  rectification: (notice, kind, world, options) =>
    isNoticePaper(kind) ? noticeContent(kind, notice, world) : recordContent(notice, world, options),
  zero: (day, _, world, options) => recordContent(day, world, options),
  assignment: (given, kind, world, options) =>
    isNoticePaper(kind) ? noticeContent(kind, given, world) : recordContent(given, world, options),
})

/** What stands on these papers and was neither entered nor confirmed by the office: it is asked to look before it signs. */
export const unvouched = (
  papers: readonly { document: DocumentKind; to?: string | undefined }[],
  matter: Matter,
  world: World,
): string[] => [
  ...new Set(
    papers.flatMap(({ document, to }) =>
      document === 'record' || document === 'script' || document === 'persons' || isNoticePaper(document)
        ? []
        : under(matter, world, (own) => unvouchedOf(matter, document, own, to)),
    ),
  ),
]

const unvouchedOf = byKind<[Stage, World, string | undefined], string[]>({
  incident: (incident, stage, world, to) => unvouchedIn(caseOf(stage, incident, world, to)),
  rectification: () => [],
  assignment: () => [],
  zero: () => [],
})

/** The document itself. Writes no file: the caller sends the bytes. */
export const documentOf = async (
  kind: DocumentKind,
  incident: Matter,
  world: World,
  options: DocumentOptions = {},
): Promise<{ name: string; bytes: Uint8Array }> => {
  const content = contentOf(kind, incident, world, options)
  const { written } = await import('./writer.js') // comes with the first document
  return { name: content.fileName, bytes: await written(content, world.now) }
}
