import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeviceSample } from '../sample.ts'
import type { NetworkFault } from './faults.ts'
import { Network } from './network.ts'
import { MINUTE_MS, START_MS } from './testing.ts'

const STEPS = 120
const at = (step: number) => START_MS + step * MINUTE_MS
type Arrival = { sample: DeviceSample; step: number }

/** What arrives of one sample a step, none where `silent` says so, beginning and ending faults as a machine does. */
function arrivalsOf(
  faults: readonly NetworkFault[],
  { seed = 1, silent = (_step: number): boolean => false } = {},
) {
  const network = new Network(MINUTE_MS, seed)
  const arrivals: Arrival[] = []
  const sent: DeviceSample[] = []
  for (let step = 0; step < STEPS; step++) {
    for (const fault of faults) {
      if (fault.onsetMs <= at(step) && fault.onsetMs > at(step - 1)) network.begin(fault)
      if (fault.endMs <= at(step)) network.end(fault)
    }
    const sample = silent(step) ? undefined : { ts: at(step), values: { step } }
    if (sample) sent.push(sample)
    for (const arrived of network.carry(sample, at(step))) arrivals.push({ sample: arrived, step })
  }
  return { sent, arrivals, samples: arrivals.map(({ sample }) => sample) }
}

const modes = ['outage_burst', 'duplicates', 'disorder'] as const
const faultArbitrary = (mode: NetworkFault['mode']) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 59_999 }),
    )
    .map(
      ([from, steps, offMs]): NetworkFault => ({
        layer: 'network',
        mode,
        onsetMs: at(from),
        endMs: at(from + steps) + offMs,
      }),
    )
const byTime = (samples: readonly DeviceSample[]) => samples.toSorted((a, b) => a.ts - b.ts)

test('without faults everything arrives at once', () => {
  const { sent, arrivals } = arrivalsOf([])
  expect(arrivals).toEqual(sent.map((sample, step) => ({ sample, step })))
})

test('an outage: nothing, then everything in the order in which it was sent', () => {
  fc.assert(
    fc.property(faultArbitrary('outage_burst'), fc.nat(), (fault, seed) => {
      const { sent, samples, arrivals } = arrivalsOf([fault], { seed })
      expect(samples).toEqual(sent)
      for (const { step } of arrivals) expect(at(step) >= fault.onsetMs && at(step) < fault.endMs).toBe(false)
    }),
  )
})

test('an outage ends for a device that has become silent as well', () => {
  const outage: NetworkFault = { layer: 'network', mode: 'outage_burst', onsetMs: at(10), endMs: at(20) }
  const { sent, samples } = arrivalsOf([outage], { silent: step => step >= 15 })
  expect(samples).toEqual(sent)
})

test('disorder: the same samples, none early, none later than five steps or the end', () => {
  fc.assert(
    fc.property(faultArbitrary('disorder'), fc.nat(), (fault, seed) => {
      const { sent, samples, arrivals } = arrivalsOf([fault], { seed })
      expect(byTime(samples)).toEqual(sent)
      for (const { sample, step } of arrivals) {
        expect(at(step)).toBeGreaterThanOrEqual(sample.ts)
        expect(at(step)).toBeLessThanOrEqual(
          Math.max(sample.ts, Math.min(sample.ts + 5 * MINUTE_MS, fault.endMs + MINUTE_MS)),
        )
      }
    }),
  )
})

test('disorder disorders', () => {
  const { sent, samples } = arrivalsOf([
    { layer: 'network', mode: 'disorder', onsetMs: at(10), endMs: at(100) },
  ])
  expect(samples).not.toEqual(sent)
})

test('duplicates: every sample once or twice, the first time at once', () => {
  fc.assert(
    fc.property(faultArbitrary('duplicates'), fc.nat(), (fault, seed) => {
      const { sent, samples, arrivals } = arrivalsOf([fault], { seed })
      expect([...new Set(samples)]).toEqual(sent)
      for (const sample of sent) {
        const steps = arrivals.filter(each => each.sample === sample).map(({ step }) => step)
        expect(steps.length).toBeLessThanOrEqual(2)
        expect(at(steps[0] ?? 0)).toBe(sample.ts)
      }
    }),
  )
})

test('three telegrams in ten are duplicated', () => {
  const fault: NetworkFault = { layer: 'network', mode: 'duplicates', onsetMs: at(0), endMs: at(STEPS) }
  const counts = Array.from({ length: 20 }, (_, seed) => arrivalsOf([fault], { seed }).samples.length - STEPS)
  const share = counts.reduce((sum, count) => sum + count, 0) / (20 * STEPS)
  expect(share).toBeGreaterThan(0.25)
  expect(share).toBeLessThan(0.35)
})

describe('whatever happens at the same time', () => {
  test('nothing is lost, nothing is early, and the same seed gives the same arrivals', () => {
    const plan = fc.array(fc.constantFrom(...modes).chain(faultArbitrary), { maxLength: 5 })
    fc.assert(
      fc.property(plan, fc.nat(), (faults, seed) => {
        const run = arrivalsOf(faults, { seed })
        expect(byTime([...new Set(run.samples)])).toEqual(run.sent)
        for (const { sample, step } of run.arrivals) expect(at(step)).toBeGreaterThanOrEqual(sample.ts)
        expect(arrivalsOf(faults, { seed })).toEqual(run)
      }),
    )
  })
})
