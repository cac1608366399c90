import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Words } from './words.ts'

export const ArrivalState = Type.Enum(['waiting', 'done', 'ignored', 'failed', 'discarded'], {
  description:
    'waiting: taken, to be worked on; done; ignored: nothing to do, such as an automatic answer; failed: all or a part of it ' +
    'could not be understood, and waits to be replayed or discarded; discarded: by a person.',
})
export type ArrivalState = Static<typeof ArrivalState>

const Outcome = Type.Enum(
  ['created', 'appended', 'resolved', 'commented', 'unchanged', 'muted', 'late', 'refused'],
  {
    description:
      'created: a new ticket; appended: said something new to its open ticket; resolved: the ticket says that it is over; ' +
      'commented: an answer; unchanged: nothing new; muted: its ticket was rejected, or just closed; late: something newer was ' +
      'known; refused: see detail.',
  },
)

/** What became of one thing that was in it. */
export const ArrivalItem = Type.Object({
  at: Type.String({
    description: 'Where it stands: a JSON pointer, or a line of a file.',
    examples: ['/alerts/0'],
  }),
  outcome: Outcome,
  ticket: Nullable(
    Type.Integer({ description: 'Its ticket; null where there is none, or would be a new one.' }),
  ),
  detail: Nullable(Type.String({ description: 'More about it; what would be right, where it was refused.' })),
})
export type ArrivalItem = Static<typeof ArrivalItem>

export const ArrivalResult = Type.Object(
  {
    items: Type.Array(ArrivalItem),
    notes: Type.Array(Type.String(), { description: 'What is to be known of the whole.' }),
  },
  { examples: [{ items: [{ at: '/alerts/0', outcome: 'created', ticket: 12, detail: null }], notes: [] }] },
)
export type ArrivalResult = Static<typeof ArrivalResult>

const head = {
  id: Type.Integer({ examples: [7] }),
  intake: Id,
  state: ArrivalState,
  receivedAtMs: TimeMs('When it was taken'),
  mediaType: Type.String({ examples: ['application/json'] }),
  bytes: Type.Integer({ description: 'How large it is.' }),
  attempts: Type.Integer({ description: 'How often it was worked on.' }),
  nextAttemptAtMs: Nullable(TimeMs('When it is worked on next; null where it is not waiting')),
  reason: Nullable(Type.String({ description: 'Why it failed, was ignored or was discarded.' })),
}
const headExample = {
  id: 7,
  intake: 'plant-alerts',
  state: 'failed' as const,
  receivedAtMs: 1_700_000_000_000,
  mediaType: 'application/json',
  bytes: 812,
  attempts: 1,
  nextAttemptAtMs: null,
  reason: '/alerts/0: Asset pump-9 is not known; create it with POST /api/v1/assets.',
}

export const ArrivalHead = Type.Object(head, { examples: [headExample] })
export type ArrivalHead = Static<typeof ArrivalHead>

export const Arrival = Type.Object(
  {
    ...head,
    headers: Type.Record(Type.String(), Type.String(), {
      description: 'Those that say something of the body.',
    }),
    result: Nullable(ArrivalResult),
    payload: Type.String({
      description: 'What was sent, in `payloadEncoding`; of a large one the beginning.',
    }),
    payloadEncoding: Type.Enum(['utf8', 'base64'], { description: 'base64 where it is not UTF-8 text.' }),
  },
  {
    examples: [
      { ...headExample, headers: {}, result: null, payload: '{"version": "4"}', payloadEncoding: 'utf8' },
    ],
  },
)

const Header = Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 2_000 }), {
  maxProperties: 50,
  description: 'Headers that say something of the body, such as those of CloudEvents in binary mode.',
})

/** Something as a sender would send it. */
const sample = {
  mediaType: Type.Optional(
    Type.String({
      minLength: 3,
      maxLength: 200,
      description: 'Default: what the kind of intake usually gets.',
    }),
  ),
  headers: Type.Optional(Header),
  payload: Type.String({
    maxLength: 200_000,
    description: 'What is sent, in `payloadEncoding`; at most 200000 characters.',
  }),
  payloadEncoding: Type.Optional(Type.Enum(['utf8', 'base64'], { default: 'utf8' })),
}
export const Sample = Type.Object(sample, {
  ...exact,
  examples: [{ payload: '{"version": "4", "groupKey": "{}", "alerts": []}' }],
})
export type Sample = Static<typeof Sample>

export const Discard = Type.Object(
  { reason: Words(500, 'Why it is not needed') },
  { ...exact, examples: [{ reason: 'A test of the network crew.' }] },
)
