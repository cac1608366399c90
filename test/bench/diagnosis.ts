/** How well the diagnosis tells what is wrong, with the detectors as they are shipped, on simulated machines with one fault each. */
import { writeFile } from 'node:fs/promises'
import type { Finding } from '../../contracts/finding.ts'
import { detectors } from '../../detectors/index.ts'
import { DetectionTable } from '../../detectors/table.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { mixSeed, Noise } from '../../simulators/machines/random.ts'
import { isOfDevice, type PlannedFault, sensorModes } from '../../simulators/plant/faults.ts'
import { SimulatedMachine } from '../../simulators/plant/machine.ts'
import { optionsOf, report } from './options.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2026, 0, 5)
/** What a sensor fault is given to be seen. */
const SENSOR_FAULT_MS = 10 * DAY_MS

const options = optionsOf('What the diagnosis says of simulated faults', {
  seeds: { default: '1', help: 'machines for each failure mode' },
  healthy: { default: '40', help: 'days before the fault' },
  step: { default: '10', help: 'minutes between two samples' },
  kinds: { default: '', help: 'only these, with commas between them' },
  packs: { default: '', help: 'file for the first and the last evidence pack of each fault, as JSON lines' },
})
const STEP_MS = Number(options.step) * 60_000

interface Case {
  kind: MachineKind
  fault: Exclude<PlannedFault, { layer: 'network' }>
  seed: number
}

interface Told {
  given: Case
  /** While the fault was there. */
  findings: Finding[]
  /** Raised before it. */
  early: number
}

function casesOf(): Case[] {
  const onsetMs = START_MS + Number(options.healthy) * DAY_MS
  const chosen = options.kinds.split(',').filter(Boolean)
  const kinds = machineKinds.filter(kind => chosen.length === 0 || chosen.includes(kind.class.id))
  return Array.from({ length: Number(options.seeds) }, (_, i) => i + 1).flatMap(seed =>
    kinds.flatMap(kind => {
      const machine = Object.entries(kind.modes).map(
        ([
          mode,
          {
            lifeHours: [from, to],
          },
        ]) => {
          const failureMs = onsetMs + Math.round(Math.sqrt(from * to)) * HOUR_MS
          return { kind, seed, fault: { layer: 'machine' as const, mode, onsetMs, failureMs } }
        },
      )
      const sensor = sensorModes
        .filter(mode => mode !== 'clock_skew')
        .map(mode => {
          const metrics = kind.class.metrics.map(({ key }) => key)
          const draw = new Noise(mixSeed(seed, kind.class.id, mode)).uniform()
          const metric = metrics[Math.floor(draw * metrics.length)] ?? ''
          const endMs = onsetMs + SENSOR_FAULT_MS
          return { kind, seed, fault: { layer: 'sensor' as const, mode, metric, onsetMs, endMs } }
        })
      return [...machine, ...sensor]
    }),
  )
}

function run(given: Case): Told {
  const { kind, fault, seed } = given
  const asset = `${kind.class.id}-${fault.mode}-${seed}`
  const place = { site: 'plant', criticality: 'B' as const }
  const spec = {
    ...place,
    asset,
    name: asset,
    kind: kind.class.id,
    device: asset,
    seed: mixSeed(seed, asset),
  }
  const machine = new SimulatedMachine({ ...spec, faults: [fault] }, STEP_MS)
  const registered = { ...place, id: asset, asset, class: kind.class }
  const table = new DetectionTable({
    ...{ registry: { device: () => registered }, detectors },
    onFailure: ({ detector, error }) => console.error(detector, error),
  })
  const endMs = fault.layer === 'machine' ? fault.failureMs : fault.endMs
  const told: Told = { given, findings: [], early: 0 }
  for (let tMs = START_MS; tMs < endMs; tMs += STEP_MS) {
    for (const { ts, values } of machine.step(tMs)) {
      const sample = { site: 'plant', asset, device: asset, class: kind.class.id, values }
      const made = table.take({ ...sample, observedAtMs: ts, receivedAtMs: tMs })
      if (tMs >= fault.onsetMs) told.findings.push(...made.filter(({ phase }) => phase !== 'cleared'))
      else told.early += made.filter(({ phase }) => phase === 'raised').length
    }
    table.saved()
  }
  return told
}

const share = (told: readonly Told[], fits: (told: Told) => boolean) =>
  told.length === 0 ? '–' : `${Math.round((100 * told.filter(fits).length) / told.length)} %`

