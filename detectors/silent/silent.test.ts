import { describe, expect, it } from 'vitest'
import type { EquipmentClass } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { type SilentState, silent } from './silent.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const generic: EquipmentClass = { id: 'any', name: 'Any', metrics: [], acceptsAnyMetric: true }
const pump: EquipmentClass = { ...generic, silentAfterS: 900 }

type Line = [minutes: number, phase: string, severity: string]

/** Hears the device at these minutes and asks once a minute between them, until the end. */
function timeline(heardAt: readonly number[], end: number, of = pump, silentAfterMs?: number): Line[] {
  const config = silent.configure(of)
  if (!config) throw new Error('not watched')
  const heard = new Set(heardAt)
  const said: Line[] = []
  let state: SilentState | undefined
  let lastMs = 0
  for (let minute = 0; minute <= end; minute++) {
    const observedAtMs = minute * MINUTE_MS
    const quiet = { observedAtMs, quietMs: observedAtMs - lastMs, ...(silentAfterMs && { silentAfterMs }) }
    const answer = heard.has(minute)
      ? silent.step(config, state, { observedAtMs, values: {}, regime: UNKNOWN_REGIME }, of)
      : silent.quiet?.(config, state, quiet, of)
    if (heard.has(minute)) lastMs = observedAtMs
    state = answer?.[0]
    for (const { phase, severity } of answer?.[1] ?? []) said.push([minute, phase, severity])
  }
  return said
}

const every = (minutes: number, until: number) =>
  Array.from({ length: Math.floor(until / minutes) + 1 }, (_, i) => i * minutes)

describe('silent', () => {
  it('speaks after what the class says, and clears with the first message', () => {
    expect(timeline([0, 5, 10, 40], 60)).toEqual([
      [26, 'raised', 'minor'],
      [40, 'cleared', 'minor'],
      [56, 'raised', 'minor'],
    ])
  })

  it('what the device says goes before what its class says', () => {
    expect(timeline([0, 5, 10, 40], 60, pump, 25 * MINUTE_MS)).toEqual([
      [36, 'raised', 'minor'],
      [40, 'cleared', 'minor'],
    ])
  })

  it('goes on at least every 6 h while it lasts, and is major after a day', () => {
    const said = timeline([0], 30 * 60)
    expect(said[0]).toEqual([16, 'raised', 'minor'])
    for (let i = 1; i < said.length; i++)
      expect((said[i]?.[0] ?? 0) - (said[i - 1]?.[0] ?? 0)).toBeLessThan(360)
    expect(said.find(([, , severity]) => severity === 'major')?.[0]).toBe(24 * 60 + 1)
  })

  it('where nobody says anything it learns for two weeks, then allows five times the longest gap', () => {
    const heard = every(30, 15 * 24 * 60)
    const end = (heard.at(-1) ?? 0) + 600
    expect(timeline(heard, end, generic)).toEqual([
      [(heard.at(-1) ?? 0) + 151, 'raised', 'minor'],
      [(heard.at(-1) ?? 0) + 451, 'continuing', 'minor'],
    ])
    expect(timeline(every(30, 13 * 24 * 60), 13 * 24 * 60 + 600, generic)).toEqual([])
  })

  it('a weekend without a message is usual for who has had two of them', () => {
    const working = every(10, 42 * 24 * 60).filter(minute => (minute * MINUTE_MS) % (7 * DAY_MS) < 5 * DAY_MS)
    expect(timeline(working, 41 * 24 * 60, generic)).toEqual([])
  })
})
