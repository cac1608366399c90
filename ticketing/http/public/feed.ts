import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { calendarText } from '../../domain/icalendar.ts'
import { feedOfToken } from '../../store/calendar-feeds.ts'
import { entriesOf } from '../../store/feed-entries.ts'
import type { Api } from '../parts.ts'
import { NotModified } from '../responses.ts'
import { names } from '../versions.ts'
import { type ByToken, htmlAnswer, type PageParts, schema, sendGone } from './common.ts'
import { originOf } from './origin.ts'

/** `/f/{token}/calendar.ics`: the tickets of a technician or a team as a calendar that programs subscribe to. */
export function feedRoutes(app: Api, { db, clock, publicUrl }: PageParts): void {
  app.get<ByToken>(
    '/f/:token/calendar.ics',
    {
      schema: {
        ...schema,
        operationId: 'getCalendarFeed',
        summary: 'The calendar behind a link: what is due of a technician or a team',
        description:
          'iCalendar (RFC 5545). A ticket ends when it is due and begins when its repair must begin for that. ' +
          '`If-None-Match` spares what the program has already.',
        response: {
          ...htmlAnswer(''),
          200: {
            description: 'The calendar.',
            content: { 'text/calendar': { schema: Type.String() } },
          },
          304: NotModified,
        },
      },
    },
    async (request, reply) => {
      const nowMs = clock.nowMs()
      const feed = await feedOfToken(db, request.params.token, nowMs)
      if (!feed) return sendGone(reply)
      const entries = await entriesOf(db, feed, { nowMs, origin: originOf(request, publicUrl) })
      const text = calendarText({ name: `Forewarn: ${feed.teamName ?? feed.technician}`, entries })
      const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      reply.headers({ etag, 'cache-control': 'private, no-cache' })
      const known = request.headers['if-none-match']
      if (known !== undefined && names(known, etag)) return reply.code(304).send(null)
      return reply.type('text/calendar; charset=utf-8').send(text)
    },
  )
}
