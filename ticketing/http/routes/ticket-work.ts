import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { forbidden } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import { changeMany } from '../../store/bulk.ts'
import { mergeTickets } from '../../store/merge.ts'
import { relationsOf } from '../../store/placed.ts'
import { listRequesters } from '../../store/requesters.ts'
import { ticketsWithin } from '../../store/site-of.ts'
import { snoozeTicket, wakeTicket } from '../../store/snooze.ts'
import { splitTicket } from '../../store/split.ts'
import { createWork, patchWork } from '../../store/ticket-work.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { rolesAt, sitesOf } from '../access.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { isOnlyRequester, maskedRequesters, shownTicket } from '../masking.ts'
import type { Api, Parts } from '../parts.ts'
import { problemOf } from '../problems.ts'
import { byNumber } from '../requests.ts'
import { refusals } from '../responses.ts'
import { changeHeaders, expectedVersions } from '../versions.ts'

const tags = ['tickets']

const Requesters = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.Integer(),
        name: Type.Union([Type.String(), Type.Null()]),
        contact: Type.Union([Type.String(), Type.Null()]),
        report: Type.Union([Type.String(), Type.Null()]),
        createdAtMs: Type.Integer(),
      }),
    ),
  },
  exact,
)

const seen = (request: FastifyRequest & { params: { number: number } }) => ({
  number: request.params.number,
  ifVersion: expectedVersions(request),
})

/** What people do with tickets beside moving them from state to state. */
export function ticketWorkRoutes(app: Api, { clock }: Parts): void {
  app.post(
    '/tickets',
    {
      schema: {
        tags,
        operationId: 'createTicket',
        summary: 'Ask for work at an asset',
        description:
          'For planners and other systems. The priority follows from severity and criticality by the priority matrix ' +
          'unless it is given; custom fields must fit the class of the asset; what a template has need not be said again.',
        body: ref('NewTicketRequest'),
        response: { 201: ref('TicketDetail'), ...refusals() },
      },
    },
    async (request, reply) => {
      const { priority, parent } = request.body
      if ((priority !== undefined || parent !== undefined) && isOnlyRequester(request)) {
        throw forbidden('A requester asks for work; which priority and place it gets a planner says.')
      }
      const made = await createWork(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(await shownTicket(request, reply, made))
    },
  )

  app.patch(
    '/tickets/:number',
    {
      schema: {
        tags,
        operationId: 'updateTicket',
        summary: 'Change what is written on a ticket',
        description:
          'Changes the given properties only; of `fields` those that are named, and null takes one away. A change of ' +
          'priority needs a reason. A ticket that is over is not changed.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('TicketPatch'),
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) =>
      shownTicket(
        request,
        reply,
        await patchWork(request.db, seen(request), request.body, actOf(request, clock)),
      ),
  )

  app.get(
    '/tickets/:number/relations',
    {
      schema: {
        tags,
        operationId: 'getTicketRelations',
        summary: 'Parent, children and merges of a ticket',
        description: 'By their numbers.',
        params: byNumber,
        response: { 200: ref('Relations'), ...refusals(404) },
      },
    },
    ({ params, db, sites }) => relationsOf(db, params.number, sites),
  )

  app.get(
    '/tickets/:number/requesters',
    {
      schema: {
        tags,
        operationId: 'listTicketRequesters',
        summary: 'Who asked for the work, without an account',
        description:
          'With what they said and how they can be reached, which viewers do not see; several after a merge.',
        params: byNumber,
        response: { 200: Requesters, ...refusals(404) },
      },
    },
    async request => {
      const { number } = request.params
      if (!(await ticketExists(request.db, number))) throw noTicket(number)
      return { items: await maskedRequesters(request, number, await listRequesters(request.db, number)) }
    },
  )

  app.post(
    '/tickets/:number/merge',
    {
      schema: {
        tags,
        operationId: 'mergeTicket',
        summary: 'Make a ticket part of another',
        description:
          'The ticket is cancelled and names the one that goes on; its findings, comments, attachments, watchers, ' +
          'requesters, children and episode move there, which becomes as urgent as the more urgent of the two. Answers ' +
          'the ticket that goes on.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('MergeRequest'),
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) =>
      shownTicket(
        request,
        reply,
        await mergeTickets(request.db, seen(request), request.body, actOf(request, clock)),
      ),
  )

  app.post(
    '/tickets/:number/split',
    {
      schema: {
        tags,
        operationId: 'splitTicket',
        summary: 'Make a second ticket of a part of the work',
        description:
          'With the findings that belong to it; at least one stays, and the episode does. Answers the new ticket.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('SplitRequest'),
        response: { 201: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const made = await splitTicket(request.db, seen(request), request.body, actOf(request, clock))
      return reply.code(201).send(await shownTicket(request, reply, made))
    },
  )

  snoozeRoutes(app, { clock })
  bulkRoute(app, { clock })
}

function snoozeRoutes(app: Api, { clock }: Pick<Parts, 'clock'>): void {
  app.post(
    '/tickets/:number/snooze',
    {
      schema: {
        tags,
        operationId: 'snoozeTicket',
        summary: 'Look at a ticket later',
        description:
          'Until then it is out of the list of `snoozed=false`; it comes back at once when it grows worse. Only for what ' +
          'waits for a decision; work that somebody has goes on hold instead.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('SnoozeRequest'),
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) =>
      shownTicket(
        request,
        reply,
        await snoozeTicket(request.db, seen(request), request.body, actOf(request, clock)),
      ),
  )

  app.delete(
    '/tickets/:number/snooze',
    {
      schema: {
        tags,
        operationId: 'wakeTicket',
        summary: 'Look at a snoozed ticket again',
        description: 'One that is not snoozed stays as it is.',
        params: byNumber,
        headers: changeHeaders,
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) =>
      shownTicket(request, reply, await wakeTicket(request.db, seen(request), actOf(request, clock))),
  )
}

const BulkAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      number: Type.Integer(),
      status: Type.Integer({ description: 'As a request for this ticket alone would have been answered.' }),
      version: Type.Optional(Type.Integer()),
      state: Type.Optional(Type.String()),
      problem: Type.Optional(ref('Problem')),
    }),
    { description: 'In the order asked.' },
  ),
})

function bulkRoute(app: Api, { clock }: Pick<Parts, 'clock'>): void {
  app.post(
    '/tickets/bulk',
    {
      schema: {
        tags,
        operationId: 'changeTickets',
        summary: 'Do the same to many tickets',
        description:
          'One of `transition`, `change` and `snooze` to at most 200 tickets. Each is done for itself, and the answer says ' +
          'what became of each: the request as a whole succeeds also where some of them refuse.',
        body: ref('BulkRequest'),
        response: { 200: BulkAnswer, ...refusals() },
      },
    },
    async request => {
      const { tickets, ...action } = request.body
      const own = await ticketsWithin(request.db, tickets, sitesOf(request))
      const act = actOf(request, clock)
      const actOn = (number: number) => {
        const site = own.get(number)
        if (site === undefined) throw noTicket(number)
        return { ...act, roles: rolesAt(request, site) }
      }
      const outcomes = await changeMany(request.db, { tickets, ...action }, actOn)
      return {
        items: outcomes.map(outcome => {
          if (!('error' in outcome)) return { ...outcome, status: 200 }
          const problem = problemOf(outcome.error, request)
          return { number: outcome.number, status: problem.status, problem }
        }),
      }
    },
  )
}
