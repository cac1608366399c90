import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeIsolating } from './isolate.ts'

/** A store that takes a part when nothing in it is bad, and remembers the order. */
function store(bad: (item: number) => boolean, certain = false) {
  const landed: number[] = []
  let requests = 0
  return {
    landed,
    requests: () => requests,
    write: async (part: readonly number[]) => {
      requests++
      if (part.some(bad)) return { detail: 'bad line', certain }
      landed.push(...part)
      return undefined
    },
  }
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

test('exactly the bad items are refused, in their order, and all others land', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(999), { maxLength: 31 }), async bad => {
      const { write, landed } = store(item => bad.includes(item))
      const refused = await writeIsolating(numbers(1_000), write)
      expect(refused.map(({ item }) => item)).toEqual(bad.sort((a, b) => a - b))
      expect(landed).toEqual(numbers(1_000).filter(item => !bad.includes(item)))
    }),
  )
})

test('three bad ones of 5,000 take fewer than 80 requests', async () => {
  const { write, requests } = store(item => [7, 2_500, 4_998].includes(item))
  expect(await writeIsolating(numbers(5_000), write)).toHaveLength(3)
  expect(requests()).toBeLessThan(80)
})

test('nothing to write is no request', async () => {
  const { write, requests } = store(() => true)
  expect(await writeIsolating([], write)).toEqual([])
  expect(requests()).toBe(0)
})

test('a small batch of only bad items is refused: poison never blocks', async () => {
  const { write } = store(() => true)
  expect(await writeIsolating(numbers(31), write)).toHaveLength(31)
})

describe('most items refused', () => {
  test('all: held after few requests', async () => {
    const { write, requests } = store(() => true)
    await expect(writeIsolating(numbers(5_000), write)).rejects.toMatchObject({
      code: 'store_misconfigured',
      retryable: true,
      message: expect.stringContaining('bad line'),
    })
    expect(requests()).toBeLessThan(100)
  })

  test('all of the beginning, but few of all: isolated', async () => {
    const { write } = store(item => item < 100)
    expect(await writeIsolating(numbers(1_000), write)).toHaveLength(100)
  })

  test('more than half: held', async () => {
    const { write } = store(item => item % 5 !== 0)
    await expect(writeIsolating(numbers(1_000), write)).rejects.toMatchObject({ code: 'store_misconfigured' })
  })

  test('all, for what they are: isolated', async () => {
    const { write } = store(() => true, true)
    expect(await writeIsolating(numbers(100), write)).toHaveLength(100)
  })
})
