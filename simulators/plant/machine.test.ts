import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demandAt } from '../machines/duty.ts'
import type { DeviceSample } from '../sample.ts'
import { networkModes, type PlannedFault, type SensorFault, sensorModes } from './faults.ts'
import { type MachineSpec, SimulatedMachine } from './machine.ts'
import { HOUR_MS, heater, MINUTE_MS, START_MS, specOf } from './testing.ts'
import { TruthLog } from './truth-log.ts'

const kinds = [heater]
const HOURS = 12
const STEPS = HOURS * 60
const at = (hour: number) => START_MS + hour * HOUR_MS
const scaling = { layer: 'machine', mode: 'scaling', onsetMs: at(2), failureMs: at(6) } as const
const short = { layer: 'machine', mode: 'short', onsetMs: at(8), failureMs: at(10) } as const

function make(more: Partial<MachineSpec> = {}) {
  const log = new TruthLog()
  return { machine: new SimulatedMachine(specOf(more), MINUTE_MS, { kinds, log }), log }
}
/** Steps minute by minute until just before `toMs`. */
function run(machine: SimulatedMachine, fromMs: number, toMs: number): DeviceSample[] {
  const samples: DeviceSample[] = []
  for (let tMs = fromMs; tMs < toMs; tMs += MINUTE_MS) samples.push(...machine.step(tMs))
  return samples
}
const runWhole = (more: Partial<MachineSpec> = {}) => run(make(more).machine, START_MS, at(HOURS))

const moments = fc
  .tuple(fc.integer({ min: 0, max: STEPS }), fc.integer({ min: 1, max: STEPS }))
  .map(([onset, length]) => ({
    onsetMs: START_MS + onset * MINUTE_MS,
    untilMs: START_MS + (onset + length) * MINUTE_MS,
  }))
const plans: fc.Arbitrary<PlannedFault[]> = fc.array(
  fc.oneof(
    fc.tuple(moments, fc.constantFrom('scaling', 'short')).map(
      ([{ onsetMs, untilMs }, mode]): PlannedFault => ({
        layer: 'machine',
        mode,
        onsetMs,
        failureMs: untilMs,
      }),
    ),
    fc.tuple(moments, fc.constantFrom(...sensorModes), fc.constantFrom({}, { metric: 'current' })).map(
      ([{ onsetMs, untilMs }, mode, metric]): PlannedFault => ({
        ...{ layer: 'sensor', mode, ...metric, onsetMs, endMs: untilMs },
      }),
    ),
    fc
      .tuple(moments, fc.constantFrom(...networkModes))
      .map(
        ([{ onsetMs, untilMs }, mode]): PlannedFault => ({ layer: 'network', mode, onsetMs, endMs: untilMs }),
      ),
  ),
  { maxLength: 4 },
)

test('a healthy machine sends one telegram a step with all its metrics, in whole steps of its sensors', () => {
  const samples = runWhole()
  expect(samples.map(({ ts }) => ts)).toEqual(
    Array.from({ length: STEPS }, (_, i) => START_MS + i * MINUTE_MS),
  )
  for (const { values } of samples) {
    expect(Object.keys(values)).toEqual(['temperature', 'current'])
    for (const value of Object.values(values)) expect(`${value}`).toMatch(/^\d+(\.\d)?$/)
  }
})

test('the same spec gives the same telegrams and events, whatever happens to other machines; another seed others', () => {
  fc.assert(
    fc.property(plans, plans, fc.nat(), (faults, others, seed) => {
      const alone = make({ faults, seed })
      const samples = run(alone.machine, START_MS, at(HOURS))
      const again = make({ faults, seed })
      const other = make({ faults: others, asset: 'heater-2' })
      const beside: DeviceSample[] = []
      for (let tMs = START_MS; tMs < at(HOURS); tMs += MINUTE_MS) {
        other.machine.step(tMs)
        beside.push(...again.machine.step(tMs))
        if (tMs === at(5)) other.machine.repair(tMs, true)
      }
      expect(beside).toEqual(samples)
      expect(again.log).toEqual(alone.log)
    }),
    { numRuns: 30 },
  )
  expect(runWhole({ seed: 8 })).not.toEqual(runWhole())
})

