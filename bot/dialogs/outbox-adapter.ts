// Where does Botkit send? Nowhere: whatever it says becomes a notice of this turn. It can therefore never fail or hang.
import type { Activity, ResourceResponse, TurnContext } from 'botbuilder'
import type { View } from '../../store/schema.js'
import { BotAdapter } from './botkit.js'

export class OutboxAdapter extends BotAdapter {
  constructor(private readonly post: (view: View) => void) {
    super()
  }

  /** Runs one turn of Botkit; what it throws reaches the caller, unlike in Botkit's own `handleTurn`. */
  async run(context: TurnContext, logic: () => Promise<void>): Promise<void> {
    await this.runMiddleware(context, logic)
  }

  async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      const view: View | undefined =
        activity.channelData?.view ?? (activity.text ? { view: 'text', text: activity.text } : undefined)
      if (view) this.post(view)
      return { id: '' }
    })
  }

  async updateActivity(): Promise<void> {
    throw new Error('cards change through the outbox')
  }

  async deleteActivity(): Promise<void> {
    throw new Error('messages are never withdrawn')
  }

  async continueConversation(): Promise<void> {
    throw new Error('proactive messages are notices')
  }
}
