import { tryRouting } from '../../store/dry-run.ts'
import { newestRouting, saveRouteTree } from '../../store/routing.ts'
import { whatIf } from '../../store/what-if.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { withOwnCandidates } from '../other-sites.ts'
import type { Api, Parts } from '../parts.ts'
import { NotModified, refusals } from '../responses.ts'
import { changeHeaders, etagOf, readHeaders } from '../versions.ts'

const tags = ['dispatch']

export function routingRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/routing',
    {
      schema: {
        tags,
        operationId: 'getRouting',
        summary: 'The route tree',
        description:
          'New tickets walk it from the root: the first match takes the ticket, children before parents. Inside the team ' +
          'the technician with the highest score gets it; `weights` say what counts how much.',
        headers: readHeaders,
        response: { 200: ref('RouteTree'), 304: NotModified, ...refusals() },
      },
    },
    async ({ db }, reply) => {
      const { version, tree } = await newestRouting(db)
      reply.header('etag', etagOf(version))
      return tree
    },
  )

  app.put(
    '/routing',
    {
      schema: {
        tags,
        operationId: 'replaceRouting',
        summary: 'Replace the route tree',
        description: 'Counts for tickets made from now on. Every team it names must exist.',
        headers: changeHeaders,
        body: ref('RouteTree'),
        response: { 200: ref('RouteTree'), ...refusals(412) },
      },
    },
    async (request, reply) => {
      const { version, tree } = await saveRouteTree(request.db, request.body, editOf(request, clock))
      reply.header('etag', etagOf(version))
      return tree
    },
  )

  app.post(
    '/routing/try',
    {
      schema: {
        tags,
        operationId: 'tryRouting',
        summary: 'Who would get a ticket',
        description:
          'A dry run: nothing is made. What is not given of the ticket is as a finding of severity major has it. With ' +
          '`tree` or `weights` under these in place of what counts. Who is of a site that you do not see is left out, and `***` ' +
          'where they would get it.',
        body: ref('TrialRequest'),
        response: { 200: ref('Trial'), ...refusals() },
      },
    },
    async request =>
      withOwnCandidates(request, await tryRouting(request.db, request.body, clock.nowMs()), null),
  )

  app.post(
    '/routing/what-if',
    {
      schema: {
        tags,
        operationId: 'askWhatIf',
        summary: 'Who would have got what under a changed policy',
        description:
          'Decides the tickets of a period again, at most 10,000, one after the other with what everybody had to do ' +
          'then. Technicians, skills and calendars are those of now. `before` is what was decided when a ticket was ' +
          'made; what the change does not touch stays with whom it was.',
        body: ref('WhatIfRequest'),
        response: { 200: ref('WhatIf'), ...refusals() },
      },
    },
    ({ body, db }) => whatIf(db, body, { elapsedMs: () => performance.now() }),
  )
}