test('nothing is lost but by silence, nothing is sent early, and no value is beyond its sensor', () => {
  const modes = new Set(['silent', 'clock_skew', 'unit_change'])
  fc.assert(
    fc.property(plans, fc.nat(), (planned, seed) => {
      const faults = planned.filter(
        fault => !modes.has(fault.mode) && !(fault.layer === 'network' && fault.endMs >= at(HOURS)),
      )
      const samples = runWhole({ faults, seed })
      expect(new Set(samples.map(({ ts }) => ts)).size).toBe(STEPS)
      for (const { values } of samples)
        for (const value of Object.values(values)) expect(value).toBeGreaterThanOrEqual(-20)
    }),
    { numRuns: 30 },
  )
})

describe('a fault of the machine', () => {
  test('changes nothing before its onset, grows, and stops the machine at the functional failure', () => {
    const { machine, log } = make({ faults: [scaling] })
    const healthy = make().machine
    expect(run(machine, START_MS, at(2))).toEqual(run(healthy, START_MS, at(2)))
    const grown: number[] = []
    for (let tMs = at(2); tMs < at(6); tMs += MINUTE_MS) {
      machine.step(tMs)
      healthy.step(tMs)
      grown.push((machine.lastValues.temperature ?? 0) - (healthy.lastValues.temperature ?? 0))
    }
    expect(grown).toEqual(grown.toSorted((a, b) => a - b))
    expect([grown[0], grown[120], Math.round(grown.at(-1) ?? 0)]).toEqual([0, expect.closeTo(15, 5), 30])
    expect(machine.brokenSinceMs).toBeUndefined()
    machine.step(at(6))
    expect(machine.brokenSinceMs).toBe(at(6))
    expect(machine.lastValues.current).toBe(0)
    expect(run(machine, at(6) + MINUTE_MS, at(8)).every(({ values }) => (values.current ?? 9) < 2)).toBe(true)
    expect(log.events).toEqual([
      { event: 'breakdown', asset: 'heater-1', mode: 'scaling', onsetMs: at(2), atMs: at(6) },
    ])
  })

  test.each([
    ['before it has begun', 1, [], undefined],
    ['before the failure', 4, ['scaling'], 'planned'],
    ['after the failure', 7, ['scaling'], 'breakdown'],
  ] as const)('repaired %s', (_, hour, found, occasion) => {
    const { machine, log } = make({ faults: [short, scaling] })
    run(machine, START_MS, at(hour))
    expect(machine.repair(at(hour), true).map(({ mode }) => mode)).toEqual(found)
    const repairs = log.events.filter(({ event }) => event === 'repair')
    expect(repairs).toEqual(
      found.map(mode => ({
        ...{ event: 'repair', layer: 'machine', asset: 'heater-1', mode, onsetMs: at(2) },
        ...{ atMs: at(hour), occasion, succeeded: true },
      })),
    )
    expect(machine.brokenSinceMs).toBeUndefined()
    if (found.length === 0) return
    // It is as good as new until the next one comes as planned.
    const healthy = make().machine
    run(healthy, START_MS, at(hour))
    expect(run(machine, at(hour), at(8))).toEqual(run(healthy, at(hour), at(8)))
    run(machine, at(8), at(HOURS))
    expect(machine.brokenSinceMs).toBe(at(10))
  })

  test('whose repair has not succeeded goes on growing, and what was broken stays broken', () => {
    const { machine, log } = make({ faults: [scaling] })
    const left = make({ faults: [scaling] }).machine
    run(machine, START_MS, at(4))
    run(left, START_MS, at(4))
    expect(machine.repair(at(4), false)).toEqual([scaling])
    expect(run(machine, at(4), at(7))).toEqual(run(left, at(4), at(7)))
    expect(machine.repair(at(7), false)).toEqual([scaling])
    expect(machine.brokenSinceMs).toBe(at(6))
    machine.step(at(7))
    expect(machine.lastValues.current).toBe(0)
    expect(log.events).toMatchObject([
      { event: 'repair', occasion: 'planned', succeeded: false },
      { event: 'breakdown', atMs: at(6) },
      { event: 'repair', occasion: 'breakdown', succeeded: false },
    ])
  })

  test('cannot stop a machine that people have stopped; it does as soon as it runs again', () => {
    const { machine } = make({ faults: [scaling] })
    run(machine, START_MS, at(5))
    machine.stop(at(5))
    run(machine, at(5), at(7))
    expect(machine.lastValues.current).toBe(0)
    expect(machine.brokenSinceMs).toBeUndefined()
    machine.repair(at(7), false)
    machine.step(at(7) + MINUTE_MS)
    expect(machine.brokenSinceMs).toBe(at(7))
    machine.repair(at(8), true)
    machine.step(at(8) + MINUTE_MS)
    expect(machine.lastValues.current).toBe(50)
  })

  test('that is planned twice is as bad as the worse of the two', () => {
    const later = { ...scaling, onsetMs: at(5), failureMs: at(11) }
    const { machine } = make({ faults: [scaling, later] })
    const single = make({ faults: [scaling] }).machine
    expect(run(machine, START_MS, at(6))).toEqual(run(single, START_MS, at(6)))
  })

  test('later faults do not depend on repairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 470 }), fc.boolean(), (minute, succeeds) => {
        const { machine, log } = make({ faults: [scaling, short] })
        for (let tMs = START_MS; tMs < at(HOURS); tMs += MINUTE_MS) {
          machine.step(tMs)
          if (tMs === START_MS + minute * MINUTE_MS) machine.repair(tMs, succeeds)
        }
        const breakdowns = log.events.filter(({ event }) => event === 'breakdown')
        expect(breakdowns.at(-1)).toMatchObject({ mode: 'short', atMs: at(10) })
      }),
      { numRuns: 30 },
    )
  })
})

