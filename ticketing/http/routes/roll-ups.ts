import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { listRolledUpFaults } from '../../store/roll-ups.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, pageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'

const byNumber = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1, examples: [12] }),
})
const pages = cursorOf('rolled up faults', Type.Object({ asset: Type.String(), faultKey: Type.String() }))

export function rollUpRoutes(app: Api): void {
  app.get(
    '/tickets/:number/faults',
    {
      schema: {
        tags: ['tickets'],
        operationId: 'listRolledUpFaults',
        summary: 'The faults that a roll-up ticket stands for',
        description:
          'Those that were beyond the ticket budget, by asset and fault key. Other tickets have none here.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('RolledUpFault')), ...refusals(404) },
      },
    },
    async ({ params: { number }, query: { limit = DEFAULT_LIMIT, cursor }, db }) => {
      const after = pages.decode(cursor)
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const rows = await listRolledUpFaults(db, number, { limit: limit + 1, after })
      return pageOf(rows, limit, ({ asset, faultKey }) => pages.encode({ asset, faultKey }))
    },
  )
}
