import type { Finding } from '../../contracts/finding.ts'

export const HOUR_MS = 3_600_000
/** Event time of the fixtures: a replay of 2013 raises tickets as if it were live. */
export const T0 = Date.UTC(2013, 11, 2)

/** A finding of `pump-7`'s temperature; ids derive from what makes the finding, as the engine's do. */
export function finding(given: Partial<Finding> = {}): Finding {
  const observedAtMs = given.observedAtMs ?? T0
  const asset = given.asset ?? 'pump-7'
  const faultKey = given.faultKey ?? 'temperature'
  const phase = given.phase ?? 'raised'
  return {
    id: `${asset}:${faultKey}:${observedAtMs}:${phase}`,
    detector: 'band@1',
    site: 'plant-1',
    asset,
    device: 'sensor-7',
    metric: faultKey,
    unit: '°C',
    faultKey,
    phase,
    severity: 'major',
    sinceMs: observedAtMs,
    observedAtMs,
    receivedAtMs: T0,
    explanation: 'Temperature is 92.3 °C, normal is 61 to 74 °C.',
    evidence: {
      value: 92.3,
      expected: { low: 61, high: 74 },
      series: [
        [observedAtMs - 1000, 70.5],
        [observedAtMs, 92.3],
      ],
    },
    ...given,
  }
}
