import { describe, expect, it } from 'vitest'
import {
  cardSign,
  eventSign,
  messageSign,
  same,
  seal,
  unseal,
} from '../../../bot/channels/dingtalk/crypto.js'

describe('signatures', () => {
  it('a robot message (docs 0718)', () => {
    expect(messageSign('1577262236757', 'this is a secret')).toBe(
      'DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA=',
    )
  })

  it('a card callback', () => {
    expect(cardSign('1577262236757', 'my-api-secret')).toBe('4eY72NRgCFJ1rxMK0thv8uS/UB4UE59hf06MmFBYR9Q=')
  })

  it('compares whatever the lengths', () => {
    expect(same('a', 'a')).toBe(true)
    expect(same('a', 'ab')).toBe(false)
    expect(same('', 'a')).toBe(false)
  })
})

/** DingTalk-Callback-Crypto, and one of our own for the shape that an internal app has. */
const vectors = [
  {
    name: 'the first published one',
    token: '123456',
    aesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
    timestamp: '1445827045067',
    nonce: 'nEXhMP4r',
    owner: 'suite4xxxxxxxxxxxxxxx',
    random: 'hU3bEfGZZewzhG5a',
    signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
    encrypt:
      '1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
    plain:
      '{"EventType":"check_create_suite_url","Random":"LPIdSnlF","TestSuiteKey":"suite4xxxxxxxxxxxxxxx"}',
  },
  {
    name: 'the second published one, an answer',
    token: '123456',
    aesKey: '1234567890123456789012345678901234567890123',
    timestamp: '1614767836',
    nonce: 'A7Co0cJLMzIDtMMI',
    owner: 'dingsnotzck6pm5veliw',
    random: 'dICkEDLj0eb6yAbc',
    signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
    encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
    plain: 'success',
  },
  {
    name: 'the address check of an internal app',
    token: 'tok',
    aesKey: '1234567890123456789012345678901234567890123',
    timestamp: '1600000000',
    nonce: 'nonce123',
    owner: 'dingtestappkey',
    random: '0123456789abcdef',
    signature: 'f909fa775f482f230f4b2d024c20708bd473b1aa',
    encrypt: 'GCr6999U/V4/3veZ85Bxl6NnPyKFaUXh1O/ukUCSfqZrefLAjZXTHh0iSEG3YpNrs/IFy/pTHSodkUFXn0+WRg==',
    plain: '{"EventType":"check_url"}',
  },
]

describe('the envelope of events', () => {
  it.each(vectors)('$name', ({ token, timestamp, nonce, encrypt, signature, plain, random, ...keys }) => {
    expect(eventSign(token, timestamp, nonce, encrypt)).toBe(signature)
    expect(unseal(encrypt, { token, ...keys })).toBe(plain)
    expect(seal(plain, { token, ...keys }, Buffer.from(random))).toBe(encrypt)
  })

  it('opens nothing that was made for another owner, with another key, or cut off', () => {
    const keys = { token: 't', aesKey: '1234567890123456789012345678901234567890123', owner: 'me' }
    const sealed = seal('text 文字', keys)
    expect(unseal(sealed, keys)).toBe('text 文字')
    expect(unseal(sealed, { ...keys, owner: 'you' })).toBeUndefined()
    expect(unseal(sealed, { ...keys, aesKey: '3214567890123456789012345678901234567890123' })).toBeUndefined()
    expect(unseal(sealed.slice(0, 20), keys)).toBeUndefined()
    expect(unseal('', keys)).toBeUndefined()
    expect(unseal('!!!', keys)).toBeUndefined()
  })

  it('names a key of the wrong length', () => {
    expect(() => seal('x', { token: 't', aesKey: 'short', owner: 'me' })).toThrow('43 characters')
  })
})
