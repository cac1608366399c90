import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { gaussian, random, type Signal } from '../testing/signals.ts'
import { type ProfileState, profile } from './profile.ts'

const metric = { key: 'motor_current', unit: 'A' }
const config = profile.configure(metric) ?? { threshold: 6, holdHours: 3, adoptHours: 336 }
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A Monday. */
const START_MS = Date.UTC(2024, 0, 1)

type Spoken = Statement & { atMs: number }

function watch(signal: Signal, from: { days: number; fromMs?: number; state?: ProfileState }) {
  let next = from.state
  const said: Spoken[] = []
  const fromMs = from.fromMs ?? START_MS
  const endMs = fromMs + from.days * DAY_MS
  for (let atMs = fromMs; atMs < endMs; atMs += HOUR_MS / 4) {
    const observation = { observedAtMs: atMs, value: signal(atMs), regime: UNKNOWN_REGIME }
    const [after, statements] = profile.step(config, next, observation, metric)
    next = after
    for (const statement of statements) said.push({ ...statement, atMs })
  }
  if (!next) throw new Error('nothing watched')
  return { state: next, said, endMs }
}

/** Two shifts on five days; shifts begin up to half an hour early or late. */
function week(seed: number): Signal {
  const uniform = random(seed)
  const noise = gaussian(uniform)
  let late = 0
  return atMs => {
    if (atMs % DAY_MS === 0) late = (uniform() - 0.5) * HOUR_MS
    const day = Math.floor((atMs - START_MS) / DAY_MS) % 7
    const hour = ((atMs - late) % DAY_MS) / HOUR_MS
    return (day < 5 && hour >= 6 && hour < 22 ? 40 : 5) + 0.5 * noise()
  }
}

describe('profile', () => {
  const learned = watch(week(1), { days: 42 })
  const goOn = (signal: Signal, days: number) =>
    watch(signal, { days, fromMs: learned.endMs, state: structuredClone(learned.state) })

  it('is quiet on healthy weeks from the first one on', () => {
    expect(learned.said).toEqual([])
    expect(goOn(week(2), 28).said).toEqual([])
  })

  it('tells a value that is usual by itself, but not at this hour of the week', () => {
    const base = week(3)
    const sundayMs = learned.endMs + 6 * DAY_MS
    const { said } = goOn(atMs => (atMs >= sundayMs && atMs < sundayMs + 8 * HOUR_MS ? 40 : base(atMs)), 8)
    expect(said.map(({ phase }) => phase).filter(phase => phase !== 'continuing')).toEqual([
      'raised',
      'cleared',
    ])
    expect(said[0]?.sinceMs).toBe(sundayMs)
    expect(said[0]?.atMs).toBe(sundayMs + config.holdHours * HOUR_MS)
    expect(said[0]?.symptom).toBe('high')
    expect(said[0]?.expected?.high).toBeLessThan(20)
  })

  it('says low where it stands still in the shift', () => {
    const { said } = goOn(() => 5, 1)
    expect(said[0]?.symptom).toBe('low')
  })

  it('does not take a fault as normal within two weeks, and does in the end', () => {
    const base = week(4)
    const shifted: Signal = atMs => base(atMs) + 15
    const { said } = goOn(shifted, 70)
    const cleared = said.find(({ phase }) => phase === 'cleared')
    expect((cleared?.atMs ?? 0) - learned.endMs).toBeGreaterThan(14 * DAY_MS)
    expect(said.at(-1)?.phase).toBe('cleared')
  })

  it('follows a season', () => {
    const base = week(5)
    const { said } = goOn(atMs => base(atMs) + (0.5 * (atMs - learned.endMs)) / (7 * DAY_MS), 84)
    expect(said).toEqual([])
  })

  it('has a small state', () => expect(JSON.stringify(learned.state).length).toBeLessThan(4_096))
})
