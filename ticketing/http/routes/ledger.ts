import { Type } from 'typebox'
import { Subject } from '../../domain/ledger.ts'
import { exact } from '../../domain/schema.ts'
import { pageOfEvents } from '../../store/ledger-pages.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { Instant, instant } from '../instants.ts'
import { withOwnNames } from '../other-sites.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'
import { InvalidRequest } from '../validator.ts'

const Word = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 100, description }))

const query = Type.Object(
  {
    subject: Type.Optional(Subject),
    id: Word('Of this one only: its id, or the number of a ticket; goes with `subject`.'),
    type: Word('Such as created, changed, deleted, transition.'),
    actor: Word('Who did it; `system` for what nobody did by hand.'),
    from: Instant('Written at this instant or later'),
    to: Instant('Written before this instant'),
    ...pageQuery,
  },
  exact,
)

const newest = cursorOf('ledger', Type.Object({ id: Position }))

export function ledgerRoutes(app: Api): void {
  app.get(
    '/ledger',
    {
      schema: {
        tags: ['operation'],
        operationId: 'listLedger',
        summary: 'What was changed, by whom and when, newest first',
        description:
          'Every change of a ticket and of the registry (sites, classes, assets, devices, teams, the route tree, …), ' +
          'with the properties that changed before and after. Filters go together.',
        querystring: query,
        response: { 200: PageOf(ref('LedgerEvent')), ...refusals() },
      },
    },
    async request => {
      const { db, sites, query } = request
      const { limit = DEFAULT_LIMIT, cursor, from, to, ...filter } = query
      if (filter.id !== undefined && filter.subject === undefined) {
        const detail = 'goes with `subject`: give what kind of thing it is, too'
        throw new InvalidRequest([{ pointer: '/query/id', detail }])
      }
      const period = {
        fromMs: from === undefined ? undefined : instant('from', from),
        toMs: to === undefined ? undefined : instant('to', to),
      }
      const page = { limit: limit + 1, before: newest.decode(cursor)?.id }
      const events = await pageOfEvents(db, { ...filter, ...period, sites }, page)
      return pageOf(await withOwnNames(request, events), limit, ({ id }) => newest.encode({ id }))
    },
  )
}
