import { type Static, Type } from 'typebox'
import { Finding } from '../../contracts/finding.ts'
import { Nullable } from './schema.ts'

/** What became of a finding: the verdict of a stage, `failed` where it broke the intake, `shadow` where it is never judged. */
export const FindingVerdict = Type.Enum(
  [
    ...['created', 'reopened', 'appended', 'rolled_up', 'muted', 'noted', 'settling'],
    ...['inhibited', 'in_maintenance', 'failed', 'shadow'],
  ] as const,
  { description: 'What became of the finding.' },
)
export type FindingVerdictKind = Static<typeof FindingVerdict>

export const DetectorName = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,63}(@\\d{1,9})?$',
  description: 'A detector, as `band`, or one version of it, as `band@1`.',
  examples: ['band@1'],
})

/** A finding with what became of it. */
export const ListedFinding = Type.Object({
  ...Finding.properties,
  verdict: Nullable(FindingVerdict),
  verdictReason: Nullable(Type.String({ description: 'Why, in a sentence.' })),
  ticket: Nullable(Type.Integer({ description: 'The ticket that has it.' })),
})
export type ListedFinding = Static<typeof ListedFinding>

/** Filters go together. */
export interface FindingFilter {
  shadow?: boolean | undefined
  asset?: string | undefined
  device?: string | undefined
  detector?: string | undefined
  verdict?: FindingVerdictKind | undefined
  fromMs?: number | undefined
  /** Exclusive. */
  toMs?: number | undefined
}
