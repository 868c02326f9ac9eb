// 收到, 好的, 知道了: what does somebody mean who only says that? The acknowledgement that is owed by them, where it is one.
import { openDuties } from '../rules/duties.js'
import type { World } from '../rules/world.js'
import type { Matter, Party } from '../store/schema.js'

type Owed = { incident: string; duty: string }

/** The acknowledgements that this person owes, in these incidents. */
export const acknowledgementsOwed = ({ id }: Party, incidents: readonly Matter[], world: World): Owed[] =>
  incidents.flatMap((incident) =>
    openDuties(incident, world)
      .filter(({ kind, readers, owners }) =>
        (readers ?? (kind === 'acknowledge' ? owners : [])).some((owner) => owner.id === id),
      )
      .map((duty): Owed => ({ incident: incident.id, duty: duty.id })),
  )
