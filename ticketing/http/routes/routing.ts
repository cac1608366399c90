import { newestRouting, saveRouteTree } from '../../store/routing.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { bodyRefusals, NotModified, refusals } from '../responses.ts'
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
          'New tickets walk it from the root: the first match takes the ticket, children before parents.',
        headers: readHeaders,
        response: { 200: ref('RouteTree'), 304: NotModified, ...refusals(400) },
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
        response: { 200: ref('RouteTree'), ...bodyRefusals(412) },
      },
    },
    async (request, reply) => {
      const { version, tree } = await saveRouteTree(request.db, request.body, editOf(request, clock))
      reply.header('etag', etagOf(version))
      return tree
    },
  )
}
