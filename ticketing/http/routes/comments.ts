import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { forbidden } from '../../domain/refusals.ts'
import { TicketNumber } from '../../domain/relations.ts'
import { exact } from '../../domain/schema.ts'
import { addComment, listComments } from '../../store/comments.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { unwatch, watch, watchersOf } from '../../store/watchers.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { isGuestAt, isOnlyRequester, visibilityFor } from '../masking.ts'
import { withOwnOrigins } from '../other-sites.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['tickets']
const oldest = cursorOf('comments', Type.Object({ id: Position }))
const byWatcher = Type.Object({ number: TicketNumber, watcher: Id })
const Watchers = Type.Object(
  { items: Type.Array(Type.String({ description: 'Id of a technician.' })) },
  exact,
)

/** Before anybody looks whether such a technician is there: a requester does not learn who works here. */
async function refuseMentionsOfGuests(request: FastifyRequest): Promise<void> {
  const { mentions } = (request.body ?? {}) as { mentions?: unknown }
  if (mentions !== undefined && isOnlyRequester(request))
    throw forbidden('A requester mentions nobody; leave mentions out.')
}

/** What is said about a ticket, and who is told. */
export function commentRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/tickets/:number/comments',
    {
      schema: {
        tags,
        operationId: 'listComments',
        summary: 'Comments of a ticket, oldest first',
        description: 'Internal and public ones; requesters see the public ones.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Comment')), ...refusals(404) },
      },
    },
    async request => {
      const { db, params, query } = request
      const { number } = params
      const { limit = DEFAULT_LIMIT, cursor } = query
      const after = oldest.decode(cursor)?.id
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const visibility = (await isGuestAt(request, number)) ? 'public' : undefined
      const rows = await listComments(db, number, { limit: limit + 1, after, visibility })
      return pageOf(await withOwnOrigins(request, rows), limit, ({ id }) => oldest.encode({ id }))
    },
  )

  app.post(
    '/tickets/:number/comments',
    {
      preValidation: refuseMentionsOfGuests,
      schema: {
        tags,
        operationId: 'addComment',
        summary: 'Say something about a ticket',
        description:
          'For the plant, or with `visibility: public` also for whoever asked for the work. Technicians whom the text names ' +
          'as @id watch the ticket from then on and are told.',
        params: byNumber,
        body: ref('NewComment'),
        response: { 201: ref('Comment'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      const sites = isOnlyRequester(request) ? [] : request.sites // they do not learn who works here
      const visibility = await visibilityFor(request, params.number, body.visibility)
      return reply
        .code(201)
        .send(
          await addComment(
            db,
            params.number,
            { ...body, sites, ...(visibility && { visibility }) },
            actOf(request, clock),
          ),
        )
    },
  )

  app.get(
    '/tickets/:number/watchers',
    {
      schema: {
        tags,
        operationId: 'listWatchers',
        summary: 'Who is told of what happens to a ticket',
        description: 'In the order of their ids.',
        params: byNumber,
        response: { 200: Watchers, ...refusals(404) },
      },
    },
    async ({ params: { number }, db }) => {
      if (!(await ticketExists(db, number))) throw noTicket(number)
      return { items: await watchersOf(db, number) }
    },
  )

  app.put(
    '/tickets/:number/watchers/:watcher',
    {
      schema: {
        tags,
        operationId: 'watchTicket',
        summary: 'Tell a technician of what happens to a ticket',
        description: 'Twice is the same as once.',
        params: byWatcher,
        response: { 200: Watchers, ...refusals(404) },
      },
    },
    async request => {
      const { number, watcher } = request.params
      return { items: await watch(request.db, number, watcher, actOf(request, clock)) }
    },
  )

  app.delete(
    '/tickets/:number/watchers/:watcher',
    {
      schema: {
        tags,
        operationId: 'unwatchTicket',
        summary: 'Tell a technician no more',
        description: 'Whoever did not watch is none the worse.',
        params: byWatcher,
        response: { 200: Watchers, ...refusals(404) },
      },
    },
    async request => {
      const { number, watcher } = request.params
      return { items: await unwatch(request.db, number, watcher, actOf(request, clock)) }
    },
  )
}
