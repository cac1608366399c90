import { Type } from 'typebox'
import { noticeTypes } from '../../domain/notice.ts'
import { exact } from '../../domain/schema.ts'
import { listNotices } from '../../store/notices.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { refusals } from '../responses.ts'

const newest = cursorOf('notices', Type.Object({ id: Position }))

const NoticeTypeEntry = Type.Object(
  { type: Type.String(), about: Type.String({ description: 'What it says, and to whom.' }) },
  { examples: [{ type: 'sla.breach', about: 'A target was missed.' }] },
)

export function noticeRoutes(app: Api): void {
  app.get(
    '/notices',
    {
      schema: {
        tags: ['tickets'],
        operationId: 'listNotices',
        summary: 'What somebody should hear of, newest first',
        description:
          'Warnings and breaches of SLA, tickets that nobody fits, and the like, each with its recipients. They are ' +
          'written in the transaction of the change.',
        querystring: Type.Object(
          { ticket: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1 })), ...pageQuery },
          exact,
        ),
        response: { 200: PageOf(ref('Notice')), ...refusals() },
      },
    },
    async ({ db, sites, query: { ticket, limit = DEFAULT_LIMIT, cursor } }) => {
      const page = { limit: limit + 1, before: newest.decode(cursor)?.id }
      const rows = await listNotices(db, page, { ticket, sites })
      return pageOf(rows, limit, ({ id }) => newest.encode({ id }))
    },
  )

  app.get(
    '/notice-types',
    {
      schema: {
        tags: ['notifications'],
        operationId: 'listNoticeTypes',
        summary: 'What notices are about',
        description: 'The types by which targets and preferences choose, all on one page.',
        response: { 200: PageOf(NoticeTypeEntry), ...refusals() },
      },
    },
    async () => ({
      items: Object.entries(noticeTypes).map(([type, about]) => ({ type, about })),
      nextCursor: null,
    }),
  )
}
