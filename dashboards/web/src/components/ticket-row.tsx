import { Link } from '@tanstack/react-router'
import type { Ticket } from '../api/types.ts'
import { count } from '../format/numbers.ts'
import { exactDateTime } from '../format/time.ts'
import { titleParts } from '../format/words.ts'
import styles from '../pages/tickets.module.css'
import { Ago, PriorityBadge, SignalLabel, StateLabel } from './pieces.tsx'

interface TicketRowProps {
  ticket: Ticket
  site: string
  team: string | null
}

/** One line on a desk, a card on a phone. */
export function TicketRow({ ticket, site, team }: TicketRowProps) {
  const findings = count(ticket.findingCount, 'finding')
  const [asset, wrong] = titleParts(ticket)
  const since = `since ${exactDateTime(ticket.observedAtMs)}`
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
        title={[ticket.title, `${site}, ${team ?? 'no team'}`, since, findings].join('\n')}
        data-row
      >
        {asset && <strong>{asset}</strong>} {wrong}
      </Link>
      <span className={styles.cell} data-wide>
        {site}
      </span>
      <StateLabel state={ticket.state} />
      <span className={styles.cell} data-wide>
        {team ?? '–'}
      </span>
      <span className={styles.since}>
        <Ago ms={ticket.observedAtMs} />
      </span>
      <SignalLabel cleared={ticket.cleared} />
      <span className={styles.findings} data-wide>
        <span className={styles.desk}>{ticket.findingCount}</span>
        <span className={styles.phone}>{findings}</span>
      </span>
    </article>
  )
}
