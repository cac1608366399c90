import type { SlaClock, TicketDetail } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import { clockWords, isAhead, localTimes, targetWords } from '../format/due.ts'
import { dateTime, exactDateTime } from '../format/time.ts'
import styles from '../pages/ticket.module.css'
import pieces from './pieces.module.css'
import { Due } from './pieces.tsx'

/** Until when it must be done and why then, and where its clocks stand. */
export function TicketDue({ ticket: { due, clocks, category } }: { ticket: TicketDetail }) {
  const { response, resolution } = clocks
  const ahead = isAhead(category)
  if (!ahead && !response && !resolution) return null
  return (
    <section className={styles.card}>
      <h2>Due</h2>
      {ahead && due.dueAtMs !== null && (
        <p className={styles.dueAt}>
          <Due ms={due.dueAtMs} /> <span className="muted">{dateTime(due.dueAtMs)}</span>
        </p>
      )}
      {ahead && <p className={styles.sentence}>{localTimes(due.explanation)}</p>}
      <dl className={styles.facts}>
        <ClockFact name="Response" clock={response} done="accepted" />
        <ClockFact name="Resolution" clock={resolution} done="resolved" />
      </dl>
    </section>
  )
}

function ClockFact({ name, clock, done }: { name: string; clock: SlaClock | null; done: string }) {
  const nowMs = useNowMs()
  if (!clock) return null
  const { text, urgency } = clockWords(clock, done, nowMs)
  const { dueAtMs, policyVersion } = clock
  const until = dueAtMs === null ? '' : `until ${exactDateTime(dueAtMs)}, `
  return (
    <>
      <dt>{name}</dt>
      <dd title={`${until}by version ${policyVersion} of the SLA policy`}>
        <span className={pieces.due} data-urgency={urgency}>
          {text}
        </span>{' '}
        <span className="muted">{targetWords(clock)}</span>
      </dd>
    </>
  )
}
