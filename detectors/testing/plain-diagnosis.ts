import type { Diagnosis } from '../watched-asset.ts'

/** Every statement is a finding of its own, and every metric a fault: for tests of what comes before a diagnosis. */
export const plainDiagnosis: Diagnosis = {
  diagnose({ site, asset }, state, said) {
    const findings = said.map(({ statement, detector, device, metric, unit, value, ...rest }) => {
      const { phase, severity, sinceMs, expected, limit } = statement
      const { observedAtMs, receivedAtMs } = rest
      return {
        id: [detector, device, metric, phase, sinceMs, observedAtMs].join('|'),
        ...{ detector, site, asset, device, metric, unit, faultKey: metric, phase, severity, sinceMs },
        ...{ explanation: `${statement.explanation.en} (rule ${detector})`, observedAtMs, receivedAtMs },
        evidence: {
          value: statement.value ?? value,
          ...(expected && { expected }),
          ...(limit !== undefined && { limit }),
          series: rest.series(),
        },
      }
    })
    return [state ?? ({} as NonNullable<typeof state>), findings]
  },
  intervene: state => state,
}
