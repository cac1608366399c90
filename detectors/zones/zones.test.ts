import { describe, expect, it } from 'vitest'
import { Timeline } from '../testing/timeline.ts'
import { zones } from './zones.ts'

const metric = { key: 'vibration_rms', unit: 'mm/s', zones: { ab: 2.3, bc: 4.5, cd: 7.1 } }
const timeline = () => new Timeline(zones, metric)
const hours = (n: number) => ({ days: n / 24 })
const STARTING = { name: 'run', sinceMs: 0, settled: false } as const

describe('zones', () => {
  it('watches metrics with zones only', () => {
    expect(zones.configure({ key: 'vibration_rms', unit: 'mm/s', limits: { high: 7 } })).toBeUndefined()
  })

  it('warns in zone C, is critical in D, and is over when it is back in B by the dead band', () => {
    const series = timeline()
    expect(series.take(() => 4.5, hours(5))).toEqual([])
    expect(series.take(() => 4.6, hours(2))).toEqual(['+0.2 h raised major'])
    expect(series.last?.limit).toBe(4.5)
    expect(series.take(() => 7.2, hours(0.1))).toEqual([])
    series.take(() => 7.2, hours(1))
    expect(series.last).toMatchObject({ phase: 'continuing', severity: 'critical', limit: 7.1 })
    expect(series.take(() => 4.4, hours(3))).toEqual([])
    expect(series.take(() => 4.2, hours(1))).toEqual(['+0.2 h cleared critical'])
  })

  it('is critical at once where it comes from A', () => {
    const series = timeline()
    series.take(() => 1, hours(1))
    expect(series.take(() => 9, hours(1))).toEqual(['+0.2 h raised critical'])
  })

  it('bears what is short, and what comes with a start', () => {
    const series = timeline()
    expect(series.take(atMs => ((atMs / 60_000) % 60 < 9 ? 9 : 2), hours(48))).toEqual([])
    expect(series.take(() => 9, { ...hours(1), regime: STARTING })).toEqual([])
  })

  it('is told of again within six hours', () => {
    const series = timeline()
    series.take(() => 5, hours(1))
    const first = series.last
    series.take(() => 5, hours(6))
    expect(series.last).not.toBe(first)
    expect(series.last?.phase).toBe('continuing')
  })
})
