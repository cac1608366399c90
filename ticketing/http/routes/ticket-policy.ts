import { keptPolicy, savePolicy } from '../../store/ticket-policy.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { NotModified, refusals } from '../responses.ts'
import { changeHeaders, etagOf, readHeaders } from '../versions.ts'

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
        headers: readHeaders,
        response: { 200: ref('TicketPolicy'), 304: NotModified, ...refusals() },
      },
    },
    async ({ db }, reply) => {
      const { version, policy } = await keptPolicy(db)
      reply.header('etag', etagOf(version))
      return policy
    },
  )

  app.put(
    '/ticket-policy',
    {
      schema: {
        tags,
        operationId: 'replaceTicketPolicy',
        summary: 'Replace the ticket policy',
        description: 'Counts for findings that are judged from now on. Earlier versions are kept.',
        headers: changeHeaders,
        body: ref('TicketPolicy'),
        response: { 200: ref('TicketPolicy'), ...refusals(412) },
      },
    },
    async (request, reply) => {
      const { version, policy } = await savePolicy(request.db, request.body, editOf(request, clock))
      reply.header('etag', etagOf(version))
      return policy
    },
  )
}
