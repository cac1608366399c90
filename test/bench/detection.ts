/**
 * Detection by itself, without broker, log and decoder: `node test/bench/detection.ts --help`.
 *
 * The devices are simulated pumps of four metrics: two weeks of sixteen of them at one sample a minute, which all devices
 * go round and round in, each from a place of its own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import type { Sample } from '../../contracts/sample.ts'
import type { StoredState } from '../../detectors/engine-state.ts'
import { detectors, type ShippedDetector } from '../../detectors/index.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { DetectionTable } from '../../detectors/table.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { startDatabases } from '../scorecard/databases.ts'
import { optionsOf, report } from './options.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** A Monday. */
const START_MS = Date.UTC(2026, 0, 5)
const TRACES = 16
const TRACE_MINUTES = (14 * DAY_MS) / MINUTE_MS
const MB = 2 ** 20

const options = optionsOf('CPU time, memory and resume of detection.', {
  only: { default: '', help: 'one of speed, memory, fleet, long; all of them when not given' },
  kind: { default: 'pump', help: 'kind of machine' },
  samples: { default: '400000', help: 'samples of the speed measurement' },
  series: { default: '100000', help: 'series of the fleet' },
  days: { default: '14', help: 'for which the fleet has been watched' },
  minutes: { default: '30', help: 'for which it is watched in the measurement' },
  database: { default: '', help: 'of the process that fleet starts' },
  long: { default: '2000000', help: 'samples of one device, in which no state may grow' },
})

const traces = Array.from({ length: TRACES }, (_, i) => traceOf(i))
const equipmentClass = traces[0]?.class ?? fail('no machine')
const metrics = equipmentClass.metrics.length

function traceOf(seed: number): { class: RegisteredDevice['class']; values: Sample['values'][] } {
  const spec = { asset: `m${seed}`, name: 'M', site: 's', criticality: 'B', device: `d${seed}` } as const
  const machine = new SimulatedMachine({ ...spec, kind: options.kind, seed, faults: [] }, MINUTE_MS)
  const values: Sample['values'][] = []
  for (let minute = 1; minute <= TRACE_MINUTES; minute++) {
    for (const telegram of machine.step(START_MS + minute * MINUTE_MS)) values.push(telegram.values)
  }
  return { class: machine.kind.class, values }
}

const deviceId = (index: number) => `device-${String(index).padStart(6, '0')}`

/** Devices of one class, all registered. */
function fleetOf(size: number): { registry: Pick<AssetRegistry, 'device'>; devices: RegisteredDevice[] } {
  const devices = Array.from({ length: size }, (_, i): RegisteredDevice => {
    const id = deviceId(i)
    return { id, site: 'bench', asset: `asset-${i}`, criticality: 'B', class: equipmentClass }
  })
  const byId = new Map(devices.map(device => [device.id, device]))
  return { devices, registry: { device: id => byId.get(id) } }
}

function sampleOf({ id, site, asset }: RegisteredDevice, index: number, minute: number): Sample {
  const { values } = traces[index % TRACES] ?? fail('no trace')
  const at = (minute + 97 * index) % values.length
  const observedAtMs = START_MS + minute * MINUTE_MS
  return {
    ...{ device: id, site, asset, class: equipmentClass.id, observedAtMs, receivedAtMs: observedAtMs },
    values: values[at] ?? {},
  }
}

function tableOf(registry: Pick<AssetRegistry, 'device'>, shipped: readonly ShippedDetector[]) {
  const onFailure = ({ detector, error }: { detector: string; error: unknown }) => {
    console.error(detector, error)
    process.exit(1)
  }
  return new DetectionTable({ registry, detectors: shipped, onFailure })
}

/** µs of CPU a sample, of 20 devices in turn, for two weeks at the default. */
function cost(shipped: readonly ShippedDetector[]): { us: number; findings: number } {
  const { devices, registry } = fleetOf(20)
  const table = tableOf(registry, shipped)
  const rounds = Math.ceil(Number(options.samples) / devices.length)
  let findings = 0
  const round = (minute: number) => {
    for (const [i, device] of devices.entries()) findings += table.take(sampleOf(device, i, minute)).length
    table.saved()
  }
  for (let minute = 1; minute <= rounds / 4; minute++) round(minute)
  const before = process.cpuUsage()
  for (let minute = rounds / 4; minute < rounds; minute++) round(Math.ceil(minute) + 1)
  const { user, system } = process.cpuUsage(before)
  return { us: (user + system) / (0.75 * rounds * devices.length), findings }
}

