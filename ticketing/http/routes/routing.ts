import { newestRouteTree, saveRouteTree } from '../../store/routing.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { bodyRefusals, refusals } from '../responses.ts'

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
        response: { 200: ref('RouteTree'), ...refusals() },
      },
    },
    ({ db }) => newestRouteTree(db),
  )

  app.put(
    '/routing',
    {
      schema: {
        tags,
        operationId: 'replaceRouting',
        summary: 'Replace the route tree',
        description: 'Counts for tickets made from now on. Every team it names must exist.',
        body: ref('RouteTree'),
        response: { 200: ref('RouteTree'), ...bodyRefusals() },
      },
    },
    ({ body, db }) => saveRouteTree(db, body, clock.nowMs()),
  )
}
