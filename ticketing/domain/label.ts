import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

/** What people know of a stretch of an asset's telemetry. */
export const Label = Type.Object(
  {
    asset: Type.String(),
    kind: Type.Enum(['failure', 'false_alarm', 'work'], {
      description:
        'failure: something was found to be wrong; false_alarm: somebody looked and found nothing; work: somebody was at the machine.',
    }),
    fromMs: TimeMs('Event time at which it began, as far as is known'),
    atMs: TimeMs(
      'When it was known without a detector: when people reported it, or when what a detector had reported was repaired',
    ),
    toMs: TimeMs('When it was over'),
    ticket: Nullable(Type.Integer()),
    failureCode: Nullable(Type.String()),
    name: Nullable(Type.String({ description: 'What it was, in words.' })),
  },
  {
    examples: [
      {
        ...{ asset: 'pump-7', kind: 'failure', fromMs: 1_700_000_000_000, atMs: 1_700_600_000_000 },
        ...{ toMs: 1_700_600_000_000, ticket: 12, failureCode: 'OHE', name: null },
      },
    ],
  },
)
export type Label = Static<typeof Label>

/** A failure of the past that no ticket tells of. */
export const KnownFailure = Type.Object(
  {
    asset: Id,
    atMs: TimeMs('When it failed'),
    fromMs: Type.Optional(TimeMs('When it began to fail, where that is known')),
    toMs: Type.Optional(TimeMs('When it was repaired; a day after it failed unless given')),
    name: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { ...exact, examples: [{ asset: 'pump-7', atMs: 1_700_600_000_000, name: 'Bearing seized' }] },
)
export type KnownFailure = Static<typeof KnownFailure>

const DAY_MS = 24 * 3_600_000

export const labelOf = ({ asset, atMs, fromMs = atMs, toMs = atMs + DAY_MS, name }: KnownFailure): Label => ({
  ...{ asset, kind: 'failure', fromMs, atMs, toMs },
  ...{ ticket: null, failureCode: null, name: name ?? null },
})
