/**
 * The detectors of sensors' faults over simulated machines, one after the other, each with its own state:
 *   node test/bench/sensors.ts --part healthy     a year of every kind, duty and climate in which nothing fails
 *   node test/bench/sensors.ts --part faults      every fault of a sensor, in every metric of every kind
 *   node test/bench/sensors.ts --part machines    every failure mode of every kind: is it taken for a sensor's?
 *   node test/bench/sensors.ts --part network     outages, duplicates, disorder and clocks that are wrong
 */
import type { Statement } from '../../contracts/detector.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { mixSeed, uniform } from '../../simulators/machines/random.ts'
import type { Climate } from '../../simulators/machines/weather.ts'
import { networkModes, type PlannedFault, type SensorMode } from '../../simulators/plant/faults.ts'
import { type MachineSpec, SimulatedMachine } from '../../simulators/plant/machine.ts'
import { median, optionsOf, percentile, report } from './options.ts'
import { SensorWatch } from './sensor-watch.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2025, 0, 6)
const YEARS_DAYS = 365
const duties: readonly MachineKind['duty'][] = ['continuous', 'shifts', 'batches', 'weather']
const climates: readonly Climate[] = ['temperate', 'tropical', 'hall']

const options = optionsOf('The detectors of sensors’ faults over simulated machines.', {
  part: { default: 'healthy', help: 'healthy, faults, machines or network' },
  seed: { default: '1', help: 'of all machines' },
  seeds: { default: '1', help: 'machines of each kind, duty and climate (faults: of each fault)' },
  days: { default: String(YEARS_DAYS), help: 'of the healthy run' },
  step: { default: '60', help: 'seconds between two samples' },
  kinds: { default: machineKinds.map(kind => kind.class.id).join(','), help: 'kinds of machines' },
  duties: { default: duties.join(','), help: 'duties of the healthy run' },
  climates: { default: climates.join(','), help: 'climates of the healthy run' },
  modes: { default: 'stuck,drift,spike,clipped,unit_change,silent', help: 'modes of the faults of sensors' },
  regimes: { default: 'yes', help: 'no: as where nothing tells how a machine is run' },
  list: { default: '', help: 'yes: every statement that raises' },
})
const kinds = machineKinds.filter(kind => options.kinds.split(',').includes(kind.class.id))
const stepMs = Number(options.step) * 1000
const hasRegimes = options.regimes !== 'no'
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => Number(options.seed) + i)

interface Raised {
  machine: string
  metric: string
  detector: string
  atMs: number
  statement: Statement
}

/** Runs the machine for so many days and answers what was raised. */
function run(
  spec: MachineSpec,
  days: number,
  watch = new SensorWatch(kindOf(spec).class, hasRegimes),
): Raised[] {
  const machine = new SimulatedMachine(spec, stepMs)
  const raised: Raised[] = []
  for (let tMs = START_MS; tMs < START_MS + days * DAY_MS; tMs += stepMs) {
    for (const telegram of machine.step(tMs)) {
      for (const { metric, detector, statement } of watch.step(telegram)) {
        if (statement.phase !== 'raised') continue
        raised.push({ machine: spec.asset, metric, detector, atMs: telegram.ts, statement })
      }
    }
  }
  if (options.list) for (const each of raised) print(each)
  return raised
}

function print({ machine, metric, detector, atMs, statement }: Raised): void {
  const day = ((atMs - START_MS) / DAY_MS).toFixed(2)
  console.log(`${machine} ${metric} day ${day} ${detector}: ${statement.explanation.en}`)
}

const kindOf = (spec: MachineSpec) => machineKinds.find(kind => kind.class.id === spec.kind) as MachineKind

function specOf(
  kind: MachineKind,
  of: { name: string; seed: number; faults?: PlannedFault[] } & Partial<MachineSpec>,
) {
  const { name, seed, faults = [], ...more } = of
  const { id } = kind.class
  return {
    ...{ asset: `${id} ${name}`, name, site: 's', kind: id, criticality: 'B', device: id, seed, faults },
    ...more,
  } satisfies MachineSpec as MachineSpec
}

async function healthy(): Promise<void> {
  const days = Number(options.days)
  const all: Raised[] = []
  let machines = 0
  let bytes = 0
  for (const kind of kinds)
    for (const duty of duties.filter(each => options.duties.split(',').includes(each)))
      for (const climate of climates.filter(each => options.climates.split(',').includes(each)))
        for (const seed of seeds) {
          const name = `${duty} ${climate} ${seed}`
          const watch = new SensorWatch(kind.class, hasRegimes)
          all.push(
            ...run(
              specOf(kind, { name, seed: mixSeed(seed, kind.class.id, duty, climate), duty, climate }),
              days,
              watch,
            ),
          )
          bytes = Math.max(bytes, watch.bytes())
          machines++
        }
  const years = (machines * days) / YEARS_DAYS
  const names = [...new Set(all.map(({ detector }) => detector))].sort()
  const rows = names.map(detector => {
    const of = all.filter(each => each.detector === detector)
    return { detector, raised: of.length, 'per machine-year': (of.length / years).toFixed(3) }
  })
  await report(
    `Healthy: ${machines} machines, ${years.toFixed(0)} machine-years, a sample every ${options.step} s`,
    rows,
    options.json,
    all,
  )
  console.log(`largest state of a series with all of them: ${bytes} bytes of JSON`)
}

