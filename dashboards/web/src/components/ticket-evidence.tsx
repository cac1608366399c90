import type { TicketDetail } from '../api/types.ts'
import { FindingChart } from '../chart/finding-chart.tsx'
import { readable } from '../format/words.ts'
import styles from '../pages/ticket.module.css'
import { Ago } from './pieces.tsx'

/** Why there is a ticket: what people said of it, and what the detector saw with its chart. */
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
      {first && last && (
        <section className={styles.card}>
          <h2>What the detector saw</h2>
          <p className={styles.explanation}>{readable(first.explanation, first.metric)}</p>
          {last.explanation !== first.explanation && (
            <p className={styles.latest}>
              Latest, <Ago ms={last.observedAtMs} />: {readable(last.explanation, last.metric)}
            </p>
          )}
          <FindingChart evidence={{ ...ticket, first, last }} />
        </section>
      )}
    </>
  )
}
