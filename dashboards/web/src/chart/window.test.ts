import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../api/types.ts'
import { chartWindow, coarser, limitPoints, spacingOf } from './window.ts'

const MINUTE = 60_000
const at = Date.UTC(2026, 0, 1)

function finding(sinceMs: number, observedAtMs: number, spacing = 5 * MINUTE): Finding {
  const series = Array.from({ length: 20 }, (_, i): [number, number] => [
    observedAtMs - (20 - i) * spacing,
    i,
  ])
  return { sinceMs, observedAtMs, evidence: { value: 1, series } } as unknown as Finding
}

test('spacing is the median step', () => {
  expect(
    spacingOf([
      [0, 1],
      [10, 1],
      [20, 1],
      [9_000, 1],
    ]),
  ).toBe(10)
  expect(spacingOf([[5, 1]])).toBe(MINUTE)
  expect(spacingOf([])).toBe(MINUTE)
})

test('a short deviation gets 240 values before and 80 after, as they are', () => {
  const window = chartWindow(finding(at, at + 10 * MINUTE), finding(at, at + 20 * MINUTE))
  expect(window).toEqual({ fromMs: at - 1_200 * MINUTE, toMs: at + 20 * MINUTE + 400 * MINUTE })
})

test('what came after the last finding is seen while the deviation lasts', () => {
  const hour = 60 * MINUTE
  const [first, last] = [finding(at, at + MINUTE, 1000), finding(at, at + 18 * hour, 1000)]
  expect(chartWindow(first, last).toMs).toBe(at + 24 * hour)
  expect(chartWindow(first, { ...last, phase: 'cleared' }).toMs).toBe(at + (18 + 18 / 8) * hour)
})

test('a long deviation is loaded in round windows', () => {
  const month = 30 * 24 * 60 * MINUTE
  const window = chartWindow(finding(at, at + MINUTE), finding(at, at + month))
  expect(window.windowMs).toBe(60 * MINUTE)
})

test('whatever the range and the spacing, few points come and the finding is inside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e10 }), fc.integer({ min: 1, max: 1e8 }), (length, spacing) => {
      const window = chartWindow(finding(at, at, spacing), finding(at, at + length, spacing))
      const points = (window.toMs - window.fromMs) / (window.windowMs ?? spacing)
      expect(points).toBeLessThanOrEqual(1_500)
      expect(window.fromMs).toBeLessThan(at)
      expect(window.toMs).toBeGreaterThan(at + length)
    }),
  )
})

test('coarser always grows', () => {
  const window = limitPoints({ fromMs: 0, toMs: 1_000 * MINUTE }, MINUTE)
  expect(window.windowMs).toBeUndefined()
  const once = coarser(window)
  expect(once.windowMs).toBeGreaterThanOrEqual(30_000)
  expect(coarser(once).windowMs ?? 0).toBeGreaterThanOrEqual((once.windowMs ?? 0) * 4)
})
