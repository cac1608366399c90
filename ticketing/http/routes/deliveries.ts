import { Type } from 'typebox'
import { ChannelName, DeliveryState } from '../../domain/delivery.ts'
import { TicketNumber } from '../../domain/relations.ts'
import { exact, TimeMs } from '../../domain/schema.ts'
import { getDelivery, listDeliveries, replayDelivery, replayFailed } from '../../store/deliveries.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['notifications']
const newest = cursorOf('deliveries', Type.Object({ id: Position }))

const RecipientName = Type.String({
  minLength: 1,
  maxLength: 80,
  description: '`target:ID`, `technician:ID`, `account:ID` or `requester:NUMBER`.',
  examples: ['target:erp'],
})

const listQuery = Type.Object(
  {
    state: Type.Optional(DeliveryState),
    channel: Type.Optional(ChannelName),
    recipient: Type.Optional(RecipientName),
    ticket: Type.Optional(TicketNumber),
    notice: Type.Optional(byRow.properties.id),
    ...pageQuery,
  },
  exact,
)

const ReplayRequest = Type.Object(
  {
    recipient: Type.Optional(RecipientName),
    channel: Type.Optional(ChannelName),
    fromMs: TimeMs('Of those that were written from here on'),
    toMs: TimeMs('Of those that were written before'),
  },
  { ...exact, examples: [{ recipient: 'target:erp', fromMs: 1_700_000_000_000, toMs: 1_700_086_400_000 }] },
)

export function deliveryRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/deliveries',
    {
      schema: {
        tags,
        operationId: 'listDeliveries',
        summary: 'The delivery log, newest first',
        description:
          'Each notice on its way to each recipient by each channel, with what was tried. It is kept for 90 days. Filters go together.',
        querystring: listQuery,
        response: { 200: PageOf(ref('Delivery')), ...refusals() },
      },
    },
    async ({ query, db }) => {
      const { limit = DEFAULT_LIMIT, cursor, ...filter } = query
      const rows = await listDeliveries(db, { limit: limit + 1, before: newest.decode(cursor)?.id }, filter)
      return pageOf(rows, limit, ({ id }) => newest.encode({ id }))
    },
  )

  app.get(
    '/deliveries/:id',
    {
      schema: {
        tags,
        operationId: 'getDelivery',
        summary: 'A delivery with its tries',
        description: 'What was answered each time, and when it is tried next.',
        params: byRow,
        response: { 200: ref('Delivery'), ...refusals(404) },
      },
    },
    async ({ params, db }) => getDelivery(db, params.id),
  )

  app.post(
    '/deliveries/:id/replay',
    {
      schema: {
        tags,
        operationId: 'replayDelivery',
        summary: 'Send one again',
        description:
          'Also where it has arrived, with the same event id. Refused for what is in the app, and for what was skipped.',
        params: byRow,
        response: { 202: ref('Delivery'), ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => reply.code(202).send(await replayDelivery(db, params.id, clock.nowMs())),
  )

  app.post(
    '/deliveries/replay',
    {
      schema: {
        tags,
        operationId: 'replayDeliveries',
        summary: 'Send what has failed again',
        description:
          'Of a time, of one recipient or channel where they are named; the 10,000 oldest at most.',
        body: ReplayRequest,
        response: {
          202: Type.Object({ replayed: Type.Integer({ minimum: 0 }) }, { examples: [{ replayed: 12 }] }),
          ...refusals(),
        },
      },
    },
    async ({ body, db }, reply) =>
      reply.code(202).send({ replayed: await replayFailed(db, body, clock.nowMs()) }),
  )
}
