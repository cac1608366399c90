import { expect, test } from 'vitest'
import { unstorable } from './unstorable.ts'

const sample = (observedAtMs: number, values: Record<string, number>) => ({
  site: 's',
  asset: 'a',
  device: 'd',
  class: 'c',
  receivedAtMs: 0,
  observedAtMs,
  values,
})

test.each([
  [0, { t: 1 }, undefined],
  [1.5, { t: 1 }, 'time'],
  [Number.NaN, { t: 1 }, 'time'],
  [8.64e15 + 1, { t: 1 }, 'time'],
  [0, {}, 'no values'],
  [0, { t: 1, u: Number.NaN }, '"u"'],
  [0, { t: Number.POSITIVE_INFINITY }, '"t"'],
])('at %d with %j: %s', (observedAtMs, values, words) => {
  const detail = unstorable(sample(observedAtMs, values))
  if (words === undefined) expect(detail).toBeUndefined()
  else expect(detail).toContain(words)
})
