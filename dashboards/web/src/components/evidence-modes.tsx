import type { Finding } from '../api/types.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import { inWords, metricName, signName } from '../format/words.ts'
import styles from './evidence.module.css'

type Evidence = Finding['evidence']

/** What it probably is, with what speaks for it and against it. */
export function EvidenceModes({ evidence: { modes = [] } }: { evidence: Evidence }) {
  if (modes.length === 0) return null
  return (
    <section aria-label="What it may be">
      <h3 className={styles.title}>What it may be</h3>
      <ol className={styles.modes}>
        {modes.map(({ mode, name, confidence, supportedBy, contradictedBy }) => (
          <li key={`${mode} ${name.en}`}>
            <Share name={inWords(name.en)} share={Math.round(confidence * 20) / 20} />
            <p>
              {supportedBy.length > 0 && <span>Fits: {supportedBy.map(signName).join(', ')}. </span>}
              {contradictedBy.length > 0 && (
                <span className={styles.against}>Against: {contradictedBy.map(signName).join(', ')}.</span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Which metrics make up a deviation that was seen in several together. */
export function EvidenceContributions({ evidence: { contributions = [] } }: { evidence: Evidence }) {
  if (contributions.length < 2) return null
  return (
    <section aria-label="What adds to it">
      <h3 className={styles.title}>What adds to the deviation</h3>
      <ul className={styles.modes}>
        {contributions.map(({ metric, share, direction }) => (
          <li key={metric}>
            <Share
              name={direction ? `${metricName(metric)}, ${direction}` : metricName(metric)}
              share={share}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Share({ name, share }: { name: string; share: number }) {
  const percent = Math.round(share * 100)
  return (
    <div className={styles.share}>
      <span className={styles.name}>{name}</span>
      <span className={styles.bar} aria-hidden>
        <i style={{ width: `${percent}%` }} />
      </span>
      <span className={styles.percent}>{percent} %</span>
    </div>
  )
}

/** When the limit is expected to be reached, with how sure that is, on a line from the finding on. */
export function EvidenceCrossing({ finding }: { finding: Finding }) {
  const { crossing } = finding.evidence
  if (!crossing) return null
  const { atMs, lowMs, highMs, of } = crossing
  const fromMs = finding.observedAtMs
  const endMs = Math.max(highMs, atMs) + 0.05 * Math.max(1, highMs - fromMs)
  const place = (ms: number) => `${(100 * Math.max(0, ms - fromMs)) / Math.max(1, endMs - fromMs)}%`
  const width = `calc(${place(highMs)} - ${place(lowMs)})`
  return (
    <section aria-label="When">
      <h3 className={styles.title}>{of === 'limit' ? 'Reaches its limit' : 'Is expected to fail'}</h3>
      <p className={styles.when}>
        <time dateTime={new Date(atMs).toISOString()} title={exactDateTime(atMs)}>
          {dateTime(atMs)}
        </time>
        , in 8 of 10 cases between {dateTime(lowMs)} and {dateTime(highMs)}
      </p>
      <div className={styles.timeline} aria-hidden>
        <i data-of="interval" style={{ left: place(lowMs), width }} />
        <i data-of="median" style={{ left: place(atMs) }} />
      </div>
      <div className={styles.ends} aria-hidden>
        <span>found {dateTime(fromMs)}</span>
        <span>{dateTime(highMs)}</span>
      </div>
    </section>
  )
}
