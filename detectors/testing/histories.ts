import fc from 'fast-check'
import type { DeviceObservation, Observation, Regime } from '../../contracts/detector.ts'

/** Stretches of unlike behaviour, with gaps between them: noise, constants, ramps, quanta, huge and tiny values. */
interface Stretch {
  kind: string
  level: number
  spread: number
  samples: number
  stepMs: number
  gapMs: number
  seed: number
  regime: Pick<Regime, 'name' | 'settled'> & { step: number | undefined }
}

const stretch: fc.Arbitrary<Stretch> = fc.record({
  kind: fc.constantFrom('noise', 'constant', 'ramp', 'quantised', 'alternating', 'other unit'),
  level: fc.oneof(
    fc.double({ min: -200, max: 200, noNaN: true }),
    fc.constantFrom(0, -0, 1e-300, 5e-324, 1e6, -1e15, 1.7e308, -1.7e308),
  ),
  spread: fc.constantFrom(0.01, 1, 50),
  samples: fc.integer({ min: 1, max: 700 }),
  stepMs: fc.constantFrom(1, 1000, 60_000, 300_000, 3_600_000),
  gapMs: fc.constantFrom(1, 60_000, 86_400_000, 90 * 86_400_000),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  regime: fc.record({
    name: fc.constantFrom('unknown', 'off', 'idle', 'run'),
    settled: fc.boolean(),
    step: fc.constantFrom(undefined, undefined, 1, 2),
  }),
})

const shapes: Record<string, (index: number, random: number) => number> = {
  noise: (_, random) => random - 0.5,
  constant: () => 0,
  ramp: index => index / 100,
  quantised: (_, random) => Math.round(random * 3),
  alternating: index => (index % 2 === 0 ? 1 : -1) * 1e3,
  'other unit': (index, random) => (index < 50 ? 1 : 1000) * (random + 5),
}

const START_MS = Date.UTC(2024, 0, 1)
const LARGEST = 1.79e308

/** What a metric detector may be given. */
export function series(): fc.Arbitrary<Observation[]> {
  return fc.array(stretch, { minLength: 1, maxLength: 5 }).map(stretches =>
    [...walk(stretches)].map(({ observedAtMs, regime, of }) => {
      return { observedAtMs, regime, value: of(0) }
    }),
  )
}

/** What a device detector may be given: metrics that go their own ways, and are missing now and then. */
export function deviceHistory(metrics: readonly string[]): fc.Arbitrary<DeviceObservation[]> {
  const missing = fc.constantFrom(0, 0, 0.05, 0.5)
  return fc.tuple(fc.array(stretch, { minLength: 1, maxLength: 4 }), missing).map(([stretches, share]) =>
    [...walk(stretches)].map(({ observedAtMs, regime, of, random }) => {
      const there = metrics.filter(() => random() >= share)
      return { observedAtMs, regime, values: Object.fromEntries(there.map((key, i) => [key, of(i)])) }
    }),
  )
}

interface Moment {
  observedAtMs: number
  regime: Regime
  /** Of the n-th metric. */
  of(metric: number): number
  random(): number
}

function* walk(stretches: readonly Stretch[]): Generator<Moment> {
  let observedAtMs = START_MS
  for (const { kind, level, spread, samples, stepMs, gapMs, seed, ...one } of stretches) {
    observedAtMs += gapMs
    const { step, name, settled } = one.regime
    const isAtWork = step !== undefined && name === 'run'
    const regime: Regime = { name, settled, ...(isAtWork && { step }), sinceMs: observedAtMs }
    let state = seed
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    for (let i = 0; i < samples; i++) {
      observedAtMs += stepMs
      const of = (metric: number) => {
        const shape = metric % 2 === 0 ? shapes[kind] : shapes.noise
        const value = level * (1 + metric) + spread * (shape?.(i, random()) ?? 0)
        return Math.max(-LARGEST, Math.min(LARGEST, value))
      }
      yield { observedAtMs, regime, of, random }
    }
  }
}
