/** What the detector of the vibration spectrum makes of the simulators' waveforms: `node test/bench/spectrum.ts --help`. */
import { spectrum } from '../../detectors/spectrum/spectrum.ts'
import { configOf } from '../../detectors/watch.ts'
import { judgeWaveforms } from '../../ingest/waveforms/judge.ts'
import { parseWaveforms } from '../../ingest/waveforms/parse.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { mixSeed, Noise } from '../../simulators/machines/random.ts'
import type { PlannedFault } from '../../simulators/plant/faults.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { optionsOf } from './options.ts'

const options = optionsOf('Healthy machines and every fault of those that have waveforms.', {
  years: { default: '2', help: 'healthy machine-years of each kind' },
  lives: { default: '4', help: 'lives of each failure mode' },
  hours: {
    default: '6',
    help: 'between two waveforms of a healthy machine; a third of that before a failure',
  },
  kinds: { default: 'pump,motor,fan,gearbox', help: 'which' },
  seed: { default: '1', help: 'another seed gives other machines' },
})
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2026, 0, 1)
const STEP_MS = 10 * 60_000
const duties = ['continuous', 'shifts', 'batches', 'weather'] as const

interface Spoken {
  atMs: number
  metric: string
  severity: string
}
interface Run {
  kind: MachineKind
  seed: number
  days: number
  everyMs: number
  faults: PlannedFault[]
}

/** What the detector raises while the machine runs; and what the decoder and the detector took, ms. */
function watch({ kind, seed, days, everyMs, faults }: Run): Spoken[] {
  const asset = `${kind.class.id}-${seed}`
  const machine = new SimulatedMachine(
    {
      ...{
        asset,
        name: asset,
        site: 's',
        kind: kind.class.id,
        criticality: 'B',
        device: asset,
        seed,
        faults,
      },
      duty: duties[seed % duties.length] ?? 'continuous',
      climate: seed % 3 === 0 ? 'temperate' : 'hall',
      waveforms: { everyMs, seconds: 4, sampleHz: 8192, encoding: 'base64' },
    },
    STEP_MS,
  )
  const device = { id: asset, site: 's', asset, criticality: 'B', class: kind.class } as const
  const config = configOf(spectrum.config, {}).config as never
  const spoken: Spoken[] = []
  let state: Parameters<typeof spectrum.step>[1]
  for (let tMs = START_MS; tMs < START_MS + days * DAY_MS; tMs += STEP_MS) {
    for (const { ts, values, waveforms } of machine.step(tMs)) {
      if (!waveforms) continue
      const parsed = parseWaveforms({ ...waveforms }, 1e6).flatMap(each =>
        'waveform' in each ? [[each.name, each.waveform] as const] : [],
      )
      const reading = {
        site: 's',
        device: asset,
        observedAtMs: ts,
        values,
        waveforms: new Map(parsed),
        index: undefined,
      }
      const made = judgeWaveforms(
        reading,
        { device, taken: new Set(), problems: [], remedies: { time: '', number: '' } },
        values,
      )
      count.waveforms++
      const isOff = (machine.model.shaftHz ?? 0) === 0
      const regime = { name: isOff ? ('off' as const) : ('unknown' as const), sinceMs: 0, settled: true }
      const [next, statements] = spectrum.step(
        config,
        state,
        { observedAtMs: ts, values: { ...values, ...made }, regime },
        kind.class,
      )
      state = next
      for (const { phase, metric = '', severity } of statements)
        if (phase === 'raised') spoken.push({ atMs: ts, metric, severity })
    }
  }
  return spoken
}

const count = { waveforms: 0 }
const seed = Number(options.seed)
const everyMs = Number(options.hours) * HOUR_MS
const kinds = machineKinds.filter(kind => options.kinds.split(',').includes(kind.class.id))
const beganAtMs = performance.now()

for (const kind of kinds) {
  const said = Array.from({ length: Number(options.years) }, (_, i) =>
    watch({ kind, seed: seed * 1000 + i, days: 365, everyMs, faults: [] }),
  ).flat()
  console.log(
    `${kind.class.id}: ${said.length} raised in ${options.years} healthy machine-years ${JSON.stringify(said.slice(0, 6).map(({ metric }) => metric))}`,
  )
}
for (const kind of kinds) {
  for (const [
    mode,
    {
      lifeHours: [shortest, longest],
    },
  ] of Object.entries(kind.modes)) {
    const first: string[] = []
    const leads: number[] = []
    for (let i = 0; i < Number(options.lives); i++) {
      const own = mixSeed(seed, kind.class.id, mode, i)
      const lifeMs = (shortest + (longest - shortest) * new Noise(own).uniform()) * HOUR_MS
      const onsetMs = START_MS + 30 * DAY_MS
      const failureMs = onsetMs + lifeMs
      const days = Math.ceil((failureMs - START_MS) / DAY_MS)
      const said = watch({
        kind,
        seed: 4 * (own % 1000),
        days,
        everyMs: everyMs / 3,
        faults: [{ layer: 'machine', mode, onsetMs, failureMs }],
      })
      const during = said.filter(({ atMs }) => atMs >= onsetMs && atMs < failureMs)
      first.push(during[0]?.metric.replace('vibration.', '') ?? '-')
      if (during[0]) leads.push((failureMs - during[0].atMs) / lifeMs)
    }
    leads.sort((a, b) => a - b)
    const lead =
      leads.length > 0
        ? `, median lead ${((leads[leads.length >> 1] ?? 0) * 100).toFixed(0)} % of the life`
        : ''
    console.log(`${kind.class.id} ${mode}: first ${first.join(' ')}${lead}`)
  }
}
const seconds = (performance.now() - beganAtMs) / 1000
console.log(`${count.waveforms} waveforms in ${seconds.toFixed(0)} s`)
