import { expect, test } from 'vitest'
import type { DeadLetter } from '../../contracts/dead-letters.ts'
import { createAllowance } from './allowance.ts'

const HOUR_MS = 3_600_000
let offset = 0
const letter = (more: Partial<DeadLetter> = {}): DeadLetter => ({
  id: `${offset++}-0`,
  topic: 'telemetry/plant-1/new-1',
  publisher: 'gateway-1',
  device: 'new-1',
  payload: Buffer.from('12345678'),
  receivedAtMs: 10 * HOUR_MS + offset,
  reason: 'unknown_device',
  detail: 'Device new-1 is not registered.',
  ...more,
})
const many = (count: number, more: Partial<DeadLetter> = {}) =>
  Array.from({ length: count }, () => letter(more))
const allowance = () =>
  createAllowance({ perName: { letters: 5, bytes: 80 }, perPublisher: { letters: 12, bytes: 1_000 } })

test('beyond the allowance of a name one letter is kept, and counts the others of the hour', () => {
  const bounded = allowance()
  const letters = many(10)
  const first = bounded.judge(letters)
  expect(first.kept).toEqual(letters.slice(0, 6))
  const [witness] = letters.slice(5)
  expect(first.excess).toMatchObject([{ witness: { id: witness?.id }, count: 4, first: letters[6] }])
  first.settle()
  const second = bounded.judge(many(3))
  expect(second.kept).toEqual([])
  expect(second.excess).toMatchObject([{ witness: { id: witness?.id }, count: 3 }])
})

test('the next hour, another publisher and another name have their own allowance', () => {
  const bounded = allowance()
  bounded.judge(many(10)).settle()
  expect(bounded.judge(many(3, { receivedAtMs: 11 * HOUR_MS })).kept).toHaveLength(3)
  expect(bounded.judge(many(3, { publisher: 'gateway-2' })).kept).toHaveLength(3)
  expect(bounded.judge(many(3, { device: 'new-2' })).kept).toHaveLength(3)
})

test('who makes up names runs into the allowance of the publisher, with one witness for all of them', () => {
  const bounded = allowance()
  const { kept, excess } = bounded.judge(Array.from({ length: 100 }, (_, n) => letter({ device: `x-${n}` })))
  expect(kept).toHaveLength(13)
  expect(excess).toMatchObject([{ count: 87 }])
})

test('bytes count as well as letters', () => {
  const { kept } = allowance().judge(many(4, { payload: Buffer.alloc(30) }))
  expect(kept).toHaveLength(3) // two within 80 bytes, and the witness
})

test('a try that failed uses nothing up', () => {
  const bounded = allowance()
  const letters = many(5)
  for (let tries = 0; tries < 3; tries++) expect(bounded.judge(letters).kept).toEqual(letters)
})

test('what is wrong with a registered device is always kept whole', () => {
  const { kept, excess } = allowance().judge(many(100, { reason: 'unknown_metric' }))
  expect([kept.length, excess.length]).toEqual([100, 0])
})

test('a witness that is gone is replaced', () => {
  const bounded = allowance()
  bounded.judge(many(6)).settle()
  const [excess] = bounded.judge(many(2)).excess
  if (!excess) throw new Error('nothing is over the allowance')
  bounded.replaceWitness(excess)
  expect(bounded.judge(many(1)).excess).toMatchObject([{ witness: { id: excess.first.id } }])
})
