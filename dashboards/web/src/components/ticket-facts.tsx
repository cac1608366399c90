import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFailureCodes, useSites } from '../api/queries.ts'
import type { TicketDetail } from '../api/types.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import { CRITICALITIES, inWords, KINDS, metricName, OUTCOME_WORDS, REJECTION_WORDS } from '../format/words.ts'
import styles from '../pages/ticket.module.css'

/** The facts of the ticket in one table; what it does not have has no line. */
export function TicketFacts({ ticket }: { ticket: TicketDetail }) {
  const site = useSites().data?.find(({ id }) => id === ticket.site)?.name
  const { outcome, rejectionCode, parent, mergedInto } = ticket
  return (
    <section className={styles.card}>
      <h2>Facts</h2>
      <dl className={styles.facts}>
        <Fact name="Asset">
          {ticket.assetName}
          {ticket.assetName !== ticket.asset && <span className="muted"> {ticket.asset}</span>}
        </Fact>
        <Fact name="Criticality">
          {ticket.criticality} <span className="muted">{CRITICALITIES[ticket.criticality]}</span>
        </Fact>
        <Fact name="Site">{site ?? ticket.site}</Fact>
        <Fact name="Kind">
          {inWords(ticket.kind)} <span className="muted">{KINDS[ticket.kind]}</span>
        </Fact>
        {ticket.requiredSkills.length > 0 && <Fact name="Skills">{ticket.requiredSkills.join(', ')}</Fact>}
        <SignalFacts ticket={ticket} />
        <TimeFact name="Raised" ms={ticket.createdAtMs} />
        <TimeFact name="Put off until" ms={ticket.snoozedUntilMs} />
        <TimeFact name="Resolved" ms={ticket.resolvedAtMs} />
        <TimeFact name="Closed" ms={ticket.closedAtMs} />
        {ticket.failureCode && <FailureFact code={ticket.failureCode} />}
        {outcome && <Fact name="Outcome">{OUTCOME_WORDS[outcome]}</Fact>}
        {ticket.resolution && <Fact name="Resolution">{ticket.resolution}</Fact>}
        {rejectionCode && <Fact name="Rejected">{REJECTION_WORDS[rejectionCode]}</Fact>}
        {ticket.reworkCount > 0 && <Fact name="Reworked">{ticket.reworkCount} ×</Fact>}
        {parent !== null && <TicketFact name="Part of" number={parent} />}
        {mergedInto !== null && <TicketFact name="Goes on in" number={mergedInto} />}
      </dl>
    </section>
  )
}

/** What a detector saw; nothing for a ticket that people raised. */
function SignalFacts({ ticket }: { ticket: TicketDetail }) {
  const { metric, unit, device, firstFinding } = ticket
  return (
    <>
      {metric && (
        <Fact name="Signal">
          <span title={metric}>{metricName(metric)}</span>
          {unit && ` in ${unit}`} {device && <span className="muted">from {device}</span>}
        </Fact>
      )}
      <Fact name="Severity">{ticket.severity}</Fact>
      {firstFinding && <Fact name="Detector">{firstFinding.detector}</Fact>}
      {ticket.findingCount > 0 && <Fact name="Findings">{ticket.findingCount}</Fact>}
      <TimeFact name="Began" ms={ticket.observedAtMs} />
      <TimeFact name="Last finding" ms={ticket.lastFindingAtMs} />
    </>
  )
}

function FailureFact({ code }: { code: string }) {
  const name = useFailureCodes().data?.find(failure => failure.code === code)?.name
  return (
    <Fact name="Failure">
      {name ?? code} {name && <span className="muted">{code}</span>}
    </Fact>
  )
}

function TicketFact({ name, number }: { name: string; number: number }) {
  return (
    <Fact name={name}>
      <Link to="/tickets/$number" params={{ number: String(number) }}>
        #{number}
      </Link>
    </Fact>
  )
}

function TimeFact({ name, ms }: { name: string; ms: number | null }) {
  if (ms === null) return null
  return (
    <Fact name={name}>
      <time dateTime={new Date(ms).toISOString()} title={exactDateTime(ms)}>
        {dateTime(ms)}
      </time>
    </Fact>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
