import fc from 'fast-check'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import type { DeviceDetector, MetricDetector, Statement } from '../contracts/detector.ts'
import type { Finding } from '../contracts/finding.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { Profile } from '../contracts/profile.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { StoredState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { limit } from './limit/limit.ts'
import { silent } from './silent/silent.ts'
import { DetectionTable, type TableOptions } from './table.ts'
import { plainDiagnosis } from './testing/plain-diagnosis.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const START_MS = Date.UTC(2026, 0, 5)

const said = (text: string, { observedAtMs }: { observedAtMs: number }): Statement => ({
  ...{ phase: 'raised', severity: 'minor', sinceMs: observedAtMs, symptom: 'unusual' },
  explanation: { en: text, zh: text },
})
const anything = { version: 1, config: Type.Object({}), configure: () => ({}) }

/** Says how many values it has seen, and the last of them. */
const metricEcho: MetricDetector = {
  ...{ ...anything, name: 'metric-echo', scope: 'metric' },
  step(_config, state, observation) {
    const seen = Number(state ?? 0) + 1
    return [seen, [said(`${seen}: ${observation.value}`, observation)]]
  },
}
/** Says what it was given. */
const deviceEcho: DeviceDetector = {
  ...{ ...anything, name: 'device-echo', scope: 'device' },
  step: (_config, state, observation) => [
    Number(state ?? 0) + 1,
    [said(JSON.stringify(observation.values), observation)],
  ],
}
const echoes = [metricEcho, deviceEcho].map(detector => ({ detector, mode: 'alarm' as const }))

const pump: RegisteredDevice = {
  ...{ id: 'pump-1', site: 'north', asset: 'pump', criticality: 'A' },
  class: { id: 'any', name: 'Any', metrics: [], acceptsAnyMetric: true },
}

class Rig {
  readonly failures: Failure[] = []
  readonly findings: Finding[] = []
  table: DetectionTable
  registered = new Map([[pump.id, pump]])
  readonly #options: Partial<TableOptions>

  constructor(options: Partial<TableOptions> = {}) {
    this.#options = options
    this.table = this.#open([])
  }

  take(second: number, values: Record<string, number>, receivedSecond = second): this {
    const { id, site, asset } = pump
    const [observedAtMs, receivedAtMs] = [START_MS + second * 1_000, START_MS + receivedSecond * 1_000]
    const sample: Sample = { device: id, site, asset, class: 'any', observedAtMs, receivedAtMs, values }
    this.findings.push(...this.table.take(sample))
    return this
  }

  intervene(kind: Intervention['kind'], second: number, of: Partial<Intervention> = {}): this {
    const atMs = START_MS + second * 1_000
    this.findings.push(...this.table.intervene({ asset: 'pump', kind, atMs, ticket: 1, ...of }, atMs))
    return this
  }

  pass(second: number): this {
    this.findings.push(...this.table.passTime(START_MS + second * 1_000))
    return this
  }

  /** What is saved now, and nothing else, is there again. */
  restart(stored: Map<string, StoredState>): this {
    for (const one of this.table.changed()) {
      stored.set(`${one.device} ${one.metric}`, JSON.parse(JSON.stringify(one)))
    }
    this.table.saved()
    const states = [...stored.values()].sort((a, b) => (a.device + a.metric < b.device + b.metric ? 1 : -1))
    this.table = this.#open(structuredClone(states))
    return this
  }

  /** `second: what was said`, of one detector. */
  said(detector: string): string[] {
    const of = this.findings.filter(finding => finding.detector === `${detector}@1`)
    return of.map(({ observedAtMs, explanation }) => {
      return `${(observedAtMs - START_MS) / 1_000}: ${explanation.replace(/ \(rule .*/, '')}`
    })
  }

  #open(states: readonly StoredState[]): DetectionTable {
    const table = new DetectionTable({
      ...{ detectors: echoes, diagnosis: plainDiagnosis },
      registry: { device: id => this.registered.get(id) },
      onFailure: failure => this.failures.push(failure),
      ...this.#options,
    })
    for (const stored of states) table.restore(stored)
    return table
  }
}

