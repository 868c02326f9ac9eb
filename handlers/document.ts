// 文书: who may have which papers of an incident, and which ones are meant when none is named?
import { isResponsible } from '../rules/chain.js'
import { duties } from '../rules/duties.js'
import { receiptsOf, recipientsOf, type Stage } from '../rules/papers.js'
import { rulesOf, type World } from '../rules/world.js'
import { byKind, type Matter, type Party, type Refusal } from '../store/schema.js'
import { maySee, maySeeRecord } from './see.js'
import { besideDocument, type DocumentKind, documentIn } from './understand/document.js'

/** `to`: the authority that it is for; without one it is for nobody outside. */
type PaperAsked = { document: DocumentKind; to?: string }
type DocumentDecision = { kind: 'document'; papers: PaperAsked[] } | { kind: 'refuse'; refusal: Refusal }

const papersOf = (stage: Stage, incident: Matter, world: World): { document: Stage; to: string }[] =>
  recipientsOf(incident, stage, world).map(({ id }) => ({ document: stage, to: id }))

/**
 * The next in each authority's series: 首报 until it got one, then 续报; 终报 once the handling has ended (报告管理办法
 * 第七条、第八条).
 */
const nextOf = (incident: Matter, world: World): PaperAsked[] => {
  if (incident.resolvedAt) return papersOf('final', incident, world)
  const owed = papersOf('first', incident, world).filter(
    ({ to }) => receiptsOf(incident, to, world).length === 0,
  )
  const later = papersOf('follow-up', incident, world).filter(({ to }) => !owed.some((one) => one.to === to))
  return [...owed, ...later]
}

/** The papers of whoever owes a report and is not of the office (宣传部 for harmful content). */
const ownPapers = (by: Party, incident: Matter, world: World): PaperAsked[] =>
  duties(incident, world).flatMap(({ clock: { stage }, authority, owners }) =>
    stage && authority && owners.some(({ id }) => id === by.id)
      ? [{ document: stage, to: authority.id }]
      : [],
  )

/** Only those of the authority that was named; a name that is no authority's is no matter. */
const forNamed = (
  papers: PaperAsked[],
  asked: string,
  incident: Matter,
  world: World,
): PaperAsked[] | Refusal => {
  const { authorities } = rulesOf(incident, world)
  const named = authorities.filter(({ id, name }) =>
    besideDocument(asked).some((word) => word === id || name.includes(word)),
  )
  const found = papers.filter(({ to }) => named.some(({ id }) => id === to))
  if (named.length === 0 || found.length > 0) return named.length === 0 ? papers : found
  return {
    why: 'which-authority',
    names: authorities.filter(({ id }) => papers.some(({ to }) => to === id)).map(({ name }) => name),
  }
}

/**
 * The reports are for the office and the unit, and for whoever owes one of them; the record is for the office and the
 * leaders (contract §6). A number that one may not see does not exist; neither does a document of a classified stub,
 * which is no incident.
 */
export const askDocument = (
  by: Party,
  incident: Matter | undefined,
  asked: string,
  world: World,
): DocumentDecision => {
  const no = (refusal: Refusal): DocumentDecision => ({ kind: 'refuse', refusal })
  if (!incident || !maySee(by, incident, world)) return no({ why: 'no-such-incident' })
  const kind = documentIn(asked)
  if (kind === 'record')
    return maySeeRecord(by)
      ? { kind: 'document', papers: [{ document: kind }] }
      : no({ why: 'office-or-leader-only' })
  const all = by.office || isResponsible(by, incident, world)
  const own = all
    ? []
    : ownPapers(by, incident, world).filter(({ document }) => !kind || kind === 'script' || document === kind)
  if (!all && own.length === 0)
    return no({
      why: 'not-yours',
      may: incident.chain
        .filter(({ post }) => post === 'first' || post === 'direct' || post === 'office')
        .map(({ person }) => person),
    })
  return papersFor(incident, { by, all, own, kind, asked, world })
}

type Wish = {
  by: Party
  all: boolean
  own: PaperAsked[]
  kind: DocumentKind | undefined
  asked: string
  world: World
}

const noticePapers: readonly DocumentKind[] = ['order', 'urging', 'reply']

/** Which papers a matter of this kind has at all; the first where none is named. */
const papersFor = byKind<[Wish], DocumentDecision>({
  incident: (incident, wish) => reportsFor(incident, wish),
  rectification: (notice, wish) => askedPapers(notice, wish),
  assignment: (given, wish) => askedPapers(given, wish),
  zero: () => ({ kind: 'document', papers: [{ document: 'record' }] }),
})

/** Of what a unit is asked for: what was issued, how it is urged, and what is answered to whoever asked. */
const askedPapers = ({ passed }: Matter, { kind, by }: Wish): DocumentDecision => {
  const wanted = kind && noticePapers.includes(kind) ? kind : passed && by.office ? 'reply' : 'order'
  return wanted === 'reply' && !by.office
    ? { kind: 'refuse', refusal: { why: 'office-only' } }
    : { kind: 'document', papers: [{ document: wanted }] }
}

const reportsFor = (incident: Matter, { all, own, kind: said, asked, world }: Wish): DocumentDecision => {
  const no = (refusal: Refusal): DocumentDecision => ({ kind: 'refuse', refusal })
  const kind = said === 'order' || said === 'urging' || said === 'reply' ? undefined : said
  if (kind === 'script' || kind === 'persons' || kind === 'record')
    return { kind: 'document', papers: [{ document: kind }] }
  const meant = !all ? own : kind ? papersOf(kind, incident, world) : nextOf(incident, world)
  const papers = forNamed(meant, asked, incident, world)
  if ('why' in papers) return no(papers)
  return { kind: 'document', papers: papers.length > 0 ? papers : [{ document: kind ?? 'first' }] }
}
