import { Type } from 'typebox'
import { type DeadLetter, DeadLetterReason } from '../../../contracts/dead-letters.ts'
import { exact, TimeMs } from '../../domain/schema.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, pageQuery } from '../cursors.ts'
import type { Api, Parts } from '../parts.ts'
import { refusals } from '../responses.ts'

const Letter = Type.Object(
  {
    id: Type.String(),
    topic: Type.String(),
    publisher: Type.String(),
    payload: Type.String({ description: 'What was sent, in `payloadEncoding`.' }),
    payloadEncoding: Type.Enum(['utf8', 'base64'], {
      description: 'base64 where the payload is not UTF-8 text.',
    }),
    receivedAtMs: TimeMs('When the broker received it'),
    reason: DeadLetterReason,
    detail: Type.String({ description: 'What is wrong, where, and what would be right.' }),
  },
  {
    examples: [
      {
        id: '4711-0',
        topic: 'telemetry/plant-1/sensor-9',
        publisher: 'admin',
        payload: '{"values":{"temperature":71.2}}',
        payloadEncoding: 'utf8',
        receivedAtMs: 1_700_000_000_000,
        reason: 'unknown_device',
        detail: 'Device sensor-9 is not registered.',
      },
    ],
  },
)

const pages = cursorOf('dead letters', Type.String())

export function deadLetterRoutes(app: Api, { deadLetters }: Parts): void {
  app.get(
    '/dead-letters',
    {
      schema: {
        tags: ['telemetry'],
        operationId: 'listDeadLetters',
        summary: 'What could not be understood, newest first',
        description: 'Every message becomes stored samples or ends here, with the reason.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(Letter), ...refusals(400) },
      },
    },
    async ({ query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const { items, next } = await deadLetters.list({ limit, before: pages.decode(cursor) })
      return { items: items.map(readable), nextCursor: next === undefined ? null : pages.encode(next) }
    },
  )
}

function readable({ payload, ...letter }: DeadLetter) {
  const bytes = Buffer.from(payload)
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(bytes)
  return isText
    ? { ...letter, payload: text, payloadEncoding: 'utf8' as const }
    : { ...letter, payload: bytes.toString('base64'), payloadEncoding: 'base64' as const }
}