describe('disorder', () => {
  const ordered = Array.from({ length: 40 }, (_, i) => i)

  it('is put right after the first time: who keeps order does not wait', () => {
    const rig = new Rig()
    rig.take(0, { a: 0 }).take(1, { a: 1 }).take(2, { a: 2 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '1: 2: 1', '2: 3: 2'])
    rig.take(4, { a: 4 }).take(3, { a: 3 }) // late
    expect(rig.table.counts).toMatchObject({ late: 1, stepped: 4 })
    rig.take(6, { a: 6 }).take(5, { a: 5 }).take(7, { a: 7 }).take(9, { a: 9 })
    expect(rig.said('metric-echo').slice(3)).toEqual(['4: 4: 4', '5: 5: 5', '6: 6: 6', '7: 7: 7'])
    expect(rig.table.counts).toMatchObject({ late: 1 })
  })

  it('of any kind within the window gives what order gives', () => {
    const moves = fc.array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 8 })), { maxLength: 20 })
    fc.assert(
      fc.property(moves, pairs => {
        const shuffled = [...ordered]
        for (const [at, by] of pairs) {
          const to = Math.min(39, at + by)
          const [one, other] = [shuffled[at] ?? 0, shuffled[to] ?? 0]
          if (Math.abs(to - other) > 8 || Math.abs(at - one) > 8 || Math.abs(one - to) > 8) continue
          ;[shuffled[at], shuffled[to]] = [other, one]
        }
        const warned = (rig: Rig) => rig.take(-60, { a: 0 }).take(-90, { a: 0 }) // half a minute late, so a minute is allowed
        const [straight, crooked] = [warned(new Rig()), warned(new Rig())]
        for (const second of ordered) straight.take(second, { a: second })
        for (const second of shuffled) crooked.take(second, { a: second })
        for (const rig of [straight, crooked]) rig.take(200, { a: 200 }).take(300, { a: 300 })
        expect(crooked.findings.map(({ id }) => id)).toEqual(straight.findings.map(({ id }) => id))
      }),
      { numRuns: 200 },
    )
  })

  it('a message that comes twice is no disorder', () => {
    const rig = new Rig()
    for (const second of ordered) rig.take(second, { a: second }).take(Math.max(0, second - 3), { a: 0 })
    expect(rig.said('metric-echo')).toHaveLength(40)
    expect(rig.said('metric-echo').at(-1)).toBe('39: 40: 39')
  })

  it('is forgotten after a week of order', () => {
    const rig = new Rig()
    rig.take(0, { a: 0 }).take(10, { a: 1 }).take(5, { a: 2 }).take(20, { a: 3 })
    expect(rig.said('metric-echo').at(-1)).toBe('10: 2: 1')
    const later = (8 * DAY_MS) / 1_000
    rig.take(later, { a: 4 })
    expect(rig.said('metric-echo').at(-1)).toBe(`${later}: 4: 4`)
  })

  it('what waits is let through when the log has gone on without the device', () => {
    const rig = new Rig()
    rig.take(0, { a: 0 }).take(10, { a: 1 }).take(5, { a: 2 }).take(20, { a: 3 })
    expect(rig.said('metric-echo').at(-1)).toBe('10: 2: 1')
    rig.pass(59).pass(61)
    expect(rig.said('metric-echo').at(-1)).toBe('20: 3: 3')
  })
})

describe('a device that sends its metrics one by one', () => {
  it('is seen as a whole by who looks at all of them, from the second sample on', () => {
    const rig = new Rig({ detectors: echoes })
    for (const second of [0, 10, 20]) {
      rig
        .take(second, { a: second })
        .take(second + 0.2, { b: second })
        .take(second + 0.4, { c: second })
    }
    expect(rig.said('device-echo')).toEqual([
      '0: {"a":0}',
      '0.4: {"b":0,"c":0}',
      '10.4: {"a":10,"b":10,"c":10}',
      '20.4: {"a":20,"b":20,"c":20}',
    ])
    expect(rig.said('metric-echo')).toHaveLength(9)
    expect(rig.table.counts).toMatchObject({ stepped: 9, late: 0 })
  })
})

