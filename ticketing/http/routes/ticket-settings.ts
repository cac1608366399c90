import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { getTicketFields, replaceTicketFields } from '../../store/class-fields.ts'
import { newestMatrix, replaceMatrix } from '../../store/priority-matrix.ts'
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  replaceTemplate,
} from '../../store/ticket-templates.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, refusals } from '../responses.ts'

const tags = ['workflow']
const pages = keyedPages('ticket templates')

/** What a plant decides about its tickets once: priorities, custom fields, templates. */
export function ticketSettingsRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/priority-matrix',
    {
      schema: {
        tags,
        operationId: 'getPriorityMatrix',
        summary: 'The priority of new tickets',
        description: 'By the severity of the fault, then by the criticality of the asset.',
        response: { 200: ref('PriorityMatrix'), ...refusals() },
      },
    },
    ({ db }) => newestMatrix(db),
  )

  app.put(
    '/priority-matrix',
    {
      schema: {
        tags,
        operationId: 'replacePriorityMatrix',
        summary: 'Replace the priority matrix',
        description:
          'Counts for tickets from now on; those that exist keep their priorities. What is worse cannot be less urgent.',
        body: ref('PriorityMatrix'),
        response: { 200: ref('PriorityMatrix'), ...refusals() },
      },
    },
    request => replaceMatrix(request.db, request.body, actOf(request, clock)),
  )

  app.get(
    '/classes/:id/ticket-fields',
    {
      schema: {
        tags,
        operationId: 'getTicketFields',
        summary: 'Custom fields of tickets of an equipment class',
        description: 'A JSON Schema that a form can be made from; without properties where there are none.',
        params: byId,
        response: { 200: ref('TicketFields'), ...refusals(404) },
      },
    },
    ({ db, params }) => getTicketFields(db, params.id),
  )

  app.put(
    '/classes/:id/ticket-fields',
    {
      schema: {
        tags,
        operationId: 'replaceTicketFields',
        summary: 'Replace the custom fields of an equipment class',
        description:
          'What people write from now on must fit. Tickets that exist keep what they have until somebody changes their fields.',
        params: byId,
        body: ref('TicketFields'),
        response: { 200: ref('TicketFields'), ...refusals(404) },
      },
    },
    request => replaceTicketFields(request.db, request.params.id, request.body, actOf(request, clock)),
  )

  templateRoutes(app, { clock })
}

function templateRoutes(app: Api, { clock }: Pick<Parts, 'clock'>): void {
  app.get(
    '/ticket-templates',
    {
      schema: {
        tags,
        operationId: 'listTicketTemplates',
        summary: 'Ticket templates in the order of their ids',
        description: 'What tickets can begin with.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('TicketTemplate')), ...refusals() },
      },
    },
    async ({ db, query }) =>
      pages.page(await listTemplates(db, pages.range(query)), query, found => found.id),
  )

  app.post(
    '/ticket-templates',
    {
      schema: {
        tags,
        operationId: 'createTicketTemplate',
        summary: 'Add a ticket template',
        description: 'Name it as `template` when a ticket is made.',
        body: ref('TicketTemplate'),
        response: { 201: ref('TicketTemplate'), ...refusals() },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createTemplate(request.db, request.body, actOf(request, clock))),
  )

  app.get(
    '/ticket-templates/:id',
    {
      schema: {
        tags,
        operationId: 'getTicketTemplate',
        summary: 'A ticket template',
        description: 'As it was written.',
        params: byId,
        response: { 200: ref('TicketTemplate'), ...refusals(404) },
      },
    },
    ({ db, params }) => getTemplate(db, params.id),
  )

  app.put(
    '/ticket-templates/:id',
    {
      schema: {
        tags,
        operationId: 'replaceTicketTemplate',
        summary: 'Replace a ticket template',
        description: 'Tickets that were made from it stay as they are.',
        params: byId,
        body: ref('TicketTemplate'),
        response: { 200: ref('TicketTemplate'), ...refusals(404) },
      },
    },
    request => replaceTemplate(request.db, request.params.id, request.body, actOf(request, clock)),
  )

  app.delete(
    '/ticket-templates/:id',
    {
      schema: {
        tags,
        operationId: 'deleteTicketTemplate',
        summary: 'Delete a ticket template',
        description: 'Tickets that were made from it stay as they are.',
        params: byId,
        response: { 204: NoContent, ...refusals(404) },
      },
    },
    async (request, reply) => {
      await deleteTemplate(request.db, request.params.id, actOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
