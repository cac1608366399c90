import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import pg from 'pg'
import { Registry } from 'prom-client'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MetricDetector } from '../../contracts/detector.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Finding, FindingSink } from '../../contracts/finding.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { Message } from '../../contracts/message-log.ts'
import { noticeMessage, noticeOf } from '../../contracts/notice.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import type { Decoder, PlacedNotice, Sample } from '../../contracts/sample.ts'
import { type EngineOptions, startEngine } from '../../detectors/engine.ts'
import type { DetectionStates, StoredState } from '../../detectors/engine-state.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { plainDiagnosis } from '../../detectors/testing/plain-diagnosis.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'
import { Life, MemoryLog, until } from './engine-lives.ts'

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

async function loaded(): Promise<{ offset: bigint; states: StoredState[] }> {
  const all: StoredState[] = []
  const offset = await states.load(stored => all.push(stored))
  return { offset, states: all }
}

describe('the detection states in PostgreSQL', () => {
  const state = (value: number) => ({
    observedAtMs: START_MS,
    recent: [START_MS, value],
    detectors: { 'band@1': { a: [0.1 + 0.2, 1e-300, -1.5e150], b: null } },
  })

  it('begins empty at offset 0', async () => {
    expect(await loaded()).toEqual({ offset: 0n, states: [] })
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
    const { offset, states: all } = await loaded()
    expect(offset).toBe(9_007_199_254_740_993n)
    const byDevice = all.toSorted((a, b) => (a.device < b.device ? -1 : 1))
    expect(byDevice).toEqual(many.map(stored => (stored.device === 'device-007' ? changed : stored)))
  })

  it('saves all or nothing, and says that it can be tried again', async () => {
    await states.save(1n, [])
    const good = { device: 'a', metric: 'm', state: state(1) }
    const bad = { device: 'b\u0000', metric: 'm', state: state(1) } // PostgreSQL refuses the character
    const save = states.save(2n, [good, bad])
    await expect(save).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    expect(await loaded()).toEqual({ offset: 1n, states: [] })
  })

  it('a connection that breaks in the middle is temporary, and ends nobody', async () => {
    const { hostname, port } = new URL(database.url)
    const open: Socket[] = []
    const between = createServer(near => {
      const far = connect(Number(port), hostname)
      open.push(near, far)
      for (const each of [near, far]) each.on('error', () => {})
      near.pipe(far).pipe(near)
    }).listen(0, '127.0.0.1')
    await once(between, 'listening')
    const url = new URL(database.url)
    url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`
    const fragile = new pg.Pool({ connectionString: url.href })
    const locker = await pool.connect()
    try {
      await locker.query('begin; lock table detection.states in access exclusive mode')
      const save = openDetectionStates({ pool: fragile }).save(2n, [
        { device: 'a', metric: 'm', state: state(1) },
      ])
      const failed = expect(save).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
      const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await pool.query(waiting)).rows.length).toBe(1)
      for (const socket of open) socket.destroy()
      await failed
    } finally {
      await locker.query('rollback')
      locker.release()
      await fragile.end()
      between.close()
    }
    expect(await loaded()).toEqual({ offset: 0n, states: [] })
  })
})

describe('the engine', () => {
  it.each([
    ['each statement a finding', { diagnosis: plainDiagnosis }],
    ['the shipped diagnosis', {}],
  ])(
    'finds the same, with the same ids, when it is killed anywhere and resumed: %s',
    async (_, parts) => {
      const messages = eventful()
      const expected = await detectAll(messages, { parts })
      const phases = expected.map(({ phase }) => phase)
      for (const phase of ['raised', 'cleared']) expect(phases).toContain(phase)

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
              parts,
            })
            await Promise.race([life.death, log.untilRead(DEADLINE_MS)])
            await life.end()
            log.forgetReader()
          }
          const last = start({ log, sink: collect(found), parts })
          await log.untilRead(DEADLINE_MS)
          await last.engine.stop()
          expect(firstOfEach(found)).toEqual(expected)
          expect(log.committed).toBe(log.end)
        }),
        { numRuns: 15, seed: 20_131_202 },
      )
    },
    120_000,
  )

  it('is indifferent to how the log is cut into batches', async () => {
    const messages = eventful()
    expect(await detectAll(messages, { batchSize: 1 })).toEqual(await detectAll(messages, { batchSize: 200 }))
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
    expect(await metrics.getSingleMetricAsString('forewarn_detection_late_values_total')).toContain(
      `_total ${late * 3}`,
    )
  })

  it('is not blinded by a reading from the future, and takes two in a row at their word', async () => {
    const messages = history()
    const ahead = (sample: Sample) => ({ ...sample, observedAtMs: sample.receivedAtMs + 23 * 3_600_000 })
    const glitches = messages.flatMap((sample, i) => (i % 500 === 250 ? [ahead(sample), sample] : [sample]))
    expect(await detectAll(glitches)).toEqual(await detectAll(messages))

    const aheadForGood = messages.map(sample => ({ ...sample, receivedAtMs: START_MS - 3_600_000 }))
    const found = await detectAll(aheadForGood)
    expect(found.length).toBeGreaterThan(0)
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
    expect((await loaded()).offset).toBe(log.end)
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
      ({ detector, phase }) => detector === 'band@2' && phase === 'raised',
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
    expect(series.at(-1)?.[0]).toBe(raised?.observedAtMs)
    expect(raised?.evidence.expected?.high).toBeLessThan(raised?.evidence.value ?? 0)
    expect(raised?.explanation).toContain(raised?.evidence.value.toFixed(2))
    expect(raised?.receivedAtMs).toBe((raised?.observedAtMs ?? 0) + 1000)
  })

  it('reads a new log from its start when the old one is gone', async () => {
    await states.save(1_000_000n, [])
    const log = new MemoryLog(history())
    const found: Finding[] = []
    const { engine } = start({ log, sink: collect(found) })
    await log.untilRead(DEADLINE_MS)
    await engine.stop()
    expect((await loaded()).offset).toBe(log.end)
    expect(found).toEqual(await detectAll(history()))
  })
})

describe('a detector that throws', () => {
  const speaking = (
    name: string,
    step: (count: number, value: number) => [number, boolean],
  ): MetricDetector => ({
    scope: 'metric',
    name,
    version: 1,
    config: Type.Object({}),
    configure: () => ({}),
    step(_config, state, { value, observedAtMs }) {
      const [count, speaks] = step(Number(state ?? 0), value)
      const said = {
        phase: 'raised',
        severity: 'minor',
        sinceMs: observedAtMs,
        symptom: 'high',
        explanation: { en: `${count}`, zh: `${count}` },
      } as const
      return [count, speaks ? [said] : []]
    },
  })
  const counting = speaking('counting', (count, value) => {
    if (value > 100) throw new Error('a mistake')
    return [count + 1, true]
  })
  const wary = speaking('wary', (_, value) => [0, value > 100])
  const moody: MetricDetector = {
    ...counting,
    name: 'moody',
    configure() {
      throw new Error('a mistake')
    },
  }

  it('is counted and logged, keeps its state, and stops neither the others nor itself', async () => {
    const messages = history()
      .slice(0, 40)
      .map((sample, i) => ({ ...sample, values: { temperature: i % 4 === 3 ? 101 : 1 } }))
    const log = new MemoryLog(messages)
    const found: Finding[] = []
    const logged: [object, string][] = []
    const { engine, metrics } = start({
      log,
      sink: collect(found),
      parts: {
        detectors: [moody, counting, wary].map(detector => ({ detector, mode: 'alarm' })),
        diagnosis: plainDiagnosis,
      },
      logger: { ...silent, error: (...line) => void logged.push(line) },
    })
    await log.untilRead(DEADLINE_MS)
    await engine.stop()
    const said = (label: string) => found.filter(({ detector }) => detector === label)
    expect(said('counting@1').map(({ explanation }) => explanation.split(' ')[0])).toEqual(
      Array.from({ length: 30 }, (_, i) => `${i + 1}`),
    )
    expect(said('wary@1')).toHaveLength(10)
    expect(logged).toMatchObject([
      [{ detector: 'moody@1', device: 'pump-1', metric: 'temperature' }, expect.any(String)],
      [{ detector: 'counting@1', device: 'pump-1', metric: 'temperature' }, expect.any(String)],
    ])
    const failures = (await metrics.getSingleMetric('forewarn_detection_failures_total')?.get())?.values
    expect(failures?.map(({ labels, value }) => [labels.detector, value])).toEqual([
      ['moody@1', 1],
      ['counting@1', 10],
    ])
  })
})

describe('what a device can cost', () => {
  const anything = { ...pump, class: { ...pump.class, metrics: [], acceptsAnyMetric: true } }
  const open: AssetRegistry = { ...registry, device: () => anything }

  it('is bounded: 500 series are watched, the same ones after a restart, and it is told once', async () => {
    const flood = history()
      .slice(0, 8)
      .map((sample, i) => {
        const names = Array.from({ length: 100 }, (_, n) => [`m${i * 100 + n}`, 1])
        return { ...sample, values: Object.fromEntries(names) }
      })
    const warned: [object, string][] = []
    const life = async (messages: readonly Sample[], resumeAt = 0n) => {
      const log = new MemoryLog(messages)
      const { engine, metrics } = start({
        log,
        sink: collect([]),
        registry: open,
        logger: { ...silent, warn: (...line) => void warned.push(line) },
      })
      await log.untilRead(DEADLINE_MS)
      await engine.stop()
      expect((await loaded()).offset).toBe(resumeAt + BigInt(messages.length))
      const of = async (name: string) => (await metrics.getSingleMetric(name)?.get())?.values[0]?.value
      return [await of('forewarn_detection_series'), await of('forewarn_detection_excess_values_total')]
    }
    expect(await life(flood)).toEqual([500, 300])
    expect(warned).toMatchObject([[{ device: 'pump-1', metric: 'm500' }, expect.stringContaining('500')]])
    await states.save(0n, [])
    const later = flood
      .toReversed()
      .map((sample, i) => ({ ...sample, observedAtMs: (flood[i]?.observedAtMs ?? 0) + MINUTE_MS / 2 }))
    expect(await life(later)).toEqual([500, 300])
    expect(new Set((await loaded()).states.map(({ metric }) => metric).filter(Boolean))).toEqual(
      new Set(Array.from({ length: 500 }, (_, n) => `m${n}`)),
    )
  })
})

it.each(['log_corrupt', 'log_trimmed', 'log_poisoned'] as const)(
  'a log that says %s ends detection, after what was done is saved',
  async code => {
    const log = new MemoryLog(history().slice(0, 37))
    const broken = new ForewarnError(code, 'broken')
    const fatal = Promise.withResolvers<Error>()
    const logged: [object, string][] = []
    const failing = Object.assign(Object.create(log), {
      cursor: async () => {
        const cursor = await log.cursor()
        let reads = 0
        return {
          ...cursor,
          next: async (limit: unknown, signal: AbortSignal) => {
            if (++reads > 1) throw broken
            return cursor.next(limit, signal)
          },
        }
      },
    })
    const { engine, metrics } = start({
      log: failing,
      sink: collect([]),
      onFatal: fatal.resolve,
      logger: { ...silent, error: (...line) => void logged.push(line) },
    })
    expect(await fatal.promise).toBe(broken)
    await engine.stop()
    expect(logged).toMatchObject([[{ code, err: broken }, expect.stringContaining('reading the log')]])
    expect((await loaded()).offset).toBe(37n)
    expect((await metrics.getSingleMetric('forewarn_detection_lag_messages')?.get())?.values[0]?.value).toBe(
      0,
    )
  },
)

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

/** The same with disorder, repetitions, a second machine that falls silent, and people who work on the pump. */
function eventful(): (Sample | Message)[] {
  return history().flatMap((sample, i): (Sample | Message)[] => {
    const atMs = sample.observedAtMs + 1
    const told = (...kinds: Intervention['kind'][]) =>
      kinds.map(kind =>
        noticeMessage({ kind: 'intervention', intervention: { asset: 'pump', kind, atMs, ticket: 7 } }, atMs),
      )
    const fan = { ...sample, device: 'fan-1', asset: 'fan', values: { temperature: 20 + Math.sin(i) } }
    const isHeard = i < 400 || i > 700
    const late = { ...sample, observedAtMs: sample.observedAtMs - 90_000, values: { temperature: 70 } }
    return [
      ...(i % 100 === 99 ? [sample, sample, late] : [sample]),
      ...(isHeard ? [fan] : [noticeMessage({ kind: 'listening' }, atMs)]),
      ...(i === 720 ? told('work_began') : []),
      ...(i === 735 ? told('work_ended', 'repaired', 'repaired') : []),
      ...(i === 1200 ? told('false_alarm') : []),
    ]
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
const fan: RegisteredDevice = { ...pump, id: 'fan-1', asset: 'fan', silentAfterS: 600 }
const registry: AssetRegistry = {
  device: id => [pump, fan].find(device => device.id === id),
  resolve: async () => {},
  verifySecret: async () => true,
}
const decoder: Decoder = {
  async decode(entries) {
    const samples: Sample[] = []
    const notices: PlacedNotice[] = []
    for (const entry of entries) {
      const notice = noticeOf(entry)
      if (notice) notices.push({ notice, receivedAtMs: entry.receivedAtMs, samplesBefore: samples.length })
      else samples.push(JSON.parse(new TextDecoder().decode(entry.payload)))
    }
    return { samples, notices, deadLetters: [], reports: [], strangers: [], requests: [] }
  },
}
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

function start(parts: Pick<EngineOptions, 'log' | 'sink'> & Partial<EngineOptions>) {
  const metrics = new Registry()
  const backoff = { firstMs: 1, maxMs: 20 }
  const plain = { diagnosis: plainDiagnosis }
  return {
    engine: startEngine({
      states,
      decoder,
      registry,
      logger: silent,
      metrics,
      backoff,
      parts: plain,
      ...parts,
    }),
    metrics,
  }
}

async function detectAll(
  messages: readonly (Sample | Message)[],
  { batchSize, ...options }: { batchSize?: number } & Partial<EngineOptions> = {},
): Promise<Finding[]> {
  await forgetEverything()
  const log = new MemoryLog(messages, batchSize)
  const found: Finding[] = []
  const { engine } = start({ log, sink: collect(found), ...options })
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
