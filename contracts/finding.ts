import { type Static, Type } from 'typebox'

export const Severity = Type.Enum(['minor', 'major', 'critical'], {
  description: 'How bad the deviation is by itself; with the criticality of the asset it gives the priority.',
})
export type Severity = Static<typeof Severity>

export const FaultKind = Type.Enum(['machine', 'sensor'], {
  description: 'What is at fault: the machine, or the sensor itself, which is another crew’s work.',
})
export type FaultKind = Static<typeof FaultKind>

const Series = Type.Array(Type.Tuple([Type.Integer(), Type.Number()]), {
  description: 'The last values before the finding: [event time ms, value], oldest first.',
})
const InWords = Type.Object({ en: Type.String(), zh: Type.String() })

/** What the detectors saw, frozen with the finding so that it explains itself for ever. */
export const Evidence = Type.Object({
  value: Type.Number({
    description:
      'The value that was judged, in the unit of the metric: the reading, or a mean that the explanation names.',
  }),
  expected: Type.Optional(
    Type.Object(
      { low: Type.Number(), high: Type.Number() },
      { description: 'The normal band as the detector had learned it.' },
    ),
  ),
  limit: Type.Optional(Type.Number({ description: 'The fixed limit that was crossed.' })),
  series: Series,
  others: Type.Optional(
    Type.Array(Type.Object({ metric: Type.String(), unit: Type.String(), series: Series }), {
      description: 'The other metrics that deviate, or help to judge, over the same time; three at most.',
    }),
  ),
  regime: Type.Optional(
    Type.String({
      description:
        'How the machine was run: off, idle, run or unknown; with its load step where it has several.',
      examples: ['run, load step 2'],
    }),
  ),
  parameters: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Configuration of the detector, as it was.',
    }),
  ),
  contributions: Type.Optional(
    Type.Array(
      Type.Object({
        metric: Type.String(),
        share: Type.Number(),
        direction: Type.Optional(
          Type.Enum(['high', 'low'], {
            description: 'On which side of what is to be expected of it; absent where that is not known.',
          }),
        ),
      }),
      { description: 'What each metric adds to the deviation, the largest first; together 1.' },
    ),
  ),
  crossing: Type.Optional(
    Type.Object(
      {
        atMs: Type.Integer({ description: 'Event time; the median.' }),
        lowMs: Type.Integer({ description: 'Before this in one case of ten.' }),
        highMs: Type.Integer({ description: 'After this in one case of ten.' }),
        of: Type.Enum(['limit', 'failure']),
      },
      { description: 'When the limit is expected to be reached, or the machine to fail.' },
    ),
  ),
  symptoms: Type.Optional(
    Type.Array(
      Type.Object({
        detector: Type.String(),
        device: Type.String(),
        metric: Type.String(),
        symptom: Type.String(),
        severity: Severity,
        sinceMs: Type.Integer(),
        explanation: InWords,
      }),
      {
        description:
          'All that was seen at the asset then, of which this finding is the sum; the worst first.',
      },
    ),
  ),
  modes: Type.Optional(
    Type.Array(
      Type.Object({
        mode: Type.String(),
        name: InWords,
        confidence: Type.Number({ minimum: 0, maximum: 1 }),
        supportedBy: Type.Array(Type.String(), { description: 'Symptoms, as in `vibration_rms high`.' }),
        contradictedBy: Type.Array(Type.String()),
      }),
      { description: 'Failure modes of the class that fit, the likeliest first; three at most.' },
    ),
  ),
})
export type Evidence = Static<typeof Evidence>

/** What is said about one fault of an asset, in event time. */
export const Finding = Type.Object({
  id: Type.String({ description: 'Deterministic: the same log gives the same findings with the same ids.' }),
  detector: Type.String({ description: 'Name and version, as in `band@1`.' }),
  site: Type.String(),
  asset: Type.String(),
  device: Type.String(),
  metric: Type.String(),
  unit: Type.String(),
  faultKey: Type.String({
    description: 'What makes findings of an asset the same fault: `machine`, or `sensor:` and the metric.',
  }),
  phase: Type.Enum(['raised', 'continuing', 'cleared'], {
    description: 'raised: begins; continuing: still true, or worse; cleared: the signal is back to normal.',
  }),
  faultKind: Type.Optional(
    Type.Enum(['machine', 'sensor'], {
      description:
        'What is at fault: the machine (default), or the sensor itself, which is another crew’s work.',
    }),
  ),
  severity: Severity,
  sinceMs: Type.Integer({ description: 'Event time at which the deviation began.' }),
  observedAtMs: Type.Integer({ description: 'Event time of the sample that led to the finding.' }),
  receivedAtMs: Type.Integer({ description: 'When that sample was received.' }),
  predictedCrossingAtMs: Type.Optional(
    Type.Integer({ description: 'Event time at which the deviation is expected to reach its limit.' }),
  ),
  explanation: Type.String({
    description:
      'What is seen, and what it probably is and when it fails: two sentences for a technician, in English.',
  }),
  translations: Type.Optional(
    Type.Object({ zh: Type.String() }, { description: 'The explanation in other languages.' }),
  ),
  shadow: Type.Optional(
    Type.Boolean({ description: 'Of a detector in shadow mode: kept to be looked at, and never a ticket.' }),
  ),
  evidence: Evidence,
})
export type Finding = Static<typeof Finding>

/** Takes findings for good; idempotent by id. Resolves when they are durable. */
export interface FindingSink {
  deliver(findings: readonly Finding[]): Promise<void>
}
