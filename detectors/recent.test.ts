import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

const pairs = fc.array(fc.tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
  maxLength: 300,
})

test('the last 120, oldest first, also after a restart in between', () => {
  fc.assert(
    fc.property(pairs, pairs, (before, after) => {
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
