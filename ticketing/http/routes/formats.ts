import { type Static, Type } from 'typebox'
import { DeviceStatus } from '../../../contracts/device-ledger.ts'
import { Format } from '../../../contracts/format.ts'
import { ADMINISTRATOR } from '../../../contracts/registry.ts'
import { requireSoundFormat } from '../../domain/format.ts'
import { invalid } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import { deleteFormat, getFormat, listFormats, putFormat } from '../../store/formats.ts'
import { editOf } from '../acts.ts'
import { PageOf } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { byId } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['telemetry']

const Position = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'The lowest is tried first, from 1 to 1000000; of the same position the lower id.',
})
const press: Format = {
  id: 'presses',
  topic: 'factory/{site}/machines/{device}/up',
  codec: 'json',
  mapping: { readings: '/data', time: '/timestamp', values: '/values' },
}
const PlacedFormat = Type.Object(
  { ...Format.properties, position: Position },
  { examples: [{ ...press, position: 1 }] },
)
const NewFormat = Type.Object(
  { ...Format.properties, position: Type.Optional(Position) },
  { ...exact, examples: [press] },
)

const Trial = Type.Object(
  {
    format: Format,
    topic: Type.String({ minLength: 1, maxLength: 1_000, examples: ['factory/plant-1/machines/press-4/up'] }),
    payload: Type.String({
      maxLength: 100_000,
      description: 'What the device sends, in `payloadEncoding`; at most 100000 characters.',
    }),
    payloadEncoding: Type.Optional(Type.Enum(['utf8', 'base64'], { default: 'utf8' })),
    publisher: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Who publishes it; the administrator unless given.',
      }),
    ),
  },
  {
    ...exact,
    examples: [
      {
        format: press,
        topic: 'factory/plant-1/machines/press-4/up',
        payload: '{"data": [{"timestamp": 1700000000, "values": {"oil": {"temperature": 71.2}}}]}',
      },
    ],
  },
)
const TrialResult = Type.Object(
  {
    matches: Type.Boolean({ description: 'Whether the topic fits the template.' }),
    readings: Type.Array(
      Type.Object({
        site: Type.Optional(Type.String()),
        device: Type.String({ description: 'Its id or address.' }),
        observedAtMs: Type.Optional(Type.Integer({ description: 'Absent where the receive time counts.' })),
        values: Type.Record(Type.String(), Type.Unknown(), {
          description: 'By the names that the device uses.',
        }),
        units: Type.Optional(Type.Record(Type.String(), Type.String())),
      }),
    ),
    reports: Type.Optional(
      Type.Array(
        Type.Object({
          site: Type.Optional(Type.String()),
          device: Type.String(),
          status: Type.Optional(DeviceStatus),
          attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
        }),
        { description: 'What the message says of devices themselves.' },
      ),
    ),
    problems: Type.Array(Type.String(), { description: 'What would become dead letters, and why.' }),
  },
  {
    examples: [
      {
        matches: true,
        readings: [
          {
            site: 'plant-1',
            device: 'press-4',
            observedAtMs: 1_700_000_000_000,
            values: { 'oil.temperature': 71.2 },
          },
        ],
        problems: [],
      },
    ],
  },
)

export function formatRoutes(app: Api, { clock, tryFormat }: Parts): void {
  app.get(
    '/formats',
    {
      schema: {
        tags,
        operationId: 'listFormats',
        summary: 'Formats in the order in which they are tried',
        description:
          'How to read topics other than telemetry/, status/, spBv1.0/ and homie/, which are read in one way everywhere.',
        response: { 200: PageOf(PlacedFormat), ...refusals() },
      },
    },
    async ({ db }) => ({ items: await listFormats(db), nextCursor: null }),
  )

  app.get(
    '/formats/:id',
    {
      schema: {
        tags,
        operationId: 'getFormat',
        summary: 'A format',
        description: 'With its position.',
        params: byId,
        headers: readHeaders,
        response: { 200: PlacedFormat, 304: NotModified, ...refusals(404) },
      },
    },
    async ({ params, db }, reply) => tagged(reply, await getFormat(db, params.id)),
  )

  app.put(
    '/formats/:id',
    {
      schema: {
        tags,
        operationId: 'putFormat',
        summary: 'Add or replace a format',
        description:
          'Messages are read by it within a second, and devices may publish on its topics. Without a position a new one is the last.',
        params: byId,
        headers: changeHeaders,
        body: NewFormat,
        response: { 200: PlacedFormat, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      return tagged(reply, await putFormat(db, params.id, body, editOf(request, clock)))
    },
  )

  app.delete(
    '/formats/:id',
    {
      schema: {
        tags,
        operationId: 'deleteFormat',
        summary: 'Delete a format',
        description: 'Devices may not publish on its topics any more, unless another one fits.',
        params: byId,
        headers: changeHeaders,
        response: { 204: NoContent, ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      await deleteFormat(request.db, request.params.id, editOf(request, clock))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/formats/try',
    {
      schema: {
        tags,
        operationId: 'tryFormat',
        summary: 'Read a message by a format without storing anything',
        description: 'Neither the format nor the message is kept. The registry is not asked.',
        body: Trial,
        response: { 200: TrialResult, ...refusals() },
      },
    },
    async ({ body: { format, topic, publisher = ADMINISTRATOR, ...body } }) => {
      requireSoundFormat(format, '/format')
      const message = { topic, publisher, payload: bytesOf(body), receivedAtMs: clock.nowMs() }
      const trial = tryFormat(format, message)
      return trial ? { matches: true, ...trial } : { matches: false, readings: [], problems: [] }
    },
  )
}

function bytesOf({ payload, payloadEncoding }: Pick<Static<typeof Trial>, 'payload' | 'payloadEncoding'>) {
  if (payloadEncoding !== 'base64') return Buffer.from(payload)
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(payload)) return Buffer.from(payload, 'base64')
  throw invalid('/payload', 'The payload is not base64, as payloadEncoding says.')
}
