import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { CalendarFeed, NewFeed } from '../../domain/calendar-feed.ts'
import { forbidden, invalid } from '../../domain/refusals.ts'
import { TicketNumber } from '../../domain/relations.ts'
import { exact } from '../../domain/schema.ts'
import { type FeedOf, getFeed, listFeeds, makeFeed, revokeFeed } from '../../store/calendar-feeds.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { originOf } from '../public/origin.ts'
import { byId } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['dispatch']
const newest = cursorOf('calendar feeds', Type.Object({ id: Position }))
const byFeed = Type.Object({ feed: TicketNumber })

const owners = [
  {
    path: '/technicians/:id',
    Name: 'Technician',
    what: 'a technician',
    body: ref('NewTechnicianFeed'),
    shows:
      'Their tickets that are due, their absences without the reasons and, where that is asked for, their shifts. Technicians make their own, planners any.',
    of: (id: string): FeedOf => ({ technician: id }),
  },
  {
    path: '/teams/:id',
    Name: 'Team',
    what: 'a team',
    body: ref('NewTeamFeed'),
    shows: 'The tickets of the team that are due, with the id of who has them.',
    of: (id: string): FeedOf => ({ team: id }),
  },
] as const

/** Calendars by link, for programs that know no other way to say who they are. */
export function calendarFeedRoutes(app: Api, parts: Parts): void {
  for (const owner of owners) ownerRoutes(app, parts, owner)

  app.post(
    '/calendar-feeds/:feed/revocation',
    {
      schema: {
        tags,
        operationId: 'revokeCalendarFeed',
        summary: 'Make the link of a calendar useless',
        description: 'At once. Revoking it twice is the same as once. Technicians revoke their own.',
        params: byFeed,
        response: { 200: ref('CalendarFeed'), ...refusals(404) },
      },
    },
    async request => {
      const { feed } = request.params
      requirePlannerOrSelf(request, await getFeed(request.db, feed))
      return revokeFeed(request.db, feed, actOf(request, parts.clock))
    },
  )
}

function ownerRoutes(
  app: Api,
  { clock, publicUrl }: Parts,
  { path, Name, what, body, shows, of }: (typeof owners)[number],
): void {
  app.post(
    `${path}/calendar-feed`,
    {
      schema: {
        tags,
        operationId: `create${Name}Feed`,
        summary: `Make a link to the calendar of ${what}`,
        description: `${shows} Whoever has the link sees it, without an account. It is shown this once; only a hash is kept. It works until it expires or is revoked.`,
        params: byId,
        body,
        response: { 201: ref('MadeCalendarFeed'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const given: NewFeed = request.body
      requirePlannerOrSelf(request, of(request.params.id))
      requireFuture(given, clock.nowMs())
      const { token, feed } = await makeFeed(request.db, of(request.params.id), given, actOf(request, clock))
      const url = `${originOf(request, publicUrl)}/f/${token}/calendar.ics`
      return reply.code(201).send({ ...feed, url })
    },
  )

  app.get(
    `${path}/calendar-feeds`,
    {
      schema: {
        tags,
        operationId: `list${Name}Feeds`,
        summary: `Links to the calendar of ${what}, newest first`,
        description: 'Without their addresses, which nobody knows but those who have them.',
        params: byId,
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('CalendarFeed')), ...refusals(404) },
      },
    },
    async request => {
      const { db, params } = request
      const { limit = DEFAULT_LIMIT, cursor } = request.query
      requirePlannerOrSelf(request, of(params.id))
      const before = newest.decode(cursor)?.id
      const rows = await listFeeds(db, of(params.id), { limit: limit + 1, before })
      return pageOf(rows, limit, last => newest.encode({ id: last.id }))
    },
  )
}

/** Links show what is due to whoever has them: planners give them out, and everybody their own. Error: `forbidden`. */
function requirePlannerOrSelf({ roles, actor }: FastifyRequest, of: FeedOf | CalendarFeed): void {
  const isOwn = 'technician' in of && of.technician === actor
  if (roles === undefined || roles.includes('planner') || isOwn) return
  throw forbidden('Only planners, and technicians for themselves, may do this.')
}

function requireFuture({ expiresAtMs }: NewFeed, nowMs: number): void {
  if (expiresAtMs === undefined || expiresAtMs > nowMs) return
  throw invalid('/expiresAtMs', 'expiresAtMs must lie in the future.')
}
