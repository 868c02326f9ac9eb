// Do we read what Feishu encrypts, and nothing else? The published vector, and what only looks like one.
import { describe, expect, it } from 'vitest'
import { decrypt, same, signature } from '../../../bot/channels/feishu/cipher.js'
import { encrypt } from './emulator/webhook.js'

describe('decryption', () => {
  it('reads the published vector', () => {
    expect(decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'test key')).toBe('hello world')
  })

  it('reads what was encrypted with our key, and nothing that was not', () => {
    const encrypted = encrypt('our key', '{"schema":"2.0","text":"事件"}')
    expect(decrypt(encrypted, 'our key')).toBe('{"schema":"2.0","text":"事件"}')
    for (const text of [
      '',
      'AAAA',
      'not base64 at all!',
      'A'.repeat(43),
      Buffer.alloc(48).toString('base64'),
      encrypted.slice(0, -8),
    ])
      expect(decrypt(text, 'our key')).toBeUndefined()
  })

  it('under another key gives nothing that is JSON', () => {
    for (let nth = 0; nth < 50; nth++) {
      const text = decrypt(encrypt(`key ${nth}`, '{"a":1}'), 'our key')
      if (text !== undefined) expect(() => JSON.parse(text)).toThrow()
    }
  })
})

describe('the signature', () => {
  it('is over timestamp, nonce, key and the raw body', () => {
    // sha256 of "1608725989nonce-1our key{\"encrypt\":\"x\"}", computed with another tool
    const body = Buffer.from('{"encrypt":"x"}')
    expect(signature('1608725989', 'nonce-1', 'our key', body)).toBe(
      '3b6aa375ff946ce53cefb13676357377effcbdcb2eaa6dd2582cc5755e93269a',
    )
    expect(signature('1608725989', 'nonce-1', 'our key', body)).not.toBe(
      signature('1608725989', 'nonce-1', 'our key', Buffer.from('{ "encrypt":"x"}')),
    )
  })

  it('is compared as a whole', () => {
    expect(same('abc', 'abc')).toBe(true)
    expect(same('abc', 'abd')).toBe(false)
    expect(same('abc', 'abcd')).toBe(false)
    expect(same('', 'a')).toBe(false)
  })
})
