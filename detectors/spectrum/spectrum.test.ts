import { describe, expect, test } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import { configOf } from '../watch.ts'
import { type SpectrumState, spectrum } from './spectrum.ts'

const bearing = { rollers: 8, rollerMm: 17.5, pitchMm: 73 }
const equipmentClass = {
  ...{ id: 'motor', name: 'Motor', acceptsAnyMetric: false },
  metrics: [{ key: 'vibration_rms', unit: 'mm/s', waveform: { name: 'v', bearing } }],
}
const config = configOf(spectrum.config, {}).config as never
const HOUR_MS = 3_600_000

type Values = Record<string, number>
const healthy: Values = {
  bpfo: 6.5,
  bpfi: 7,
  bsf: 6,
  ftf: 3,
  impact_1x: 2,
  '1x': 0.6,
  '2x': 0.3,
  '3x': 0.1,
  band_100_1000: 1,
}

/** One machine, told what its waveforms are, an hour apart. */
class Watch {
  state: SpectrumState | undefined
  atMs = Date.UTC(2026, 0, 1)
  speedHz = 24.5
  regime = { name: 'unknown' as 'unknown' | 'off', sinceMs: 0, settled: true }

  see(times: number, more: Values = {}): (Statement & { atMs: number })[] {
    const said: (Statement & { atMs: number })[] = []
    for (let n = 0; n < times; n++) {
      this.atMs += HOUR_MS
      const own = Object.entries({ ...healthy, speed: this.speedHz, ...more })
      const values = Object.fromEntries(own.map(([key, value]) => [`v.${key}`, value]))
      const observation = { observedAtMs: this.atMs, values, regime: this.regime }
      const [state, statements] = spectrum.step(config, this.state, observation, equipmentClass)
      this.state = state
      said.push(...statements.map(each => ({ ...each, atMs: this.atMs })))
    }
    return said
  }
}
const learned = (): Watch => {
  const watch = new Watch()
  expect(watch.see(48)).toEqual([])
  return watch
}
const raised = (said: readonly Statement[]) =>
  said.filter(({ phase }) => phase === 'raised').map(({ metric, severity }) => [metric, severity])

describe('the part is named', () => {
  test.each([
    [{ bpfo: 22 }, [['v.bpfo', 'major']], /outer ring.* stand 22 dB above the floor, usual are 6\.5/],
    [{ bpfi: 20 }, [['v.bpfi', 'major']], /inner ring/],
    [{ bsf: 14 }, [['v.bsf', 'minor']], /balls or rollers/],
    [{ ftf: 30 }, [['v.ftf', 'major']], /cage/],
    [{ impact_1x: 28 }, [['v.impact_1x', 'major']], /once a revolution/],
    [
      { '1x': 1.5 },
      [['v.1x', 'minor']],
      /1470 rpm shows an unbalance: 1\.5 mm\/s there, usual are 0\.6, the limit is 1\.2 mm\/s/,
    ],
    [{ '2x': 4.2 }, [['v.2x', 'major']], /not in line/],
    [{ band_100_1000: 4 }, [['v.band_100_1000', 'minor']], /between 100 and 1000 Hz/],
  ])('%o', (values, expected, words) => {
    const said = learned().see(3, values as Values)
    expect(raised(said)).toEqual(expected)
    expect(said[0]?.explanation.en).toMatch(words)
    expect(said[0]).toMatchObject({ symptom: 'high', faultKind: 'machine' })
    expect(said[0]?.sinceMs).toBe((said[0]?.atMs ?? 0) - HOUR_MS)
  })

  test('damage that spreads is said of each part, but not what only shines through', () => {
    const watch = learned()
    expect(raised(watch.see(3, { bpfo: 30, bpfi: 16, impact_1x: 17 }))).toEqual([['v.bpfo', 'major']])
    expect(raised(watch.see(3, { bpfo: 40, bpfi: 30, bsf: 20 }))).toEqual([['v.bpfi', 'major']])
  })
})

describe('quiet', () => {
  test('one waveform alone says nothing', () => {
    const watch = learned()
    for (let n = 0; n < 5; n++) expect([...watch.see(1, { bpfo: 40, '1x': 9 }), ...watch.see(3)]).toEqual([])
  })

  test('a level that is next to nothing may grow as it likes below what is good', () => {
    expect(learned().see(6, { '3x': 0.9, band_100_1000: 1.9 })).toEqual([])
  })

  test('samples without waveforms, and a machine that stands', () => {
    const watch = learned()
    const before = JSON.stringify(watch.state)
    const [state, said] = spectrum.step(
      config,
      watch.state,
      { observedAtMs: watch.atMs + 1, values: { vibration_rms: 20 }, regime: watch.regime },
      equipmentClass,
    )
    expect([JSON.stringify(state), said]).toEqual([before, []])
    watch.regime = { ...watch.regime, name: 'off' }
    expect(watch.see(5, { bpfo: 40 })).toEqual([])
    expect(JSON.stringify(watch.state)).toBe(before)
  })

  test('another speed has levels of its own; heights are the same', () => {
    const watch = learned()
    watch.speedHz = 12
    expect(raised(watch.see(5, { '1x': 3 }))).toEqual([])
    expect(raised(watch.see(3, { '1x': 3, bpfo: 25 }))).toEqual([['v.bpfo', 'major']])
  })
})

describe('what was there from the beginning', () => {
  test('damage is seen before anything is learned, and never learned as usual', () => {
    const watch = new Watch()
    expect(raised(watch.see(3, { bpfo: 25 }))).toEqual([['v.bpfo', 'major']])
    expect(watch.see(100, { bpfo: 25 }).filter(({ phase }) => phase === 'cleared')).toEqual([])
  })

  test('what somebody has looked at is usual from then on', () => {
    const watch = new Watch()
    watch.see(3, { bpfo: 25 })
    const told = { asset: 'a', atMs: watch.atMs, ticket: 1 }
    watch.state = spectrum.intervene?.(config, watch.state as SpectrumState, { ...told, kind: 'false_alarm' })
    expect(watch.see(60, { bpfo: 25 })).toEqual([])
    expect(raised(watch.see(3, { bpfo: 33 }))).toEqual([['v.bpfo', 'minor']])
    watch.state = spectrum.intervene?.(config, watch.state as SpectrumState, { ...told, kind: 'repaired' })
    expect(watch.see(60)).toEqual([])
    expect(raised(watch.see(3, { bpfo: 25 }))).toEqual([['v.bpfo', 'major']])
  })
})

test('it goes on speaking, says at once when it is worse, and when it is over', () => {
  const watch = learned()
  const said = [...watch.see(12, { bpfo: 14 }), ...watch.see(4, { bpfo: 40 }), ...watch.see(12)]
  expect(said.map(({ phase, severity }) => `${phase} ${severity}`)).toEqual([
    'raised minor',
    'continuing minor',
    'continuing minor',
    'continuing critical',
    'cleared critical',
  ])
  expect(said.at(-1)?.explanation.en).toMatch(/no longer shows damage to the outer ring/)
})

test('a class without waveforms is not watched', () => {
  expect(spectrum.configure({ ...equipmentClass, metrics: [{ key: 'a', unit: '' }] })).toBeUndefined()
})
