import { useNames } from '../api/name-queries.ts'
import type { TicketEvent } from '../api/types.ts'
import { historyLines } from '../format/history.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import styles from '../pages/ticket.module.css'

/** What has happened to the ticket, newest first. */
export function TicketHistory({ events }: { events: readonly TicketEvent[] }) {
  const names = useNames()
  return (
    <section className={styles.card}>
      <h2>History, newest first</h2>
      <ol className={styles.history}>
        {historyLines(events, names).map(({ id, atMs, text, note, actor }) => (
          <li key={id}>
            <p className={styles.what}>{text}</p>
            {note && <p>{note}</p>}
            <p className={styles.when}>
              <time dateTime={new Date(atMs).toISOString()} title={exactDateTime(atMs)}>
                {dateTime(atMs)}
              </time>
              {actor && ` · ${actor}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
