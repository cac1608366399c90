import type { Finding } from '../contracts/finding.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { AssetRegistry, EquipmentClass, RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import * as shippedDiagnosis from './diagnosis/diagnosis.ts'
import type { AssetState, DeviceState, HeardState, SeriesState, StoredState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Heard } from './heard.ts'
import type { ShippedDetector } from './index.ts'
import { regimes } from './regimes/regimes.ts'
import type { RegimeModel } from './regimes.ts'
import { ClassWatch } from './watch.ts'
import { type Diagnosis, WatchedAsset } from './watched-asset.ts'
import { type Surroundings, WatchedDevice } from './watched-device.ts'
import type { Counts } from './watched-metrics.ts'
import { WatchedSeries } from './watched-series.ts'

const ASSET = 'asset/'
const LOG = 'log/'

export interface TableOptions {
  registry: Pick<AssetRegistry, 'device'>
  detectors: readonly ShippedDetector[]
  /** For tests: another one than that of `regimes.ts`. */
  regimes?: RegimeModel
  /** For tests: another one than that of `diagnosis/`. */
  diagnosis?: Diagnosis
  onFailure(failure: Failure): void
  onExcess?(device: string, metric: string): void
}

/**
 * All that detection remembers, and what it makes of what is in the log: pure but for the registry, whose answers may
 * change. What it is given must come in the order of the log; what it answers are the findings.
 */
export class DetectionTable {
  readonly counts: Counts = { stepped: 0, late: 0, early: 0, excess: 0, muted: 0 }
  readonly #options: TableOptions
  readonly #diagnosis: Diagnosis
  readonly #around: Surroundings
  readonly #devices = new Map<string, WatchedDevice>()
  readonly #assets = new Map<string, WatchedAsset>()
  readonly #changedDevices = new Set<WatchedDevice>()
  readonly #changedAssets = new Set<WatchedAsset>()
  /** By class, then by what the profile says: thousands of devices may have the same. */
  readonly #watches = new WeakMap<EquipmentClass, Map<string, ClassWatch>>()
  readonly #heard = new Heard()
  #findings: Finding[] = []

