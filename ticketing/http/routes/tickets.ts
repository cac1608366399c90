import { type Static, Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import type { Sites } from '../../domain/access.ts'
import { Category } from '../../domain/category.ts'
import { Priority } from '../../domain/priority.ts'
import { exact } from '../../domain/schema.ts'
import { type Ticket, TicketKind } from '../../domain/ticket.ts'
import { StateId, TransitionRequest } from '../../domain/workflow.ts'
import { listFindings } from '../../store/findings.ts'
import { dwellOfTicket, ticketAt } from '../../store/ticket-history.ts'
import { countTickets, listTickets, type TicketFilter, type TicketOrder } from '../../store/ticket-lists.ts'
import { noTicket, ticketDetail, ticketExists } from '../../store/tickets.ts'
import { approveTicket, transitionTicket } from '../../store/transitions.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { atQuery, instant } from '../instants.ts'
import { maskedTicket, shownTicket } from '../masking.ts'
import { withOwnRelations } from '../other-sites.ts'
import type { Api, Parts } from '../parts.ts'
import { byNumber } from '../requests.ts'
import { NotModified, refusals } from '../responses.ts'
import { changeHeaders, expectedVersions, readHeaders } from '../versions.ts'

const tags = ['tickets']

const filter = {
  state: Type.Optional(StateId),
  category: Type.Optional(Category),
  kind: Type.Optional(TicketKind),
  open: Type.Optional(
    Type.Boolean({ description: 'true: somebody has something to do; false: it is over.' }),
  ),
  site: Type.Optional(Id),
  asset: Type.Optional(Id),
  team: Type.Optional(Id),
  assignee: Type.Optional(Id),
  unassigned: Type.Optional(
    Type.Boolean({ description: 'true: nobody has it, so it waits in its team’s queue.' }),
  ),
  snoozed: Type.Optional(
    Type.Boolean({
      description:
        'true: only what somebody put off; false: without it, as in the list of category review when nothing is said.',
    }),
  ),
}
type Filter = Static<ReturnType<typeof Type.Object<typeof filter>>>

/** What is put off is out of the list of what waits for review. */
const filterAt = ({ snoozed, ...rest }: Filter, sites: Sites, nowMs: number): TicketFilter => {
  const is = snoozed ?? (rest.category === 'review' ? false : undefined)
  return { ...rest, ...ofSites(rest.site, sites), ...(is !== undefined && { snoozed: { is, nowMs } }) }
}

/** Who may see one site only asks for that one, as if they had said so: lists of one site have an index. */
const ofSites = (asked: string | undefined, sites: Sites): Pick<TicketFilter, 'site' | 'sites'> => {
  if (sites === null) return {}
  const [only, ...more] = sites
  return asked === undefined && only !== undefined && more.length === 0 ? { site: only } : { sites }
}

const listQuery = Type.Object(
  {
    ...filter,
    priority: Type.Optional(Priority),
    sort: Type.Optional(
      Type.Enum(['newest', 'priority', 'due'], {
        default: 'newest',
        description:
          'priority: P1 first, and of the same priority the oldest first; due: what is due next first, and what has ' +
          'no due date last.',
      }),
    ),
    ...pageQuery,
  },
  exact,
)

const newest = cursorOf('tickets', Type.Object({ number: Position }))
const urgent = cursorOf('tickets by priority', Type.Object({ priority: Priority, number: Position }))
const dueNext = cursorOf(
  'tickets by due date',
  Type.Object({
    dueAtMs: Type.Unsafe<number | null>({ anyOf: [Position, { type: 'null' }] }),
    number: Position,
  }),
)
const inEventTime = cursorOf('findings', Type.Object({ observedAtMs: Position, receivedOrder: Position }))

const orderOf = (sort: TicketOrder['sort'] = 'newest', cursor: string | undefined): TicketOrder => {
  if (sort === 'due') return { sort, after: dueNext.decode(cursor) }
  return sort === 'priority' ? { sort, after: urgent.decode(cursor) } : { sort, after: newest.decode(cursor) }
}

/** The cursor after the last ticket of a page. */
const cursorAfter: Record<TicketOrder['sort'], (last: Ticket) => string> = {
  newest: ({ number }) => newest.encode({ number }),
  priority: ({ priority, number }) => urgent.encode({ priority, number }),
  due: ({ dueAtMs, number }) => dueNext.encode({ dueAtMs, number }),
}

export function ticketRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/tickets',
    {
      schema: {
        tags,
        operationId: 'listTickets',
        summary: 'Tickets, newest, most urgent or due next first',
        description: 'Filters go together: all of them must fit.',
        querystring: listQuery,
        response: { 200: PageOf(ref('Ticket')), ...refusals() },
      },
    },
    async request => {
      const { db, sites, query } = request
      const { limit = DEFAULT_LIMIT, cursor, sort, ...filter } = query
      const which = filterAt(filter, sites, clock.nowMs())
      const rows = await listTickets(db, which, orderOf(sort, cursor), limit + 1)
      return pageOf(await withOwnRelations(request, rows), limit, cursorAfter[sort ?? 'newest'])
    },
  )

  app.get(
    '/tickets/counts',
    {
      schema: {
        tags,
        operationId: 'countTickets',
        summary: 'How many tickets of each priority',
        description: 'Of those that fit all of the filters, which are those of the list without `priority`.',
        querystring: Type.Object(filter, exact),
        response: { 200: ref('TicketCounts'), ...refusals() },
      },
    },
    ({ query, sites, db }) => countTickets(db, filterAt(query, sites, clock.nowMs())),
  )

  app.get(
    '/tickets/:number',
    {
      schema: {
        tags,
        operationId: 'getTicket',
        summary: 'A ticket with its evidence, history and next steps',
        description:
          '`transitions` are the next steps, each with the fields that it requires; `clocks` are computed as of now, ' +
          'in working time; `due` is the earlier of the target and what the prediction leaves, with the arithmetic.',
        params: byNumber,
        querystring: Type.Object(atQuery, exact),
        headers: readHeaders,
        response: { 200: ref('TicketDetail'), 304: NotModified, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { params, query, roles, db } = request
      const { number } = params
      if (query.at !== undefined)
        return maskedTicket(request, await ticketAt(db, number, instant('at', query.at)))
      const detail = await ticketDetail(db, number, roles, clock.nowMs())
      return shownTicket(request, reply, detail)
    },
  )

  app.get(
    '/tickets/:number/dwell',
    {
      schema: {
        tags,
        operationId: 'getTicketDwell',
        summary: 'How long a ticket was in each state',
        description: 'By the ledger: each state in the order in which the ticket first came into it.',
        params: byNumber,
        response: { 200: Type.Object({ items: Type.Array(ref('Dwell')) }), ...refusals(404) },
      },
    },
    async ({ params: { number }, db }) => ({ items: await dwellOfTicket(db, number, clock.nowMs()) }),
  )

  app.get(
    '/tickets/:number/findings',
    {
      schema: {
        tags,
        operationId: 'listTicketFindings',
        summary: 'All findings of a ticket, oldest first',
        description: 'In the order of event time.',
        params: byNumber,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Finding')), ...refusals(404) },
      },
    },
    async ({ db, params: { number }, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const after = inEventTime.decode(cursor)
      if (!(await ticketExists(db, number))) throw noTicket(number)
      const rows = await listFindings(db, { ticket: number, limit: limit + 1, after })
      return pageOf(rows, limit, ({ observedAtMs, receivedOrder }) =>
        inEventTime.encode({ observedAtMs, receivedOrder }),
      )
    },
  )

  app.post(
    '/tickets/:number/transitions',
    {
      schema: {
        tags,
        operationId: 'transitionTicket',
        summary: 'Move a ticket to another state',
        description:
          'The ticket itself says in `transitions` what can be done next, and what each step still requires; ' +
          'GET /workflows/{kind} has the whole workflow. Steps that follow by themselves are made at once: a ticket ' +
          'that is resolved comes back as verifying. `deviceTimeMs` says when it happened, where that was before.',
        params: byNumber,
        headers: changeHeaders,
        body: ref('TransitionRequest'),
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const seen = { ...request.params, ifVersion: expectedVersions(request) }
      const moved = await transitionTicket(request.db, seen, request.body, actOf(request, clock))
      return shownTicket(request, reply, moved)
    },
  )

  app.post(
    '/tickets/:number/approvals',
    {
      schema: {
        tags,
        operationId: 'approveTicket',
        summary: 'Approve the next step of a ticket',
        description:
          'For workflows that ask for the approval of a role before a transition. It counts while the ticket stays in its state.',
        params: byNumber,
        body: Type.Object(
          { reason: Type.Optional(TransitionRequest.properties.reason) },
          { ...exact, examples: [{ reason: 'Spare part is in the store.' }] },
        ),
        headers: changeHeaders,
        response: { 200: ref('TicketDetail'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const seen = { ...request.params, ifVersion: expectedVersions(request) }
      const { reason } = request.body
      return shownTicket(request, reply, await approveTicket(request.db, seen, reason, actOf(request, clock)))
    },
  )
}
