import { expect, test } from 'vitest'
import { addBearingDamage, ballBearing, bearingFriction, ordersOf } from './bearing.ts'
import { amplitudeAt } from './testing/spectrum.ts'
import { Vibration } from './vibration.ts'

const SAMPLE_HZ = 8192
const SHAFT_HZ = 24.6

// as the Bearing Data Center of Case Western Reserve University gives them; its BSF is that at which a ball meets both rings
test.each([
  ['6205-2RS', { rollers: 9, rollerMm: 7.94, pitchMm: 39.04 }, [3.5848, 5.4152, 4.7135, 0.39828]],
  ['6203-2RS', { rollers: 8, rollerMm: 6.746, pitchMm: 28.5 }, [3.053, 4.9469, 3.9874, 0.3817]],
])('the frequencies of a %s are the published ones', (_, geometry, published) => {
  const { outer, inner, roller, cage } = ordersOf(geometry)
  for (const [i, order] of [outer, inner, 2 * roller, cage].entries())
    expect(order).toBeCloseTo(published[i] ?? Number.NaN, 2)
})

const waveAt = (damage: number): Float64Array => {
  const vibration = new Vibration()
  vibration.noise(0.4)
  addBearingDamage(vibration, ballBearing, { shaftHz: SHAFT_HZ, speed: 1, damage })
  return vibration.waveform({ seconds: 4, sampleHz: SAMPLE_HZ, seed: 11 })
}

test.each([
  ['BPFO', ballBearing.outer],
  ['twice BPFO', 2 * ballBearing.outer],
  ['BPFI', ballBearing.inner],
  ['BPFI with the sideband of the shaft', ballBearing.inner - 1],
  ['twice BSF', 2 * ballBearing.roller],
  ['FTF', ballBearing.cage],
])('the waveform of a damaged bearing has a line at %s that grows', (_, order) => {
  const hz = order * SHAFT_HZ
  const lines = [0, 0.3, 0.6, 1].map(damage => amplitudeAt(waveAt(damage), SAMPLE_HZ, hz))
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  const worst = waveAt(1)
  // beside it, where no multiple of anything is, there is only the noise
  const beside = Math.max(
    ...[0.043, 0.057].map(off => amplitudeAt(worst, SAMPLE_HZ, (order + off) * SHAFT_HZ)),
  )
  expect(lines[3]).toBeGreaterThan(3 * beside)
})

test('the impacts ring far above the band of the vibration metric', () => {
  const ringing = (damage: number) =>
    Math.max(...Array.from({ length: 40 }, (_, i) => amplitudeAt(waveAt(damage), SAMPLE_HZ, 3100 + i * 5)))
  expect(ringing(1)).toBeGreaterThan(10 * ringing(0))
})

test('friction of a healthy bearing is that of a healthy bearing', () => {
  expect(bearingFriction(0)).toBe(1)
  expect(bearingFriction(1)).toBeGreaterThan(bearingFriction(0.5))
})
