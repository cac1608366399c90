import fc from 'fast-check'
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Finding, FindingSink } from '../../contracts/finding.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import type { Decoder, Sample } from '../../contracts/sample.ts'
import { startEngine } from '../../detectors/engine.ts'
import type { DetectionStates } from '../../detectors/engine-state.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { Life, MemoryLog, until } from '../../detectors/testing/lives.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2024, 0, 1)
const DEADLINE_MS = 20_000

let database: TestDatabase
let pool: pg.Pool
let states: DetectionStates

beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 4 })
  states = openDetectionStates({ pool })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(forgetEverything)

describe('the detection states in PostgreSQL', () => {
  const state = (value: number) => ({
    observedAtMs: START_MS,
    recent: [[START_MS, value]] as [number, number][],
    detectors: { 'band@1': { a: [0.1 + 0.2, 1e-300, -1.5e150], b: null } },
  })

  it('begins empty at offset 0', async () => {
    expect(await states.load()).toEqual({ offset: 0n, states: [] })
  })

  it('gives back what was saved last, number by number', async () => {
    const many = Array.from({ length: 250 }, (_, i) => ({
      device: `device-${String(i).padStart(3, '0')}`,
      metric: 'Temperature.1',
      state: state(i / 3),
    }))
    await states.save(7n, many)
    const changed = { device: 'device-007', metric: 'Temperature.1', state: state(-1) }
    await states.save(9_007_199_254_740_993n, [changed])
    const loaded = await states.load()
    expect(loaded.offset).toBe(9_007_199_254_740_993n)
    expect(loaded.states).toEqual(many.map(stored => (stored.device === 'device-007' ? changed : stored)))
  })

  it('saves all or nothing, and says that it can be tried again', async () => {
    await states.save(1n, [])
    const good = { device: 'a', metric: 'm', state: state(1) }
    const bad = { device: 'b\u0000', metric: 'm', state: state(1) } // PostgreSQL refuses the character
    const save = states.save(2n, [good, bad])
    await expect(save).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    expect(await states.load()).toEqual({ offset: 1n, states: [] })
  })
})

