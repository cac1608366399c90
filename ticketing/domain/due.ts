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
export function dueAt(terms: DueTerms): Pick<DueDate, 'dueAtMs' | 'boundBy'> {
  const { targetAtMs } = terms
  const startAtMs = latestStart(terms)
  if (startAtMs !== null && (targetAtMs === null || startAtMs < targetAtMs))
    return { dueAtMs: startAtMs, boundBy: 'prediction' }
  return { dueAtMs: targetAtMs, boundBy: targetAtMs === null ? null : 'target' }
}

/** The same with its arithmetic. */
export function dueDate(given: DueTerms): DueDate {
  const { targetAtMs, predictedCrossingAtMs } = given
  const terms = {
    targetAtMs,
    predictedCrossingAtMs,
    repairMinutes: given.repairMinutes ?? 0,
    partLeadMinutes: given.partLeadMinutes ?? 0,
    latestStartAtMs: latestStart(given),
  }
  const due = dueAt(given)
  return { ...due, terms, explanation: explain(terms, due.boundBy) }
}

function latestStart({ predictedCrossingAtMs, repairMinutes, partLeadMinutes }: DueTerms): number | null {
  if (predictedCrossingAtMs === null) return null
  return predictedCrossingAtMs - ((repairMinutes ?? 0) + (partLeadMinutes ?? 0)) * MINUTE_MS
}

function explain(
  { targetAtMs, predictedCrossingAtMs, repairMinutes, partLeadMinutes, latestStartAtMs }: DueDate['terms'],
  boundBy: DueDate['boundBy'],
): string {
  const target = targetAtMs === null ? undefined : `the target of ${minute(targetAtMs)}`
  if (predictedCrossingAtMs === null || latestStartAtMs === null) {
    return target
      ? `Nothing is predicted, so ${target} counts.`
      : 'Nothing is predicted and no target runs, so there is no due date.'
  }
  const less = [
    ...(repairMinutes > 0 ? [`${repairMinutes} min of repair`] : []),
    ...(partLeadMinutes > 0 ? [`${partLeadMinutes} min for parts`] : []),
  ].join(' and ')
  const leaves = `The limit is expected to be reached at ${minute(predictedCrossingAtMs)}${
    less && `; less ${less} that is ${minute(latestStartAtMs)}`
  }`
  if (boundBy === 'target') return `${leaves}, after ${target}, which counts.`
  return target ? `${leaves}, before ${target}.` : `${leaves}; no target runs.`
}

const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`
