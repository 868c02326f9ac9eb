// Who may see what? Details are for the reporter, the chain, the office and the school's leaders; never for the group.
import { isLiaison, onChain } from '../rules/chain.js'
import { concerning } from '../rules/concerning.js'
import type { World } from '../rules/world.js'
import { isLeader, isOffice, unitOfKind } from '../store/campus.js'
import type { Matter, Party, PersonRef } from '../store/schema.js'

export const partyOf = (ref: PersonRef, world: Pick<World, 'directory'>): Party => ({
  ...ref,
  office: isOffice(world.directory, ref.id),
  leader: isLeader(world.directory, ref.id),
})

/** The incident's card and its state. */
export const maySee = (party: Party, incident: Matter, world: World): boolean =>
  party.office ||
  party.leader ||
  incident.reporters.some(({ id }) => id === party.id) ||
  onChain(party.id, incident, world) ||
  isLiaison(party, incident, world)

/** The whole record, deliveries included. */
export const maySeeRecord = (party: Party): boolean => party.office || party.leader

/** 第一责任人 and 直接责任人 of this incident, as a refusal names them. */
export const responsibleOf = (incident: Matter): PersonRef[] =>
  incident.chain.filter(({ post }) => post === 'first' || post === 'direct').map(({ person }) => person)

/** The office as one body, where a refusal says who may: its people take turns. */
export const officeRef = ({ directory }: Pick<World, 'directory'>): PersonRef[] => {
  const office = unitOfKind(directory, '网信办')
  return office ? [{ id: office.id, name: office.name }] : []
}

export const isReporter = (party: Party, incident: Matter): boolean =>
  incident.reporters.some(({ id }) => id === party.id)

/** What this person may see, open ones, newest first. */
export const visible = (party: Party, world: World): Matter[] =>
  concerning(party, world)
    .filter((incident) => maySee(party, incident, world))
    .sort((a, b) => (a.reportedAt < b.reportedAt ? 1 : -1))
