import type { JSONColumnType } from 'kysely'
import type { Profile } from '../../contracts/profile.ts'
import type { ProfileScope } from '../domain/profile.ts'

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
}