describe('profiles', () => {
  const withProfile = (profile: Profile) => {
    const rig = new Rig({ detectors: [{ detector: limit, mode: 'alarm' }, ...echoes] })
    rig.registered.set(pump.id, { ...pump, profile })
    return rig
  }

  it('a detector that is off does not run, for a metric or altogether', () => {
    const rig = withProfile({
      detectors: { 'metric-echo': { metrics: { b: { mode: 'off' } } }, 'device-echo': { mode: 'off' } },
    })
    rig.take(0, { a: 1, b: 2 })
    expect(rig.findings.map(({ detector, metric }) => `${detector} ${metric}`)).toEqual(['metric-echo@1 a'])
  })

  it('parameters of a metric go before those for all; a metric without a limit gets one', () => {
    const rig = withProfile({
      detectors: { limit: { parameters: { holdMs: 0 }, metrics: { a: { parameters: { high: 5 } } } } },
    })
    rig.take(0, { a: 6, b: 600 })
    expect(rig.findings.filter(({ detector }) => detector === 'limit@1')).toMatchObject([
      { metric: 'a', evidence: { limit: 5 } },
    ])
    expect(rig.failures).toEqual([])
  })

  it('what the schema refuses is told once, and the defaults count', () => {
    const rig = withProfile({ detectors: { 'metric-echo': { metrics: { a: { parameters: { b: 1 } } } } } })
    const bad = withProfile({ detectors: { limit: { metrics: { a: { parameters: { high: 'five' } } } } } })
    rig.take(0, { a: 6 })
    expect(rig.failures).toEqual([]) // this schema allows anything
    bad.take(0, { a: 6 }).take(1, { a: 6 })
    expect(bad.failures).toMatchObject([{ detector: 'limit@1', device: 'pump-1', metric: 'a' }])
    expect(bad.said('metric-echo')).toHaveLength(2)
  })

  it('states go on when a profile changes', () => {
    const rig = new Rig()
    rig.take(0, { a: 1 })
    rig.registered.set(pump.id, { ...pump, profile: { detectors: { limit: { mode: 'off' } } } })
    rig.take(1, { a: 1 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 1', '1: 2: 1'])
  })
})

describe('what people do', () => {
  it('mutes the asset while somebody is at it, and lets it learn anew after a repair', () => {
    const rig = new Rig()
    rig.take(0, { a: 0 }).take(10, { a: 1 }).intervene('work_began', 15)
    rig.take(20, { a: 2 }).take(30, { a: 3 })
    rig.intervene('work_ended', 35).intervene('repaired', 35).take(34, { a: 3 }).take(40, { a: 4 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '10: 2: 1', '40: 1: 4'])
    expect(rig.table.counts.muted).toBe(3)
  })

  it('is met in the event time of the device: what was measured before is judged before', () => {
    const rig = new Rig()
    rig.take(0, { a: 0 }).intervene('repaired', 15).take(10, { a: 1 }).take(20, { a: 2 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '10: 2: 1', '20: 1: 2'])
  })

  it('a device that lives in another time meets it at once', () => {
    const rig = new Rig()
    const years = (-10 * 365 * DAY_MS) / 1_000
    rig
      .take(years, { a: 0 }, 0)
      .take(years + 10, { a: 1 }, 1)
      .intervene('repaired', 2)
    rig.take(years + 20, { a: 2 }, 3)
    expect(rig.said('metric-echo').at(-1)).toBe(`${years + 20}: 1: 2`)
  })

  it('of one sensor concerns that sensor', () => {
    const rig = new Rig()
    rig.take(0, { a: 0, b: 0 }).intervene('repaired', 1, { faultKey: 'sensor:a' }).take(2, { a: 1, b: 1 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '0: 1: 0', '2: 1: 1', '2: 2: 1'])
  })

  it('a false alarm corrects those who had spoken', () => {
    const quietly: MetricDetector = {
      ...metricEcho,
      name: 'quiet',
      step: (_, state) => [Number(state ?? 0) + 1, []],
    }
    const seen: unknown[] = []
    const intervene = (_: unknown, state: unknown) => {
      seen.push(state)
      return 100
    }
    const detectors = [metricEcho, quietly].map(detector => {
      return { detector: { ...detector, intervene }, mode: 'alarm' as const }
    })
    const rig = new Rig({ detectors })
    rig.take(0, { a: 0 }).intervene('false_alarm', 1).take(2, { a: 1 })
    expect(seen).toEqual([1])
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '2: 101: 1'])
  })

  it('that comes twice into the log is done once', () => {
    const rig = new Rig()
    rig
      .take(0, { a: 0 })
      .intervene('repaired', 1)
      .take(2, { a: 1 })
      .intervene('repaired', 1)
      .take(3, { a: 2 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', '2: 1: 1', '3: 2: 2'])
  })

  it('a job that nobody ends does not mute for ever', () => {
    const rig = new Rig()
    const days = (count: number) => (count * DAY_MS) / 1_000
    rig.take(0, { a: 0 }).intervene('work_began', 1).take(days(13), { a: 1 }).take(days(15), { a: 2 })
    expect(rig.said('metric-echo')).toEqual(['0: 1: 0', `${days(15)}: 2: 2`])
  })
})

describe('silence', () => {
  const watched = { ...pump, class: { ...pump.class, silentAfterS: 300 } }
  const rigOf = () => {
    const rig = new Rig({ detectors: [{ detector: silent, mode: 'alarm' }] })
    rig.registered.set(pump.id, watched)
    return rig.pass(-60).take(0, { a: 1 })
  }
  const minutes = (rig: Rig, from: number, to: number) => {
    for (let minute = from; minute <= to; minute++) rig.pass(minute * 60)
    return rig
  }

  it('is found by the time of the log, and is over with the next message', () => {
    const rig = minutes(rigOf(), 1, 10).take(610, { a: 1 })
    expect(rig.findings.map(({ phase, device, metric }) => [phase, device, metric])).toEqual([
      ['raised', 'pump-1', ''],
      ['cleared', 'pump-1', 'a'],
    ])
    expect(rig.findings[0]?.observedAtMs).toBe(START_MS + 360_000)
    expect(rig.findings[0]?.sinceMs).toBe(START_MS)
  })

  it('nobody was silent while nobody listened', () => {
    const rig = minutes(rigOf(), 1, 3).pass(60 * 60)
    minutes(rig, 61, 64)
    expect(rig.findings).toEqual([])
    minutes(rig, 65, 70)
    expect(rig.findings).toHaveLength(1)
  })

  it('is not spoken of while somebody works there', () => {
    const rig = minutes(rigOf(), 1, 2).intervene('work_began', 121)
    expect(minutes(rig, 3, 60).findings).toEqual([])
  })
})

describe('a table that is saved and loaded', () => {
  const act = fc.oneof(
    {
      weight: 20,
      arbitrary: fc.record({
        kind: fc.constant('sample' as const),
        by: fc.integer({ min: -20, max: 40 }),
        metrics: fc.constantFrom('a', 'b', 'ab'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'work_began' as const,
          'work_ended' as const,
          'repaired' as const,
          'false_alarm' as const,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), by: fc.constantFrom(30, 70, 400) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  )

  function play(
    acts: readonly (typeof act extends fc.Arbitrary<infer Act> ? Act : never)[],
    restarts: boolean,
  ): Finding[] {
    const rig = new Rig({ detectors: [...echoes, { detector: silent, mode: 'alarm' }] })
    rig.registered.set(pump.id, { ...pump, silentAfterS: 120 })
    const stored = new Map<string, StoredState>()
    let second = 0
    for (const each of acts) {
      if (each.kind === 'restart') {
        if (restarts) rig.restart(stored)
      } else if (each.kind === 'sample') {
        second += Math.max(0, each.by)
        const at = each.by < 0 ? second + each.by : second
        rig.take(at, Object.fromEntries([...each.metrics].map(metric => [metric, at])), second)
      } else if (each.kind === 'pass') {
        second += each.by
        rig.pass(second)
      } else rig.intervene(each.kind, second)
    }
    return rig.findings
  }

  it('goes on as if it had never stopped, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 5, maxLength: 120 }), acts => {
        expect(play(acts, true)).toEqual(play(acts, false))
      }),
      { numRuns: 300 },
    )
  })
})
