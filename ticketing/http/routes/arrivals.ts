import { Type } from 'typebox'
import { Id } from '../../../contracts/registry.ts'
import { ArrivalState } from '../../domain/arrival.ts'
import { exact } from '../../domain/schema.ts'
import {
  discardArrival,
  getArrival,
  keepArrival,
  listArrivals,
  replayArrival,
  replayFailed,
} from '../../store/intakes/arrivals.ts'
import { getIntake } from '../../store/intakes/rows.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import { sentSample } from '../door/sample.ts'
import type { Api, Parts } from '../parts.ts'
import { readablePayload } from '../payloads.ts'
import { byId } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['intakes']
const newest = cursorOf('arrivals', Type.Object({ id: Position }))
const byArrival = Type.Object({
  id: Id,
  arrival: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
})

/** What came by an intake, and what becomes of what was not understood. */
export function arrivalRoutes(app: Api, { clock }: Parts): void {
  app.get(
    '/intakes/:id/arrivals',
    {
      schema: {
        tags,
        operationId: 'listArrivals',
        summary: 'What came by an intake, newest first',
        description:
          'What was understood is kept for 30 days; what failed until it is replayed or discarded.',
        params: byId,
        querystring: Type.Object({ state: Type.Optional(ArrivalState), ...pageQuery }, exact),
        response: { 200: PageOf(ref('ArrivalHead')), ...refusals(404) },
      },
    },
    async ({ db, params, query: { limit = DEFAULT_LIMIT, cursor, state } }) => {
      const before = newest.decode(cursor)?.id
      const { id: intake } = await getIntake(db, params.id)
      const rows = await listArrivals(db, { intake, state }, { limit: limit + 1, before })
      return pageOf(rows, limit, ({ id }) => newest.encode({ id }))
    },
  )

  app.post(
    '/intakes/:id/arrivals',
    {
      schema: {
        tags,
        operationId: 'addArrival',
        summary: 'Give something to an intake by hand',
        description: 'As if its sender had sent it; POST /intakes/try says before what would become of it.',
        params: byId,
        body: ref('Sample'),
        response: { 202: ref('ArrivalHead'), ...refusals(404) },
      },
    },
    async ({ db, params, body }, reply) => {
      const intake = await getIntake(db, params.id)
      const sent = sentSample(intake.kind, body)
      const kept = { ...sent, intake: intake.id, senderKey: undefined, nowMs: clock.nowMs() }
      const { id } = await keepArrival(db, kept)
      const { headers: _, result: __, body: ___, ...head } = await getArrival(db, { intake: intake.id, id })
      return reply.code(202).send(head)
    },
  )

  app.get(
    '/intakes/:id/arrivals/:arrival',
    {
      schema: {
        tags,
        operationId: 'getArrival',
        summary: 'Something that came, as it came',
        description:
          'With what became of each thing in it. Of a large body the first 200000 bytes are shown.',
        params: byArrival,
        response: { 200: ref('Arrival'), ...refusals(404) },
      },
    },
    async ({ db, params: { id: intake, arrival } }) => {
      const { body, ...found } = await getArrival(db, { intake, id: arrival })
      const { text, encoding } = readablePayload(body)
      return { ...found, payload: text, payloadEncoding: encoding }
    },
  )

  app.post(
    '/intakes/:id/arrivals/:arrival/replay',
    {
      schema: {
        tags,
        operationId: 'replayArrival',
        summary: 'Have an arrival worked on again',
        description:
          'Soon after the answer, by the settings of now. What it has made already is not made twice.',
        params: byArrival,
        response: { 202: ref('ArrivalHead'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { id: intake, arrival } = request.params
      const head = await replayArrival(request.db, { intake, id: arrival }, actOf(request, clock))
      return reply.code(202).send(head)
    },
  )

  app.post(
    '/intakes/:id/arrivals/:arrival/discard',
    {
      schema: {
        tags,
        operationId: 'discardArrival',
        summary: 'Say that an arrival is not needed',
        description: 'Of what waits or failed. It is kept for 30 days more, and can still be replayed.',
        params: byArrival,
        body: ref('Discard'),
        response: { 200: ref('ArrivalHead'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { id: intake, arrival } = request.params
      const { reason } = request.body
      return reply.send(
        await discardArrival(request.db, { intake, id: arrival }, reason, actOf(request, clock)),
      )
    },
  )

  app.post(
    '/intakes/:id/replay',
    {
      schema: {
        tags,
        operationId: 'replayFailedArrivals',
        summary: 'Have all that failed worked on again',
        description: 'Of this intake, after its mapping was corrected or an asset was registered.',
        params: byId,
        response: {
          202: Type.Object(
            { count: Type.Integer({ description: 'How many are worked on again.' }) },
            { examples: [{ count: 3 }] },
          ),
          ...refusals(404),
        },
      },
    },
    async (request, reply) => {
      const { id } = await getIntake(request.db, request.params.id)
      return reply.code(202).send({ count: await replayFailed(request.db, id, actOf(request, clock)) })
    },
  )
}
