import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { sentence } from '../api/problem.ts'
import { useTransition } from '../api/ticket-queries.ts'
import type { TicketDetail, Transition } from '../api/types.ts'
import { fieldsOf, inOrder, obstaclesOf, stepKind, stepName } from '../format/steps.ts'
import styles from '../pages/ticket.module.css'
import { useMay } from '../session/session.tsx'
import { Problem } from './form.tsx'
import { TransitionForm } from './transition-form.tsx'

const VARIANTS = { forward: 'default', aside: 'default', ends: 'subtle' } as const

/** The buttons for what the workflow allows now; one that needs words or a code opens a form. */
export function NextSteps({ ticket }: { ticket: TicketDetail }) {
  const [asked, setAsked] = useState<Transition>()
  const box = useRef<HTMLElement>(null)
  const transition = useTransition(ticket.number)
  const canMove = useMay('transitionTicket', ticket.site)
  const open = asked && ticket.transitions.find(({ to }) => to === asked.to)

  /** What was pressed is gone, so the keyboard's place is the box around it; the next button is not pressed by accident. */
  function done() {
    setAsked(undefined)
    box.current?.focus()
  }
  function press(next: Transition) {
    transition.reset()
    if (fieldsOf(next).length > 0) setAsked(next)
    else transition.mutate({ to: next.to }, { onSuccess: done })
  }
  if (!canMove) return null
  return (
    <section ref={box} className={styles.steps} tabIndex={-1} aria-label="Next steps">
      {open ? (
        <TransitionForm
          title={stepName(ticket.category, open)}
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
      <Problem>{transition.error && !open && sentence(transition.error)}</Problem>
    </section>
  )
}

interface ButtonsProps {
  ticket: TicketDetail
  /** The state that was asked for and has not been reached yet. */
  moving: string | undefined
  press(next: Transition): void
}

function Buttons({ ticket: { category, transitions }, moving, press }: ButtonsProps) {
  const steps = inOrder(category, transitions)
  const first = steps.find(step => stepKind(category, step) === 'forward' && obstaclesOf(step).length === 0)
  const blocked = steps.filter(step => obstaclesOf(step).length > 0)
  return (
    <>
      <div className={styles.buttons}>
        {steps.map(next => {
          const kind = stepKind(category, next)
          const isBlocked = blocked.includes(next)
          return (
            <Button
              key={next.to}
              data-kind={kind}
              variant={next === first ? 'filled' : VARIANTS[kind]}
              {...(kind === 'ends' && { className: styles.danger })}
              {...(isBlocked && { 'aria-describedby': `why-not-${next.to}` })}
              disabled={moving !== undefined || isBlocked}
              loading={moving === next.to}
              onClick={() => press(next)}
            >
              {stepName(category, next)}
              {fieldsOf(next).length > 0 && '…'}
            </Button>
          )
        })}
      </div>
      {blocked.map(step => (
        <p key={step.to} id={`why-not-${step.to}`} className={styles.obstacle}>
          {stepName(category, step)}: {obstaclesOf(step).join(' ')}
        </p>
      ))}
    </>
  )
}
