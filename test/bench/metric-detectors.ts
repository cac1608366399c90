/**
 * Metric detectors alone over simulated machines, without diagnosis and tickets: how often they raise while nothing is
 * wrong, and which faults they raise in before the functional failure.
 *   node test/bench/metric-detectors.ts --seeds 2 --days 120
 */
import type { MetricDetector } from '../../contracts/detector.ts'
import { band } from '../../detectors/band/band.ts'
import { changepoint } from '../../detectors/changepoint/changepoint.ts'
import { novelty } from '../../detectors/novelty/novelty.ts'
import { profile } from '../../detectors/profile/profile.ts'
import { UNKNOWN_REGIME } from '../../detectors/regimes.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { optionsOf, report } from './options.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)
const watched = [novelty, profile, changepoint, band] as unknown as readonly MetricDetector[]

const options = optionsOf('Metric detectors alone over simulated machines.', {
  kinds: { default: machineKinds.map(kind => kind.class.id).join(','), help: 'of machines' },
  seeds: { default: '2', help: 'machines of each kind' },
  days: { default: '120', help: 'healthy days of each' },
  minutes: { default: '10', help: 'between two samples' },
  learn: { default: '45', help: 'days before a fault begins' },
})
const stepMs = Number(options.minutes) * 60_000

interface Raised {
  detector: string
  atMs: number
}

const rows = new Map(watched.map(({ name }) => [name, { raised: 0, faults: 0, leads: [] as number[] }]))
let years = 0
for (const kind of machineKinds.filter(kind => options.kinds.split(',').includes(kind.class.id))) {
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    for (const { detector } of run({ kind, seed, days: Number(options.days) })) {
      const row = rows.get(detector)
      if (row) row.raised++
    }
    years += Number(options.days) / 365
    for (const [mode, { lifeHours }] of Object.entries(kind.modes)) {
      const onsetMs = START_MS + Number(options.learn) * DAY_MS
      const failureMs = onsetMs + ((lifeHours[0] + lifeHours[1]) / 2) * HOUR_MS
      const days = Math.ceil((failureMs - START_MS) / DAY_MS)
      const raised = run({ kind, seed: seed + 100, days, fault: { mode, onsetMs, failureMs } })
      for (const [name, row] of rows) {
        const first = raised.find(
          ({ detector, atMs }) => detector === name && atMs > onsetMs && atMs < failureMs,
        )
        row.faults++
        if (first) row.leads.push((failureMs - first.atMs) / (failureMs - onsetMs))
      }
    }
  }
}
await report(
  'statistical detectors',
  Array.from(rows, ([detector, { raised, faults, leads }]) => ({
    detector,
    'raised a healthy machine-year': (raised / years).toFixed(2),
    faults,
    'found before failure': leads.length,
    'median lead, share of the life': leads.sort((a, b) => a - b)[leads.length >> 1]?.toFixed(2) ?? '',
  })),
  options.json,
  { years },
)

function run(from: {
  kind: MachineKind
  seed: number
  days: number
  fault?: { mode: string; onsetMs: number; failureMs: number }
}): Raised[] {
  const { kind, seed, days, fault } = from
  const machine = new SimulatedMachine(
    {
      ...{ asset: 'a', name: 'a', site: 's', kind: kind.class.id, criticality: 'B', device: 'a', seed },
      climate: seed % 2 === 0 ? 'hall' : 'temperate',
      faults: fault ? [{ layer: 'machine', ...fault }] : [],
    },
    stepMs,
  )
  const states = new Map<string, unknown>()
  const raised: Raised[] = []
  for (let tMs = START_MS; tMs < START_MS + days * DAY_MS; tMs += stepMs) {
    for (const { values } of machine.step(tMs)) {
      for (const metric of kind.class.metrics) {
        const value = values[metric.key]
        if (value === undefined) continue
        for (const detector of watched) {
          const config = detector.configure(metric)
          if (config === undefined) continue
          const key = `${detector.name} ${metric.key}`
          const observation = { observedAtMs: tMs, value, regime: UNKNOWN_REGIME }
          const [next, said] = detector.step(config, states.get(key), observation, metric)
          states.set(key, next)
          for (const { phase } of said)
            if (phase === 'raised') raised.push({ detector: detector.name, atMs: tMs })
        }
      }
    }
  }
  return raised
}
