import type { ReactNode } from 'react'
import { useFailureCodes, useSites, useTeams } from '../api/queries.ts'
import type { TicketDetail } from '../api/types.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import { CRITICALITIES, metricName } from '../format/words.ts'
import styles from '../pages/ticket.module.css'

/** The facts of the ticket in one table. */
export function TicketFacts({ ticket }: { ticket: TicketDetail }) {
  const site = useSites().data?.find(({ id }) => id === ticket.site)?.name
  const team = useTeams().data?.find(({ id }) => id === ticket.team)?.name
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
        <Fact name="Team">{team ?? ticket.team ?? <span className="muted">No route matched</span>}</Fact>
        <Fact name="Signal">
          <span title={ticket.metric}>{metricName(ticket.metric)}</span>
          {ticket.unit && ` in ${ticket.unit}`} <span className="muted">from {ticket.device}</span>
        </Fact>
        <Fact name="Severity">{ticket.severity}</Fact>
        <Fact name="Detector">{ticket.firstFinding.detector}</Fact>
        <Fact name="Findings">{ticket.findingCount}</Fact>
        <TimeFact name="Began" ms={ticket.observedAtMs} />
        <TimeFact name="Last finding" ms={ticket.lastFindingAtMs} />
        <TimeFact name="Raised" ms={ticket.createdAtMs} />
        <TimeFact name="Resolved" ms={ticket.resolvedAtMs} />
        <TimeFact name="Closed" ms={ticket.closedAtMs} />
        {ticket.failureCode && <FailureFact code={ticket.failureCode} />}
        {ticket.resolution && <Fact name="Resolution">{ticket.resolution}</Fact>}
      </dl>
    </section>
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
