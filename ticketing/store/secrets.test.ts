import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { sealer } from './secrets.ts'

const text = 'the secret of a webhook, 秘密'

test('what is sealed opens again, each time in other bytes, and not for another purpose', () => {
  const { seal, open } = sealer('key', 'webhooks')
  expect(open(seal(text))).toBe(text)
  expect(seal(text).equals(seal(text))).toBe(false)
  expect(sealer('key', 'answers').open(seal(text))).toBeUndefined()
})

test('the first key seals, all of them open', () => {
  const former = sealer('former', 'p').seal(text)
  const both = sealer(['new', 'former'], 'p')
  expect(both.open(former)).toBe(text)
  expect(sealer('new', 'p').open(both.seal(text))).toBe(text)
  expect(sealer('former', 'p').open(both.seal(text))).toBeUndefined()
})

test('one byte changed, or cut off: it does not open', () => {
  const { seal, open } = sealer('key', 'p')
  const sealed = seal(text)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    expect(open(changed)).toBeUndefined()
    expect(open(sealed.subarray(0, at))).toBeUndefined()
  }
})

test('what was sealed before there were heads opens', () => {
  const key = Buffer.from(hkdfSync('sha256', 'admin token', '', 'p', 32))
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  const before = Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  expect(sealer(['new', 'admin token'], 'p').open(before)).toBe(text)
})