/** Place of the true mode among those that the finding names; -1 where it is not there. */
const rankOf = ({ fault }: Case, finding: Finding | undefined) =>
  finding?.evidence.modes?.findIndex(({ mode }) => mode === fault.mode) ?? -1

function isAbout({ fault }: Case, { faultKey }: Finding): boolean {
  if (fault.layer === 'machine') return faultKey === 'machine'
  return faultKey === 'sensor:*' || (!isOfDevice(fault) && faultKey === `sensor:${fault.metric}`)
}

function rowOf(name: string, told: readonly Told[]) {
  const found = told.filter(({ findings }) => findings.length > 0)
  const middle = ({ findings }: Told) => findings[Math.floor(findings.length / 2)]
  const isRight = (of: (told: Told) => Finding | undefined) => (each: Told) => {
    const finding = of(each)
    return finding !== undefined && isAbout(each.given, finding)
  }
  const isNamed = (of: (told: Told) => Finding | undefined, most: number) => (each: Told) => {
    const rank = rankOf(each.given, of(each))
    return rank >= 0 && rank < most
  }
  const first = ({ findings }: Told) => findings[0]
  const last = ({ findings }: Told) => findings.at(-1)
  const isMachine = told[0]?.given.fault.layer === 'machine'
  return {
    ...{ faults: name, runs: told.length, found: share(told, each => each.findings.length > 0) },
    'right crew, first': share(found, isRight(first)),
    ever: share(found, each => each.findings.some(finding => isAbout(each.given, finding))),
    'mode first': isMachine ? share(found, isNamed(first, 1)) : '',
    'of three': isMachine ? share(found, isNamed(first, 3)) : '',
    'halfway first': isMachine ? share(found, isNamed(middle, 1)) : '',
    'halfway of three': isMachine ? share(found, isNamed(middle, 3)) : '',
    'last first': isMachine ? share(found, isNamed(last, 1)) : '',
    'last of three': isMachine ? share(found, isNamed(last, 3)) : '',
    'raised a fault': (
      found.reduce((sum, { findings }) => sum + raisedIn(findings), 0) / Math.max(1, found.length)
    ).toFixed(1),
    'raised before': told.reduce((sum, { early }) => sum + early, 0),
  }
}

const raisedIn = (findings: readonly Finding[]) => findings.filter(({ phase }) => phase === 'raised').length

function confidenceRows(told: readonly Told[]) {
  const said = told.flatMap(({ given, findings }) =>
    findings.flatMap(({ evidence: { modes = [] } }) =>
      modes.map(({ mode, confidence }) => ({ confidence, isRight: mode === given.fault.mode })),
    ),
  )
  return [0, 0.2, 0.4, 0.6, 0.8].map(from => {
    const bin = said.filter(
      ({ confidence }) => confidence >= from && confidence < from + 0.2 + (from === 0.8 ? 1 : 0),
    )
    const mean = (of: number) => (bin.length === 0 ? '–' : (of / bin.length).toFixed(2))
    return {
      ...{ confidence: `${from} to ${(from + 0.2).toFixed(1)}`, said: bin.length },
      ...{ claimed: mean(bin.reduce((sum, { confidence }) => sum + confidence, 0)) },
      ...{ right: mean(bin.filter(({ isRight }) => isRight).length) },
    }
  })
}

const told = casesOf().map(run)
const machine = told.filter(({ given }) => given.fault.layer === 'machine')
const sensor = told.filter(({ given }) => given.fault.layer === 'sensor')
const rows = [
  ...machineKinds.flatMap(kind => {
    const of = machine.filter(({ given }) => given.kind === kind)
    return of.length > 0 ? [rowOf(kind.class.id, of)] : []
  }),
  rowOf('all machine faults', machine),
  ...sensorModes.flatMap(mode => {
    const of = sensor.filter(({ given }) => given.fault.mode === mode)
    return of.length > 0 ? [rowOf(`sensor ${mode}`, of)] : []
  }),
  rowOf('all sensor faults', sensor),
]
await report('What the diagnosis says of simulated faults', rows, options.json, told.length)
console.table(confidenceRows(machine))
if (options.packs) {
  const packs = told.flatMap(({ given, findings }) => {
    const [first, last] = [findings[0], findings.at(-1)]
    return last ? [JSON.stringify({ truth: given.fault, first, last })] : []
  })
  await writeFile(options.packs, `${packs.join('\n')}\n`)
}
