// Which cards will soon be dead to the touch although somebody still needs them? The newest of each reader and incident, sent anew in time.
import { partyOf } from '../../handlers/see.js'
import type { World } from '../../rules/world.js'
import type { ChannelName, Shown } from '../../store/schema.js'
import { waitingFor } from '../../templates/cards/parts.js'
import type { ShownIndex } from '../turn/shown.js'
import { refById } from '../turn/world.js'

/** What carries the buttons of what somebody owes in one incident. */
const pressable = ({ view }: Shown): boolean =>
  view.view === 'incident' || view.view === 'duty' || view.view === 'reminder'

/** `standsMs`: how long a card of this platform lives, if not for ever. A newer card of the same matter serves as well. */
export const ageing = (
  shown: Readonly<Record<string, Shown>>,
  index: Pick<ShownIndex, 'of'>,
  world: World,
  standsMs: (channel: ChannelName) => number | undefined,
): Shown[] => {
  const isOld = ({ channel, at }: Shown): boolean => {
    const ms = standsMs(channel)
    return ms !== undefined && Date.parse(world.now) - Date.parse(at) > ms
  }
  return Object.values(shown).filter((row) => {
    if (!pressable(row) || !('person' in row.to) || !isOld(row)) return false
    const { person } = row.to
    const incident = world.incidents[row.incident ?? '']
    if (!incident) return false
    const serves = (other: Shown | undefined): boolean =>
      other !== undefined &&
      pressable(other) &&
      'person' in other.to &&
      other.to.person === person &&
      (other.at > row.at || (other.at === row.at && other.key > row.key))
    if ([...index.of(incident.id)].some((key) => serves(shown[key]))) return false
    return waitingFor(partyOf(refById(person, world), world), incident, world).length > 0
  })
}
