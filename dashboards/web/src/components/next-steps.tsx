import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { formErrors } from '../api/problem.ts'
import { useTransition } from '../api/queries.ts'
import type { TicketDetail, TicketState, Transition } from '../api/types.ts'
import { transitionKind, transitionName } from '../format/words.ts'
import styles from '../pages/ticket.module.css'
import { TransitionForm } from './transition-form.tsx'

const VARIANTS = { forward: 'default', aside: 'default', ends: 'subtle' } as const

/** The buttons for what the workflow allows now; one that needs words or a code opens a form. */
export function NextSteps({ ticket }: { ticket: TicketDetail }) {
  const [asked, setAsked] = useState<Transition>()
  const box = useRef<HTMLElement>(null)
  const transition = useTransition(ticket.number)
  const open = asked && ticket.transitions.find(({ to }) => to === asked.to)

  /** What was pressed is gone, so the keyboard's place is the box around it; the next button is not pressed by accident. */
  function done() {
    setAsked(undefined)
    box.current?.focus()
  }
  function press(next: Transition) {
    transition.reset()
    if (next.requires.length > 0) setAsked(next)
    else transition.mutate({ to: next.to }, { onSuccess: done })
  }
  return (
    <section ref={box} className={styles.steps} tabIndex={-1} aria-label="Next steps">
      {open ? (
        <TransitionForm
          title={transitionName(ticket.state, open.to)}
          transition={open}
          busy={transition.isPending}
          error={transition.error}
          cancel={done}
          submit={request => transition.mutate(request, { onSuccess: done })}
        />
      ) : (
        <Buttons
          ticket={ticket}
          moving={transition.isPending ? transition.variables.to : undefined}
          press={press}
        />
      )}
      {transition.error && !open && (
        <p className={styles.problem} role="alert">
          {formErrors(transition.error, []).form}
        </p>
      )}
    </section>
  )
}

interface ButtonsProps {
  ticket: TicketDetail
  /** The state that was asked for and has not been reached yet. */
  moving: TicketState | undefined
  press(next: Transition): void
}

function Buttons({ ticket, moving, press }: ButtonsProps) {
  return (
    <div className={styles.buttons}>
      {inOrder(ticket.transitions).map((next, index) => {
        const kind = transitionKind(next.to)
        return (
          <Button
            key={next.to}
            data-kind={kind}
            variant={index === 0 && kind === 'forward' ? 'filled' : VARIANTS[kind]}
            {...(kind === 'ends' && { className: styles.danger })}
            disabled={moving !== undefined}
            loading={moving === next.to}
            onClick={() => press(next)}
          >
            {transitionName(ticket.state, next.to)}
            {next.requires.length > 0 && '…'}
          </Button>
        )
      })}
    </div>
  )
}

/** The plain next step first, giving up last. */
function inOrder(transitions: readonly Transition[]): Transition[] {
  const rank = { forward: 0, aside: 1, ends: 2 }
  return [...transitions].sort((a, b) => rank[transitionKind(a.to)] - rank[transitionKind(b.to)])
}
