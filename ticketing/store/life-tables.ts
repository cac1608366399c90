import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import type { Profile } from '../../contracts/profile.ts'
import type { Backtest, BacktestRequest, BacktestResult } from '../domain/backtest.ts'
import type { ProfileScope } from '../domain/profile.ts'
import type { ProfileProposal } from '../domain/proposal.ts'
import type { ProfileChange, Tuning } from '../domain/tuning.ts'

/** Of the life cycle of detection: profiles, backtests, proposals. */
export interface LifeTables {
  /** Every version; the newest counts. */
  profiles: {
    scope: ProfileScope
    subject: string
    version: number
    detectors: JSONColumnType<Profile['detectors']>
    createdAtMs: number
    actor: string
    reason: string | null
  }
  backtests: {
    id: ColumnType<number, never, never>
    state: Generated<Backtest['state']>
    request: JSONColumnType<BacktestRequest>
    /** What its result is for, beside being looked at. */
    purpose: ColumnType<Tuning | null, string | null, never>
    progress: Generated<number>
    samples: Generated<number>
    createdAtMs: number
    startedAtMs: number | null
    endedAtMs: number | null
    leaseUntilMs: Generated<number>
    attempts: Generated<number>
    actor: string
    problem: string | null
    result: ColumnType<BacktestResult | null, never, string>
  }
  profileProposals: {
    id: ColumnType<number, never, never>
    scope: ProfileScope
    subject: string
    change: JSONColumnType<ProfileChange>
    state: Generated<ProfileProposal['state']>
    baseVersion: number
    reason: string | null
    evidence: JSONColumnType<ProfileProposal['evidence']>
    backtest: number | null
    createdAtMs: number
    actor: string
    decidedAtMs: number | null
    decidedBy: string | null
    decisionReason: string | null
    version: number | null
  }
  backtestFindings: { backtest: number; variant: number; position: number; finding: JSONColumnType<Finding> }
}
