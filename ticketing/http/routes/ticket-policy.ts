import { newestPolicy, savePolicy } from '../../store/ticket-policy.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { bodyRefusals, refusals } from '../responses.ts'

const tags = ['findings']

export function ticketPolicyRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/ticket-policy',
    {
      schema: {
        tags,
        operationId: 'getTicketPolicy',
        summary: 'When findings become tickets',
        description:
          'What has to settle, when a fault that comes back is rework, and how many tickets a day are borne.',
        response: { 200: ref('TicketPolicy'), ...refusals() },
      },
    },
    ({ db }) => newestPolicy(db),
  )

  app.put(
    '/ticket-policy',
    {
      schema: {
        tags,
        operationId: 'replaceTicketPolicy',
        summary: 'Replace the ticket policy',
        description: 'Counts for findings that are judged from now on. Earlier versions are kept.',
        body: ref('TicketPolicy'),
        response: { 200: ref('TicketPolicy'), ...bodyRefusals() },
      },
    },
    ({ body, actor, db }) => savePolicy(db, body, { actor, nowMs: clock.nowMs() }),
  )
}
