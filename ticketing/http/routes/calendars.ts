import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { deleteCalendar, getCalendar, listCalendars, putCalendar } from '../../store/calendars.ts'
import { editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { keyedPages, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['sla']
const pages = keyedPages('calendars')

export function calendarRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/calendars',
    {
      schema: {
        tags,
        operationId: 'listCalendars',
        summary: 'Working calendars in the order of their ids',
        description: 'SLA rules go by them, and shifts.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('Calendar')), ...refusals() },
      },
    },
    async ({ query, db }) =>
      pages.page(await listCalendars(db, pages.range(query)), query, calendar => calendar.id),
  )

  app.get(
    '/calendars/:id',
    {
      schema: {
        tags,
        operationId: 'getCalendar',
        summary: 'A working calendar',
        description: 'Weekly hours, holidays and exceptions in its time zone.',
        params: byId,
        headers: readHeaders,
        response: { 200: ref('Calendar'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getCalendar(db, params.id)),
  )

  app.put(
    '/calendars/:id',
    {
      schema: {
        tags,
        operationId: 'putCalendar',
        summary: 'Add or replace a working calendar',
        description:
          'Hours are times of the wall: 22:00 to 06:00 ends on the next day, and is an hour shorter or longer where the ' +
          'clocks change. A holiday has no weekly hours, an exception has its own. The clocks of open tickets that go ' +
          'by it are computed anew. `always` cannot be changed.',
        params: byId,
        headers: changeHeaders,
        body: ref('Calendar'),
        response: { 200: ref('Calendar'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await putCalendar(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/calendars/:id',
    {
      schema: {
        tags,
        operationId: 'deleteCalendar',
        summary: 'Delete a working calendar',
        description: 'Refused while a version of the SLA policy or a shift goes by it.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteCalendar(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )
}