/** How long what ails a sensor lasts, in days: what the random faults of a scenario have as their middle. */
const lastDays: Partial<Record<SensorMode, number>> = {
  stuck: 3,
  drift: 25,
  spike: 3,
  clipped: 6,
  unit_change: 3,
  silent: 0.7,
}
const LEARN_DAYS = 21

async function faults(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  const wrong: Raised[] = []
  for (const mode of options.modes.split(',') as SensorMode[]) {
    const days = lastDays[mode] ?? 3
    const delays: number[] = []
    const missed: string[] = []
    let count = 0
    const detectors = new Map<string, number>()
    for (const kind of kinds)
      for (const { key: metric } of kind.class.metrics)
        for (const seed of seeds) {
          const mixed = mixSeed(seed, kind.class.id, metric, mode)
          const onsetMs = Math.round(START_MS + (LEARN_DAYS + 7 * uniform(mixed)) * DAY_MS)
          const endMs = onsetMs + days * DAY_MS
          const name = `${mode} ${metric} ${seed}`
          const spec = specOf(kind, {
            name,
            seed: mixed,
            faults: [{ layer: 'sensor', mode, metric, onsetMs, endMs }],
          })
          const raised = run(spec, LEARN_DAYS + 7 + days + 2)
          const right = raised.filter(
            each =>
              each.metric === metric &&
              each.atMs >= onsetMs &&
              each.atMs < endMs &&
              each.statement.faultKind === 'sensor',
          )
          wrong.push(...raised.filter(each => each.statement.faultKind === 'sensor' && !right.includes(each)))
          count++
          const first = right[0]
          if (!first) {
            missed.push(`${kind.class.id}.${metric}`)
            const symptom = raised.find(
              each => each.metric === metric && each.atMs >= onsetMs && each.atMs < endMs,
            )
            if (symptom)
              detectors.set(`(${symptom.detector})`, (detectors.get(`(${symptom.detector})`) ?? 0) + 1)
            continue
          }
          delays.push((first.atMs - onsetMs) / HOUR_MS)
          detectors.set(first.detector, (detectors.get(first.detector) ?? 0) + 1)
        }
    rows.push({
      mode,
      faults: count,
      found: delays.length,
      'median h': delays.length ? median(delays).toFixed(1) : '',
      '90 % h': delays.length ? percentile(delays, 0.9).toFixed(1) : '',
      by: [...detectors].map(([name, n]) => `${name} ${n}`).join(', '),
      missed: missed.join(', '),
    })
  }
  await report('Faults of sensors', rows, options.json, rows)
  console.log(`\nraised elsewhere in these runs: ${wrong.length}`)
  for (const each of wrong) print(each)
}

async function machines(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const kind of kinds) {
    let runs = 0
    const all: Raised[] = []
    for (const [mode, { lifeHours }] of Object.entries(kind.modes))
      for (const seed of seeds) {
        const mixed = mixSeed(seed, kind.class.id, mode)
        const onsetMs = START_MS + LEARN_DAYS * DAY_MS
        const failureMs = onsetMs + Math.sqrt(lifeHours[0] * lifeHours[1]) * HOUR_MS
        const days = (failureMs - START_MS) / DAY_MS + 5
        const spec = specOf(kind, {
          name: `${mode} ${seed}`,
          seed: mixed,
          faults: [{ layer: 'machine', mode, onsetMs, failureMs }],
        })
        all.push(...run(spec, days).filter(each => each.statement.faultKind === 'sensor'))
        runs++
      }
    rows.push({
      kind: kind.class.id,
      runs,
      'taken for a sensor’s': all.length,
      by: [...new Set(all.map(each => each.detector))].join(', '),
    })
    for (const each of all) print(each)
  }
  await report('Faults of machines, with five days at a standstill', rows, options.json, rows)
}

async function network(): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const mode of [...networkModes, 'clock_skew', 'silent'] as const) {
    let runs = 0
    const all: Raised[] = []
    for (const kind of kinds)
      for (const seed of seeds) {
        const onsetMs = START_MS + LEARN_DAYS * DAY_MS
        const fault = { mode, onsetMs, endMs: onsetMs + 2 * DAY_MS }
        const layer = mode === 'clock_skew' || mode === 'silent' ? 'sensor' : 'network'
        const spec = specOf(kind, {
          name: `${mode} ${seed}`,
          seed: mixSeed(seed, kind.class.id, mode),
          faults: [{ layer, ...fault } as PlannedFault],
        })
        all.push(...run(spec, LEARN_DAYS + 5).filter(each => each.statement.faultKind === 'sensor'))
        runs++
      }
    rows.push({ mode, runs, raised: all.length, by: [...new Set(all.map(each => each.detector))].join(', ') })
    for (const each of all) print(each)
  }
  await report('Faults of the network, clocks and silent devices', rows, options.json, rows)
}

const parts: Record<string, () => Promise<void>> = { healthy, faults, machines, network }
await parts[options.part]?.()
