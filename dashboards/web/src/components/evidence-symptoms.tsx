import type { Finding } from '../api/types.ts'
import { localTimes } from '../format/due.ts'
import { quantity } from '../format/numbers.ts'
import { duration, exactDateTime } from '../format/time.ts'
import { inWords, signName } from '../format/words.ts'
import styles from './evidence.module.css'
import { Ago } from './pieces.tsx'

/** All that the detectors said of the asset then, the worst first, and how the one that led is set. */
export function EvidenceSymptoms({ finding }: { finding: Finding }) {
  const { symptoms = [], parameters = {}, regime } = finding.evidence
  if (symptoms.length === 0) return null
  return (
    <details className={styles.details}>
      <summary>
        Everything that was seen <span className="muted">{symptoms.length}</span>
      </summary>
      <ul className={styles.symptoms}>
        {symptoms.map(({ detector, device, metric, symptom, severity, sinceMs, explanation }) => (
          <li key={[detector, device, metric, symptom, sinceMs].join(' ')}>
            <span className={styles.severity} data-severity={severity}>
              {severity}
            </span>
            <span className={styles.sign}>
              {inWords(signName(metric ? `${metric} ${symptom}` : symptom))}
            </span>
            <span className="muted">
              since <Ago ms={sinceMs} /> · {detector} · {device}
            </span>
            <p>{localTimes(explanation.en)}</p>
          </li>
        ))}
      </ul>
      <dl className={styles.parameters}>
        <dt>Frozen at</dt>
        <dd>{exactDateTime(finding.observedAtMs)}</dd>
        {regime && (
          <>
            <dt>Machine was</dt>
            <dd>{regime.replace(/^\w+/, name => REGIMES[name] ?? name)}</dd>
          </>
        )}
        {Object.entries(parameters).map(([name, value]) => (
          <Parameter key={name} name={name} value={value} detector={finding.detector} />
        ))}
      </dl>
    </details>
  )
}

const REGIMES: Record<string, string> = {
  run: 'running',
  off: 'switched off',
  idle: 'idle',
  unknown: 'not known',
}

function Parameter({ name, value, detector }: { name: string; value: unknown; detector: string }) {
  return (
    <>
      <dt title={name}>
        {detector} {name}
      </dt>
      <dd>{setting(name, value)}</dd>
    </>
  )
}

/** Times of the detectors' settings are in ms, which nobody reads. */
function setting(name: string, value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value)
  return name.endsWith('Ms') ? duration(value) : quantity(value, '')
}
