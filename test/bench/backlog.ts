/**
 * How fast a backlog drains against what the store takes alone, and how live messages fare meanwhile:
 * `node test/bench/backlog.ts --help`.
 */
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'
import type { Message } from '../../contracts/message-log.ts'
import type { Sample } from '../../contracts/sample.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { parallelWrite } from '../../ingest/parallel-write.ts'
import { openInfluxStore } from '../../ingest/stores/influx/influx-store.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { loadMessage } from '../../simulators/load/message.ts'
import { eventually, place, startForewarn } from '../services/forewarn.ts'
import { type Bench, lagOf, loadForewarn, metricsOf, startBench, stopBench, untilDrained } from './harness.ts'
import { median, optionsOf, percentile, report } from './options.ts'
import { probeDuring } from './probe.ts'

const options = optionsOf('A backlog drains while live messages arrive.', {
  messages: { default: '2000000', help: 'in the log when the service starts' },
  devices: { default: '100', help: 'devices of the backlog, and as many live ones' },
  rate: { default: '500', help: 'live messages/s' },
  runs: { default: '3', help: 'runs, each with a fresh Forewarn' },
  store: { default: 'postgres', help: 'postgres or influxdb' },
})
const messages = Number(options.messages)
const devices = Number(options.devices)
/** The last of a backlog is hidden in the live load. */
const DRAINED_AT = 5_000
const BATCH = 5_000
const CONCURRENCY = 4
const FIRST_TS = Date.now() - messages

const payloadOf = (n: number) =>
  loadMessage(n % devices, Math.floor(n / devices), FIRST_TS + Math.floor(n / devices))
const deviceOf = (n: number) => `backlog-${(n % devices) + 1}`

/** The devices are registered by a short load; then the service is down, and the log fills. */
async function fillLog(bench: Bench): Promise<void> {
  await loadForewarn(bench, { devices, seconds: 1, prefix: 'backlog' }).report
  await loadForewarn(bench, { devices, seconds: 1, prefix: 'live' }).report
  await untilDrained(bench)
  await bench.forewarn.end('SIGTERM')
  const log = await openSegmentLog({ directory: join(bench.place.dataDir, 'log'), maxBytes: 2 ** 36 })
  for (let from = 0; from < messages; from += BATCH) {
    const receivedAtMs = Date.now()
    const group = Array.from({ length: Math.min(BATCH, messages - from) }, (_, i): Message => {
      const device = deviceOf(from + i)
      const topic = `telemetry/load/${device}`
      return { topic, publisher: device, receivedAtMs, payload: Buffer.from(payloadOf(from + i)) }
    })
    await log.append(group)
  }
  await log.close()
}

/** Samples a second that the store takes from one writer with nothing else to do. */
async function bareRate(store: TelemetryStore): Promise<number> {
  const count = Math.min(messages, 500_000)
  const beganAtMs = performance.now()
  for (let from = 0; from < count; from += BATCH) {
    const samples = Array.from({ length: BATCH }, (_, i): Sample => {
      const { ts, values } = JSON.parse(payloadOf(from + i))
      const device = deviceOf(from + i)
      return {
        site: 'load',
        asset: device,
        device,
        class: 'load',
        observedAtMs: ts,
        receivedAtMs: ts,
        values,
      }
    })
    await parallelWrite(store, samples, CONCURRENCY)()
  }
  return count / ((performance.now() - beganAtMs) / 1000)
}

async function measureBareRate(): Promise<number> {
  const bench = options.store === 'influxdb' ? await startBench('influxdb') : undefined
  if (bench?.influxdb) {
    await bench.influxdb.query('create database bare')
    const store = openInfluxStore({ url: bench.influxdb.url, database: 'bare' })
    const rate = await bareRate(store)
    await store.close()
    await stopBench(bench)
    return rate
  }
  const where = await place()
  const database = await startEmbeddedPostgres(where.dataDir)
  await migrate(database.url)
  const pool = new pg.Pool({ connectionString: database.url })
  pool.on('error', () => undefined) // the server ends before the last connection has said goodbye
  const rate = await bareRate(openPostgresStore({ pool }))
  await pool.end()
  await database.stop()
  await where.remove()
  return rate
}

async function drain(bench: Bench): Promise<{
  drainedPerS: number
  live: ReturnType<typeof loadForewarn>
  delays: Awaited<ReturnType<typeof probeDuring>>
}> {
  const { env } = bench
  bench.forewarn = await startForewarn(bench.place, {
    env: { ...env, MESSAGE_LOG_MAX_BYTES: String(2 ** 36) },
  })
  const beganAtMs = performance.now()
  const atBegin = await lagOf(bench)
  const live = loadForewarn(bench, { devices, seconds: 86_400, prefix: 'live', rate: Number(options.rate) })
  const acknowledged = async () =>
    (await metricsOf(bench)).get('forewarn_broker_messages_acknowledged_total') ?? 0
  const drained = eventually(
    async () => {
      const { writer } = await lagOf(bench)
      return writer < DRAINED_AT ? writer : undefined
    },
    { withinMs: 1_800_000, what: 'the end of the backlog' },
  )
  await live.started
  const delays = await probeDuring(bench, drained)
  const left = await drained
  const seconds = (performance.now() - beganAtMs) / 1000
  const drainedPerS = (atBegin.writer + (await acknowledged()) - left) / seconds
  return { drainedPerS, live, delays }
}

const rows = []
for (let run = 1; run <= Number(options.runs); run++) {
  const barePerS = await measureBareRate()
  const bench = await startBench(options.store)
  try {
    await fillLog(bench)
    const { drainedPerS, live, delays } = await drain(bench)
    live.process.kill('SIGINT')
    const { latencyMs } = await live.report
    if (live.process.exitCode === null) await once(live.process, 'exit')
    rows.push({
      run,
      'store alone/s': Math.round(barePerS),
      'drained/s': Math.round(drainedPerS),
      'share %': (100 * drainedPerS) / barePerS,
      'PUBACK p50 ms': latencyMs.p50,
      'PUBACK p99 ms': latencyMs.p99,
      'live readable p50 ms': percentile(
        delays.map(({ readableMs }) => readableMs),
        0.5,
      ),
      'live readable p99 ms': percentile(
        delays.map(({ readableMs }) => readableMs),
        0.99,
      ),
    })
  } finally {
    await stopBench(bench)
  }
}
await report(
  `A backlog of ${messages}, ${options.rate} live messages/s, ${options.store}`,
  rows,
  options.json,
  {
    sharePercent: median(rows.map(row => row['share %'])),
  },
)
