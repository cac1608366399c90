import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

const value = fc.double({ noNaN: true, noDefaultInfinity: true })
const gapMs = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }))
const pairs = fc.array(fc.tuple(gapMs, value), { maxLength: 300 })
const START_MS = Date.UTC(2024, 0, 1)

test('the last 120, oldest first, also after a restart in between', () => {
  fc.assert(
    fc.property(pairs, pairs, (some, more) => {
      let atMs = START_MS
      const timed = ([gapMs, value]: [number, number]): [number, number] => {
        atMs += gapMs
        return [atMs, value]
      }
      const [before, after] = [some.map(timed), more.map(timed)]
      const first = new Recent()
      for (const [observedAtMs, value] of before) first.push(observedAtMs, value)
      const second = new Recent(JSON.parse(JSON.stringify(first.stored())))
      for (const [observedAtMs, value] of after) second.push(observedAtMs, value)
      // JSON has no negative zero.
      const plain = [...before, ...after].map(([observedAtMs, value]) => [observedAtMs, value + 0])
      expect(second.pairs().map(([observedAtMs, value]) => [observedAtMs, value + 0])).toEqual(
        plain.slice(-120),
      )
    }),
  )
})

test('knows which of them were there', () => {
  const recent = new Recent()
  for (let i = 0; i < 200; i++) recent.push(START_MS + i * i, i)
  expect(recent.has(START_MS + 199 * 199)).toBe(true)
  expect(recent.has(START_MS + 80 * 80)).toBe(true)
  expect(recent.has(START_MS + 79 * 79)).toBe(false)
  expect(recent.has(START_MS + 100 * 100 + 1)).toBe(false)
  expect(recent.has(START_MS + 200 * 200)).toBe(false)
  expect(new Recent().has(0)).toBe(false)
})

test('after seven weeks without a value begins anew', () => {
  const recent = new Recent()
  recent.push(START_MS, 1)
  recent.push(START_MS + 2 ** 32, 2)
  recent.push(START_MS + 2 ** 32 + 1, 3)
  expect(recent.pairs()).toEqual([
    [START_MS + 2 ** 32, 2],
    [START_MS + 2 ** 32 + 1, 3],
  ])
  expect(new Recent(recent.stored()).pairs()).toEqual(recent.pairs())
})
