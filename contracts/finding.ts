import { type Static, Type } from 'typebox'

export const Severity = Type.Enum(['minor', 'major', 'critical'], {
  description: 'How bad the deviation is by itself; with the criticality of the asset it gives the priority.',
})
export type Severity = Static<typeof Severity>

/** What a detector saw, frozen with the finding so that it explains itself for ever. */
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
  series: Type.Array(Type.Tuple([Type.Integer(), Type.Number()]), {
    description: 'The last values before the finding: [event time ms, value], oldest first.',
  }),
})
export type Evidence = Static<typeof Evidence>

/** What a detector says about one series, in event time. */
export const Finding = Type.Object({
  id: Type.String({ description: 'Deterministic: the same log gives the same findings with the same ids.' }),
  detector: Type.String({ description: 'Name and version, as in `band@1`.' }),
  site: Type.String(),
  asset: Type.String(),
  device: Type.String(),
  metric: Type.String(),
  unit: Type.String(),
  faultKey: Type.String({ description: 'What makes findings of an asset the same fault; here the metric.' }),
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
  explanation: Type.String({ description: 'Which sensor, how far from what, since when, by which rule.' }),
  evidence: Evidence,
})
export type Finding = Static<typeof Finding>

/** Takes findings for good; idempotent by id. Resolves when they are durable. */
export interface FindingSink {
  deliver(findings: readonly Finding[]): Promise<void>
}
