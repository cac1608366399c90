import { describe, expect, test } from 'vitest'
import { bearingOrders } from '../../contracts/waveform.ts'
import { featuresOf } from './features.ts'
import { forward, inverse } from './fft.ts'
import { freeOf } from './lines.ts'
import { spectrumOf, sumOver } from './spectrum.ts'
import { shaftSpeed } from './speed.ts'

const SAMPLE_HZ = 8192
const SECONDS = 4
const SHAFT_HZ = 24.6
const bearing = { rollers: 8, rollerMm: 17.5, pitchMm: 73 }
const orders = bearingOrders(bearing)
const TOLD = { hz: SHAFT_HZ, tolerance: 0.003 }

/** Numbers that look random, the same each time. */
function gaussian(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

type Signal = (t: number) => number
const sine =
  (hz: number, amplitude: number): Signal =>
  t =>
    amplitude * Math.sin(2 * Math.PI * hz * t)
/** mm/s RMS at a frequency, as acceleration. */
const velocity = (hz: number, mmS: number): Signal => sine(hz, (Math.SQRT2 * mmS * 2 * Math.PI * hz) / 1_000)

interface Hits {
  hz: number
  /** m/s². */
  peak: number
  /** Of the time between two hits; rollers slip, teeth do not. */
  slip?: number
  /** Share by which the load goes up and down with the shaft. */
  modulated?: number
}

function record(signals: Signal[], { noise = 0.3, hits = [] as Hits[], seed = 7, seconds = SECONDS } = {}) {
  const random = gaussian(seed)
  const samples = new Float64Array(seconds * SAMPLE_HZ)
  for (let i = 0; i < samples.length; i++)
    samples[i] = signals.reduce((sum, signal) => sum + signal(i / SAMPLE_HZ), noise * random())
  for (const { hz, peak, modulated = 0, slip = 0.005 } of hits)
    for (let at = 0.003; at < seconds; at += (1 + slip * random()) / hz) {
      const load = 1 + modulated * Math.sin(2 * Math.PI * SHAFT_HZ * at)
      const first = Math.ceil(at * SAMPLE_HZ)
      for (let i = first; i < Math.min(samples.length, first + 40); i++) {
        const t = i / SAMPLE_HZ - at
        samples[i] =
          (samples[i] ?? 0) + peak * load * Math.exp(-t / 0.0006) * Math.sin(2 * Math.PI * 2_900 * t)
      }
    }
  return { sampleHz: SAMPLE_HZ, samples }
}
const features = (waveform: ReturnType<typeof record>) => featuresOf(waveform, { bearing }, TOLD)
const running = [velocity(SHAFT_HZ, 0.6), velocity(2 * SHAFT_HZ, 0.3)]

describe('the transform', () => {
  test.each([2, 4, 64, 512, 2048])('of %i values is the one of the textbook, and comes back', size => {
    const random = gaussian(size)
    const values = Float64Array.from({ length: size }, random)
    const bins = forward(values)
    for (const k of [0, 1, size / 4, size / 2 - 1, size / 2].filter(each => Number.isInteger(each))) {
      let re = 0
      let im = 0
      for (const [i, value] of values.entries()) {
        re += value * Math.cos((2 * Math.PI * k * i) / size)
        im -= value * Math.sin((2 * Math.PI * k * i) / size)
      }
      expect(bins[2 * k]).toBeCloseTo(re, 6)
      expect(bins[2 * k + 1]).toBeCloseTo(im, 6)
    }
    const complex = new Float64Array(2 * size)
    for (const [i, value] of values.entries()) complex[2 * i] = value
    expect(inverse(inverse(complex)).filter((_, i) => i % 2 === 0)).toHaveLength(size)
  })

  test('the sum over all bins is the mean square, whatever the length', () => {
    for (const seconds of [1, 1.7, 3]) {
      const { samples } = record([sine(440, 2)], { seconds, noise: 0.5 })
      const all = sumOver(spectrumOf(samples, SAMPLE_HZ), [0, SAMPLE_HZ])
      expect(all / (2 + 0.25)).toBeCloseTo(1, 1)
    }
  })
})

test('strengths are as high as they were made', () => {
  const found = features(
    record([velocity(SHAFT_HZ, 2), velocity(2 * SHAFT_HZ, 1.5), sine(600, 3)], { noise: 0.05 }),
  )
  expect(found['1x']).toBeCloseTo(2, 1)
  expect(found['2x']).toBeCloseTo(1.5, 1)
  expect(found['3x']).toBeLessThan(0.05)
  expect(found.speed).toBeCloseTo(SHAFT_HZ, 2)
  const ofSine = (3 * 1_000) / (2 * Math.PI * 600) / Math.SQRT2
  expect(found.velocity).toBeCloseTo(Math.hypot(2, 1.5, ofSine), 1)
  expect(found.band_100_1000).toBeCloseTo(3 / Math.SQRT2, 1)
  expect(found.band_1000_3500).toBeLessThan(0.06)
  expect(found).not.toHaveProperty('band_3500_10000')
})

test('crest and kurtosis: a sine, noise, impacts', () => {
  const [pure, noisy, hit] = [
    features(record([sine(100, 5)], { noise: 0 })),
    features(record([], { noise: 1 })),
    features(record([], { noise: 1, hits: [{ hz: 75, peak: 30 }] })),
  ]
  expect(pure?.crest).toBeCloseTo(Math.SQRT2, 2)
  expect(pure?.kurtosis).toBeCloseTo(1.5, 2)
  expect(noisy?.kurtosis).toBeCloseTo(3, 0)
  expect(noisy?.crest).toBeGreaterThan(3.5)
  expect(hit?.kurtosis).toBeGreaterThan(8)
  expect(hit?.crest).toBeGreaterThan(6)
})

describe('which part is damaged', () => {
  const parts = ['bpfo', 'bpfi', 'bsf', 'ftf', 'impact_1x'] as const
  const heights = (waveform: ReturnType<typeof record>) => {
    const found = features(waveform)
    return parts.map(part => [part, found[part] ?? 0] as const)
  }
  /** Strong impacts shine through, 15 dB and more below, where lines of another part lie near to theirs. */
  const standing = (waveform: ReturnType<typeof record>) => {
    const all = heights(waveform)
    const least = Math.max(13, Math.max(...all.map(([, height]) => height)) - 12)
    return all.filter(([, height]) => height > least).map(([part]) => part)
  }

  test.each([
    ['the outer ring', { hz: orders.bpfo * SHAFT_HZ, peak: 3 }, ['bpfo']],
    ['the inner ring', { hz: orders.bpfi * SHAFT_HZ, peak: 4, modulated: 0.7 }, ['bpfi']],
    ['a ball', { hz: 2 * orders.bsf * SHAFT_HZ, peak: 4 }, ['bsf']],
    ['a tooth', { hz: SHAFT_HZ, peak: 6, slip: 0 }, ['impact_1x']],
  ])('impacts of %s', (_, hits, expected) => {
    expect(standing(record(running, { noise: 0.5, hits: [hits] }))).toEqual(expected)
  })

  test('lines alone, without impacts', () => {
    const line = (order: number, mmS: number) => velocity(order * SHAFT_HZ, mmS)
    const outer = [1, 2, 3].map(times => line(times * orders.bpfo, 0.5 / times))
    const inner = [line(orders.bpfi, 0.5), line(orders.bpfi - 1, 0.2), line(orders.bpfi + 1, 0.2)]
    expect(standing(record([...running, ...outer]))).toEqual(['bpfo'])
    expect(standing(record([...running, ...inner]))).toEqual(['bpfi'])
  })

  test('not an unbalance, misalignment, looseness, one line of something else, or noise, however strong', () => {
    const harmonics = [0.5, 1, 2, 3, 4, 5, 6].map(order => velocity(order * SHAFT_HZ, 4))
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(standing(record([velocity(SHAFT_HZ, 20)], { seed }))).toEqual([])
      expect(standing(record(harmonics, { seed }))).toEqual([])
      expect(standing(record([...running, velocity(orders.bpfo * SHAFT_HZ, 3)], { seed }))).toEqual([])
      expect(standing(record(running, { seed, noise: 10 }))).toEqual([])
    }
  })

  test('the same at twice the strength, and in g', () => {
    const once = record(running, { hits: [{ hz: orders.bpfo * SHAFT_HZ, peak: 3 }] })
    const twice = { ...once, samples: once.samples.map(value => 2 * value) }
    const inG = { ...once, samples: once.samples.map(value => value / 9.80665) }
    expect(heights(twice).map(([, height]) => height.toFixed(6))).toEqual(
      heights(once).map(([, height]) => height.toFixed(6)),
    )
    const found = featuresOf(inG, { bearing, unit: 'g' }, TOLD)
    expect(found.rms).toBeCloseTo(features(once).rms ?? 0, 9)
  })
})

