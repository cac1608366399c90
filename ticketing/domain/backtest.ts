import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Profile } from '../../contracts/profile.ts'
import { Id } from '../../contracts/registry.ts'
import { KnownFailure } from './label.ts'
import { ProfileScope } from './profile.ts'
import { exact, Nullable, TimeMs } from './schema.ts'

const Text = (description: string) => Type.String({ description })
const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Ratio = (description: string) => Nullable(Type.Number({ minimum: 0, maximum: 1, description }))

const Variant = Type.Object(
  {
    label: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        pattern: '\\S',
        description: 'What it is called in the result.',
      }),
    ),
    version: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2 ** 31 - 1,
        description: 'A version of the profile that was kept.',
      }),
    ),
    detectors: Type.Optional({
      ...Profile.properties.detectors,
      description: 'A profile that is not saved.',
    }),
  },
  {
    ...exact,
    description: 'The profile of the class or the asset to try; the one that counts where neither is given.',
  },
)
export type BacktestVariant = Static<typeof Variant>

export const MAX_VARIANTS = 6

export const BacktestRequest = Type.Object(
  {
    scope: ProfileScope,
    subject: { ...Id, description: 'Id of the class or the asset.', examples: ['pump'] },
    assets: Type.Optional(
      Type.Array(Id, { minItems: 1, maxItems: 500, description: 'Only these assets of the class.' }),
    ),
    learnFromMs: Type.Optional(
      TimeMs('From when on the detectors learn; what they say before `fromMs` is left out'),
    ),
    fromMs: TimeMs('Begin of the period'),
    toMs: TimeMs('End of the period, not included'),
    variants: Type.Optional(
      Type.Array(Variant, {
        minItems: 1,
        maxItems: MAX_VARIANTS,
        description:
          'What to try, the first being what the others are compared with; what counts now unless given.',
      }),
    ),
    failures: Type.Optional(
      Type.Array(KnownFailure, {
        maxItems: 1_000,
        description: 'Failures beside those that closed tickets tell of.',
      }),
    ),
    horizonDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 366,
        default: 30,
        description:
          'So many days before a failure a ticket still counts as a warning of it; 30 unless given.',
      }),
    ),
  },
  {
    ...exact,
    examples: [
      {
        ...{ scope: 'class', subject: 'pump', fromMs: 1_700_000_000_000, toMs: 1_702_592_000_000 },
        variants: [
          { label: 'as it is' },
          { label: 'less eager', detectors: { band: { parameters: { share: 0.4 } } } },
        ],
      },
    ],
  },
)
export type BacktestRequest = Static<typeof BacktestRequest>

/** What became of a would-be ticket when it is laid beside what people know. */
const Match = Type.Enum(['match', 'repeat', 'known_false_alarm', 'unexplained'], {
  description:
    'match: the first of a failure; repeat: another one of a failure that has its match; known_false_alarm: a ticket of ' +
    'then was closed as a false alarm; unexplained: nothing is known of a failure. The last two count as false alarms.',
})

const Ticket = Type.Object({
  asset: Text('Its asset.'),
  device: Type.String(),
  metric: Type.String(),
  faultKey: Type.String(),
  detector: Text('Name and version of what raised it.'),
  severity: Severity,
  title: Type.String(),
  explanation: Type.String(),
  raisedAtMs: TimeMs('Event time at which it would have been raised'),
  lastDeviationAtMs: TimeMs('Event time until which the deviation was seen'),
  findings: Count('How many findings it would have had.'),
  verdict: Match,
  failure: Nullable(Type.Integer({ description: 'The failure that it warns of: its place in `failures`.' })),
  leadMs: Nullable(Type.Integer({ description: 'How long before that was known; below 0: later.' })),
})
export type BacktestTicket = Static<typeof Ticket>

const Failure = Type.Object({
  asset: Type.String(),
  fromMs: TimeMs('When it began, as far as is known'),
  atMs: TimeMs('When it was known without a detector'),
  toMs: TimeMs('When it was over'),
  ticket: Nullable(Type.Integer()),
  failureCode: Nullable(Type.String()),
  name: Nullable(Type.String()),
  found: Type.Boolean({ description: 'There would have been a ticket before it was known.' }),
  leadMs: Nullable(Type.Integer({ description: 'How long before.' })),
})
export type BacktestFailure = Static<typeof Failure>

