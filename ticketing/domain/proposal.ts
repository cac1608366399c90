import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { BacktestRequest, BacktestSummary } from './backtest.ts'
import { ProfileScope, Reason } from './profile.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { ProfileChange } from './tuning.ts'

const Evidence = Type.Object({
  sentence: Type.String({ description: 'What the change would have come to, in words.' }),
  before: Nullable(BacktestSummary),
  after: Nullable(BacktestSummary),
})

/** A change of a profile with what speaks for it; it counts when a person has accepted it. */
export const ProfileProposal = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    scope: ProfileScope,
    subject: Type.String({ description: 'Id of the class or the asset whose profile it is about.' }),
    change: ProfileChange,
    state: Type.Enum(['open', 'accepted', 'rejected']),
    baseVersion: Type.Integer({ description: 'The version of the profile that it was made for.' }),
    reason: Nullable(Type.String({ description: 'Why it was proposed.' })),
    evidence: Evidence,
    backtest: Nullable(Type.Integer({ description: 'The backtest that it came of.' })),
    createdAtMs: TimeMs('When it was proposed'),
    actor: Type.String({ description: 'Who proposed it; `system` for what feedback found.' }),
    decidedAtMs: Nullable(TimeMs('When somebody decided')),
    decidedBy: Nullable(Type.String()),
    decisionReason: Nullable(Type.String()),
    version: Nullable(Type.Integer({ description: 'The version of the profile that it became.' })),
  },
  {
    examples: [
      {
        ...{
          id: 3,
          scope: 'class',
          subject: 'pump',
          change: { detector: 'band', parameters: { share: 0.3 } },
        },
        ...{ state: 'open', baseVersion: 2, reason: null, backtest: 7 },
        evidence: {
          sentence: 'band: share 0.3 beside as it is: 9 tickets instead of 14, 2 of no failure instead of 7.',
          before: null,
          after: null,
        },
        ...{ createdAtMs: 1_700_000_000_000, actor: 'system' },
        ...{ decidedAtMs: null, decidedBy: null, decisionReason: null, version: null },
      },
    ],
  },
)
export type ProfileProposal = Static<typeof ProfileProposal>

export const NewProposal = Type.Object(
  { scope: ProfileScope, subject: Id, change: ProfileChange, reason: Type.Optional(Reason('Why')) },
  {
    ...exact,
    examples: [
      {
        ...{ scope: 'class', subject: 'pump', change: { detector: 'band', parameters: { share: 0.3 } } },
        reason: 'It spoke at every start of the second line.',
      },
    ],
  },
)
export type NewProposal = Static<typeof NewProposal>

export const ProposalDecision = Type.Object(
  { reason: Type.Optional(Reason('Why')) },
  { ...exact, examples: [{ reason: 'As discussed with the shift.' }] },
)

export const TuningRequest = Type.Object(
  {
    scope: ProfileScope,
    subject: { ...Id, description: 'Id of the class or the asset whose profile may be changed.' },
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3_660,
        default: 180,
        description: 'So many days of history before now; 180 unless given.',
      }),
    ),
    horizonDays: BacktestRequest.properties.horizonDays,
  },
  { ...exact, examples: [{ scope: 'class', subject: 'pump', days: 90 }] },
)
export type TuningRequest = Static<typeof TuningRequest>
