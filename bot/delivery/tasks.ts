// Which duties of an incident have no entry in a task list yet? Each gets one, by the platform where its person is reached first.
import { RANK } from '../../handlers/tell.js'
import { tasksIn } from '../../rules/tasks.js'
import type { Channel } from '../channels/channel.js'
import { type Bench, owe } from '../turn/happen.js'
import { worldOf } from '../turn/world.js'
import { routesOf } from './routes.js'

const isOpen = ({ tasks }: Channel): boolean => tasks?.open() === true

/** The platforms whose task lists may be written to now, by name. */
export const taskLists = (channels: readonly Channel[]): string =>
  channels
    .filter(isOpen)
    .map(({ name }) => name)
    .join()

/** What has one already is drawn anew where it stands, as a card is (bot/turn/shown.ts). */
export const oweTasks = (
  board: Pick<Bench, 'turn' | 'campus' | 'index'> & { channels: readonly Channel[] },
  id: string,
): void => {
  const { turn, campus, channels } = board
  const lists = channels.filter(isOpen)
  const incident = turn.row('incidents', id)
  if (lists.length === 0 || !incident) return
  const world = worldOf(turn, campus)
  for (const { duty, person } of tasksIn(incident, world)) {
    const to = { person: person.id }
    const told = { key: `${id}/task/${duty.id}/${person.id}`, to, rank: RANK.task, incident: id }
    const view = { view: 'task', incident: id, duty: duty.id } as const
    const [route] = routesOf(lists, told, world, turn.row('meta', `channel/${person.id}`))
    if (!route) continue
    const { name, tasks } = route.channel
    owe(board, {
      ...told,
      view: tasks?.hears() ? view : { ...view, renewed: true },
      duties: [duty.id],
      channel: name,
      only: true,
    })
  }
}
