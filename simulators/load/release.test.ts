import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRelease } from './release.ts'

test('late and early timers change when messages become due, not how many', () => {
  const pauses = fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), pauses, (rate, waits) => {
      const release = createRelease(rate)
      let elapsedMs = 0
      let released = 0
      for (const waitMs of waits) {
        elapsedMs += waitMs
        const due = release(elapsedMs)
        expect(due).toBeGreaterThanOrEqual(0)
        released += due
        expect(released).toBe(Math.floor((elapsedMs / 1000) * rate))
      }
    }),
  )
})
