import type { ReactNode } from 'react'
import type { Priority, Ticket } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import { dueIn } from '../format/due.ts'
import { exactDateTime, relative } from '../format/time.ts'
import { inWords } from '../format/words.ts'
import styles from './pieces.module.css'

export function PriorityBadge({ priority }: { priority: Priority }) {
  return (
    <span className={styles.priority} data-priority={priority}>
      {priority}
    </span>
  )
}

export function StateLabel({ ticket: { state, category } }: { ticket: Pick<Ticket, 'state' | 'category'> }) {
  return (
    <span className={styles.state} data-category={category}>
      {inWords(state)}
    </span>
  )
}

/** Whether the signal is still beyond normal: a shape and a word, not only a colour. */
export function SignalLabel({ cleared }: { cleared: boolean }) {
  return (
    <span className={styles.signal} data-cleared={cleared}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 14 14"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        aria-hidden
      >
        <path
          d={cleared ? 'M2 7.5 5.5 11 12 3.5' : 'M1 10h4l3-7 2 5h3'}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {cleared ? 'Back to normal' : 'Deviating'}
    </span>
  )
}

/** "3 h ago", with the exact time on hover and for machines. */
export function Ago({ ms }: { ms: number }) {
  const nowMs = useNowMs()
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactDateTime(ms)} className="nowrap">
      {relative(ms, nowMs)}
    </time>
  )
}

/** "in 3 h" or "2 h late", in the colour of its urgency. */
export function Due({ ms }: { ms: number }) {
  const { text, urgency } = dueIn(ms, useNowMs())
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={exactDateTime(ms)}
      className={styles.due}
      data-urgency={urgency}
    >
      {text}
    </time>
  )
}

/** What stands where a list would be. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}
