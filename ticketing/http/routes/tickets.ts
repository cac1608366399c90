import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { Priority } from '../../domain/priority.ts'
import { notFound } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import { TicketState } from '../../domain/workflow.ts'
import { listFindings } from '../../store/findings.ts'
import {
  countTickets,
  listTickets,
  type TicketOrder,
  ticketDetail,
  ticketExists,
} from '../../store/tickets.ts'
import { transitionTicket } from '../../store/transitions.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { bodyRefusals, refusals } from '../responses.ts'

const tags = ['tickets']

const TicketNumber = Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1, examples: [12] })
const byNumber = Type.Object({ number: TicketNumber })

const filter = {
  state: Type.Optional(TicketState),
  open: Type.Optional(
    Type.Boolean({ description: 'true: somebody has something to do; false: it is over.' }),
  ),
  site: Type.Optional(Id),
  asset: Type.Optional(Id),
  team: Type.Optional(Id),
}
const listQuery = Type.Object(
  {
    ...filter,
    priority: Type.Optional(Priority),
    sort: Type.Optional(
      Type.Enum(['newest', 'priority'], {
        default: 'newest',
        description: 'priority: P1 first, and of the same priority the oldest first.',
      }),
    ),
    ...pageQuery,
  },
  exact,
)

const newest = cursorOf('tickets', Type.Object({ number: Position }))
const urgent = cursorOf('tickets by priority', Type.Object({ priority: Priority, number: Position }))
const inEventTime = cursorOf('findings', Type.Object({ observedAtMs: Position, receivedOrder: Position }))

const noTicket = (number: number) => notFound(`There is no ticket ${number}.`)

export function ticketRoutes(app: Api, { db, clock }: Parts): void {
  app.get(
    '/tickets',
    {
      schema: {
        tags,
        operationId: 'listTickets',
        summary: 'Tickets, newest or most urgent first',
        description: 'Filters go together: all of them must fit.',
        querystring: listQuery,
        response: { 200: PageOf(ref('Ticket')), ...refusals(400) },
      },
    },
    async ({ query: { limit = DEFAULT_LIMIT, cursor, sort, ...filter } }) => {
      const order: TicketOrder =
        sort === 'priority'
          ? { sort, after: urgent.decode(cursor) }
          : { sort: 'newest', after: newest.decode(cursor) }
      const rows = await listTickets(db, filter, order, limit + 1)
      return pageOf(rows, limit, ({ number, priority }) =>
        sort === 'priority' ? urgent.encode({ priority, number }) : newest.encode({ number }),
      )
    },
  )

  app.get(
    '/tickets/counts',
    {
      schema: {
        tags,
        operationId: 'countTickets',
        summary: 'How many tickets of each priority',
        description: 'Of those that fit all of the filters, which are those of the list without `priority`.',
        querystring: Type.Object(filter, exact),
        response: { 200: ref('TicketCounts'), ...refusals(400) },
      },
    },
    ({ query }) => countTickets(db, query),
  )

  app.get(
    '/tickets/:number',
    {
      schema: {
        tags,
        operationId: 'getTicket',
        summary: 'A ticket with its evidence, history and next steps',
        description: '`transitions` are the next steps, each with the fields that it requires.',
        params: byNumber,
        response: { 200: ref('TicketDetail'), ...refusals(400, 404) },
      },
    },
    async ({ params: { number } }) => {
      const ticket = await ticketDetail(db, number)
      if (!ticket) throw noTicket(number)
      return ticket
    },
  )

  app.get(
    '/tickets/:number/findings',
    {
      schema: {
        tags,
        operationId: 'listTicketFindings',
        summary: 'All findings of a ticket, oldest first',
        description: 'In the order of event time.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Finding')), ...refusals(400, 404) },
      },
    },
    async ({ params: { number }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const after = inEventTime.decode(cursor)
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const rows = await listFindings(db, { ticket: number, limit: limit + 1, after })
      return pageOf(rows, limit, ({ observedAtMs, receivedOrder }) =>
        inEventTime.encode({ observedAtMs, receivedOrder }),
      )
    },
  )

  app.post(
    '/tickets/:number/transitions',
    {
      schema: {
        tags,
        operationId: 'transitionTicket',
        summary: 'Move a ticket to another state',
        description:
          'proposed → accepted → on_site → resolved → closed; accepted and on_site can go on_hold and back; ' +
          'proposed can be rejected; proposed, accepted and on_hold can be cancelled. Resolving requires ' +
          'failureCode; on_hold, rejected and cancelled require reason.',
        params: byNumber,
        body: ref('TransitionRequest'),
        response: { 200: ref('TicketDetail'), ...bodyRefusals(404, 409) },
      },
    },
    ({ params, body, actor }) => transitionTicket(db, params.number, body, { actor, nowMs: clock.nowMs() }),
  )
}
