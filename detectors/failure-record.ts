import { type Static, Type } from 'typebox'

/**
 * How a machine of a class ran until it failed: what the prognosis of the class learns from. Rows are thinned, all of
 * them near the failure and fewer the longer before (`thinned` in prognosis/learn.ts).
 */
export const FailureRecord = Type.Object(
  {
    /** What makes it one: the same failure told twice counts once. */
    id: Type.String(),
    mode: Type.Optional(Type.String({ description: 'Failure mode, as the closed ticket says.' })),
    metrics: Type.Array(Type.String()),
    rows: Type.Array(Type.Array(Type.Number()), {
      description: 'Oldest first: ms before the failure, then a value for each metric.',
    }),
  },
  { additionalProperties: false },
)
export type FailureRecord = Static<typeof FailureRecord>
