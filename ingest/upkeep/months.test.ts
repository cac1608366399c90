import { expect, test } from 'vitest'
import { type Month, unwritten } from './months.ts'

const month = (year: number, number: number, lastWrittenAtMs: number): Month => ({
  fromMs: Date.UTC(year, number - 1),
  lastWrittenAtMs,
  hasSamples: true,
})
const before = Date.UTC(2025, 5, 15)
const beginning = Date.UTC(2000, 0)

test.each<[string, Month[], [number, number][]]>([
  ['nothing is listed', [], []],
  ['a month that is not over', [month(2025, 6, before - 1)], []],
  ['a month that ends then', [month(2025, 5, before - 1)], [[beginning, Date.UTC(2025, 5)]]],
  ['a month that was written then', [month(2025, 5, before)], []],
  [
    'months in a row are one span, and months that are not listed go with the next',
    [month(2013, 2, 0), month(2013, 3, 0), month(2013, 12, 0)],
    [[beginning, Date.UTC(2014, 0)]],
  ],
  [
    'a month that was written since divides',
    [month(2013, 2, 0), month(2013, 3, before), month(2013, 12, 0), month(2025, 6, 0)],
    [
      [beginning, Date.UTC(2013, 2)],
      [Date.UTC(2013, 3), Date.UTC(2014, 0)],
    ],
  ],
])('unwritten months: %s', (_, months, spans) => {
  expect(unwritten(months, before)).toEqual(spans.map(([fromMs, toMs]) => ({ fromMs, toMs })))
})
