import { describe, expect, test } from 'vitest'
import { readingOf, usualOf } from './usual.ts'

const steady = (value: number, spread: number, count = 96) =>
  Array.from({ length: count }, (_, index) => value + spread * Math.sin(index / 5))

describe('what a mean says of the machine', () => {
  const vibration = { value: 5.2, limit: 4.5 }
  const running = steady(2, 0.1)
  const shifts = [...steady(0.05, 0.01, 64), 0.6, 1.3, ...steady(2, 0.1, 32)]

  test.each([
    [
      'a limit, always running',
      vibration,
      running,
      { 2: 'normal', 1.4: 'normal', 0.05: 'idle', 4.6: 'deviating' },
    ],
    [
      'a limit, one shift a day',
      vibration,
      shifts,
      { 2: 'normal', 1.7: 'normal', 0.05: 'idle', 4.6: 'deviating' },
    ],
    ['a limit, nothing known before', vibration, [], { 2: 'normal', 0.05: 'normal', 4.6: 'deviating' }],
    ['a low limit', { value: 0.8, limit: 1 }, steady(4, 0.2), { 0.9: 'deviating', 4: 'normal', 9: 'idle' }],
    [
      'a band',
      { value: 92.3, expected: { low: 61, high: 74 } },
      steady(67, 5),
      { 80: 'deviating', 67: 'normal', 59: 'normal', 21: 'idle' },
    ],
    [
      'the band of a long mean, and short means that are wider',
      { value: 71, expected: { low: 66, high: 68 } },
      steady(67, 5),
      { 73: 'deviating', 71: 'normal', 67: 'normal', 50: 'idle' },
    ],
    [
      'a band, nothing known before',
      { value: 92.3, expected: { low: 61, high: 74 } },
      [],
      { 80: 'deviating', 50: 'normal', 47: 'idle' },
    ],
    [
      'a fault below the band',
      { value: 20, expected: { low: 61, high: 74 } },
      [],
      { 30: 'deviating', 75: 'normal', 90: 'idle' },
    ],
    [
      'a value within the band, judged by something else',
      { value: 70, expected: { low: 61, high: 74 } },
      [],
      { 50: 'deviating', 70: 'normal', 80: 'deviating' },
    ],
    ['nothing but a value', { value: 7 }, running, { 7: 'normal', 0: 'normal', 1000: 'normal' }],
  ])('%s', (_, evidence, before, readings) => {
    const usual = usualOf(evidence, before)
    const read = Object.fromEntries(Object.keys(readings).map(mean => [mean, readingOf(Number(mean), usual)]))
    expect(read).toEqual(readings)
  })

  test('what deviated before the ticket is not what is usual', () => {
    const { idleBeyond } = usualOf(vibration, [...running, ...steady(9, 0.5)])
    expect(idleBeyond).toBeCloseTo(usualOf(vibration, running).idleBeyond ?? 0, 5)
  })

  test('the steps of a coarse sensor are no levels', () => {
    const coarse = Array.from({ length: 96 }, (_, index) => (index % 3 ? 66 : 66.5))
    const usual = usualOf({ value: 92, limit: 80 }, coarse)
    expect([65, 66, 66.5, 21].map(mean => readingOf(mean, usual))).toEqual([
      'normal',
      'normal',
      'normal',
      'idle',
    ])
  })

  test('one spell of high load is no level of its own', () => {
    const { idleBeyond } = usualOf(vibration, [...running, 4.2, 4.3])
    expect(readingOf(2, usualOf(vibration, [...running, 4.2, 4.3]))).toBe('normal')
    expect(idleBeyond).toBeLessThan(1.9)
  })
})
