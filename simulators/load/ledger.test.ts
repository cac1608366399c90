import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Runs } from './ledger.ts'

test.each<[number[], [number, number][]]>([
  [[], []],
  [[0, 1, 2], [[0, 2]]],
  [[0, 2, 1], [[0, 2]]],
  [[5, 3, 4, 4], [[3, 5]]],
  [
    [0, 1, 7, 8, 3],
    [
      [0, 1],
      [3, 3],
      [7, 8],
    ],
  ],
])('%j are the runs %j', (numbers, expected) => {
  const runs = new Runs()
  for (const number of numbers) runs.add(number)
  expect(runs.toJSON()).toEqual(expected)
})

test('in whatever order: all numbers, each once, in runs that do not touch', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), numbers => {
      const runs = new Runs()
      for (const number of numbers) runs.add(number)
      const json = runs.toJSON()
      const listed = json.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      )
      expect(listed).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      for (const [i, [first]] of json.entries())
        if (i > 0) expect(first - (json[i - 1]?.[1] ?? 0)).toBeGreaterThan(1)
    }),
  )
})
