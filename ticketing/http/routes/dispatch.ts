import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { assignByPerson } from '../../store/assignments.ts'
import { listDecisions } from '../../store/decisions.ts'
import { noTicket, ticketExists } from '../../store/tickets.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { shownTicket } from '../masking.ts'
import { withOwnCandidates } from '../other-sites.ts'
import type { Api, Parts } from '../parts.ts'
import { refusals } from '../responses.ts'
import { changeHeaders, expectedVersions } from '../versions.ts'

const tags = ['dispatch']

const byNumber = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1, examples: [12] }),
})
const newest = cursorOf('decisions', Type.Object({ id: Position }))

export function dispatchRoutes(app: Api, { clock }: Parts): void {
  app.post(
    '/tickets/:number/assignment',
    {
      schema: {
        tags,
        operationId: 'assignTicket',
        summary: 'Give a ticket to somebody, or to another team',
        description:
          '`assignee` is who gets it, whatever the rules say; null puts it into the team’s queue. Only `team`: it is ' +
          'transferred, and the rules choose somebody there. What a person decided is not changed by the rules. The ' +
          'reason is kept, with what the rules would have said.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('AssignmentRequest'),
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const seen = { ...request.params, ifVersion: expectedVersions(request) }
      const assigned = await assignByPerson(request.db, seen, request.body, actOf(request, clock))
      return shownTicket(request, reply, assigned)
    },
  )

  app.get(
    '/tickets/:number/decisions',
    {
      schema: {
        tags,
        operationId: 'listDecisions',
        summary: 'Who was to get a ticket and why, newest first',
        description:
          'Every decision with everybody of the team: their score and its parts, and why they could not have it. Who is of a site ' +
          'that you do not see is left out, unless they got it.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Decision')), ...refusals(404) },
      },
    },
    async request => {
      const { db, params, query } = request
      const { number } = params
      const { limit = DEFAULT_LIMIT, cursor } = query
      const before = newest.decode(cursor)?.id
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const rows = await listDecisions(db, number, { limit: limit + 1, before })
      const page = pageOf(rows, limit, ({ id }) => newest.encode({ id }))
      const items = page.items.map(each => withOwnCandidates(request, each, each.assignee))
      return { ...page, items: await Promise.all(items) }
    },
  )
}
