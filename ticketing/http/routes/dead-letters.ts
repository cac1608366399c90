import { Type } from 'typebox'
import { type DeadLetter, DeadLetterReason } from '../../../contracts/dead-letters.ts'
import { exact, Nullable, TimeMs } from '../../domain/schema.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { readablePayload } from '../payloads.ts'
import { refusals } from '../responses.ts'

const tags = ['telemetry']

const Letter = Type.Object(
  {
    id: Type.String(),
    topic: Type.String(),
    publisher: Type.String(),
    device: Nullable(
      Type.String({ description: 'The id or address of the device that it is about, if it says one.' }),
    ),
    payload: Type.String({ description: 'What was sent, in `payloadEncoding`.' }),
    payloadEncoding: Type.Enum(['utf8', 'base64'], {
      description: 'base64 where the payload is not UTF-8 text.',
    }),
    receivedAtMs: TimeMs('When the broker received it'),
    reason: DeadLetterReason,
    detail: Type.String({ description: 'What is wrong, where, and what would be right.' }),
    skipped: Type.Integer({
      description:
        'How many more like this came within an hour, at least, and were counted only: the device is over its allowance of dead letters.',
    }),
  },
  {
    examples: [
      {
        id: '4711-0',
        topic: 'telemetry/plant-1/sensor-9',
        publisher: 'admin',
        device: 'sensor-9',
        payload: '{"values":{"temperature":71.2}}',
        payloadEncoding: 'utf8',
        receivedAtMs: 1_700_000_000_000,
        reason: 'unknown_device',
        detail: 'Device sensor-9 is not registered.',
        skipped: 0,
      },
    ],
  },
)

const Name = Type.String({ minLength: 1, maxLength: 200 })
const filter = {
  reason: Type.Optional(DeadLetterReason),
  device: Type.Optional(Type.String({ ...Name, description: 'Id or address, as the message says it.' })),
  publisher: Type.Optional(Name),
}
const Replay = Type.Object(
  {
    ids: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 1_000,
        description: 'Letters by their ids, at most 1000.',
      }),
    ),
    ...filter,
    fromMs: Type.Optional(TimeMs('Received at this time or later')),
    toMs: Type.Optional(TimeMs('Received before this time')),
  },
  {
    ...exact,
    minProperties: 1,
    description: 'Which letters: those that fit everything given; give at least one property.',
    examples: [{ device: 'sensor-9', reason: 'unknown_metric' }],
  },
)

const pages = cursorOf('dead letters', Type.String())

export function deadLetterRoutes(app: Api, { deadLetters }: Parts): void {
  app.get(
    '/dead-letters',
    {
      schema: {
        tags,
        operationId: 'listDeadLetters',
        summary: 'What could not be understood, newest first',
        description: 'Every message becomes stored samples or ends here, with the reason.',
        querystring: Type.Object({ ...filter, ...pageQuery }, exact),
        response: { 200: PageOf(Letter), ...refusals() },
      },
    },
    async ({ query: { limit = DEFAULT_LIMIT, cursor, ...filter } }) => {
      const { items, next } = await deadLetters.list({ limit, before: pages.decode(cursor) }, filter)
      return { items: items.map(readable), nextCursor: next === undefined ? null : pages.encode(next) }
    },
  )

  app.post(
    '/dead-letters/replay',
    {
      schema: {
        tags,
        operationId: 'replayDeadLetters',
        summary: 'Read dead letters again',
        description:
          'The messages go through the log once more, soon after the answer, and leave the dead letters. What is wrong with them still brings them back.',
        body: Replay,
        response: {
          202: Type.Object({ count: Type.Integer({ description: 'How many letters are read again.' }) }),
          ...refusals(),
        },
      },
    },
    async ({ body }, reply) => reply.code(202).send({ count: await deadLetters.requestReplay(body) }),
  )
}

function readable({ payload, device, skipped, ...letter }: DeadLetter) {
  const { text, encoding } = readablePayload(payload)
  return {
    ...letter,
    device: device ?? null,
    skipped: skipped ?? 0,
    payload: text,
    payloadEncoding: encoding,
  }
}
