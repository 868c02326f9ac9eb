// Does nothing get lost or doubled in the sandbox when the process is killed? Also exactly between append and answer.
import { describe, expect, it } from 'vitest'
import { playOnce } from './harness.js'
import { rounds } from './rounds.js'

const undisturbed = rounds('sandbox')

const WITHOUT_INBOX = './test/crash/without-inbox.mjs'

describe('killed between append and answer', () => {
  const between = (broken?: string) =>
    playOnce({
      ground: 'sandbox',
      seed: 3,
      kills: 0,
      repeats: false,
      betweenAppendAndAnswer: true,
      ...(broken ? { broken } : {}),
    })

  it('the platform repeats itself, and nothing happens twice', { timeout: 120_000 }, async () => {
    const calm = await undisturbed()
    const killed = await between()
    expect(killed.kills).toBe(3)
    expect(killed.facts).toEqual(calm.facts)
    expect(killed.heard).toEqual(calm.heard)
  })

  it('the harness fails when the inbox does not remember', { timeout: 120_000 }, async () => {
    const calm = await undisturbed()
    const forgetful = await between(WITHOUT_INBOX)
    expect([...forgetful.facts, ...forgetful.heard]).not.toEqual([...calm.facts, ...calm.heard])
  })
})
