import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

const pairs = fc.array(fc.tuple(fc.integer(), fc.double({ noNaN: true })), { maxLength: 300 })

test('the last 120, oldest first, also after a restart in between', () => {
  fc.assert(
    fc.property(pairs, pairs, (before, after) => {
      const first = new Recent()
      for (const [observedAtMs, value] of before) first.push(observedAtMs, value)
      const second = new Recent(first.pairs())
      for (const [observedAtMs, value] of after) second.push(observedAtMs, value)
      expect(second.pairs()).toEqual([...before, ...after].slice(-120))
    }),
  )
})
