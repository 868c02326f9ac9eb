// Which messages does the platform take, and what does it say of the others? Shared by everything that speaks of a message.
import { faultsOf } from './card-rules.js'
import { type Call, type Reply, refuse } from './http.js'
import { liveMarkup } from './markup.js'
import { isObject, type Message, parsed, type State } from './state.js'

const TEXT_BYTES = 150 * 1024

export const cardRefusal = (source: string): { reply: Reply; what: string } | undefined => {
  const faults = faultsOf(source)
  const first = faults[0]
  if (!first) return undefined
  const what = faults.map(({ code, path, what }) => `${code} ${path}: ${what}`).join('; ')
  const reply =
    first.code === 230025
      ? refuse(230025, 'The length of the message content reaches its limit.')
      : refuse(
          230099,
          `Failed to create card content, ext=ErrCode: ${first.code}; ErrMsg: ${first.what}; ErrorValue: ; ErrPath: ${first.path}`,
        )
  return { reply, what }
}

export type Judge = ReturnType<typeof startJudge>

export const startJudge = (state: State) => {
  const { app } = state
  const said = (call: Call, what: string) => state.violate(`${call.method} ${call.path}: ${what}`)
  /** A refusal that a careful caller never meets. */
  const fault = (call: Call, reply: Reply, what: string): Reply => {
    said(call, what)
    return reply
  }

  /** Why this content is not taken. */
  const wrong = (call: Call, type: unknown, content: unknown): Reply | undefined => {
    if (typeof content !== 'string' || !isObject(parsed(content)))
      return fault(
        call,
        refuse(
          230001,
          'Your request contains an invalid request parameter, ext=content is not a string in json format.',
        ),
        'content is no JSON string',
      )
    const object = parsed(content)
    if (!isObject(object)) return undefined
    for (const live of liveMarkup(state, String(type), content))
      said(call, `what a person wrote came out as markup: ${live}`)
    switch (type) {
      case 'text':
        if (typeof object.text !== 'string' || object.text === '')
          return fault(call, refuse(230001, 'invalid request parameter, ext=text is empty'), 'an empty text')
        if (Buffer.byteLength(content) > TEXT_BYTES)
          return fault(
            call,
            refuse(230025, 'The length of the message content reaches its limit.'),
            'a text of more than 150 KB',
          )
        return undefined
      case 'interactive': {
        if (object.type === 'template' || object.type === 'card')
          return fault(
            call,
            refuse(
              230099,
              'Failed to create card content, ext=ErrCode: 200380; ErrMsg: template does not exist',
            ),
            'a template that nobody made',
          )
        const refused = cardRefusal(content)
        return refused ? fault(call, refused.reply, refused.what) : undefined
      }
      case 'file':
      case 'image': {
        const key = String(object[`${type}_key`])
        return state.resources.get(key)?.owner === app.id
          ? undefined
          : fault(
              call,
              refuse(230017, 'Bot is NOT the owner of the resource.'),
              `${type}_key ${key} was not uploaded by this app`,
            )
      }
      case 'post':
        return Buffer.byteLength(content) > 30 * 1024
          ? fault(
              call,
              refuse(230025, 'The length of the message content reaches its limit.'),
              'a post of more than 30 KB',
            )
          : undefined
      default:
        return fault(
          call,
          refuse(230001, 'invalid request parameter, ext=invalid msg_type'),
          `msg_type ${String(type)}`,
        )
    }
  }

  /** The message that a call names. */
  const named = (call: Call): Message | Reply => {
    const message = state.messages.get(call.at.id ?? '')
    if (!message)
      return fault(
        call,
        refuse(99992354, 'The request you send is not a valid {message_id} or not exists.'),
        'no such message',
      )
    return message.recalled ? refuse(230011, 'The message was withdrawn.') : message
  }
  /** The same, and the bot sent it. */
  const own = (call: Call): Message | Reply => {
    const message = named(call)
    if ('status' in message || message.from === app.id) return message
    return fault(call, refuse(230012, 'Bot is NOT the sender of the message.'), 'not its own message')
  }
  return { said, fault, wrong, named, own }
}
