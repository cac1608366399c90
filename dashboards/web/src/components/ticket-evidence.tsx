import type { Finding, TicketDetail } from '../api/types.ts'
import { FindingChart } from '../chart/finding-chart.tsx'
import { localTimes } from '../format/due.ts'
import { readable } from '../format/words.ts'
import styles from '../pages/ticket.module.css'
import { useMay } from '../session/session.tsx'
import { EvidenceCharts } from './evidence-charts.tsx'
import { EvidenceContributions, EvidenceCrossing, EvidenceModes } from './evidence-modes.tsx'
import { EvidenceSymptoms } from './evidence-symptoms.tsx'
import { Ago } from './pieces.tsx'

/** Why there is a ticket: what people said of it, and what the detectors saw, with all that they went by. */
export function TicketEvidence({ ticket }: { ticket: TicketDetail }) {
  const { description, firstFinding: first, lastFinding: last } = ticket
  return (
    <>
      {(description || !first) && (
        <section className={styles.card}>
          <h2>Description</h2>
          <p className={styles.description}>{description ?? 'Nobody has said more than the title.'}</p>
        </section>
      )}
      {first && last && <Seen ticket={ticket} first={first} last={last} />}
    </>
  )
}

function Seen({ ticket, first, last }: { ticket: TicketDetail; first: Finding; last: Finding }) {
  // What is back to normal explains nothing; of what deviates, the newest word knows most.
  const canChart = useMay('getSeries', ticket.site)
  const told = last.phase === 'cleared' ? first : last
  return (
    <section className={styles.card} aria-label="What the detectors saw">
      <h2>What the detectors saw</h2>
      <p className={styles.explanation}>{sentence(told)}</p>
      {first.explanation !== told.explanation && <Word of={first} when="First" />}
      {last.explanation !== told.explanation && <Word of={last} when="Latest" />}
      {canChart && <FindingChart evidence={{ ...ticket, first, last }} />}
      {canChart && <EvidenceCharts finding={told} />}
      <EvidenceModes evidence={told.evidence} />
      <EvidenceCrossing finding={told} />
      <EvidenceContributions evidence={told.evidence} />
      <EvidenceSymptoms finding={told} />
    </section>
  )
}

function Word({ of, when }: { of: Finding; when: string }) {
  return (
    <p className={styles.latest}>
      {when}, <Ago ms={of.observedAtMs} />: {sentence(of)}
    </p>
  )
}

const sentence = ({ explanation, metric }: Finding) => localTimes(readable(explanation, metric))
