import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { expect, test } from 'vitest'
import { publish } from '../testing/raw-client.ts'
import { createFrameCutter, isPublish } from './frames.ts'

test('packets come out whole, however their bytes arrive', () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(20_000)), { maxLength: 8 })
  const sizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(lengths, sizes, (payloads, chunks) => {
      const packets = payloads.map(length => generate(publish('a', 'x'.repeat(length))))
      const bytes = Buffer.concat([...packets, generate({ cmd: 'pingresp' })])
      const cut = createFrameCutter(1_000_000)
      const frames: Buffer[] = []
      for (let at = 0, n = 0; at < bytes.length; n += 1) {
        const size = chunks[n % chunks.length] ?? 1
        frames.push(...cut(bytes.subarray(at, at + size)))
        at += size
      }
      expect(frames.map(frame => frame.toString('hex'))).toEqual(
        [...packets, generate({ cmd: 'pingresp' })].map(packet => packet.toString('hex')),
      )
      expect(frames.map(isPublish)).toEqual([...packets.map(() => true), false])
    }),
  )
})

test('what is longer than the limit, or has no length, is an error', () => {
  expect(() => createFrameCutter(100)(Buffer.from([0x30, 0xff, 0x01]))).toThrow(
    /258 bytes is longer than 100/,
  )
  expect(() => createFrameCutter(100)(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toThrow(
    /four bytes/,
  )
})
