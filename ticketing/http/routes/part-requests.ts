import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { answerPartRequest, listPartRequests, partRequest, requestPart } from '../../store/part-requests.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber, byRow } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['tickets']
const oldest = cursorOf('part requests', Type.Object({ id: Position }))

export function partRequestRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/tickets/:number/part-requests',
    {
      schema: {
        tags,
        operationId: 'listPartRequests',
        summary: 'Parts that a ticket asks for, oldest first',
        description: 'With what the ERP has said of them.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('PartRequest')), ...refusals(404) },
      },
    },
    async ({ params: { number }, query: { limit = DEFAULT_LIMIT, cursor }, db }) => {
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const rows = await listPartRequests(db, number, { limit: limit + 1, after: oldest.decode(cursor)?.id })
      return pageOf(rows, limit, ({ id }) => oldest.encode({ id }))
    },
  )

  app.post(
    '/tickets/:number/part-requests',
    {
      schema: {
        tags,
        operationId: 'requestPart',
        summary: 'Ask for a part',
        description:
          'Targets of `parts.*` get it as a signed CloudEvent `forewarn.parts.requested.v1`, in the same transaction; an ERP answers by `POST /part-requests/{id}/answer`.',
        params: byNumber,
        body: ref('NewPartRequest'),
        response: { 201: ref('PartRequest'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return reply.code(201).send(await requestPart(db, params.number, body, actOf(request, clock)))
    },
  )

  app.get(
    '/part-requests/:id',
    {
      schema: {
        tags,
        operationId: 'getPartRequest',
        summary: 'A part that a ticket asks for',
        description: 'With what the ERP has said of it.',
        params: byRow,
        response: { 200: ref('PartRequest'), ...refusals(404) },
      },
    },
    async ({ params, db }) => partRequest(db, params.id),
  )

  app.post(
    '/part-requests/:id/answer',
    {
      schema: {
        tags,
        operationId: 'answerPartRequest',
        summary: 'Say what becomes of a part request',
        description:
          'For the ERP, or for a person without one. What is issued, refused or withdrawn is settled; the same answer twice is the same as once.',
        params: byRow,
        body: ref('PartAnswer'),
        response: { 200: ref('PartRequest'), ...refusals(404) },
      },
    },
    async request => answerPartRequest(request.db, request.params.id, request.body, actOf(request, clock)),
  )
}
