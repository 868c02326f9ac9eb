// How does Botkit come into the process? Without the parts that it brings and that nobody here uses.

import { createRequire } from 'node:module'

/**
 * By the package that asks for them. Botkit hears of no HTTP and no Bot Framework here, and no prompt of ours asks for a
 * date, a number or a choice; the adapters of `botbuilder` are the better half of it, and Botkit wants only its core.
 */
const unused: Record<string, readonly string[]> = {
  botkit: ['./adapter', './teamsHelpers', './testClient', 'body-parser', 'express'],
  'botbuilder-core': [
    './configurationBotFrameworkAuthentication',
    './configurationServiceClientCredentialFactory',
  ],
  'botbuilder-dialogs': [
    '@microsoft/recognizers-text-choice',
    '@microsoft/recognizers-text-date-time',
    '@microsoft/recognizers-text-number',
    '@microsoft/recognizers-text-suite',
    'botframework-connector',
  ],
  'botbuilder-stdlib': ['./azureCoreHttpCompat'],
}

/** Botkit's files may name it and extend it while they are loaded; whoever calls it or makes one is told. */
const leftOut = (name: string): object => {
  const part: object = new Proxy(
    class {
      constructor() {
        throw new Error(`${name} is a part of Botkit that bot/dialogs/botkit.ts leaves out`)
      }
    },
    { get: (target, key) => (typeof key === 'symbol' || key in target ? Reflect.get(target, key) : part) },
  )
  return part
}

const require = createRequire(createRequire(import.meta.url).resolve('botkit'))
const core = require.resolve('botbuilder-core')

const pathOf = (of: string, name: string): string =>
  createRequire(createRequire(core).resolve(of)).resolve(name)

/** Loads with these in the places of others; afterwards whoever else asks for one of those gets the real one. */
const withInPlace = <T>(
  parts: readonly (readonly [path: string, exports: () => object])[],
  load: () => T,
): T => {
  const before = parts.map(([path]) => [path, require.cache[path]] as const)
  try {
    // all that Node reads of a module that was loaded
    for (const [path, exports] of parts)
      require.cache[path] = { loaded: true, exports: exports(), children: [] } as unknown as NodeJS.Module
    return load()
  } finally {
    for (const [path, one] of before)
      if (one) require.cache[path] = one
      else delete require.cache[path]
  }
}

const parts = Object.entries(unused).flatMap(([of, names]) =>
  names.map((name) => [pathOf(of, name), () => leftOut(name)] as const),
)

export const { BotAdapter, BotkitConversation, Botkit, DialogTurnStatus, TurnContext } = withInPlace(
  [...parts, [require.resolve('botbuilder'), () => require(core)]],
  () => ({
    ...(require('botbuilder') as typeof import('botbuilder')),
    ...(require('botbuilder-dialogs') as typeof import('botbuilder-dialogs')),
    ...(require('botkit') as typeof import('botkit')),
  }),
)
