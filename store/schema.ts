// What words do the facts of Fenghuo use? The vocabulary: every shape that is kept, in zod. Imports nothing of ours but its own parts.
export * from './schema/desk.js'
export * from './schema/directory.js'
export * from './schema/event.js'
export * from './schema/incident.js'
export * from './schema/notice.js'
export * from './schema/report.js'
export * from './schema/tables.js'
export * from './schema/word.js'