async function speed(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  const none = cost([])
  rows.push({
    detectors: 'none: the table alone',
    'µs a sample': none.us.toFixed(2),
    findings: none.findings,
  })
  for (const each of detectors.filter(({ mode }) => mode !== 'off')) {
    const { us, findings } = cost([each])
    rows.push({
      detectors: `${each.detector.name} (${each.mode})`,
      ...{ 'µs a sample': (us - none.us).toFixed(2), findings },
    })
  }
  const all = cost(detectors)
  rows.push({ detectors: 'the default set', 'µs a sample': all.us.toFixed(2), findings: all.findings })
  await report(`CPU a sample of ${metrics} metrics`, rows, options.json, {})
}

/** What each detector keeps, in the heap and as JSON: of 200 devices after two weeks. */
async function memory(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  const none = await held([])
  rows.push({ detectors: 'none: the table alone', ...none })
  for (const each of detectors.filter(({ mode }) => mode !== 'off')) {
    const { bytes, json } = await held([each])
    const more = { bytes: bytes - none.bytes, json: json - none.json }
    rows.push({ detectors: `${each.detector.name} (${each.mode})`, ...more })
  }
  rows.push({ detectors: 'the default set', ...(await held(detectors)) })
  await report('Bytes a series, in the heap and as JSON', rows, options.json, {})
}

const HELD_DEVICES = 200
async function held(shipped: readonly ShippedDetector[]): Promise<{ bytes: number; json: number }> {
  const gc = globalThis.gc ?? fail('run it with node --expose-gc')
  const { devices, registry } = fleetOf(HELD_DEVICES)
  gc()
  const before = process.memoryUsage()
  const table = tableOf(registry, shipped)
  for (let minute = 1; minute <= TRACE_MINUTES; minute++) {
    if (minute === TRACE_MINUTES) table.saved()
    for (const [i, device] of devices.entries()) table.take(sampleOf(device, i, minute))
  }
  let json = 0
  for (const { state } of table.changed()) json += JSON.stringify(state).length
  table.saved()
  await new Promise(resolve => setImmediate(resolve))
  gc()
  const after = process.memoryUsage()
  const series = HELD_DEVICES * metrics
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  return { bytes: Math.round(bytes / table.size), json: Math.round(json / series) }
}

/**
 * As many series as one core is to carry, of machines that have been watched for weeks: a few learn, and the states of the
 * others are copies of theirs. What follows is measured in a process of its own, which begins as after a restart.
 */
