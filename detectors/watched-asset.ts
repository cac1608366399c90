import { createHash } from 'node:crypto'
import type { Finding } from '../contracts/finding.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type * as shippedDiagnosis from './diagnosis/diagnosis.ts'
import type { AssetStatement, DiagnosisState } from './diagnosis/diagnosis.ts'
import type { AssetState } from './engine-state.ts'
import type { Held } from './reorder.ts'
import type { WatchedDevice } from './watched-device.ts'
import { Work } from './work.ts'

/** How statements become findings. */
export type Diagnosis = Pick<typeof shippedDiagnosis, 'diagnose' | 'intervene'>

/** So many interventions are remembered, to know those that come twice. */
const KNOWN = 32

/** An asset with what is known of its faults. */
export class WatchedAsset {
  readonly id: string
  readonly devices = new Set<WatchedDevice>()
  readonly #diagnosis: Diagnosis
  #state: DiagnosisState | undefined
  #work = new Work()
  #known: string[] = []

  constructor(id: string, diagnosis: Diagnosis) {
    this.id = id
    this.#diagnosis = diagnosis
  }

  restore({ diagnosis, work, known = [] }: AssetState): void {
    this.#state = diagnosis
    this.#work = new Work(work)
    this.#known = known
  }

  /** The diagnosis wants to be asked by now. */
  isDue(observedAtMs: number): boolean {
    const wakeAtMs = this.#state?.wakeAtMs
    return wakeAtMs !== undefined && observedAtMs >= wakeAtMs
  }

  judge(
    { class: equipmentClass, criticality, site, asset }: RegisteredDevice,
    { observedAtMs, receivedAtMs }: Held,
    said: readonly AssetStatement[],
  ): Finding[] {
    for (const met of this.#work.due(observedAtMs)) this.#intervene(met)
    const series = (device: string, metric: string) => this.#seriesOf(device, metric)
    const context = { equipmentClass, criticality, site, asset, observedAtMs, receivedAtMs, series }
    const [next, findings] = this.#diagnosis.diagnose(context, this.#state, said)
    this.#state = next
    return findings.map(finding => ({ ...finding, id: hashOf(finding.id) }))
  }

  /**
   * False where nothing is watched there, or it came before: an intervention comes into the log again when whoever put it there was interrupted. What
   * was said before it in event time is judged before it.
   */
  meet(intervention: Intervention): boolean {
    const { kind, ticket, atMs } = intervention
    if (this.devices.size === 0) return false
    const name = `${ticket} ${kind} ${atMs}`
    if (this.#known.includes(name)) return false
    this.#known = [...this.#known, name].slice(-KNOWN)
    const newestMs = Math.max(...Array.from(this.devices, ({ observedAtMs }) => observedAtMs))
    for (const met of this.#work.add(intervention, newestMs)) this.#intervene(met)
    return true
  }

  stored(): AssetState {
    const work = this.#work.stored()
    return {
      ...(this.#state && { diagnosis: this.#state }),
      ...(work && { work }),
      ...(this.#known.length > 0 && { known: this.#known }),
    }
  }

  #seriesOf(device: string, metric: string): [observedAtMs: number, value: number][] {
    for (const { id, series } of this.devices)
      if (id === device) return series.get(metric)?.recent.pairs() ?? []
    return []
  }

  #intervene(intervention: Intervention): void {
    if (this.#state) this.#state = this.#diagnosis.intervene(this.#state, intervention)
  }
}

/** The same log gives the same id, so that a finding delivered twice is stored once. */
function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32)
}
