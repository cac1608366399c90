import { createHash } from 'node:crypto'
import type { Finding } from '../contracts/finding.ts'
import type { AssetRegistry, EquipmentClass, RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { AssetStatement, DiagnosisState } from './diagnosis/diagnosis.ts'
import * as shippedDiagnosis from './diagnosis/diagnosis.ts'
import type { AssetState, DeviceState, SeriesState, StoredState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import type { ShippedDetector } from './index.ts'
import type { RegimeModel } from './regimes.ts'
import { regimes } from './regimes/regimes.ts'
import { ClassWatch } from './watch.ts'
import { type Counts, Series, WatchedDevice } from './watched-device.ts'

/** Clocks of devices are off by seconds, of bad ones by minutes. */
const AHEAD_MS = 10 * 60_000
const ASSET = 'asset/'

/** How statements become findings. */
export type Diagnosis = Pick<typeof shippedDiagnosis, 'diagnose' | 'intervene'>

interface WatchedAsset {
  id: string
  diagnosis: DiagnosisState | undefined
}

export interface TableOptions {
  registry: AssetRegistry
  detectors: readonly ShippedDetector[]
  /** For tests: another one than that of `regimes.ts`. */
  regimes?: RegimeModel
  /** For tests: another one than that of `diagnosis/`. */
  diagnosis?: Diagnosis
  states: readonly StoredState[]
  onFailure(failure: Failure): void
  onExcess?(device: string, metric: string): void
}

/**
 * All that detection remembers, and what it makes of samples: pure but for the registry, whose answers may change. What
 * it is given must come in the order of the log.
 */
export class DetectionTable {
  readonly counts: Counts = { stepped: 0, late: 0, early: 0, excess: 0 }
  readonly #options: TableOptions
  readonly #diagnosis: Diagnosis
  readonly #devices = new Map<string, WatchedDevice>()
  readonly #assets = new Map<string, WatchedAsset>()
  readonly #changedDevices = new Set<WatchedDevice>()
  readonly #changedAssets = new Set<WatchedAsset>()
  /** By class, then by profile: the object `NO_PROFILE` where there is none. */
  readonly #watches = new WeakMap<EquipmentClass, WeakMap<object, ClassWatch>>()
  readonly #around: ConstructorParameters<typeof WatchedDevice>[1]

  constructor(options: TableOptions) {
    this.#options = options
    this.#diagnosis = options.diagnosis ?? shippedDiagnosis
    const { onFailure, onExcess = () => {} } = options
    this.#around = { regimes: options.regimes ?? regimes, counts: this.counts, onFailure, onExcess }
    for (const stored of options.states) this.#restore(stored)
  }

  /** How many series are in memory. */
  get size(): number {
    let size = 0
    for (const { series } of this.#devices.values()) size += series.size
    return size
  }

  /** Steps a sample through everything that watches its device. */
  take(sample: Sample): readonly Finding[] {
    const registered = this.#options.registry.device(sample.device)
    if (!registered) return [] // the device was removed after its sample was decoded
    const device = this.#deviceOf(registered)
    if (this.#isAloneInTheFuture(device, sample)) {
      for (const _ in sample.values) this.counts.early++
      return []
    }
    const said: AssetStatement[] = []
    device.step(sample, said)
    this.#changedDevices.add(device)
    return this.#judge(registered, sample, said)
  }

  /** What has changed since the last call of `saved`. */
  *changed(): Generator<StoredState> {
    for (const device of this.#changedDevices) {
      if (device.isChanged) yield { device: device.id, metric: '', state: device.stored() }
      for (const series of device.series.values()) {
        if (series.isChanged) yield { device: device.id, metric: series.metric, state: series.stored() }
      }
    }
    for (const { id, diagnosis } of this.#changedAssets) {
      yield { device: `${ASSET}${id}`, metric: '', state: diagnosis ? { diagnosis } : {} }
    }
  }

  saved(): void {
    for (const device of this.#changedDevices) {
      device.isChanged = false
      for (const series of device.series.values()) series.isChanged = false
    }
    this.#changedDevices.clear()
    this.#changedAssets.clear()
  }

  #restore({ device: id, metric, state }: StoredState): void {
    if (id.startsWith(ASSET)) {
      const asset = id.slice(ASSET.length)
      this.#assets.set(asset, { id: asset, diagnosis: (state as AssetState).diagnosis })
    } else if (metric === '') {
      const device = new WatchedDevice(id, this.#around, state as DeviceState)
      for (const series of this.#devices.get(id)?.series.values() ?? [])
        device.series.set(series.metric, series)
      this.#devices.set(id, device)
    } else {
      const device = this.#devices.get(id) ?? new WatchedDevice(id, this.#around)
      this.#devices.set(id, device)
      device.series.set(metric, new Series(metric, state as SeriesState))
    }
  }

  #deviceOf(registered: RegisteredDevice): WatchedDevice {
    let device = this.#devices.get(registered.id)
    if (!device) {
      device = new WatchedDevice(registered.id, this.#around)
      this.#devices.set(registered.id, device)
    }
    if (!device.isWatchedAs(registered)) device.watchAs(registered, this.#watchOf(registered))
    device.asset = registered.asset
    return device
  }

  #watchOf(registered: RegisteredDevice): ClassWatch {
    const ofClass = this.#watches.get(registered.class) ?? new WeakMap<object, ClassWatch>()
    this.#watches.set(registered.class, ofClass)
    const profile = registered.profile ?? NO_PROFILE
    const known = ofClass.get(profile)
    if (known) return known
    const onFailure = (failure: Omit<Failure, 'device'>) =>
      this.#options.onFailure({ ...failure, device: registered.id })
    const watch = new ClassWatch(this.#options.detectors, registered, onFailure)
    ofClass.set(profile, watch)
    return watch
  }

  /**
   * One reading from the future would make all that follow late, for as long as it is ahead: a clock that jumped. Two in
   * a row are a clock that is wrong, or a time-lapse, and are taken at their word.
   */
  #isAloneInTheFuture(device: WatchedDevice, { observedAtMs, receivedAtMs }: Sample): boolean {
    const isAhead = observedAtMs > receivedAtMs + AHEAD_MS
    if (isAhead === device.isAhead) return false
    device.isAhead = isAhead
    device.isChanged = true
    this.#changedDevices.add(device)
    return isAhead
  }

  #judge(
    { class: equipmentClass, criticality, site, asset: id }: RegisteredDevice,
    { observedAtMs, receivedAtMs }: Sample,
    said: readonly AssetStatement[],
  ): readonly Finding[] {
    let asset = this.#assets.get(id)
    const isDue = observedAtMs >= (asset?.diagnosis?.wakeAtMs ?? Number.POSITIVE_INFINITY)
    if (said.length === 0 && !isDue) return []
    if (!asset) {
      asset = { id, diagnosis: undefined }
      this.#assets.set(id, asset)
    }
    const context = { equipmentClass, criticality, site, asset: id, observedAtMs, receivedAtMs }
    const [next, findings] = this.#diagnosis.diagnose(context, asset.diagnosis, said)
    asset.diagnosis = next
    this.#changedAssets.add(asset)
    return findings.map(finding => ({ ...finding, id: hashOf(finding.id) }))
  }
}

const NO_PROFILE = {}

/** The same log gives the same id, so that a finding delivered twice is stored once. */
function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32)
}
