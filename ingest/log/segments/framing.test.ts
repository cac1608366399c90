import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame, entryBytes, findFrame, isIntact, peekFrame } from './framing.ts'
import { SparseIndex } from './sparse-index.ts'
import { message } from './testing.ts'

const MARK = 0x9e3779b9
const messages = fc.array(
  fc.record({
    topic: fc.string({ unit: 'grapheme' }),
    publisher: fc.string(),
    receivedAtMs: fc.integer({ min: 0 }),
    payload: fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes)),
  }),
  { minLength: 1, maxLength: 10 },
)

test('a frame gives back what it was made of', () => {
  fc.assert(
    fc.property(messages, fc.bigInt({ min: 0n, max: 2n ** 60n }), (group, first) => {
      const bytes = encodeFrame(group, first, MARK)
      const frame = peekFrame(bytes, 0, MARK)
      if (!frame) throw new Error('no frame')
      expect(isIntact(bytes, 0, frame)).toBe(true)
      expect(bytes.length).toBe(24 + group.reduce((sum, one) => sum + entryBytes(one), 0))
      expect([...decodeFrame(bytes, 0, frame)]).toEqual(
        group.map((one, i) => ({ ...one, offset: first + BigInt(i) })),
      )
    }),
  )
})

test('any changed byte is seen', () => {
  const whole = encodeFrame([message('21.5'), message('21.6')], 7n, MARK)
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ 0x10
    const frame = peekFrame(bytes, 0, MARK)
    expect(frame && isIntact(bytes, 0, frame), `byte ${at}`).toBeFalsy()
  }
})

test('a frame is found behind damage, and a payload that holds a frame of another segment is not one', () => {
  const inside = encodeFrame([message('forged')], 0n, 0x12345678)
  const first = encodeFrame([message('x', { payload: inside })], 0n, MARK)
  const second = encodeFrame([message('y')], 1n, MARK)
  expect(findFrame(Buffer.concat([first, second]), 1, MARK)).toBe(first.length)
  expect(findFrame(first, 1, MARK)).toBeUndefined()
  expect(findFrame(Buffer.concat([first.subarray(0, 40), second]), 1, MARK)).toBe(40)
})

test('the sparse index leads to the frame or to one shortly before it', () => {
  const index = new SparseIndex()
  const frames = Array.from({ length: 500 }, (_, i) => ({ number: i * 3, position: i * 1000 }))
  for (const { number, position } of frames) index.add(number, position)
  const read = SparseIndex.decode(index.encode(500_000, 1500))
  for (const { number, position } of frames) {
    const start = read?.index.positionOf(number + 1) ?? Number.NaN
    expect(start).toBeLessThanOrEqual(position)
    expect(position - start).toBeLessThan(20_000)
    expect(start % 1000).toBe(0)
  }
})

test('a damaged index is not used', () => {
  const bytes = new SparseIndex([0, 0]).encode(100, 1)
  bytes[9] = 5
  expect(SparseIndex.decode(bytes)).toBeUndefined()
  expect(SparseIndex.decode(Buffer.alloc(0))).toBeUndefined()
})
