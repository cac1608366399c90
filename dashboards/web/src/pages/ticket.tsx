import { Button, Skeleton } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiError } from '../api/problem.ts'
import { useTicket } from '../api/ticket-queries.ts'
import type { TicketDetail } from '../api/types.ts'
import { LoadError } from '../components/load-error.tsx'
import { NextSteps } from '../components/next-steps.tsx'
import { Ago, Due, Empty, PriorityBadge, SignalLabel, StateLabel } from '../components/pieces.tsx'
import { TicketAssignment } from '../components/ticket-assignment.tsx'
import { TicketChecklist } from '../components/ticket-checklist.tsx'
import { TicketComments } from '../components/ticket-comments.tsx'
import { TicketDue } from '../components/ticket-due.tsx'
import { TicketEvidence } from '../components/ticket-evidence.tsx'
import { TicketFacts } from '../components/ticket-facts.tsx'
import { TicketHistory } from '../components/ticket-history.tsx'
import { TicketSignatures } from '../components/ticket-signatures.tsx'
import { useTitle } from '../components/use-title.ts'
import { isAhead } from '../format/due.ts'
import { titleOf } from '../format/words.ts'
import { lastList } from './last-list.ts'
import styles from './ticket.module.css'

const route = getRouteApi('/tickets/$number')

/** One ticket: what is wrong, the evidence, what to do next, what has happened. */
export function TicketPage() {
  const text = route.useParams().number
  const number = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
  return (
    <>
      <Link to="/" search={lastList()} className={styles.back}>
        ← Tickets
      </Link>
      {number === undefined ? <NoTicket text={text} /> : <Loaded key={number} number={number} />}
    </>
  )
}

function Loaded({ number }: { number: number }) {
  const query = useTicket(number)
  const { data: ticket, error, isPending } = query
  useTitle(ticket ? `#${ticket.number} ${titleOf(ticket)}` : `#${number}`)
  if (isPending) return <Waiting />
  if (error instanceof ApiError && error.problem.status === 404) return <NoTicket text={String(number)} />
  return (
    <>
      <LoadError what={`Ticket ${number}`} query={query} />
      {ticket && <Ticket ticket={ticket} />}
    </>
  )
}

function Ticket({ ticket }: { ticket: TicketDetail }) {
  const { observedAtMs, dueAtMs } = ticket
  return (
    <article>
      <div className={styles.head}>
        <PriorityBadge priority={ticket.priority} />
        <h1 title={ticket.title}>
          {titleOf(ticket)} <span className={styles.number}>#{ticket.number}</span>
        </h1>
      </div>
      <div className={styles.summary}>
        <span role="status">
          <StateLabel ticket={ticket} />
        </span>
        {ticket.firstFinding && <SignalLabel cleared={ticket.cleared} />}
        {observedAtMs !== null && (
          <span>
            began <Ago ms={observedAtMs} />
          </span>
        )}
        {dueAtMs !== null && isAhead(ticket.category) && (
          <span>
            due <Due ms={dueAtMs} />
          </span>
        )}
        <span>
          raised <Ago ms={ticket.createdAtMs} />
        </span>
      </div>
      <NextSteps ticket={ticket} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <TicketEvidence ticket={ticket} />
          <TicketChecklist ticket={ticket} />
          <TicketComments ticket={ticket} />
        </div>
        <div className={styles.column}>
          <TicketDue ticket={ticket} />
          <TicketAssignment ticket={ticket} />
          <TicketFacts ticket={ticket} />
          <TicketSignatures ticket={ticket} />
          <TicketHistory events={ticket.events} />
        </div>
      </div>
    </article>
  )
}

function NoTicket({ text }: { text: string }) {
  return (
    <Empty title={`There is no ticket ${text}`}>
      <Button component={Link} to="/" variant="default">
        All tickets
      </Button>
    </Empty>
  )
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading the ticket">
      <Skeleton height={26} width="60%" mb="md" />
      <Skeleton height={16} width="30%" mb="xl" />
      <div className={styles.columns}>
        <Skeleton height={440} />
        <Skeleton height={440} />
      </div>
    </div>
  )
}