async function fleet(): Promise<void> {
  await using databases = await startDatabases()
  const url = await databases.create('bench')
  const pool = new pg.Pool({ connectionString: url })
  await openDetectionStates({ pool }).save(1n, copies(learned(), deviceCount()))
  await pool.end()
  const json = options.json && ['--json', options.json]
  const args = ['--only', 'resume', '--database', url, '--series', options.series, '--days', options.days]
  const script = [...process.execArgv, fileURLToPath(import.meta.url), ...args, ...json]
  const child = spawn(process.execPath, script, { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) fail(`the process that resumes ended with ${code}`)
}

const deviceCount = () => Math.ceil(Number(options.series) / metrics)

function learned(): StoredState[] {
  const { devices, registry } = fleetOf(TRACES)
  const table = tableOf(registry, detectors)
  for (let minute = 1; minute <= learnedMinutes(); minute++) {
    for (const [i, device] of devices.entries()) table.take(sampleOf(device, i, minute))
  }
  return [...table.changed()]
}

const learnedMinutes = () => Math.max(1, (Number(options.days) * DAY_MS) / MINUTE_MS)

function* copies(states: readonly StoredState[], count: number): Generator<StoredState> {
  const log = states.find(({ device }) => device.startsWith('log/'))
  if (log) yield log
  for (let i = 0; i < count; i++) {
    const [device, source] = [deviceId(i), deviceId(i % TRACES)]
    for (const { device: of, metric, state } of states) {
      if (of === source)
        yield { device, metric, state: { ...state, ...(metric === '' && { asset: `asset-${i}` }) } }
    }
  }
}

async function resume(): Promise<void> {
  const { devices, registry } = fleetOf(deviceCount())
  const pool = new pg.Pool({ connectionString: options.database })
  const states = openDetectionStates({ pool })
  let table = tableOf(registry, detectors)
  const resumed = await timed(async () => {
    table = new DetectionTable({ registry, detectors, onFailure: fail })
    await states.load(stored => table.restore(stored))
    table.passTime(START_MS)
  })
  const round = (minute: number) => {
    for (const [i, device] of devices.entries()) table.take(sampleOf(device, i, learnedMinutes() + minute))
  }
  round(1) // until then nobody watches
  table.saved()
  const before = process.cpuUsage()
  const minutes = Number(options.minutes)
  for (let minute = 2; minute <= minutes + 1; minute++) {
    round(minute)
    if (minute <= minutes) table.saved()
  }
  const { user, system } = process.cpuUsage(before)
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const sizes = [...sizesOf(table)]
  const saved = await timed(() => states.save(2n, table.changed()))
  await pool.end()
  const row = {
    series: table.size,
    days: options.days,
    ...{ 'resume s': resumed.wallS.toFixed(1), 'of CPU': resumed.cpuS.toFixed(1) },
    'µs a sample': ((user + system) / minutes / devices.length).toFixed(1),
    'kB a series': ((heapUsed + arrayBuffers) / 1000 / table.size).toFixed(1),
    'heap MB': (heapUsed / MB).toFixed(0),
    'buffers MB': (arrayBuffers / MB).toFixed(0),
    'RSS MB, at most': (process.resourceUsage().maxRSS / 1024).toFixed(0),
    'JSON a row, mean': Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
    'JSON a row, largest': sizes.reduce((most, size) => Math.max(most, size), 0),
    ...{ 'checkpoint of all s': saved.wallS.toFixed(1), 'of CPU there': saved.cpuS.toFixed(1) },
  }
  await report('A fleet on one core', [row], options.json, {})
}

/** Of some of the rows. */
function* sizesOf(table: DetectionTable): Generator<number> {
  let left = 10_000
  for (const { state } of table.changed()) {
    if (left-- === 0) return
    yield JSON.stringify(state).length
  }
}

/** One device for years: no state may grow. */
async function long(): Promise<void> {
  const { devices, registry } = fleetOf(1)
  const device = devices[0] ?? fail('no device')
  const table = tableOf(registry, detectors)
  const total = Number(options.long)
  const rows: Record<string, string | number>[] = []
  for (let minute = 1; minute <= total; minute++) {
    table.take(sampleOf(device, 0, minute))
    if (minute % Math.ceil(total / 10) !== 0) continue
    const largest: Record<string, number> = {}
    for (const { metric, state } of table.changed()) {
      const of = 'detectors' in state ? state.detectors : {}
      for (const [label, own] of Object.entries(of)) {
        largest[label] = Math.max(largest[label] ?? 0, JSON.stringify(own).length)
      }
      largest[metric === '' ? 'row of device or asset' : 'row of series'] = Math.max(
        largest[metric === '' ? 'row of device or asset' : 'row of series'] ?? 0,
        JSON.stringify(state).length,
      )
    }
    rows.push({ samples: minute, ...largest })
  }
  await report('Bytes of JSON, the largest of each', rows, options.json, {})
}

/** CPU of this process, where others are busy the better measure. */
async function timed(work: () => Promise<unknown>): Promise<{ wallS: number; cpuS: number }> {
  const beganAtMs = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wallS: (performance.now() - beganAtMs) / 1000, cpuS: (user + system) / 1e6 }
}

function fail(what: unknown): never {
  throw new Error(String(what))
}

const parts = { speed, memory, fleet, long }
if (options.only === 'resume') await resume()
for (const [name, part] of Object.entries(parts)) if (!options.only || options.only === name) await part()
