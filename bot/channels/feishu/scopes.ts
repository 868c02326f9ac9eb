// What must the Feishu app be allowed, and told of? The lists that permissions.json, the set-up and the doctor share.

/** Without these the bot cannot do its work. */
export const required = [
  'im:message:send_as_bot',
  'im:message:update',
  'im:message.p2p_msg:readonly',
  'im:message.group_at_msg:readonly',
  'im:message:readonly',
  'im:message.urgent',
  'im:resource',
  'im:chat:read',
  'im:chat.members:bot_access',
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.id:readonly',
] as const

/** With these it can be louder: by SMS, by telephone, on top of the list. */
export const louder = [
  'im:message.urgent:sms',
  'im:message.urgent:phone',
  'im:datasync.feed_card.time_sensitive:write',
] as const

/** With these it can find out by itself that a connection brings nothing, though it stands. */
export const watching = ['im:message.reactions:write_only', 'im:chat:create'] as const

/** With the first, duties stand in people's own task lists; with the second, it hears when somebody ticks one there. */
export const tasks = ['task:task:write', 'task:task:read'] as const

/** With this a change of somebody says whether their account is out of use. */
const people = ['contact:user.employee:readonly'] as const

export const optional = [...louder, ...watching, ...tasks, ...people] as const

/** Any of these lets the private chats be read back; the first is required for other things too. */
export const readBack = ['im:message:readonly', 'im:message', 'im:message.history:readonly'] as const

/** With this the group can be read back as well. It opens all that is said there, so it is the campus's to decide. */
export const readGroup = 'im:message.group_msg'

export const events = [
  'im.message.receive_v1',
  'im.message.recalled_v1',
  'im.message.message_read_v1',
  'im.chat.member.bot.added_v1',
  'im.chat.member.bot.deleted_v1',
  'im.chat.disbanded_v1',
  'im.chat.access_event.bot_p2p_chat_entered_v1',
  'application.bot.menu_v6',
  'im.message.reaction.created_v1',
  'im.message.reaction.deleted_v1',
  'task.task.update_user_access_v2',
  'contact.user.created_v3',
  'contact.user.deleted_v3',
  'contact.user.updated_v3',
] as const

export const callbacks = ['card.action.trigger'] as const
