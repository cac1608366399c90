/**
 * The whole ingest path under load, from PUBLISH to readable:
 * `node test/bench/ingest.ts [--devices 100] [--seconds 20] [--runs 3] [--store postgres|influxdb]`
 * Each run has a fresh Forewarn with its PostgreSQL in a temporary directory; the generator is a process of its own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { LedgerEntry } from '../../simulators/load/ledger.ts'
import type { LoadReport } from '../../simulators/load/run-load.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'
import { type InfluxServer, startInfluxdb } from '../services/influxdb.ts'
import { missingFrom } from '../services/ledger.ts'
import { threadsOf, type Usage, usageOf } from './processes.ts'

const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    store: { type: 'string', default: 'postgres' },
  },
})
const DRAIN_WITHIN_MS = 300_000
const METRIC = 'temperature'

type Report = Omit<LoadReport, 'ledger'>
interface Bench {
  forewarn: RunningForewarn
  influxdb: InfluxServer | undefined
  place: Place
}
interface Load {
  devices: number
  prefix: string
  rate?: number
}
interface Measured extends Report {
  loadBefore: number
  /** From the end of the load until writer and detection have nothing left. */
  drainS: number
  lagAtEnd: { writer: number; detection: number }
  cpuUsPerMessage: { forewarn: number; databases: number; generator: number }
  forewarnRssMb: number
  /** Shares of the time of the load: on a core, and waiting for one. */
  busiest: { name: string; ran: number; waited: number }[]
  missing: string[]
}

async function start(): Promise<Bench> {
  const where = await place()
  const influxdb = options.store === 'influxdb' ? await startInfluxdb() : undefined
  await influxdb?.query('create database forewarn')
  const rates = { DEVICE_MESSAGES_PER_S: '1000000', DEVICE_BYTES_PER_S: '1000000000' } // the path is measured, not its limits
  const env: Record<string, string> = influxdb ? { ...rates, INFLUX_URL: influxdb.url } : rates
  return { place: where, influxdb, forewarn: await startForewarn(where, { env }) }
}

async function stop({ forewarn, influxdb, place: where }: Bench): Promise<void> {
  await forewarn.end('SIGTERM')
  await influxdb?.stop()
  await where.remove()
}

interface Snapshot {
  atMs: number
  forewarn: Usage
  databases: Usage
  threads: ReturnType<typeof threadsOf>
}

function snapshot({ forewarn, influxdb }: Bench): Snapshot {
  const { own, apart } = usageOf(forewarn.pid, name => name.startsWith('postgres'))
  const influx = influxdb ? usageOf(influxdb.pid, () => false).own : { cpuS: 0, rssMb: 0 }
  const databases = { cpuS: apart.cpuS + influx.cpuS, rssMb: apart.rssMb + influx.rssMb }
  return { atMs: performance.now(), forewarn: own, databases, threads: threadsOf(forewarn.pid) }
}

async function lag({ forewarn }: Bench): Promise<{ writer: number; detection: number }> {
  const text = await (await fetch(`${forewarn.httpUrl}/metrics`)).text()
  const read = (name: string) => Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1])
  return { writer: read('forewarn_writer_lag_messages'), detection: read('forewarn_detection_lag_messages') }
}

