import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

const MINUTE_MS = 60_000

export const DueDate = Type.Object(
  {
    dueAtMs: Nullable(TimeMs('When it must be resolved')),
    boundBy: Nullable(
      Type.Enum(['target', 'prediction'], {
        description: 'target: the SLA; prediction: the fault is expected to grow too large.',
      }),
    ),
    terms: Type.Object({
      targetAtMs: Nullable(TimeMs('When the resolution target is used up; null while its clock waits')),
      predictedCrossingAtMs: Nullable(TimeMs('When the deviation is expected to reach its limit')),
      repairMinutes: Type.Integer({ description: 'How long the repair takes; 0 where nobody said.' }),
      partLeadMinutes: Type.Integer({ description: 'How long parts take to come; 0 where nobody said.' }),
      latestStartAtMs: Nullable(TimeMs('predictedCrossingAtMs − repairMinutes − partLeadMinutes')),
    }),
    explanation: Type.String({ description: 'The arithmetic in one sentence.' }),
  },
  {
    examples: [
      {
        dueAtMs: 1_700_060_000_000,
        boundBy: 'prediction',
        terms: {
          targetAtMs: 1_700_086_401_000,
          predictedCrossingAtMs: 1_700_090_000_000,
          repairMinutes: 120,
          partLeadMinutes: 380,
          latestStartAtMs: 1_700_060_000_000,
        },
        explanation:
          'The limit is expected to be reached at 2023-11-14T23:13Z; less 120 min of repair and 380 min for parts that ' +
          'is 2023-11-14T14:53Z, before the target of 2023-11-15T22:13Z.',
      },
    ],
  },
)
export type DueDate = Static<typeof DueDate>

export interface DueTerms {
  targetAtMs: number | null
  predictedCrossingAtMs: number | null
  repairMinutes: number | null
  partLeadMinutes: number | null
}

/** The earlier of the resolution target, and of what the prediction leaves when repair and parts have their time. */
export function dueDate({ targetAtMs, predictedCrossingAtMs, ...given }: DueTerms): DueDate {
  const repairMinutes = given.repairMinutes ?? 0
  const partLeadMinutes = given.partLeadMinutes ?? 0
  const latestStartAtMs =
    predictedCrossingAtMs === null
      ? null
      : predictedCrossingAtMs - (repairMinutes + partLeadMinutes) * MINUTE_MS
  const terms = { targetAtMs, predictedCrossingAtMs, repairMinutes, partLeadMinutes, latestStartAtMs }
  const target = targetAtMs === null ? undefined : `the target of ${minute(targetAtMs)}`
  if (predictedCrossingAtMs === null || latestStartAtMs === null) {
    const explanation = target
      ? `Nothing is predicted, so ${target} counts.`
      : 'Nothing is predicted and no target runs, so there is no due date.'
    return { dueAtMs: targetAtMs, boundBy: targetAtMs === null ? null : 'target', terms, explanation }
  }
  const less = [
    ...(repairMinutes > 0 ? [`${repairMinutes} min of repair`] : []),
    ...(partLeadMinutes > 0 ? [`${partLeadMinutes} min for parts`] : []),
  ].join(' and ')
  const leaves = `The limit is expected to be reached at ${minute(predictedCrossingAtMs)}${
    less && `; less ${less} that is ${minute(latestStartAtMs)}`
  }`
  if (targetAtMs !== null && targetAtMs <= latestStartAtMs) {
    const explanation = `${leaves}, after ${target}, which counts.`
    return { dueAtMs: targetAtMs, boundBy: 'target', terms, explanation }
  }
  const explanation = target ? `${leaves}, before ${target}.` : `${leaves}; no target runs.`
  return { dueAtMs: latestStartAtMs, boundBy: 'prediction', terms, explanation }
}

const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`
