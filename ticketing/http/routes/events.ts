import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { openDb } from '../../store/database.ts'
import { siteOf } from '../../store/site-of.ts'
import type { AccessParts } from '../access-parts.ts'
import { openEventStreams } from '../event-streams.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'
import { streamed } from '../streams.ts'

export function eventRoutes(app: Api, { pool, authentication }: AccessParts): void {
  const db = openDb(pool)
  const streams = openEventStreams({ pool, logger: app.log, siteOf: number => siteOf(db, 'ticket', number) })
  app.addHook('preClose', () => streams.close())

  app.get(
    '/events',
    {
      config: { unmeasured: true },
      schema: {
        tags: ['tickets'],
        operationId: 'streamEvents',
        summary: 'Changes of tickets as they happen',
        description:
          'Server-sent events: `event: ticket` with `data: {"number": 12}` after every change of a ticket; ' +
          '`event: resync` when changes may have been missed, so read what is shown again; a comment every 15 s.',
        response: {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: Type.String() } } },
          ...refusals(),
        },
      },
    },
    (request, reply) => {
      if (!streams.hasRoom(request.principal.id))
        throw new ForewarnError('overloaded', 'Too many event streams are open.')
      const { sites, principal } = request
      const stillMay = () => authentication.isStill(request)
      streams.add({ stream: streamed(reply), principal: principal.id, sites, stillMay })
    },
  )
}