export const BacktestSummary = Type.Object({
  findings: Count('What the detectors said.'),
  tickets: Count('Tickets that this would have made.'),
  matches: Count('Of these, the first ones of a failure.'),
  repeats: Count('Further ones of a failure.'),
  falseAlarms: Count('Those of no failure, as far as anybody knows.'),
  knownFalseAlarms: Count('Those among them of which somebody found nothing.'),
  failures: Count('Failures in the period.'),
  found: Count('Those that would have been found before they were known.'),
  missed: Count('The others.'),
  precision: Ratio('Matches among tickets without repeats; null without any.'),
  recall: Ratio('Found among failures; null without any.'),
  medianLeadMs: Nullable(Type.Integer({ description: 'The median warning of those that were found.' })),
  medianLeadShare: Ratio('The same as a share of the time since the failure began, where that is known.'),
  ticketsPerMachineYear: Nullable(Type.Number()),
  falseAlarmsPerMachineYear: Nullable(Type.Number()),
})
export type BacktestSummary = Static<typeof BacktestSummary>

const VariantResult = Type.Object({
  label: Type.String(),
  sentence: Text('The summary in a sentence.'),
  summary: BacktestSummary,
  byDetector: Type.Array(
    Type.Object({
      detector: Type.String(),
      tickets: Count('Tickets that it would have raised.'),
      matches: Count('Of these, first ones of a failure.'),
      falseAlarms: Count('Of these, of no failure.'),
    }),
  ),
  tickets: Type.Array(Ticket, { description: 'By event time; the first 1000.' }),
  failures: Type.Array(Failure, { description: 'By event time.' }),
  excessFindings: Count('Findings that are counted and not kept.'),
})
export type VariantResult = Static<typeof VariantResult>

export const BacktestResult = Type.Object({
  assets: Count('Assets that were heard.'),
  samples: Count('Samples that were read.'),
  machineYears: Type.Number({ description: 'How long assets were heard in the period, gaps left out.' }),
  variants: Type.Array(VariantResult),
  comparisons: Type.Array(
    Type.Object({
      label: Type.String(),
      sentence: Text('What is otherwise than with the first, in a sentence.'),
      newlyFound: Type.Array(Type.Integer(), {
        description: 'Failures that only this one would have found.',
      }),
      lost: Type.Array(Type.Integer(), { description: 'Failures that only the first one would have found.' }),
      falseAlarms: Type.Integer({ description: 'So many more, or fewer.' }),
    }),
    { description: 'Each further variant beside the first.' },
  ),
  failures: Type.Array(Type.String(), { description: 'Detectors that failed at a value.' }),
})
export type BacktestResult = Static<typeof BacktestResult>

export const Backtest = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    state: Type.Enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    progress: Type.Number({ minimum: 0, maximum: 1, description: 'How much of it is done, from 0 to 1.' }),
    samples: Count('Samples read so far.'),
    request: BacktestRequest,
    createdAtMs: TimeMs('When it was asked for'),
    startedAtMs: Nullable(TimeMs('When it began')),
    endedAtMs: Nullable(TimeMs('When it ended')),
    actor: Type.String(),
    problem: Nullable(Type.String({ description: 'Why it failed.' })),
    result: Nullable(BacktestResult),
    proposal: Nullable(Type.Integer({ description: 'The change of a profile that came of it.' })),
  },
  {
    examples: [
      {
        ...{ id: 7, state: 'running', progress: 0.4, samples: 1_200_000 },
        request: { scope: 'class', subject: 'pump', fromMs: 1_700_000_000_000, toMs: 1_702_592_000_000 },
        ...{ createdAtMs: 1_703_000_000_000, startedAtMs: 1_703_000_001_000, endedAtMs: null },
        ...{ actor: 'admin', problem: null, result: null, proposal: null },
      },
    ],
  },
)
export type Backtest = Static<typeof Backtest>

/** What a list shows of each. */
export const BacktestHead = Type.Omit(Backtest, ['result'])
export type BacktestHead = Static<typeof BacktestHead>
