import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { exact } from '../../domain/schema.ts'
import { countUnread, INBOX_CHANNEL, listInbox, markAllRead, markRead } from '../../store/inbox.ts'
import type { AccessParts } from '../access-parts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { readerOf, recipientOf } from '../recipients.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'
import { type Listening, openStreams, say, streamed } from '../streams.ts'

const tags = ['notifications']
const newest = cursorOf('notifications', Type.Object({ id: Position }))

const Unread = Type.Object(
  { unread: Type.Integer({ minimum: 0, description: 'Counted up to 1000.' }) },
  { examples: [{ unread: 3 }] },
)
const ReadRequest = Type.Object(
  { upTo: { ...byRow.properties.id, description: 'The newest that was seen.' } },
  { ...exact, examples: [{ upTo: 31 }] },
)

/** What whoever asks was told. */
export function inboxRoutes(app: Api, { pool, clock, authentication }: AccessParts): void {
  const streams = openStreams<Listening & { recipient: string }>({
    pool,
    logger: app.log,
    channel: INBOX_CHANNEL,
    tell(recipient, all) {
      for (const each of all) if (each.recipient === recipient) say(each, 'event: notification\ndata: {}\n\n')
    },
  })
  app.addHook('preClose', () => streams.close())

  app.get(
    '/notifications',
    {
      schema: {
        tags,
        operationId: 'listNotifications',
        summary: 'What I was told, newest first',
        description: 'Of whoever asks: the technician who acts, or the account.',
        querystring: Type.Object(
          {
            unread: Type.Optional(Type.Boolean({ description: 'Only what is not read, or only what is.' })),
            ...pageQuery,
          },
          exact,
        ),
        response: { 200: PageOf(ref('InboxEntry')), ...refusals() },
      },
    },
    async request => {
      const { unread, limit = DEFAULT_LIMIT, cursor } = request.query
      const range = { unread, limit: limit + 1, before: newest.decode(cursor)?.id }
      const rows = await listInbox(request.db, readerOf(request), range)
      return pageOf(rows, limit, ({ id }) => newest.encode({ id }))
    },
  )

  app.get(
    '/notifications/unread',
    {
      schema: {
        tags,
        operationId: 'countUnreadNotifications',
        summary: 'How many of mine are not read',
        description: 'For the number beside the bell.',
        response: { 200: Unread, ...refusals() },
      },
    },
    async request => ({ unread: await countUnread(request.db, readerOf(request)) }),
  )

  app.post(
    '/notifications/:id/read',
    {
      schema: {
        tags,
        operationId: 'markNotificationRead',
        summary: 'Mark one of mine as read',
        description: 'Twice is the same as once.',
        params: byRow,
        response: { 200: ref('InboxEntry'), ...refusals(404) },
      },
    },
    async request => markRead(request.db, readerOf(request), request.params.id, clock.nowMs()),
  )

  app.post(
    '/notifications/read',
    {
      schema: {
        tags,
        operationId: 'markNotificationsRead',
        summary: 'Mark mine as read, up to one',
        description: 'What has come since is not marked. Answers how many are left.',
        body: ReadRequest,
        response: { 200: Unread, ...refusals() },
      },
    },
    async request => {
      const reader = readerOf(request)
      await markAllRead(request.db, reader.recipient, request.body.upTo, clock.nowMs())
      return { unread: await countUnread(request.db, reader) }
    },
  )

  app.get(
    '/notifications/events',
    {
      config: { unmeasured: true },
      schema: {
        tags,
        operationId: 'streamNotifications',
        summary: 'Word of what I am told, as it happens',
        description:
          'Server-sent events: `event: notification` when there is something new of mine, so ask for the list; `event: resync` ' +
          'when something may have been missed; a comment every 15 s.',
        response: {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: Type.String() } } },
          ...refusals(),
        },
      },
    },
    (request, reply) => {
      if (!streams.hasRoom(request.principal.id))
        throw new ForewarnError('overloaded', 'Too many event streams are open.')
      const recipient = recipientOf(request)
      const stillMay = () => authentication.isStill(request)
      streams.add({ stream: streamed(reply), principal: request.principal.id, recipient, stillMay })
    },
  )
}
