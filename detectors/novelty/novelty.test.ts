import { describe, expect, it } from 'vitest'
import type { Regime, Statement } from '../../contracts/detector.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { gaussian, random, type Signal } from '../testing/signals.ts'
import { type NoveltyState, novelty } from './novelty.ts'

const metric = { key: 'pressure', unit: 'bar' }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)

type Spoken = Statement & { atMs: number }

function watch(
  signal: Signal,
  {
    days = 1,
    stepMs = 5 * MINUTE_MS,
    fromMs = START_MS,
    state = undefined as NoveltyState | undefined,
    regime = UNKNOWN_REGIME as Regime,
    threshold = 2,
  } = {},
) {
  let next = state
  const said: Spoken[] = []
  for (let atMs = fromMs; atMs < fromMs + days * DAY_MS; atMs += stepMs) {
    const observation = { observedAtMs: atMs, value: signal(atMs), regime }
    const [after, statements] = novelty.step({ threshold }, next, observation, metric)
    next = after
    for (const statement of statements) said.push({ ...statement, atMs })
  }
  if (!next) throw new Error('nothing watched')
  return { state: next, said, endMs: fromMs + days * DAY_MS }
}

/** High by day, low by night. */
function daily(seed: number): Signal {
  const noise = gaussian(random(seed))
  return atMs => 6 + Math.sin((2 * Math.PI * atMs) / DAY_MS) + 0.1 * noise()
}

const phases = (said: readonly Spoken[]) =>
  said.map(({ phase }) => phase).filter(phase => phase !== 'continuing')

describe('novelty', () => {
  const learned = watch(daily(1), { days: 14 })
  const goOn = (signal: Signal, days = 1) =>
    watch(signal, { days, fromMs: learned.endMs, state: structuredClone(learned.state) })

  it('is quiet on what it knows', () => expect(goOn(daily(2), 7).said).toEqual([]))

  it('tells a value that never was, within the half-hour, and when nothing is new any more', () => {
    const base = daily(11)
    const onsetMs = learned.endMs + 30 * HOUR_MS
    const { said } = goOn(atMs => base(atMs) + (atMs >= onsetMs && atMs < onsetMs + HOUR_MS ? 2 : 0), 3)
    expect(phases(said).slice(0, 2)).toEqual(['raised', 'cleared'])
    const [first] = said
    expect(first?.symptom).toBe('high')
    expect(first?.sinceMs).toBe(onsetMs)
    expect(first?.atMs).toBe(onsetMs + HOUR_MS / 2)
    expect(first?.expected?.high).toBeGreaterThan(6.5)
    expect(first?.explanation.en).toContain('bar')
  })

  it('tells a usual value at an unusual time of the day', () => {
    const base = daily(4)
    const nightMs = learned.endMs + 18 * HOUR_MS // when it is lowest
    const { said } = goOn(atMs => base(atMs) + (atMs >= nightMs && atMs < nightMs + HOUR_MS ? 1.5 : 0))
    expect(said[0]?.phase).toBe('raised')
    expect(said[0]?.explanation.en).toContain('at this time of the day')
  })

  it('tells noise that is stronger, or gone, although every value is usual', () => {
    const noise = gaussian(random(5))
    const base = daily(5)
    const { said } = goOn(atMs => base(atMs) + 0.3 * noise())
    expect(said[0]?.symptom).toBe('unstable')
    expect(said[0]?.explanation.en).toContain('from sample to sample')
    const calm = goOn(atMs => 6 + Math.sin((2 * Math.PI * atMs) / DAY_MS))
    expect(calm.said[0]?.symptom).toBe('unusual')
  })

  it('does not look at a machine that stands still or starts', () => {
    const off: Regime = { name: 'off', sinceMs: START_MS, settled: true }
    const { said } = watch(() => 0, {
      ...{ days: 2, fromMs: learned.endMs, state: structuredClone(learned.state), regime: off },
    })
    expect(said).toEqual([])
  })

  it('keeps what it has learned, but nothing open, after work on the machine', () => {
    const fault = goOn(() => 20, 0.2)
    expect(fault.said[0]?.phase).toBe('raised')
    const atMs = fault.endMs
    const intervention = { asset: 'a', kind: 'repaired', atMs, ticket: 1 } as const
    const state = novelty.intervene?.({ threshold: 2 }, fault.state, intervention)
    expect(state?.alarm).toBeNull()
    expect(watch(daily(7), { fromMs: atMs, days: 2, ...(state && { state }) }).said).toEqual([])
  })

  it('is the same at one value an hour: it remembers twice as many days', () => {
    const long = watch(daily(8), { days: 60, stepMs: HOUR_MS })
    expect(long.state.followed.memory.slots.reduce((sum, slot) => sum + slot.length, 0)).toBeGreaterThan(900)
    const { said } = watch(() => 9, { fromMs: long.endMs, stepMs: HOUR_MS, state: long.state })
    expect(said[0]?.phase).toBe('raised')
  })

  it('keeps its state small however long it runs', () => {
    const { state } = watch(daily(9), { days: 200 })
    expect(JSON.stringify(state).length).toBeLessThan(16_384)
  })
})