  constructor(options: TableOptions) {
    const { onFailure, onExcess = () => {} } = options
    this.#options = options
    this.#diagnosis = options.diagnosis ?? shippedDiagnosis
    this.#around = {
      ...{ regimes: options.regimes ?? regimes, counts: this.counts, onFailure, onExcess },
      judge: (registered, at, said) => {
        const asset = this.#assets.get(registered.asset)
        if (said.length === 0 && !asset?.isDue(at.observedAtMs)) return
        const judged = asset ?? this.#assetOf(registered.asset)
        this.#findings.push(...judged.judge(registered, at, said))
        this.#changedAssets.add(judged)
      },
    }
  }

  /** How many series are in memory. */
  get size(): number {
    let size = 0
    for (const { series } of this.#devices.values()) size += series.size
    return size
  }

  /** The ids of all devices that have spoken. */
  devices(): Iterable<string> {
    return this.#devices.keys()
  }

  /** Steps a sample through everything that watches its device. */
  take(sample: Sample): readonly Finding[] {
    this.#hear(sample.receivedAtMs)
    const registered = this.#options.registry.device(sample.device)
    if (registered) {
      const device = this.#deviceOf(registered)
      device.take(sample)
      this.#changedDevices.add(device)
    } // else it was removed after its sample was decoded
    return this.#made()
  }

  /** People have done something at an asset. */
  intervene(intervention: Intervention, receivedAtMs: number): readonly Finding[] {
    this.#hear(receivedAtMs)
    const asset = this.#assets.get(intervention.asset)
    if (!asset?.meet(intervention)) return this.#made()
    this.#changedAssets.add(asset)
    for (const device of asset.devices) {
      device.intervene(intervention)
      this.#changedDevices.add(device)
    }
    return this.#made()
  }

  /** All that was received until then has been taken. */
  passTime(receivedAtMs: number): readonly Finding[] {
    this.#hear(receivedAtMs)
    return this.#made()
  }

  /** What has changed since the last call of `saved`. */
  *changed(): Generator<StoredState> {
    if (this.#heard.isChanged) yield { device: LOG, metric: '', state: this.#heard.stored() }
    for (const device of this.#changedDevices) {
      if (device.isChanged) yield { device: device.id, metric: '', state: device.stored() }
      for (const series of device.series.values()) {
        if (series.isChanged) yield { device: device.id, metric: series.metric, state: series.stored() }
      }
    }
    for (const asset of this.#changedAssets) {
      yield { device: `${ASSET}${asset.id}`, metric: '', state: asset.stored() }
    }
  }

  saved(): void {
    for (const device of this.#changedDevices) {
      device.isChanged = false
      for (const series of device.series.values()) series.isChanged = false
    }
    this.#changedDevices.clear()
    this.#changedAssets.clear()
    this.#heard.isChanged = false
  }

  #made(): readonly Finding[] {
    const made = this.#findings
    if (made.length > 0) this.#findings = []
    return made
  }

  /** Once a minute of the log: who has samples waiting, who is silent. */
  #hear(receivedAtMs: number): void {
    const past = this.#heard.until(receivedAtMs)
    if (!past) return
    const quietMs = (device: WatchedDevice) => past.nowMs - Math.max(device.heardAtMs, past.listeningSinceMs)
    const due: WatchedDevice[] = []
    for (const device of this.#devices.values()) {
      if (device.isHolding || quietMs(device) >= QUIET_MS) due.push(device)
    }
    due.sort((a, b) => (a.id < b.id ? -1 : 1)) // the same order also when they were loaded in another one
    for (const device of due) {
      const registered = this.#options.registry.device(device.id)
      if (!registered) continue
      this.#deviceOf(registered)
      device.release(past.nowMs)
      if (quietMs(device) >= QUIET_MS) device.quiet(quietMs(device), past.nowMs)
      if (device.isChanged) this.#changedDevices.add(device)
    }
  }

  /** Takes a state back, in any order; all of them before the first sample. */
  restore({ device: id, metric, state }: StoredState): void {
    if (id === LOG) {
      this.#heard.restore(state as HeardState)
    } else if (id.startsWith(ASSET)) {
      this.#assetOf(id.slice(ASSET.length)).restore(state as AssetState)
    } else if (metric === '') {
      const device = new WatchedDevice(id, this.#around, state as DeviceState)
      for (const [key, series] of this.#devices.get(id)?.series ?? []) device.series.set(key, series)
      this.#devices.set(id, device)
      if (device.asset !== '') this.#assetOf(device.asset).devices.add(device)
    } else {
      const device = this.#devices.get(id) ?? new WatchedDevice(id, this.#around)
      this.#devices.set(id, device)
      device.series.set(metric, new WatchedSeries(metric, state as SeriesState))
    }
  }

  #deviceOf(registered: RegisteredDevice): WatchedDevice {
    let device = this.#devices.get(registered.id)
    if (!device) {
      device = new WatchedDevice(registered.id, this.#around)
      this.#devices.set(registered.id, device)
    }
    if (!device.isWatchedAs(registered)) device.watchAs(registered, this.#watchOf(registered))
    if (device.asset !== registered.asset) {
      this.#assets.get(device.asset)?.devices.delete(device)
      this.#assetOf(registered.asset).devices.add(device)
      device.asset = registered.asset
      device.isChanged = true
    }
    return device
  }

  #assetOf(id: string): WatchedAsset {
    const known = this.#assets.get(id)
    if (known) return known
    const asset = new WatchedAsset(id, this.#diagnosis)
    this.#assets.set(id, asset)
    return asset
  }

  #watchOf(registered: RegisteredDevice): ClassWatch {
    const ofClass = this.#watches.get(registered.class) ?? new Map<string, ClassWatch>()
    this.#watches.set(registered.class, ofClass)
    const profile = JSON.stringify(registered.profile ?? null)
    const known = ofClass.get(profile)
    if (known) return known
    const onFailure = (failure: Omit<Failure, 'device'>) =>
      this.#options.onFailure({ ...failure, device: registered.id })
    const watch = new ClassWatch(this.#options.detectors, registered, onFailure)
    ofClass.set(profile, watch)
    return watch
  }
}

/** A device is asked whether it is silent when it has said nothing for so long. */
const QUIET_MS = 60_000
