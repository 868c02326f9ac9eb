// What does a campus begin with that has no directory of its own yet? A copy of the sample, and the shipped rules.
import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** The program's own folder, above what was built. */
const root = resolve(import.meta.dirname, '..', '..', '..')

/** Answers where it lies. What is there already is left alone. */
export const sampleCampus = async (): Promise<string> => {
  const target = './campus'
  if (!existsSync(target)) await cp(join(root, 'templates', 'directory'), target, { recursive: true })
  return target
}

/** Where the rules lie when the bot is started elsewhere; nothing where it finds them by itself. */
export const shippedRules = (): string | undefined =>
  existsSync('rules/rules.yaml') ? undefined : join(root, 'rules', 'rules.yaml')
