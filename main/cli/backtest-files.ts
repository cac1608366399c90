import { basename } from 'node:path'
import { ForewarnError } from '../../contracts/errors.ts'
import type { SamplesOf } from '../../contracts/history.ts'
import type { EquipmentClass, RegisteredDevice } from '../../contracts/registry.ts'
import type { Sample } from '../../contracts/sample.ts'
import { readCatalogue } from '../../detectors/catalogue.ts'
import { detectOver } from '../../detectors/history.ts'
import { readCsv } from '../../simulators/replay/replay-csv.ts'
import { labelOf } from '../../ticketing/domain/label.ts'
import { defaultPolicy } from '../../ticketing/domain/ticket-policy.ts'
import { profileMistakes } from '../../ticketing/http/profile-mistakes.ts'
import { backtestResult } from '../../ticketing/stages/backtest.ts'
import { type BacktestCommand, type Outcome, readClass, readFailures, variantOf } from './backtest-input.ts'
import { stopSignal } from './stop-signal.ts'

const DAY_MS = 24 * 3_600_000
const DEFAULT_HORIZON_DAYS = 30

/** A file that is played as one device of one asset, which both have its name. */
interface Source {
  file: string
  device: RegisteredDevice
  fromMs: number
  toMs: number
}

/** Runs the detectors over CSV files in this process; nothing of it needs the service. */
export async function backtestFiles(
  files: readonly string[],
  command: BacktestCommand,
  onProgress: (share: number, samples: number) => void,
): Promise<Outcome> {
  const equipmentClass = command.class === undefined ? generic : await readClass(command.class)
  const sources = await Promise.all(files.map(file => sourceOf(file, equipmentClass, command)))
  const variants = await variantsOf(command, equipmentClass)
  const failures = command.failures === undefined ? [] : await readFailures(command.failures)
  const fromMs = command.from ?? Math.min(...sources.map(source => source.fromMs))
  const toMs = command.to ?? Math.max(...sources.map(source => source.toMs)) + 1
  const labels = failures.map(labelOf)
  const plan = {
    devices: sources.map(({ device }) => device),
    ...{ fromMs: command.learnFrom ?? fromMs, toMs, countFromMs: fromMs },
    variants: variants.map(({ detectors = {} }) => ({
      profiles: Object.fromEntries(sources.map(({ device }) => [device.asset, { detectors }])),
    })),
    interventions: labels.map(({ asset, toMs: atMs }) => ({
      ...{ asset, atMs, ticket: 0 },
      kind: 'repaired' as const,
    })),
  }
  const run = await detectOver(plan, samplesFromFiles(sources, command), { signal: stopSignal(), onProgress })
  const result = backtestResult(plan, run, {
    ...{ labels, policy: defaultPolicy, windows: [] },
    names: variants.map(({ label }, index) => label ?? `variant ${index + 1}`),
    horizonMs: (command.horizon ?? DEFAULT_HORIZON_DAYS) * DAY_MS,
    assets: new Map(sources.map(({ device }) => [device.asset, factsOf(device)])),
  })
  return { result, span: { fromMs, toMs } }
}

const generic: EquipmentClass = { id: 'generic', name: 'Generic', metrics: [], acceptsAnyMetric: true }

async function variantsOf(command: BacktestCommand, equipmentClass: EquipmentClass) {
  const wanted = [command.profile ?? 'shipped', ...(command.compare ?? [])]
  const variants = await Promise.all(wanted.map(variantOf))
  const catalogue = await readCatalogue()
  for (const { version, detectors = {} } of variants) {
    if (version !== undefined)
      throw new ForewarnError('invalid', 'versions are those of a service; give a file')
    const [mistake] = profileMistakes({ detectors }, catalogue, equipmentClass)
    if (mistake) throw new ForewarnError('invalid', `a profile: ${mistake.pointer} ${mistake.detail}`)
  }
  return variants
}

const choiceOf = ({ metric, time }: BacktestCommand) => ({
  ...(metric !== undefined && { metrics: metric.split(',') }),
  ...(time !== undefined && { timestamp: time }),
})

/** Reads it once for its span: how far a run is, and how long a machine was watched, must be known before. */
async function sourceOf(
  file: string,
  equipmentClass: EquipmentClass,
  command: BacktestCommand,
): Promise<Source> {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for await (const rows of readCsv(file, choiceOf(command))) {
    for (const { sample } of rows) {
      if (!sample) continue
      fromMs = Math.min(fromMs, sample.ts)
      toMs = Math.max(toMs, sample.ts)
    }
  }
  if (fromMs > toMs) throw new ForewarnError('invalid', `${file} has no row that can be read`)
  const id = basename(file).replace(/\.csv(\.gz)?$/i, '')
  const device = { ...{ id, site: 'files', asset: id, class: equipmentClass }, criticality: 'B' as const }
  return { file, device, fromMs, toMs }
}

function samplesFromFiles(sources: readonly Source[], command: BacktestCommand): SamplesOf {
  return async function* samplesOf(devices, { fromMs, toMs }) {
    const source = sources.find(({ device }) => device === devices[0])
    if (!source) return
    const { id: device, site, asset } = source.device
    for await (const rows of readCsv(source.file, choiceOf(command))) {
      yield rows.flatMap(({ sample }): Sample[] => {
        const observedAtMs = Math.floor(sample?.ts ?? Number.NaN)
        if (!sample || !(observedAtMs >= fromMs && observedAtMs < toMs)) return []
        const of = { site, asset, device, class: source.device.class.id }
        return [{ ...of, observedAtMs, receivedAtMs: observedAtMs, values: sample.values }]
      })
    }
  }
}

const factsOf = ({ asset, site, criticality, class: { id } }: RegisteredDevice) => ({
  ...{ id: asset, name: asset, site, class: id, criticality },
  ...{ availability: 'in_service' as const, ancestors: [] },
})