describe('the engine', () => {
  it('finds the same, with the same ids, when it is killed anywhere and resumed', async () => {
    const messages = history()
    const expected = await detectAll(messages)
    const told = [...new Set(expected.map(({ detector, phase }) => `${detector} ${phase}`))].sort()
    expect(told).toEqual(
      ['band@1', 'limit@1'].flatMap(d => ['cleared', 'continuing', 'raised'].map(p => `${d} ${p}`)),
    )

    const lives = fc.array(
      fc.record({
        diesAfterCalls: fc.integer({ min: 1, max: 60 }),
        checkpointIntervalMs: fc.constantFrom(0, 1, 5, 1_000_000),
      }),
      { minLength: 1, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(lives, async crashes => {
        await forgetEverything()
        const log = new MemoryLog(messages)
        const found: Finding[] = []
        for (const { diesAfterCalls, checkpointIntervalMs } of crashes) {
          const life = new Life(diesAfterCalls)
          start({
            log: life.log(log),
            sink: life.sink(collect(found)),
            states: life.states(states),
            checkpointIntervalMs,
          })
          await Promise.race([life.death, log.untilRead(DEADLINE_MS)])
          await life.end()
          log.forgetReader()
        }
        const last = start({ log, sink: collect(found) })
        await log.untilRead(DEADLINE_MS)
        await last.engine.stop()
        expect(firstOfEach(found)).toEqual(expected)
        expect(log.committed).toBe(log.end)
      }),
      { numRuns: 15, seed: 20_131_202 },
    )
  }, 120_000)

  it('is indifferent to how the log is cut into batches', async () => {
    const messages = history()
    expect(await detectAll(messages, 1)).toEqual(await detectAll(messages, 200))
  })

  it('steps late and repeated samples through no detector', async () => {
    const messages = history()
    const disturbed = messages.flatMap((sample, i) =>
      i % 10 === 9
        ? [
            sample,
            sample,
            { ...sample, observedAtMs: sample.observedAtMs - 5 * MINUTE_MS, values: { temperature: 1e6 } },
          ]
        : [sample],
    )
    const log = new MemoryLog(disturbed)
    const found: Finding[] = []
    const { engine, metrics } = start({ log, sink: collect(found) })
    await log.untilRead(DEADLINE_MS)
    await engine.stop()
    expect(found).toEqual(await detectAll(messages))
    const late = (disturbed.length - messages.length) / 2
    expect(await metrics.getSingleMetricAsString('forewarn_detection_late_total')).toContain(
      `_total ${late * 3}`,
    )
  })

  it('keeps delivering until the sink takes the findings, and saves nothing before', async () => {
    const log = new MemoryLog(history())
    const found: Finding[] = []
    let refusals = 0
    const sink: FindingSink = {
      async deliver(findings) {
        if (refusals++ < 2) throw new ForewarnError('store_unavailable', 'not now', { retryable: true })
        found.push(...findings)
      },
    }
    const { engine } = start({ log, sink, checkpointIntervalMs: 0 })
    await log.untilRead(DEADLINE_MS)
    await engine.stop()
    expect(refusals).toBeGreaterThan(2)
    expect(found).toEqual(await detectAll(history()))
  })

  it('stopped while the sink fails, it finds the same again', async () => {
    const log = new MemoryLog(history())
    let asked: () => void = () => {}
    const failing = new Promise<void>(resolve => {
      asked = resolve
    })
    const refuse = async () => {
      asked()
      throw new ForewarnError('store_unavailable', 'not now', { retryable: true })
    }
    const first = start({ log, sink: { deliver: refuse }, checkpointIntervalMs: 1_000_000 })
    await failing
    await first.engine.stop()
    const found: Finding[] = []
    const second = start({ log, sink: collect(found) })
    await log.untilRead(DEADLINE_MS)
    await second.engine.stop()
    expect(found).toEqual(await detectAll(history()))
  })

  it('saves a checkpoint when no more messages come', async () => {
    const log = new MemoryLog(history())
    const { engine } = start({ log, sink: collect([]), checkpointIntervalMs: 20 })
    await log.untilRead(DEADLINE_MS)
    await until(() => log.committed === log.end, DEADLINE_MS)
    expect((await states.load()).offset).toBe(log.end)
    await engine.stop()
  })

  it('keeps two metrics of one device apart', async () => {
    const together = await detectAll(history())
    const alone = await detectAll(
      history().map(sample => ({ ...sample, values: { temperature: sample.values.temperature ?? 0 } })),
    )
    expect(alone.length).toBeGreaterThan(0)
    expect(together.filter(({ metric }) => metric === 'temperature')).toEqual(alone)
  })

  it('names where a finding comes from and shows the values before it', async () => {
    const raised = (await detectAll(history())).find(
      ({ detector, phase }) => detector === 'band@1' && phase === 'raised',
    )
    expect(raised).toMatchObject({
      site: 'north',
      asset: 'pump',
      device: 'pump-1',
      metric: 'temperature',
      unit: '°C',
      faultKey: 'temperature',
      severity: expect.stringMatching(/minor|major|critical/),
    })
    const series = raised?.evidence.series ?? []
    expect(series).toHaveLength(120)
    expect(series.at(-1)).toEqual([raised?.observedAtMs, raised?.evidence.value])
    expect(raised?.evidence.expected?.high).toBeLessThan(raised?.evidence.value ?? 0)
    expect(raised?.receivedAtMs).toBe((raised?.observedAtMs ?? 0) + 1000)
  })

  it('reads a new log from its start when the old one is gone', async () => {
    await states.save(1_000_000n, [])
    const log = new MemoryLog(history())
    const found: Finding[] = []
    const { engine } = start({ log, sink: collect(found) })
    await log.untilRead(DEADLINE_MS)
    await engine.stop()
    expect((await states.load()).offset).toBe(log.end)
    expect(found).toEqual(await detectAll(history()))
  })
})

/** A pump whose temperature leaves its band, and whose pressure is beyond its limit, several times. */
function history(): Sample[] {
  return Array.from({ length: 1500 }, (_, i) => {
    const isHot = (i >= 700 && i < 760) || i >= 1100
    const isOver = (i >= 100 && i < 130) || (i >= 900 && i < 1300)
    const ripple = Math.sin(i) + Math.sin(i / 7.3) // the same each time, but not periodic
    const observedAtMs = START_MS + i * MINUTE_MS
    const values = {
      temperature: 70 + ripple + (isHot ? 30 : 0),
      pressure: 5 + 0.1 * ripple + (isOver ? 2 : 0),
    }
    return {
      site: 'north',
      asset: 'pump',
      device: 'pump-1',
      class: 'pump',
      observedAtMs,
      receivedAtMs: observedAtMs + 1000,
      values,
    }
  })
}

const pump: RegisteredDevice = {
  id: 'pump-1',
  site: 'north',
  asset: 'pump',
  criticality: 'A',
  class: {
    id: 'pump',
    name: 'Pump',
    acceptsAnyMetric: false,
    metrics: [
      { key: 'temperature', unit: '°C' },
      { key: 'pressure', unit: 'bar', limits: { high: 6 } },
    ],
  },
}
const registry: AssetRegistry = {
  device: id => (id === pump.id ? pump : undefined),
  resolve: async () => {},
  verifySecret: async () => true,
}
const decoder: Decoder = {
  decode: async entries => ({
    samples: entries.map(({ payload }) => JSON.parse(new TextDecoder().decode(payload))),
    deadLetters: [],
  }),
}
const logger = { debug() {}, info() {}, warn() {}, error() {} }

function start(parts: {
  log: MessageLog
  sink: FindingSink
  states?: DetectionStates
  checkpointIntervalMs?: number
}) {
  const metrics = new Registry()
  return { engine: startEngine({ states, ...parts, decoder, registry, logger, metrics }), metrics }
}

async function detectAll(messages: readonly Sample[], batchSize?: number): Promise<Finding[]> {
  await forgetEverything()
  const log = new MemoryLog(messages, batchSize)
  const found: Finding[] = []
  const { engine } = start({ log, sink: collect(found) })
  await log.untilRead(DEADLINE_MS)
  await engine.stop()
  return found
}

async function forgetEverything(): Promise<void> {
  await pool.query('truncate detection.checkpoints, detection.states')
}

function collect(into: Finding[]): FindingSink {
  return {
    async deliver(findings) {
      into.push(...structuredClone(findings))
    },
  }
}

/** What an idempotent sink keeps. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [finding.id, finding])).values()]
}
