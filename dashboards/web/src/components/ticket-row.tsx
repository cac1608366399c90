import { Link } from '@tanstack/react-router'
import type { Ticket } from '../api/types.ts'
import { isAhead } from '../format/due.ts'
import { count } from '../format/numbers.ts'
import { exactDateTime } from '../format/time.ts'
import { titleParts } from '../format/words.ts'
import styles from '../pages/tickets.module.css'
import { Ago, Due, PriorityBadge, SignalLabel, StateLabel } from './pieces.tsx'

interface TicketRowProps {
  ticket: Ticket
  site: string
  /** The assignee, or the team while there is none. */
  who: string | null
}

/** One line on a desk, a card on a phone. */
export function TicketRow({ ticket, site, who }: TicketRowProps) {
  const [asset, wrong] = titleParts(ticket)
  const beganAtMs = ticket.observedAtMs ?? ticket.createdAtMs
  const dueAtMs = isAhead(ticket.category) ? ticket.dueAtMs : null
  return (
    <article className={styles.row}>
      <span className={styles.badge}>
        <PriorityBadge priority={ticket.priority} />
      </span>
      <span className={styles.number} data-wide>
        #{ticket.number}
      </span>
      <Link
        to="/tickets/$number"
        params={{ number: String(ticket.number) }}
        className={styles.title}
        // The link covers the row, so this is what every part of it says under the pointer.
        title={hint({ ticket, site, who }, beganAtMs, dueAtMs)}
        data-row
      >
        {asset && <strong>{asset}</strong>} {wrong}
      </Link>
      <StateLabel ticket={ticket} />
      <span className={styles.who}>{who ?? '–'}</span>
      <span className={styles.due}>
        {dueAtMs === null ? (
          <span className={styles.desk}>{ticket.category === 'paused' ? 'waits' : '–'}</span>
        ) : (
          <>
            <span className={styles.phone}>Due </span>
            <Due ms={dueAtMs} />
          </>
        )}
      </span>
      <span className={styles.cell} data-wide>
        {site}
      </span>
      <span className={styles.since} data-wide>
        <Ago ms={beganAtMs} />
      </span>
      <span data-wide>
        {ticket.findingCount > 0 ? (
          <SignalLabel cleared={ticket.cleared} />
        ) : (
          <span className={styles.desk}>–</span>
        )}
      </span>
    </article>
  )
}

function hint({ ticket, site, who }: TicketRowProps, beganAtMs: number, dueAtMs: number | null): string {
  const lines = [
    ticket.title,
    `${site}, ${who ?? 'nobody'}`,
    dueAtMs !== null && `due ${exactDateTime(dueAtMs)}`,
    `since ${exactDateTime(beganAtMs)}`,
    ticket.findingCount > 0 && count(ticket.findingCount, 'finding'),
  ]
  return lines.filter(Boolean).join('\n')
}
