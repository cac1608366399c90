import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { DetectorName } from '../../domain/finding-list.ts'
import { exact } from '../../domain/schema.ts'
import { listOutcomes } from '../../store/outcomes.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { Instant, periodOf } from '../instants.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'

const query = Type.Object(
  {
    from: Instant('Closed then or later'),
    to: Instant('Closed before'),
    class: Type.Optional(Id),
    detector: Type.Optional(DetectorName),
    ...pageQuery,
  },
  exact,
)

const inOrder = cursorOf('outcomes', Type.Object({ closedAtMs: Position, ticket: Position }))

export function outcomeRoutes(app: Api): void {
  app.get(
    '/outcomes',
    {
      schema: {
        tags: ['tickets'],
        operationId: 'listOutcomes',
        summary: 'What came of tickets, in the order in which they were closed',
        description:
          'For detectors to learn from: each closed ticket that has an outcome, with what raised it. Who reads on from ' +
          'the last one hears by NOTIFY ticketing_outcomes in PostgreSQL that there is more, or that a ticket was reopened.',
        querystring: query,
        response: { 200: PageOf(ref('Outcome')), ...refusals() },
      },
    },
    async ({ db, sites, query: { from, to, limit = DEFAULT_LIMIT, cursor, ...filter } }) => {
      const after = inOrder.decode(cursor)
      const which = { ...filter, ...periodOf(from, to), sites }
      const rows = await listOutcomes(db, which, { limit: limit + 1, after })
      return pageOf(rows, limit, ({ closedAtMs, ticket }) => inOrder.encode({ closedAtMs, ticket }))
    },
  )
}
