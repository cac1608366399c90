import { expect, test } from 'vitest'
import type { LogEntry } from '../contracts/message-log.ts'
import { createGaps } from './gaps.ts'

/** A count of 0, 1, 2, 3 and 0 again: each message as [number, more] and whether one is missing before it. */
function gapsIn(messages: [number, Partial<LogEntry & { starts: boolean; of: string }>?][], maxCounts = 10) {
  const gaps = createGaps({ maxCounts })
  return messages.map(([number, more = {}], n) => {
    const { starts = false, of = 'edge', ...entry } = more
    const each = {
      offset: BigInt(n),
      receivedAtMs: n,
      topic: '',
      payload: Buffer.of(),
      publisher: 'p',
      ...entry,
    }
    return gaps.isBefore(each, {
      of,
      number,
      size: 4,
      starts,
      request: () => ({ topic: '', payload: Buffer.of() }),
    })
  })
}

test('an unbroken count has none, also around its end', () => {
  expect(gapsIn([[2], [3], [0], [1]])).toEqual([false, false, false, false])
})

test('a missing number is one, once', () => {
  expect(gapsIn([[0], [2], [3], [1]])).toEqual([false, true, false, true])
})

test('the same number again is the same message again', () => {
  expect(gapsIn([[0], [1], [1], [2]])).toEqual([false, false, false, false])
})

test('a birth begins anew, wherever the count was', () => {
  expect(gapsIn([[3], [0, { starts: true }], [1], [3, { starts: true }], [0]])).toEqual(Array(5).fill(false))
})

test('entries that are given again, and dead letters that are replayed, are no part of the count', () => {
  const again = { offset: 0n, receivedAtMs: 0 }
  const replayed = { receivedAtMs: 0 }
  expect(gapsIn([[0], [1], [0, again], [3, replayed], [2]])).toEqual(Array(5).fill(false))
})

test('a new log begins at offset 0 and the count goes on', () => {
  expect(
    gapsIn([
      [0, { offset: 90n }],
      [2, { offset: 0n }],
    ]),
  ).toEqual([false, true])
})

test('each publisher and each thing that it counts has a count of its own, the latest are remembered', () => {
  expect(gapsIn([[0], [2, { publisher: 'q' }], [1, { of: 'b' }], [1]])).toEqual(Array(4).fill(false))
  expect(gapsIn([[0], [0, { of: 'b' }], [2]], 1)).toEqual(Array(3).fill(false))
})
