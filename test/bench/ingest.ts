/** The whole ingest path under load, from PUBLISH to stored: `node test/bench/ingest.ts --help`. */
import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LedgerEntry } from '../../simulators/load/ledger.ts'
import { missingFrom } from '../services/ledger.ts'
import {
  type Bench,
  lagOf,
  loadForewarn,
  type Report,
  startBench,
  stopBench,
  untilDrained,
} from './harness.ts'
import { median, optionsOf, report } from './options.ts'
import { threadsOf, type Usage, usageOf } from './processes.ts'

const options = optionsOf('As fast as acknowledged, one publisher alone, and half load.', {
  devices: { default: '100', help: 'devices of the load' },
  seconds: { default: '20', help: 'of each load' },
  runs: { default: '3', help: 'runs, each with a fresh Forewarn' },
  store: { default: 'postgres', help: 'postgres or influxdb' },
})
const METRIC = 'temperature'

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

async function measure(bench: Bench, load: Load): Promise<Measured> {
  const loadBefore = loadavg()[0] ?? 0
  const ledger = join(bench.place.dataDir, 'ledger.json')
  const generator = loadForewarn(bench, { ...load, seconds: Number(options.seconds), ledger })
  const generatorCpuS = () => usageOf(generator.process.pid ?? 0, () => false).own.cpuS
  await generator.started
  const before = snapshot(bench)
  const generatorBeforeS = generatorCpuS()
  await sleep(Number(options.seconds) * 1000)
  const after = snapshot(bench)
  const generatorS = generatorCpuS() - generatorBeforeS
  const lagAtEnd = await lagOf(bench)
  const reported = await generator.report
  await untilDrained(bench)
  const drained = snapshot(bench)
  const perMessage = (cpuS: number) => (1e6 * cpuS) / reported.acknowledged
  const entries: LedgerEntry[] = JSON.parse(await readFile(ledger, 'utf8'))
  return {
    ...reported,
    loadBefore,
    drainS: (drained.atMs - after.atMs) / 1000,
    lagAtEnd,
    cpuUsPerMessage: {
      forewarn: perMessage(drained.forewarn.cpuS - before.forewarn.cpuS),
      databases: perMessage(drained.databases.cpuS - before.databases.cpuS),
      generator: perMessage(generatorS),
    },
    forewarnRssMb: drained.forewarn.rssMb,
    busiest: busiestThreads(before, after),
    missing: await missingFrom(bench.forewarn, entries, METRIC),
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
const storedPerS = ({ acknowledged, seconds, drainS }: Measured) => acknowledged / (seconds + drainS)
const figures: Record<'peak' | 'alone' | 'half', Measured[]> = { peak: [], alone: [], half: [] }
for (let run = 1; run <= runs; run++) {
  const bench = await startBench(options.store)
  const take = async (kind: keyof typeof figures, title: string, load: Load) => {
    const measured = await measure(bench, load)
    figures[kind].push(measured)
    console.log(describe(`${title}, run ${run}`, measured))
    return measured
  }
  try {
    const peak = await take('peak', `${devices} devices, as fast as acknowledged`, {
      devices,
      prefix: 'peak',
    })
    await take('alone', 'one publisher alone', { devices: 1, prefix: 'alone' })
    const rate = Math.max(1, Math.round(storedPerS(peak) / 2))
    await take('half', `${devices} devices, half of what is stored, ${rate}/s`, {
      devices,
      prefix: 'half',
      rate,
    })
  } finally {
    await stopBench(bench)
  }
}
const rows = Object.entries(figures).map(([load, measured]) => {
  const middle = (figure: (each: Measured) => number) => median(measured.map(figure))
  return {
    load,
    'acknowledged/s': Math.round(middle(each => each.acknowledgedPerS)),
    'stored/s': Math.round(middle(storedPerS)),
    'PUBACK p50 ms': middle(each => each.latencyMs.p50),
    'PUBACK p99 ms': middle(each => each.latencyMs.p99),
    'Forewarn µs': middle(each => each.cpuUsPerMessage.forewarn),
    'databases µs': middle(each => each.cpuUsPerMessage.databases),
    'memory MB': middle(each => each.forewarnRssMb),
    lost: measured.flatMap(({ missing }) => missing).length,
  }
})
await report(`${devices} devices, ${options.store}, medians of ${runs}`, rows, options.json, figures)
