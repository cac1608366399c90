import { useTeams } from '../api/queries.ts'
import type { TicketEvent } from '../api/types.ts'
import { historyLines } from '../format/history.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import styles from '../pages/ticket.module.css'

/** What has happened to the ticket, newest first. */
export function TicketHistory({ events }: { events: readonly TicketEvent[] }) {
  const teams = useTeams().data
  const teamName = (id: string) => teams?.find(team => team.id === id)?.name ?? id
  return (
    <section className={styles.card}>
      <h2>History, newest first</h2>
      <ol className={styles.history}>
        {historyLines(events, teamName).map(({ id, atMs, text, note, actor }) => (
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
