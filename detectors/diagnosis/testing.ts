import type { Statement } from '../../contracts/detector.ts'
import { shippedFailureModes } from '../../contracts/failure-modes/index.ts'
import type { Finding } from '../../contracts/finding.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { type AssetStatement, type DiagnosisContext, type DiagnosisState, diagnose } from './diagnosis.ts'

export const T0 = Date.UTC(2026, 2, 14, 8, 20)
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

const metrics: Metric[] = [
  { key: 'vibration_rms', unit: 'mm/s' },
  { key: 'bearing_temperature', unit: '°C' },
  { key: 'discharge_pressure', unit: 'bar' },
  { key: 'motor_current', unit: 'A' },
]
export const pump: EquipmentClass = {
  ...{ id: 'pump', name: 'Pump', metrics, acceptsAnyMetric: false },
  failureModes: shippedFailureModes('pump', metrics),
}

type Words = Partial<Statement> & Partial<Pick<AssetStatement, 'device' | 'mode' | 'detector'>>

/** What a detector of a metric says, at a time that `Asset` gives it. */
export const say = (metric: string, words: Words = {}) => ({ metric, words })

/** An asset in a test: the diagnosis of it as time goes on, saved and loaded in between. */
export class Asset {
  state: DiagnosisState | undefined
  readonly findings: Finding[] = []
  readonly #given: Partial<DiagnosisContext>

  constructor(given: Partial<DiagnosisContext> = {}) {
    this.#given = given
  }

  /** At so many hours after `T0`; answers the findings of this moment. */
  at(hours: number, ...said: ReturnType<typeof say>[]): Finding[] {
    const observedAtMs = T0 + hours * HOUR_MS
    const context: DiagnosisContext = {
      ...{ equipmentClass: pump, criticality: 'B', site: 'plant', asset: 'pump-7' },
      ...{ observedAtMs, receivedAtMs: observedAtMs + 1000, series: () => [[observedAtMs, 1]] },
      ...this.#given,
    }
    const statements = said.map(each => statementOf(each, observedAtMs))
    const [next, findings] = diagnose(context, this.state, statements)
    this.state = JSON.parse(JSON.stringify(next))
    this.findings.push(...findings)
    return findings
  }

  /** Every hour from one to another, with nobody speaking; only when it wants to be asked, as the engine does. */
  pass(from: number, to: number): Finding[] {
    const findings: Finding[] = []
    for (let hour = from; hour <= to; hour++) {
      if (T0 + hour * HOUR_MS >= (this.state?.wakeAtMs ?? Number.POSITIVE_INFINITY))
        findings.push(...this.at(hour))
    }
    return findings
  }
}

function statementOf({ metric, words }: ReturnType<typeof say>, observedAtMs: number): AssetStatement {
  const { device = 'monitor', mode = 'alarm', detector = 'band@1', ...statement } = words
  const unit = metrics.find(({ key }) => key === metric)?.unit ?? ''
  return {
    ...{ device, metric, unit, detector, mode, parameters: { caution: 1 }, observedAtMs, regime: 'run' },
    ...{ receivedAtMs: observedAtMs + 1000, value: 6.2, series: () => [[observedAtMs, 6.2]] },
    statement: {
      ...{ phase: 'raised', severity: 'minor', sinceMs: observedAtMs, symptom: 'high', distance: 1.5 },
      explanation: { en: `${metric} is odd`, zh: `${metric} 异常` },
      ...statement,
    },
  }
}