test('what people do takes effect from the last step on', () => {
  const { machine, log } = make({ faults: [scaling] })
  run(machine, START_MS, at(7))
  machine.repair(at(5), true)
  expect(log.events).toMatchObject([
    { event: 'breakdown', atMs: at(6) },
    { event: 'repair', occasion: 'breakdown', atMs: at(7) - MINUTE_MS },
  ])
})

describe('a fault of a sensor or the device', () => {
  const sensorFault = (mode: SensorFault['mode'], metric?: string): SensorFault => ({
    ...{ layer: 'sensor', mode, onsetMs: at(2), endMs: at(6) },
    ...(metric !== undefined && { metric }),
  })
  const healthy = runWhole()
  const outside = ({ ts }: DeviceSample) => ts < at(2) || ts >= at(6)

  test('is of the metric that is named, or of the first', () => {
    for (const [fault, sick, well] of [
      [sensorFault('stuck', 'current'), 'current', 'temperature'],
      [sensorFault('stuck'), 'temperature', 'current'],
    ] as const) {
      const inside = runWhole({ faults: [fault] }).filter(sample => !outside(sample))
      expect(new Set(inside.map(({ values }) => values[sick])).size).toBe(1)
      expect(new Set(inside.map(({ values }) => values[well])).size).toBeGreaterThan(1)
    }
  })

  test('silence: of a metric, or of the whole device', () => {
    const device = runWhole({ faults: [sensorFault('silent')] })
    expect(device).toEqual(healthy.filter(outside))
    const metric = runWhole({ faults: [sensorFault('silent', 'current')] })
    expect(metric).toHaveLength(STEPS)
    expect(metric.map(({ values }) => Object.keys(values).length)).toEqual(
      healthy.map(each => (outside(each) ? 2 : 1)),
    )
  })

  test('clock skew: the same values, at times that are off by one to three hours', () => {
    const skews = new Set<number>()
    for (let seed = 0; seed < 40; seed++) {
      const skewed = runWhole({ seed, faults: [sensorFault('clock_skew')] })
      const right = runWhole({ seed })
      expect(skewed.map(({ values }) => values)).toEqual(right.map(({ values }) => values))
      const hours = new Set(
        right.flatMap((sample, i) => (outside(sample) ? [] : [((skewed[i]?.ts ?? 0) - sample.ts) / HOUR_MS])),
      )
      expect(hours.size).toBe(1)
      for (const each of hours) skews.add(each)
      expect(skewed.filter((_, i) => outside(right[i] as DeviceSample))).toEqual(right.filter(outside))
    }
    expect([...skews].sort((a, b) => a - b)).toEqual([-3, -2, -1, 1, 2, 3])
  })

  test.each(sensorModes)('%s is ended by a repair', mode => {
    const { machine, log } = make({ faults: [sensorFault(mode)] })
    run(machine, START_MS, at(4))
    expect(machine.activeFaults(at(4))).toHaveLength(1)
    expect(machine.repair(at(4), true)).toEqual([sensorFault(mode)])
    expect(machine.activeFaults(at(4))).toEqual([])
    expect(run(machine, at(4), at(HOURS))).toEqual(healthy.filter(({ ts }) => ts >= at(4)))
    expect(log.events).toMatchObject([{ event: 'repair', layer: 'sensor', mode, occasion: 'planned' }])
  })
})

