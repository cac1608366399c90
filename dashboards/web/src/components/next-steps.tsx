import { Button } from '@mantine/core'
import { useState } from 'react'
import { formErrors } from '../api/problem.ts'
import { useTransition } from '../api/queries.ts'
import type { TicketDetail, Transition } from '../api/types.ts'
import { transitionKind, transitionName } from '../format/words.ts'
import styles from '../pages/ticket.module.css'
import { TransitionForm } from './transition-form.tsx'

const VARIANTS = { forward: 'default', aside: 'default', ends: 'subtle' } as const

/** The buttons for what the workflow allows now; one that needs words or a code opens a form. */
export function NextSteps({ ticket }: { ticket: TicketDetail }) {
  const [asked, setAsked] = useState<Transition>()
  const transition = useTransition(ticket.number)
  const open = asked && ticket.transitions.find(({ to }) => to === asked.to)
  if (ticket.transitions.length === 0) return null

  function press(next: Transition) {
    transition.reset()
    if (next.requires.length > 0) setAsked(next)
    else transition.mutate({ to: next.to })
  }
  if (open) {
    return (
      <div className={styles.steps}>
        <TransitionForm
          title={transitionName(ticket.state, open.to)}
          transition={open}
          busy={transition.isPending}
          error={transition.error}
          cancel={() => setAsked(undefined)}
          submit={request => transition.mutate(request, { onSuccess: () => setAsked(undefined) })}
        />
      </div>
    )
  }
  return (
    <div className={styles.steps}>
      <div className={styles.buttons}>
        {inOrder(ticket.transitions).map((next, index) => {
          const kind = transitionKind(next.to)
          return (
            <Button
              key={next.to}
              data-kind={kind}
              variant={index === 0 && kind === 'forward' ? 'filled' : VARIANTS[kind]}
              {...(kind === 'ends' && { className: styles.danger })}
              disabled={transition.isPending}
              loading={transition.isPending && transition.variables.to === next.to}
              onClick={() => press(next)}
            >
              {transitionName(ticket.state, next.to)}
              {next.requires.length > 0 && '…'}
            </Button>
          )
        })}
      </div>
      {transition.error && (
        <p className={styles.problem} role="alert">
          {formErrors(transition.error, []).form}
        </p>
      )}
    </div>
  )
}

/** The plain next step first, giving up last. */
function inOrder(transitions: readonly Transition[]): Transition[] {
  const rank = { forward: 0, aside: 1, ends: 2 }
  return [...transitions].sort((a, b) => rank[transitionKind(a.to)] - rank[transitionKind(b.to)])
}
