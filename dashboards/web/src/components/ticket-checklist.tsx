import { useState } from 'react'
import { sentence } from '../api/problem.ts'
import { useChecklist } from '../api/ticket-queries.ts'
import type { Ticket, TicketDetail } from '../api/types.ts'
import { isAhead } from '../format/due.ts'
import styles from '../pages/ticket.module.css'
import { useMay } from '../session/session.tsx'
import { Problem } from './form.tsx'

/** What is to be done, step by step; nothing where nobody wrote one. */
export function TicketChecklist({ ticket }: { ticket: TicketDetail }) {
  const change = useChecklist(ticket)
  const canTick = useMay('updateTicket', ticket.site)
  // What was ticked shows at once; the ticket that comes back, or is loaded after an error, has the last word.
  const [ticked, setTicked] = useState<Ticket['checklist']>()
  const items = (ticked ?? ticket.checklist).map((item, at) => ({ ...item, at }))
  if (items.length === 0) return null
  function tick(place: number) {
    const next = items.map(({ text, done, at }) => ({ text, done: at === place ? !done : done }))
    setTicked(next)
    change.mutate(next, { onSettled: () => setTicked(undefined) })
  }
  return (
    <section className={styles.card}>
      <h2>
        Checklist, {items.filter(({ done }) => done).length} of {items.length} done
      </h2>
      <ul className={styles.checklist}>
        {items.map(({ text, done, at }) => (
          <li key={at}>
            <label>
              <input
                type="checkbox"
                checked={done}
                disabled={!canTick || !isAhead(ticket.category) || change.isPending}
                onChange={() => tick(at)}
              />
              {text}
            </label>
          </li>
        ))}
      </ul>
      <Problem>{change.error && sentence(change.error)}</Problem>
    </section>
  )
}