test('a fault of the network is not ended by a repair, and is over by itself', () => {
  const outage = { layer: 'network', mode: 'outage_burst', onsetMs: at(2), endMs: at(6) } as const
  const { machine, log } = make({ faults: [outage] })
  run(machine, START_MS, at(4))
  expect(machine.repair(at(4), true)).toEqual([])
  expect(log.events).toEqual([])
  expect(machine.activeFaults(at(4))).toEqual([outage])
  expect(run(machine, at(4), at(6))).toEqual([])
  expect(machine.step(at(6))).toHaveLength(4 * 60 + 1)
  expect(machine.activeFaults(at(6))).toEqual([])
})

test('which faults are active can be asked ahead', () => {
  const { machine } = make({ faults: [short, scaling] })
  machine.step(START_MS)
  expect([1, 2, 9].map(hour => machine.activeFaults(at(hour)))).toEqual([[], [scaling], [scaling, short]])
})

test('its duty and its local time decide when it runs', () => {
  const { machine } = make({ duty: 'shifts', utcOffsetMinutes: 600, seed: 3 }) // 18:00 there, until 22:00
  const currents: (number | undefined)[] = []
  for (let hour = 0; hour < HOURS; hour++) {
    machine.step(at(hour))
    currents.push(machine.lastValues.current)
  }
  expect(currents.slice(0, 3)).toEqual([50, 50, 50])
  expect(currents.slice(5, 11)).toEqual([0, 0, 0, 0, 0, 0])
  expect(demandAt({ pattern: 'shifts', seed: 3 }, at(0))).toBeGreaterThan(0)
})

test('machines of a site have the same weather', () => {
  const ambient = (more: Partial<MachineSpec>) => {
    const { machine } = make({ duty: 'shifts', utcOffsetMinutes: -480, ...more }) // midnight there: it is off
    machine.step(START_MS)
    return machine.lastValues.temperature
  }
  expect(ambient({ seed: 1 })).toBe(ambient({ seed: 2 }))
  expect(ambient({ site: 'elsewhere' })).not.toBe(ambient({}))
  expect(ambient({ site: 'elsewhere', weatherSeed: 5 })).toBe(ambient({ weatherSeed: 5 }))
  expect(ambient({ climate: 'temperate' })).not.toBe(ambient({}))
})

test.each<[Partial<MachineSpec>, RegExp]>([
  [{ kind: 'toaster' }, /heater-1: no kind "toaster"; there are heater/],
  [
    { faults: [{ ...scaling, mode: 'rust' }] },
    /fault 1 of heater-1: heater has no failure mode "rust"; it has scaling, short/,
  ],
  [
    { faults: [scaling, { ...scaling, failureMs: at(2) }] },
    /fault 2 of heater-1: failureMs must be after onsetMs/,
  ],
  [
    { faults: [{ layer: 'sensor', mode: 'stuck', metric: 'pressure', onsetMs: 0, endMs: 1 }] },
    /heater has no metric "pressure"; it has temperature, current/,
  ],
  [
    { faults: [{ layer: 'sensor', mode: 'rusty' as 'stuck', onsetMs: 0, endMs: 1 }] },
    /the sensor has no failure mode "rusty"; it has stuck, drift/,
  ],
  [{ faults: [{ layer: 'network', mode: 'disorder', onsetMs: 1, endMs: 0 }] }, /endMs must be after onsetMs/],
])('%j is refused', (more, message) => {
  expect(() => make(more)).toThrow(message)
})

test('time goes forward', () => {
  const { machine } = make()
  machine.step(START_MS)
  expect(() => machine.step(START_MS)).toThrow(/not after/)
})
