import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastMsOf } from '../plant/faults.ts'
import { machinesOf } from './fleet.ts'
import { parseScenario } from './scenario.ts'
import { kiln } from './testing/kiln.ts'

const DAY_MS = 86_400_000
const NOW_MS = Date.UTC(2026, 2, 2, 10, 20, 30)

interface Given {
  seed?: number
  machine?: number
  sensor?: number
  count?: number
  days?: number
  planned?: string
}

const plant = ({ seed = 1, machine = 3, sensor = 1, count = 10, days = 365, planned = '[]' }: Given = {}) =>
  parseScenario(
    `name: Lime works
seed: ${seed}
start: now-${days}d
duration: ${days}d
sites: [{ id: works, name: Works, timeZone: Asia/Kolkata, climate: tropical }]
fleet: [{ kind: kiln, id: kiln, count: ${count}, name: Kiln }]
faults:
  random: { machine: ${machine}, sensor: ${sensor}, network: 1, after: 14d, recovery: 3d }
  planned: ${planned}
`,
    'plant.yaml',
    [kiln],
  )
const machines = (given?: Given) => machinesOf(plant(given), NOW_MS, [kiln])

test('the same scenario gives the same machines, another seed others', () => {
  expect(machines()).toEqual(machines())
  expect(machines({ seed: 2 }).map(({ seed }) => seed)).not.toEqual(machines().map(({ seed }) => seed))
  expect(machines({ seed: 2 }).map(({ faults }) => faults)).not.toEqual(
    machines().map(({ faults }) => faults),
  )
})

test('another machine does not change those that are there', () => {
  const ten = machines({ count: 10 })
  const twelve = machines({ count: 12 })
  expect(twelve.slice(0, 10)).toEqual(ten)
  expect(twelve.at(-1)).toMatchObject({ asset: 'kiln-12', name: 'Kiln 12', device: 'kiln-12-monitor' })
  expect(ten[0]).toMatchObject({
    asset: 'kiln-01',
    site: 'works',
    climate: 'tropical',
    utcOffsetMinutes: 330,
  })
})

test('faults of a machine keep apart, and to their time', () => {
  const rate = fc.double({ min: 0, max: 40, noNaN: true })
  fc.assert(
    fc.property(fc.nat(), rate, rate, fc.integer({ min: 15, max: 800 }), (seed, machine, sensor, days) => {
      const planned = '[{ asset: kiln-1, mode: slipping, onset: start+3d, failure: start+9d }]'
      const plan = machines({ seed, machine, sensor, days, count: 2, planned })
      const startMs = Math.floor((NOW_MS - days * DAY_MS) / 60_000) * 60_000
      for (const { faults } of plan) {
        const drawn = faults.filter(fault => fault.onsetMs !== startMs + 3 * DAY_MS)
        for (const { onsetMs } of drawn) {
          expect(onsetMs).toBeGreaterThanOrEqual(startMs + 14 * DAY_MS)
          expect(onsetMs).toBeLessThan(startMs + days * DAY_MS)
        }
        for (const [i, fault] of faults.entries()) {
          expect(lastMsOf(fault)).toBeGreaterThan(fault.onsetMs)
          const next = faults[i + 1]
          if (next) expect(next.onsetMs).toBeGreaterThanOrEqual(lastMsOf(fault) + 3 * DAY_MS)
        }
      }
      expect(plan[0]?.faults.some(({ mode }) => mode === 'slipping')).toBe(true)
    }),
  )
})

test('the rates are those of the time in which a machine is well', () => {
  const plan = machines({ machine: 2, sensor: 1, count: 100, days: 3650 })
  const faults = plan.flatMap(each => each.faults)
  const illMs = faults.reduce((sum, fault) => sum + lastMsOf(fault) - fault.onsetMs + 3 * DAY_MS, 0)
  const wellYears = (100 * 3636 * DAY_MS - illMs) / (365 * DAY_MS)
  const perYear = (layer: string) => faults.filter(fault => fault.layer === layer).length / wellYears
  expect(perYear('machine')).toBeCloseTo(2, 0)
  expect(perYear('sensor')).toBeCloseTo(1, 0)
  expect(perYear('network')).toBeCloseTo(1, 0)
  const lives = faults.flatMap(fault =>
    fault.layer === 'machine' ? [(fault.failureMs - fault.onsetMs) / 3_600_000] : [],
  )
  const middle = lives.filter(hours => hours > 100 && hours < 400).length / lives.length
  expect(middle).toBeGreaterThan(0.47)
  expect(middle).toBeLessThan(0.53)
})

test('planned times count from now and from the start', () => {
  const [first] = machines({
    machine: 0,
    sensor: 0,
    count: 2,
    days: 10,
    planned: '[{ asset: kiln-1, mode: lining_wear, onset: now-36h, failure: "2026-03-03T00:00:00Z" }]',
  })
  expect(first?.faults.filter(({ layer }) => layer === 'machine')).toEqual([
    {
      layer: 'machine',
      mode: 'lining_wear',
      onsetMs: NOW_MS - 1.5 * DAY_MS,
      failureMs: Date.UTC(2026, 2, 3),
    },
  ])
})
