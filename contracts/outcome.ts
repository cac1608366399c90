import { type Static, Type } from 'typebox'

export const OutcomeCode = Type.Enum(['found_as_predicted', 'found_other', 'false_alarm', 'no_access'], {
  description:
    'What the technician found: what the detector said, something else, nothing, or nobody could look. Detectors learn from it.',
})
export type OutcomeCode = Static<typeof OutcomeCode>

const orNull = (type: 'string' | 'integer', description: string) => ({ type: [type, 'null'], description })
const TextOrNull = (description: string) => Type.Unsafe<string | null>(orNull('string', description))
const MsOrNull = (description: string) => Type.Unsafe<number | null>(orNull('integer', description))

/** What came of a ticket, for the detectors that raised it. Times are ms since the Unix epoch. */
export const Outcome = Type.Object(
  {
    ticket: Type.Integer({
      description: 'Its number. A ticket that is closed again has its newest outcome.',
    }),
    asset: Type.String(),
    class: Type.String({ description: 'Equipment class of the asset.' }),
    device: TextOrNull(
      'The device whose finding began the ticket; null where nobody but people saw the fault.',
    ),
    metric: TextOrNull('The metric that deviated.'),
    faultKey: TextOrNull('What makes findings of the asset the same fault.'),
    detector: TextOrNull('Name and version of the detector of the first finding, as in `band@1`.'),
    findings: Type.Array(Type.String(), {
      description: 'Ids of its findings by event time; the first 100 at most.',
    }),
    findingCount: Type.Integer({ minimum: 0 }),
    outcome: OutcomeCode,
    failureCode: TextOrNull('What was wrong: a code of /failure-codes.'),
    fromMs: MsOrNull('Event time at which the deviation began.'),
    raisedAtMs: Type.Integer({ description: 'When the ticket was made.' }),
    resolvedAtMs: MsOrNull('When it was resolved.'),
    closedAtMs: Type.Integer({ description: 'When it was closed.' }),
    verified: Type.Boolean({ description: 'The same sensors have shown that the repair holds.' }),
    reworkCount: Type.Integer({ minimum: 0, description: 'How often the repair did not hold.' }),
    rating: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 5,
      description: 'How content who asked for it is, 1 to 5; the newest where several have said.',
    }),
  },
  {
    examples: [
      {
        ticket: 12,
        asset: 'pump-7',
        class: 'pump',
        device: 'sensor-7',
        metric: 'temperature',
        faultKey: 'temperature',
        detector: 'band@1',
        findings: ['sensor-7:temperature:band:1700000000000:raised'],
        findingCount: 1,
        outcome: 'found_as_predicted',
        failureCode: 'OHE',
        fromMs: 1_700_000_000_000,
        raisedAtMs: 1_700_000_001_000,
        resolvedAtMs: 1_700_040_000_000,
        closedAtMs: 1_700_130_000_000,
        verified: true,
        reworkCount: 0,
        rating: 5,
      },
    ],
  },
)
export type Outcome = Static<typeof Outcome>
