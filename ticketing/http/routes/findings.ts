import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { DetectorName, FindingVerdict } from '../../domain/finding-list.ts'
import { exact } from '../../domain/schema.ts'
import { listAllFindings } from '../../store/findings.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { Instant, periodOf } from '../instants.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'

const query = Type.Object(
  {
    shadow: Type.Optional(
      Type.Boolean({ description: 'Only those of detectors in shadow mode, or only the others.' }),
    ),
    asset: Type.Optional(Id),
    device: Type.Optional(Id),
    detector: Type.Optional(DetectorName),
    verdict: Type.Optional(FindingVerdict),
    from: Instant('Of this event time or later'),
    to: Instant('Of an event time before this'),
    ...pageQuery,
  },
  exact,
)

const newestFirst = cursorOf('all findings', Type.Object({ observedAtMs: Position, receivedOrder: Position }))

export function findingRoutes(app: Api): void {
  app.get(
    '/findings',
    {
      schema: {
        tags: ['findings'],
        operationId: 'listFindings',
        summary: 'What detectors said, newest first, with what became of it',
        description: 'Also what made no ticket, each with the reason. Filters go together.',
        querystring: query,
        response: { 200: PageOf(ref('ListedFinding')), ...refusals() },
      },
    },
    async ({ db, sites, query: { limit = DEFAULT_LIMIT, cursor, from, to, ...filter } }) => {
      const page = { limit: limit + 1, before: newestFirst.decode(cursor) }
      const rows = await listAllFindings(db, { ...filter, ...periodOf(from, to), sites }, page)
      return pageOf(rows, limit, ({ observedAtMs, receivedOrder }) =>
        newestFirst.encode({ observedAtMs, receivedOrder }),
      )
    },
  )
}
