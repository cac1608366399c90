import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useNames } from '../api/name-queries.ts'
import { useTechnicians } from '../api/queries.ts'
import { useAssignment } from '../api/ticket-queries.ts'
import type { Technician, TicketDetail } from '../api/types.ts'
import { isAhead, localTimes } from '../format/due.ts'
import { capitalised, MASK } from '../format/names.ts'
import styles from '../pages/ticket.module.css'
import { useMay } from '../session/session.tsx'
import { Form, useForm } from './form.tsx'

/** Who has the ticket and why, and the form that gives it to somebody else. */
export function TicketAssignment({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false)
  const canAssign = useMay('assignTicket', ticket.site)
  const box = useRef<HTMLElement>(null)
  const names = useNames()
  const { team, assignee, decision } = ticket
  /** The form is gone, so the keyboard's place is the box around it. */
  function close() {
    setOpen(false)
    box.current?.focus()
  }
  return (
    <section ref={box} className={styles.card} tabIndex={-1} aria-label="Assignment">
      <h2>Who does it</h2>
      <p className={styles.who}>
        {assignee ? capitalised(names.person(assignee)) : <span className="muted">Nobody yet</span>}{' '}
        <span className="muted">{team ? names.team(team) : 'no team'}</span>
      </p>
      {decision && decision !== MASK && <p className={styles.sentence}>{names.text(localTimes(decision))}</p>}
      {canAssign &&
        isAhead(ticket.category) &&
        (isOpen ? (
          <AssignmentForm ticket={ticket} close={close} />
        ) : (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            {assignee ? 'Give it to somebody else…' : 'Choose somebody…'}
          </Button>
        ))}
    </section>
  )
}

/** The value of the choice that leaves it to the team. */
const QUEUE = ''

function AssignmentForm({ ticket, close }: { ticket: TicketDetail; close(): void }) {
  const technicians = useTechnicians()
  const assignment = useAssignment(ticket.number)
  const [assignee, setAssignee] = useState<string>()
  const [reason, setReason] = useState('')
  const lacks = {
    assignee: assignee === undefined && 'Choose who is to do it.',
    reason: reason.trim() === '' && 'Say why, in a few words.',
  }
  const form = useForm(assignment, lacks, () => {
    if (assignee === undefined) return
    const request = { assignee: assignee === QUEUE ? null : assignee, reason: reason.trim() }
    assignment.mutate(request, { onSuccess: close })
  })
  return (
    <Form className={styles.assign} label="Assign" form={form} submit="Assign" close={close}>
      <NativeSelect
        label="Technician"
        required
        autoFocus
        value={assignee ?? 'choose'}
        onChange={event => setAssignee(event.currentTarget.value)}
        error={form.errorOf('assignee')}
        data={[
          { value: 'choose', label: technicians.isPending ? 'Loading…' : 'Choose…', disabled: true },
          ...choices(technicians.data ?? [], ticket),
          { value: QUEUE, label: 'Nobody: it waits for the team' },
        ]}
      />
      <Textarea
        label="Reason"
        required
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        error={form.errorOf('reason')}
      />
    </Form>
  )
}

/** Those who work, without who has it already; the ticket's own team first. */
function choices(technicians: readonly Technician[], { team, assignee }: TicketDetail) {
  const others = technicians.filter(({ id, active }) => active && id !== assignee)
  const own = others.filter(technician => technician.team === team)
  const rest = others.filter(technician => technician.team !== team)
  return [...own, ...rest].map(({ id, name, team: theirs }) => ({
    value: id,
    label: theirs === team ? name : `${name} (${theirs ?? 'no team'})`,
  }))
}
