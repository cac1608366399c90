import { mean, rootMeanSquare, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { Noise } from './random.ts'
import { amplitudeAt, velocityRmsOf } from './testing/spectrum.ts'
import { HousingResponse, unbalance, Vibration } from './vibration.ts'

const SAMPLE_HZ = 8192
const waveOf = (vibration: Vibration, sampleHz = SAMPLE_HZ) =>
  vibration.waveform({ seconds: 2, sampleHz, seed: 3 })

test('a line is as high as it says, in the metric and in the waveform', () => {
  const vibration = new Vibration()
  vibration.line(100, 2)
  expect(vibration.velocityRms).toBeCloseTo(2, 9)
  const wave = waveOf(vibration)
  const acceleration = (2 * 2 * Math.PI * 100) / 1000
  expect(rootMeanSquare([...wave])).toBeCloseTo(acceleration, 3)
  expect(vibration.accelerationRms).toBeCloseTo(acceleration, 9)
  expect(amplitudeAt(wave, SAMPLE_HZ, 100)).toBeCloseTo(Math.SQRT2 * acceleration, 2)
  expect(velocityRmsOf(wave, SAMPLE_HZ)).toBeCloseTo(2, 2)
})

test('lines beyond the band do not count as velocity, and none passes half of the sampling rate', () => {
  const vibration = new Vibration()
  vibration.line(7, 1)
  vibration.line(1700, 1)
  expect(vibration.velocityRms).toBe(0)
  expect(amplitudeAt(waveOf(vibration), SAMPLE_HZ, 1700)).toBeGreaterThan(10)
  // 1700 Hz at 2048 values a second would show as 348
  expect(amplitudeAt(waveOf(vibration, 2048), 2048, 348)).toBeLessThan(0.01)
})

test('noise and impacts: the acceleration of the waveform is the one that is told', () => {
  const noisy = new Vibration()
  noisy.noise(1.5)
  expect(noisy.velocityRms).toBeCloseTo(1.5, 9)
  expect(rootMeanSquare([...waveOf(noisy)]) / noisy.accelerationRms).toBeCloseTo(1, 1)
  const hit = new Vibration()
  hit.impacts(75, 50)
  expect(rootMeanSquare([...waveOf(hit, 25_600)]) / hit.accelerationRms).toBeCloseTo(1, 1)
})

test('an unbalance grows with the speed, and much more towards the natural frequency', () => {
  const at = (shaftHz: number) => unbalance(10, { shaftHz, naturalHz: 50 })
  expect(at(20) / at(10)).toBeGreaterThan(8) // below it with the third power of the speed
  expect(at(48)).toBeGreaterThan(10 * at(20))
})

test('cleared, nothing is left', () => {
  const vibration = new Vibration()
  vibration.line(50, 3)
  vibration.noise(1)
  vibration.impacts(20, 30)
  vibration.clear()
  expect([vibration.velocityRms, vibration.accelerationRms]).toEqual([0, 0])
  expect(waveOf(vibration).every(value => value === 0)).toBe(true)
})

test('a housing answers a little more or less, around 1', () => {
  const response = new HousingResponse(new Noise(4))
  const gains = Array.from({ length: 50_000 }, () => response.step(600_000))
  expect(mean(gains)).toBeCloseTo(1, 2)
  expect(standardDeviation(gains)).toBeCloseTo(0.067, 2)
  const vibration = new Vibration()
  vibration.clear(1.5)
  vibration.line(100, 2)
  vibration.noise(1)
  expect(vibration.velocityRms).toBeCloseTo(1.5 * Math.sqrt(5), 9)
  expect(velocityRmsOf(waveOf(vibration), SAMPLE_HZ) / vibration.velocityRms).toBeCloseTo(1, 1)
})
