// Which document is made of an incident? 首报, 续报, 终报, 电话稿, 告知书 or 记录, as a .docx with its name.
import type { Stage } from '../../rules/papers.js'
import { rulesOf, type World } from '../../rules/world.js'
import type { Incident } from '../../store/schema.js'
import type { Content } from './content.js'
import { unvouchedIn } from './form.js'
import { recordContent } from './record.js'
import { caseOf, personsContent, reportContent, scriptContent } from './report.js'
import { written } from './writer.js'

export type DocumentKind = Stage | 'record' | 'script' | 'persons'

export type DocumentOptions = {
  /** The id of the authority that it goes to; left out: the first whom the rules name for this report. */
  to?: string | undefined
  /** For the record: SHA-256 of the journal's last line, in hex. */
  chainHead?: string | undefined
}

/** A paper keeps to the rules that its incident began under. */
const under = <T>(incident: Incident, world: World, write: (own: World) => T): T =>
  write({ ...world, rules: rulesOf(incident, world) })

/** What the document says. There is none of a classified stub: it is no incident, and holds nothing (regulations.md §6). */
export const contentOf = (
  kind: DocumentKind,
  incident: Incident,
  world: World,
  options: DocumentOptions = {},
): Content =>
  under(incident, world, (own) => {
    switch (kind) {
      case 'record':
        return recordContent(incident, own, options)
      case 'script':
        return scriptContent(incident, own)
      case 'persons':
        return personsContent(incident, own)
      default:
        return reportContent(kind, incident, own, options.to)
    }
  })

/** What stands on these papers and was neither entered nor confirmed by the office: it is asked to look before it signs. */
export const unvouched = (
  papers: readonly { document: DocumentKind; to?: string | undefined }[],
  incident: Incident,
  world: World,
): string[] => [
  ...new Set(
    papers.flatMap(({ document, to }) =>
      document === 'record' || document === 'script' || document === 'persons'
        ? []
        : under(incident, world, (own) => unvouchedIn(caseOf(document, incident, own, to))),
    ),
  ),
]

/** The document itself. Writes no file: the caller sends the bytes. */
export const documentOf = async (
  kind: DocumentKind,
  incident: Incident,
  world: World,
  options: DocumentOptions = {},
): Promise<{ name: string; bytes: Uint8Array }> => {
  const content = contentOf(kind, incident, world, options)
  return { name: content.fileName, bytes: await written(content, world.now) }
}
