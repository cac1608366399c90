import { expect, test } from 'vitest'
import type { Format } from '../../contracts/format.ts'
import { wantedFilters } from './filters.ts'

const formats = (...topics: string[]) => ({
  current: (): Format[] => topics.map((topic, n) => ({ id: `f${n}`, topic, codec: 'json' })),
})

test.each([
  [undefined, [], ['telemetry/#', 'status/#', 'spBv1.0/#', 'homie/5/#']],
  [['plant/#'], ['other/{device}'], ['plant/#']],
  [
    undefined,
    ['factory/{site}/+/{device}/up', 'factory/{site}/{line}/{device}/up', 'telemetry/{site}/{device}/raw'],
    ['telemetry/#', 'status/#', 'spBv1.0/#', 'homie/5/#', 'factory/+/+/+/up'],
  ],
  [['a/+', 'a/b', 'a/#', 'a', 'ab/c', '+/b'], [], ['a/#', 'ab/c', '+/b']],
])('%o with the formats %o: %o', (configured, topics, expected) => {
  expect(wantedFilters(configured, formats(...topics))).toEqual(expected)
})