describe('what cannot be said is left out', () => {
  test('of a constant, of a shaft that stands, of an unknown speed', () => {
    const constant = { sampleHz: SAMPLE_HZ, samples: new Float64Array(4096).fill(9.81) }
    expect(featuresOf(constant, { bearing }, TOLD)).toEqual({ rms: 0, peak: 0 })
    const waveform = record(running)
    for (const told of [undefined, { hz: 0, tolerance: 0.003 }]) {
      const found = featuresOf(waveform, { bearing }, told)
      expect(found.velocity).toBeGreaterThan(0)
      for (const key of ['speed', '1x', 'bpfo', 'impact_1x']) expect(found).not.toHaveProperty(key)
    }
    expect(featuresOf(waveform, {}, TOLD)).not.toHaveProperty('bpfo')
  })

  test('of bearing lines that half a second cannot tell from those of the shaft', () => {
    const found = features(record(running, { seconds: 0.5 }))
    expect(found).not.toHaveProperty('bpfo')
    expect(found).toHaveProperty('1x')
  })

  test('of bands above what the sample rate holds', () => {
    const slow = { sampleHz: 1_000, samples: Float64Array.from({ length: 4_000 }, gaussian(3)) }
    const found = featuresOf(slow, { bearing }, TOLD)
    expect(found).not.toHaveProperty('velocity')
    expect(found).not.toHaveProperty('band_100_1000')
    expect(found).toHaveProperty('band_10_100')
  })
})

describe('the speed of the shaft', () => {
  const spectrum = spectrumOf(record([velocity(25.1, 1), velocity(50.2, 0.5)]).samples, SAMPLE_HZ)

  test('is told by its own lines, near what is said', () => {
    expect(shaftSpeed(spectrum, { hz: 24.6, tolerance: 0.04 })).toBeCloseTo(25.1, 1)
  })
  test('is what is said where no line is clear', () => {
    expect(shaftSpeed(spectrum, { hz: 31, tolerance: 0.04 })).toBe(31)
  })
})

test('what is left of a band beside the shaft’s own lines', () => {
  expect(freeOf(0, [10, 20], 1)).toEqual([[10, 20]])
  expect(freeOf(10, [11, 14], 1)).toEqual([[11, 14]])
  expect(freeOf(10, [11, 21], 1)).toEqual([
    [11, 14],
    [16, 19],
  ])
  expect(freeOf(10, [9.5, 10.5], 1)).toEqual([])
})
