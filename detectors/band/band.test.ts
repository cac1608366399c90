import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { gaussian, healthySignals, random, type Signal } from '../testing/signals.ts'
import { type BandState, band } from './band.ts'

const metric = { key: 'temperature', unit: '°C' }
const config = band.configure(metric) ?? {}
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)

type Spoken = Statement & { atMs: number }

function watch(
  signal: Signal,
  { days = 1, stepMs = MINUTE_MS, from = undefined as BandState | undefined } = {},
) {
  let state = from
  let atMs = from?.recent.at(-2) ?? START_MS
  const said: Spoken[] = []
  for (let n = Math.round((days * DAY_MS) / stepMs); n > 0; n--) {
    atMs += stepMs
    const [next, statements] = band.step(
      config as never,
      state,
      { observedAtMs: atMs, value: signal(atMs), regime: UNKNOWN_REGIME },
      metric,
    )
    state = next
    for (const statement of statements) said.push({ ...statement, atMs })
  }
  if (!state) throw new Error('nothing watched')
  return { state, said, endMs: atMs }
}

function normal(seed = 1): Signal {
  const noise = gaussian(random(seed))
  return atMs => 70 + 5 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + noise()
}
const plus =
  (signal: Signal, offset: number): Signal =>
  atMs =>
    signal(atMs) + offset
const phases = (said: readonly Spoken[]) =>
  said.map(({ phase }) => phase).filter(phase => phase !== 'continuing')

describe('band', () => {
  const learned = watch(normal(), { days: 4 })
  const copy = () => structuredClone(learned.state)

  it('says nothing while it learns a normal series', () => expect(learned.said).toEqual([]))

  it('raises once when the level leaves the band, continues every 6 h at most, and clears', () => {
    const fault = watch(plus(normal(2), 30), { days: 1, from: copy() })
    expect(phases(fault.said)).toEqual(['raised'])
    const first = fault.said[0]
    expect(first?.atMs).toBeLessThanOrEqual(learned.endMs + 3 * MINUTE_MS)
    expect(first?.sinceMs).toBe(learned.endMs + MINUTE_MS)
    expect(first?.explanation.en).toContain('°C is above its normal band')
    const times = [...fault.said.map(({ atMs }) => atMs), fault.endMs]
    for (let i = 1; i < times.length; i++) {
      expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeLessThanOrEqual(6 * HOUR_MS)
    }
    const after = watch(normal(3), { days: 2, from: fault.state })
    expect(phases(after.said)).toEqual(['cleared'])
    expect(after.said.at(-1)?.atMs).toBeLessThan(fault.endMs + DAY_MS / 2)
  })

  it('sees a level below the band, and a lasting shift that is smaller than the noise of a sample', () => {
    const low = watch(plus(normal(2), -30), { days: 0.1, from: copy() })
    expect(low.said[0]?.explanation.en).toContain('is below its normal band')
    const noisy = (seed: number): Signal => {
      const noise = gaussian(random(seed))
      return () => 50 + 5 * noise()
    }
    const before = watch(noisy(1), { days: 40, stepMs: 5 * MINUTE_MS })
    expect(before.said).toEqual([])
    const shifted = watch(plus(noisy(2), 4), { days: 2, stepMs: 5 * MINUTE_MS, from: before.state })
    expect(phases(shifted.said)).toEqual(['raised'])
    expect(shifted.said[0]?.explanation.en).toMatch(/mean of \d+ h/)
  })

  it('grows in severity with the distance and says so at once', () => {
    const { said } = watch(atMs => 70 + (atMs - learned.endMs) / MINUTE_MS / 2, { days: 0.4, from: copy() })
    expect(said.map(({ severity }) => severity).filter((s, i, all) => s !== all[i - 1])).toEqual([
      'minor',
      'major',
      'critical',
    ])
  })

  it('ignores spikes of one or two samples', () => {
    const base = normal(4)
    const { said } = watch(atMs => base(atMs) + ((atMs / MINUTE_MS) % 500 < 2 ? 200 : 0), { from: copy() })
    expect(said).toEqual([])
  })

  it('takes a level that stays for days as the new normal, and then is quiet', () => {
    const shifted = watch(plus(normal(5), 40), { days: 14, from: copy() })
    expect(phases(shifted.said)).toEqual(['raised', 'cleared'])
    expect(shifted.said.at(-1)?.explanation.en).toContain('new normal level')
    expect((shifted.said.at(-1)?.atMs ?? 0) - learned.endMs).toBeLessThan(4 * DAY_MS)
    const back = watch(normal(6), { days: 2, from: shifted.state })
    expect(back.said).toEqual([])
  })

  it('speaks twice of an excursion that returns, then knows it', () => {
    const base = normal(7)
    const daily: Signal = atMs => base(atMs) + (atMs % DAY_MS < 2 * HOUR_MS ? 40 : 0)
    const { said } = watch(daily, { days: 10, from: copy() })
    expect(phases(said)).toEqual(['raised', 'cleared', 'raised', 'cleared'])
  })

  it('does not adopt a level because of a gap', () => {
    const fault = watch(plus(normal(2), 30), { days: 0.1, from: copy() })
    const later = structuredClone(fault.state)
    const [, said] = band.step(
      config as never,
      later,
      { observedAtMs: fault.endMs + 30 * DAY_MS, value: 100, regime: UNKNOWN_REGIME },
      metric,
    )
    expect(said.map(({ phase }) => phase)).toEqual(['continuing'])
  })

  it('keeps a small state however long it runs', () => {
    const { state } = watch(normal(8), { days: 120 })
    expect(JSON.stringify(state).length).toBeLessThan(3_500)
  })
})

describe('band on healthy series of two months at one sample a minute', () => {
  const days = 60
  const seeds = [11, 12, 13]
  let episodes = 0

  it.each(Object.keys(healthySignals))('%s: at most one false episode per series on average', name => {
    const make = healthySignals[name]
    let own = 0
    for (const seed of seeds) own += episodesOf(watch(make?.(seed) ?? normal(), { days }).said)
    episodes += own
    expect(own).toBeLessThanOrEqual(seeds.length)
  })

  it('all together: at most one false episode in four months', () => {
    const months = (Object.keys(healthySignals).length * seeds.length * days) / 30
    expect(episodes).toBeLessThanOrEqual(months / 4)
  })
})

function episodesOf(said: readonly Spoken[]): number {
  let episodes = 0
  let lastMs = Number.NEGATIVE_INFINITY
  for (const { atMs, phase } of said) {
    if (phase === 'cleared') continue
    if (atMs - lastMs > DAY_MS) episodes++
    lastMs = atMs
  }
  return episodes
}
