// What do others do with a message, as their own manuals show it? The Feishu SDK's dispatcher behind express; Botkit's `handleTurn` over its memory.
import { createRequire } from 'node:module'

// both are CommonJS of many megabytes: loaded by who is measured, and by nobody else
const load = createRequire(import.meta.url)

const QUESTIONS = 9

/** Feishu's events and card actions through the SDK. Nothing is kept; the call that would send the answer is left out. */
export const sdk = (app) => {
  const { adaptExpress, CardActionHandler, EventDispatcher, LoggerLevel } = load('@larksuiteoapi/node-sdk')
  const options = { loggerLevel: LoggerLevel.error }
  const events = new EventDispatcher(options).register({
    'im.message.receive_v1': async ({ message }) => JSON.parse(message.content).text,
  })
  const cards = new CardActionHandler(options, async () => ({ toast: { type: 'info', content: '已确认' } }))
  app.use('/said', adaptExpress(events))
  app.use('/pressed', adaptExpress(cards))
}

/** The bytes with which Feishu would say what our own door is told. */
export const asFeishu = ({ path, json }) => {
  const { id, by, text, message, value } = JSON.parse(json)
  const event = {
    schema: '2.0',
    header: {
      event_id: id,
      event_type: 'im.message.receive_v1',
      create_time: '0',
      app_id: 'a',
      tenant_key: 't',
    },
    event: {
      sender: { sender_id: { open_id: by.address }, sender_type: 'user', tenant_key: 't' },
      message: {
        message_id: id,
        chat_id: by.address,
        chat_type: 'p2p',
        message_type: 'text',
        content: JSON.stringify({ text }),
      },
    },
  }
  const press = {
    open_id: by.address,
    open_message_id: message,
    tenant_key: 't',
    action: { value, tag: 'button' },
  }
  return { path, json: JSON.stringify(path === '/said' ? event : press) }
}

/** A conversation of as many questions as a report, each answer taken as it is. */
export const botkit = (app) => {
  const { BotAdapter, MemoryStorage, TurnContext } = load('botbuilder')
  const { Botkit, BotkitConversation } = load('botkit')
  class Nowhere extends BotAdapter {
    async sendActivities(_context, activities) {
      return activities.map(() => ({ id: '' }))
    }
  }
  const adapter = new Nowhere()
  const bot = new Botkit({
    adapter,
    storage: new MemoryStorage(),
    disable_webserver: true,
    disable_console: true,
  })
  const report = new BotkitConversation('report', bot)
  for (let nth = 1; nth <= QUESTIONS; nth++) report.ask(`问题 ${nth}`, async () => {}, `answer${nth}`)
  bot.addDialog(report)
  bot.hears('报告', 'message', (worker) => worker.beginDialog('report'))
  app.post('/said', async (request, response) => {
    const { by, text } = request.body
    const context = new TurnContext(adapter, {
      type: 'message',
      channelId: 'bench',
      conversation: { id: by.address },
      from: { id: by.address },
      recipient: { id: 'bot' },
      text,
    })
    await adapter.runMiddleware(context, (turn) => bot.handleTurn(turn))
    response.json({})
  })
}
