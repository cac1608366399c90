import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

/** Somebody who speaks and is not registered, as the API shows it. */
export const Stranger = Type.Object(
  {
    name: Type.String({ description: 'The id or address that it goes by.' }),
    ignored: Type.Boolean(),
    site: Nullable(Type.String({ description: 'As its topic says it; null where it does not.' })),
    publisher: Type.String({ description: 'Who published for it: itself, a gateway, the administrator.' }),
    hasSecret: Type.Boolean({
      description:
        'It has logged in with a secret of its own, which approval makes the secret of the device.',
    }),
    topic: Type.String(),
    sample: Type.String({ description: 'The beginning of its newest payload, in `sampleEncoding`.' }),
    sampleEncoding: Type.Enum(['utf8', 'base64']),
    metrics: Type.Array(Type.String(), { description: 'The names of its metrics, at most 50.' }),
    firstSeenMs: TimeMs('When it was first heard'),
    lastSeenMs: TimeMs('When it was last heard'),
    messages: Type.Integer({ description: 'How many messages it has sent, at least.' }),
  },
  {
    examples: [
      {
        name: 'sensor-9',
        ignored: false,
        site: 'plant-1',
        publisher: 'gateway-1',
        hasSecret: false,
        topic: 'telemetry/plant-1/sensor-9',
        sample: '{"values":{"temperature":71.2}}',
        sampleEncoding: 'utf8',
        metrics: ['temperature'],
        firstSeenMs: 1_700_000_000_000,
        lastSeenMs: 1_700_000_060_000,
        messages: 61,
      },
    ],
  },
)
export type Stranger = Static<typeof Stranger>
