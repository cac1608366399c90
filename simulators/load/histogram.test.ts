import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LatencyHistogram } from './histogram.ts'

const latencies = fc.array(fc.double({ min: 0, max: 2_000_000, noNaN: true }), { minLength: 1 })
const shares = fc.double({ min: 0.001, max: 1, noNaN: true })

test('a percentile is the one of the sorted latencies, at most 1/64 too high', () => {
  fc.assert(
    fc.property(latencies, shares, (recorded, share) => {
      const histogram = new LatencyHistogram()
      for (const latencyMs of recorded) histogram.record(latencyMs)
      const sorted = recorded.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0
      const answer = histogram.percentileMs(share)
      expect(answer).toBeGreaterThanOrEqual(exact - 0.0005) // rounded to microseconds
      expect(answer).toBeLessThanOrEqual(exact * (1 + 1 / 64) + 0.0005)
    }),
  )
})

test('the largest latency is exact, and the percentiles end there', () => {
  const histogram = new LatencyHistogram()
  for (const latencyMs of [1, 1, 1, 99.999]) histogram.record(latencyMs)
  expect(histogram.maxMs).toBe(99.999)
  expect(histogram.percentileMs(1)).toBe(99.999)
  expect(histogram.percentileMs(0.5)).toBeCloseTo(1, 1)
  expect(histogram.count).toBe(4)
})

test.each([
  ['nothing', [], 0],
  ['a clock that went back', [-1], 0],
  ['longer than it can hold', [1e9], 2_147_483.647],
])('%s', (_, recorded, median) => {
  const histogram = new LatencyHistogram()
  for (const latencyMs of recorded) histogram.record(latencyMs)
  expect(histogram.percentileMs(0.5)).toBe(median)
})