async function measure(bench: Bench, load: Load): Promise<Measured> {
  const loadBefore = loadavg()[0] ?? 0
  const ledgerFile = join(bench.place.dataDir, 'ledger.json')
  const generator = spawn(
    process.execPath,
    [
      ...['main/cli.ts', 'load', '--json', '--ledger', ledgerFile],
      ...['--devices', `${load.devices}`, '--seconds', `${options.seconds}`, '--prefix', load.prefix],
      ...['--url', bench.forewarn.httpUrl, '--mqtt', bench.forewarn.mqttUrl],
      ...(load.rate === undefined ? [] : ['--rate', `${load.rate}`]),
    ],
    { env: { PATH: process.env.PATH, ADMIN_TOKEN }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(generator, 'exit')
  const lines = createInterface(generator.stdout)[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`the generator has ended; Forewarn said:\n${bench.forewarn.output()}`)
    return JSON.parse(value)
  }
  const generatorPid = generator.pid ?? 0
  await nextLine()
  const before = snapshot(bench)
  const generatorBefore = usageOf(generatorPid, () => false).own
  const atEnd = new Promise<{ after: Snapshot; generatorCpuS: number }>(resolve =>
    setTimeout(
      () =>
        resolve({
          after: snapshot(bench),
          generatorCpuS: usageOf(generatorPid, () => false).own.cpuS - generatorBefore.cpuS,
        }),
      Number(options.seconds) * 1000,
    ),
  )
  const { after, generatorCpuS } = await atEnd
  const lagAtEnd = await lag(bench)
  const report: Report = await nextLine()
  await ended
  await eventually(
    async () => {
      const { writer, detection } = await lag(bench)
      return writer === 0 && detection === 0 ? true : undefined
    },
    { withinMs: DRAIN_WITHIN_MS, what: 'an empty log' },
  )
  const drained = snapshot(bench)
  const perMessage = (cpuS: number) => (1e6 * cpuS) / report.acknowledged
  const ledger: LedgerEntry[] = JSON.parse(await readFile(ledgerFile, 'utf8'))
  return {
    ...report,
    loadBefore,
    drainS: (drained.atMs - after.atMs) / 1000,
    lagAtEnd,
    cpuUsPerMessage: {
      forewarn: perMessage(drained.forewarn.cpuS - before.forewarn.cpuS),
      databases: perMessage(drained.databases.cpuS - before.databases.cpuS),
      generator: perMessage(generatorCpuS),
    },
    forewarnRssMb: drained.forewarn.rssMb,
    busiest: busiestThreads(before, after),
    missing: await missingFrom(bench.forewarn, ledger, METRIC),
  }
}

function busiestThreads(before: Snapshot, after: Snapshot): Measured['busiest'] {
  const wallS = (after.atMs - before.atMs) / 1000
  return [...after.threads]
    .map(([tid, { name, ranS, waitedS }]) => {
      const start = before.threads.get(tid) ?? { ranS: 0, waitedS: 0 }
      return { name, ran: (ranS - start.ranS) / wallS, waited: (waitedS - start.waitedS) / wallS }
    })
    .toSorted((a, b) => b.ran - a.ran)
    .slice(0, 3)
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

function describe(title: string, m: Measured): string {
  const { forewarn, databases, generator } = m.cpuUsPerMessage
  const cpu = `${(forewarn + databases).toFixed(0)} µs CPU a message (Forewarn ${forewarn.toFixed(0)}, databases ${databases.toFixed(0)}; generator ${generator.toFixed(0)} more)`
  const { p50, p99, max } = m.latencyMs
  return [
    `${title}: ${m.acknowledgedPerS.toFixed(0)} acknowledged/s; PUBACK p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(0)} ms`,
    `  ${m.acknowledged} acknowledged, all stored ${m.drainS.toFixed(1)} s after the load (lag then: writer ${m.lagAtEnd.writer}, detection ${m.lagAtEnd.detection})`,
    `  stored/s, until the last one: ${(m.acknowledged / (m.seconds + m.drainS)).toFixed(0)}`,
    `  ${cpu}; private memory of Forewarn ${m.forewarnRssMb.toFixed(0)} MB`,
    `  threads during the load: ${m.busiest.map(({ name, ran, waited }) => `${name} ${percent(ran)} (waited for a core ${percent(waited)})`).join(', ')}`,
    `  load average before: ${m.loadBefore.toFixed(2)}; lost connections: ${m.lostConnections}; lost messages: ${m.missing.length === 0 ? 'none' : m.missing.join('; ')}`,
  ].join('\n')
}

const devices = Number(options.devices)
const runs = Number(options.runs)
const peaks: Measured[] = []
for (let run = 1; run <= runs; run++) {
  const bench = await start()
  try {
    const peak = await measure(bench, { devices, prefix: 'peak' })
    console.log(describe(`${devices} devices, as fast as acknowledged, run ${run}`, peak))
    peaks.push(peak)
    if (run < runs) continue
    const perS = median(peaks.map(({ acknowledged, seconds, drainS }) => acknowledged / (seconds + drainS)))
    console.log(describe('one publisher alone', await measure(bench, { devices: 1, prefix: 'alone' })))
    const half = { devices, prefix: 'half', rate: Math.max(1, Math.round(perS / 2)) }
    console.log(
      describe(`${devices} devices, half of what is stored, ${half.rate}/s`, await measure(bench, half)),
    )
  } finally {
    await stop(bench)
  }
}
console.log(
  `median of ${runs}: ${median(peaks.map(({ acknowledgedPerS }) => acknowledgedPerS)).toFixed(0)} acknowledged/s, ` +
    `${median(peaks.map(({ acknowledged, seconds, drainS }) => acknowledged / (seconds + drainS))).toFixed(0)} stored/s, ` +
    `PUBACK p50 ${median(peaks.map(({ latencyMs }) => latencyMs.p50)).toFixed(1)} ms, p99 ${median(peaks.map(({ latencyMs }) => latencyMs.p99)).toFixed(1)} ms, ` +
    `${median(peaks.map(({ cpuUsPerMessage: cpu }) => cpu.forewarn + cpu.databases)).toFixed(0)} µs CPU a message`,
)

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
