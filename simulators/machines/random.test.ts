import { mean, sampleCorrelation, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { drift, individual, mixSeed, Noise, normal, seedAt, uniform, Wander } from './random.ts'

const series = (length: number, of: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => of(i))

test('mulberry32 gives the published sequence', () => {
  expect([0, 1, 2].map(i => Math.floor(uniform(1 + i * 0x6d2b79f5) * 2 ** 32))).toEqual([
    2693262067, 11749833, 2265367787,
  ])
})

test.each([
  ['normal', (i: number) => normal(mixSeed('noise', i))],
  ['normal with seedAt', (i: number) => normal(seedAt(7, i))],
  ['drift', (i: number) => 1.17 * drift(3, i * 1000, 700)],
])('%s has mean 0 and deviation 1', (_, of) => {
  const noise = series(20_000, of)
  expect(mean(noise)).toBeCloseTo(0, 1)
  expect(standardDeviation(noise)).toBeCloseTo(1, 1)
})

test('a stream of noise is that of its seed, even, normal, and without memory', () => {
  const [a, b, c] = [new Noise(1), new Noise(1), new Noise(2)]
  const numbers = series(20_000, () => a.normal())
  expect(series(20_000, () => b.normal())).toEqual(numbers)
  expect(c.normal()).not.toBe(numbers[0])
  expect(mean(numbers)).toBeCloseTo(0, 1)
  expect(standardDeviation(numbers)).toBeCloseTo(1, 1)
  expect(sampleCorrelation(numbers.slice(1), numbers.slice(0, -1))).toBeCloseTo(0, 1)
  const even = series(20_000, () => c.uniform())
  for (let decile = 0; decile < 10; decile++) {
    const share = even.filter(value => Math.floor(value * 10) === decile).length / even.length
    expect(share).toBeCloseTo(0.1, 1)
  }
})

test.each([10, 60, 600])('what wanders keeps its deviation and its memory with steps of %i s', seconds => {
  const wander = new Wander(new Noise(9), 60_000)
  const numbers = series(40_000, () => wander.step(seconds * 1000))
  expect(standardDeviation(numbers)).toBeCloseTo(1, 1)
  expect(sampleCorrelation(numbers.slice(1), numbers.slice(0, -1))).toBeCloseTo(Math.exp(-seconds / 60), 1)
})

test('no two machines are quite alike, and none is odd', () => {
  const factors = series(500, seed => individual(seed, 'friction', 0.1))
  expect(new Set(factors).size).toBeGreaterThan(450)
  expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8)
  expect(Math.max(...factors)).toBeLessThanOrEqual(1.2)
})
