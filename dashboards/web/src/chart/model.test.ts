import { expect, test } from 'vitest'
import type { Finding } from '../api/types.ts'
import { chartModel, evidencePoints, sideModel, valueRange } from './model.ts'

const finding = {
  unit: '°C',
  sinceMs: 3_000,
  observedAtMs: 5_000,
  evidence: {
    value: 9,
    expected: { low: 1, high: 3 },
    limit: 8,
    series: [
      [3_000, 4],
      [4_000, 6],
    ],
  },
} as unknown as Finding

const both = { findings: [finding], first: finding, last: finding }

test('the model has the points in seconds, the band, the limit and both markers', () => {
  const model = chartModel(
    [
      { ts: 1_000, value: 2 },
      { ts: 2_000, value: 3 },
    ],
    both,
  )
  expect(model.columns).toEqual([
    [1, 2],
    [2, 3],
    [null, null],
    [null, null],
  ])
  expect(model).toMatchObject({ limit: 8, windowed: false, unit: '°C' })
  expect(model.bands).toMatchObject([{ low: 1, high: 3 }])
  expect(model.markers.map(marker => marker.atMs)).toEqual([3_000, 5_000])
})

test('a long pause breaks the line', () => {
  const points = [0, 1, 2, 3, 50].map(second => ({ ts: second * 1000, value: 1 }))
  expect(chartModel(points, both).columns[0]).toEqual([0, 1, 2, 3, 4, 50])
  expect(chartModel(points, both).columns[1]).toEqual([1, 1, 1, 1, null, 1])
})

test('the evidence ends with the value that led to the finding, once', () => {
  expect(evidencePoints(finding).at(-1)).toEqual({ ts: 5_000, value: 9 })
  const included = { ...finding, evidence: { ...finding.evidence, series: [[5_000, 9]] } } as Finding
  expect(evidencePoints(included)).toHaveLength(1)
})

test('the range holds data, band and limit', () => {
  const [low, high] = valueRange(chartModel([{ ts: 1, value: 5, min: 0, max: 9 }], both, 60_000))
  expect(low).toBeLessThan(0)
  expect(high).toBeGreaterThan(9)
  expect(valueRange({ ...chartModel([], both), bands: [], limit: undefined })).toEqual([0, 1])
})

test('the end of the deviation is marked once the signal is back to normal', () => {
  const last = { ...finding, phase: 'cleared', observedAtMs: 9_000 } as Finding
  expect(chartModel([], { ...both, last }).markers.at(-1)).toMatchObject({
    atMs: 9_000,
    label: 'normal',
  })
})

test('the normal band steps where a finding froze another one, and a finding without one changes nothing', () => {
  const at = (observedAtMs: number, expected?: { low: number; high: number }) =>
    ({ ...finding, observedAtMs, evidence: { value: 9, series: [], expected } }) as unknown as Finding
  const moved = { low: 2, high: 4 }
  const findings = [finding, at(6_000, { low: 1, high: 3 }), at(7_000, moved), at(8_000), at(9_000, moved)]
  const { bands, limit } = chartModel([], { ...both, findings })
  expect(bands).toEqual([
    { fromMs: Number.NEGATIVE_INFINITY, toMs: 7_000, low: 1, high: 3 },
    { fromMs: 7_000, toMs: Number.POSITIVE_INFINITY, ...moved },
  ])
  expect(limit).toBe(8)
})

test('another series of the evidence has its values, when it began, and no words', () => {
  const other = { unit: 'A', series: [[1_000, 5] as const, [2_000, 6] as const] }
  const model = sideModel(other, finding)
  expect(model.columns.slice(0, 2)).toEqual([
    [1, 2],
    [5, 6],
  ])
  expect(model.markers.map(({ atMs, label }) => [atMs, label])).toEqual([
    [3_000, ''],
    [5_000, ''],
  ])
})
