import type { MaintenanceWindow } from '../domain/maintenance-window.ts'
import type { PriorityMatrix } from '../domain/priority-matrix.ts'
import type { TicketPolicy } from '../domain/ticket-policy.ts'
import type { Trx } from './database.ts'
import { allWindows } from './maintenance-windows.ts'
import { newestMatrix } from './priority-matrix.ts'
import { newestPolicy } from './ticket-policy.ts'

/** What the stages are told by people, as of one version. */
export interface StageSettings {
  version: number
  policy: TicketPolicy
  matrix: PriorityMatrix
  windows: readonly MaintenanceWindow[]
}

export interface SettingsCache {
  /** As the transaction sees them: read again when the version in the database is another. */
  current(trx: Trx): Promise<StageSettings>
}

/** Keeps policy and windows in memory. One number is asked for each time, which no late notification can get past. */
export function settingsCache(): SettingsCache {
  let kept: StageSettings | undefined
  return {
    async current(trx) {
      const { version } = await trx.selectFrom('stageSettings').select('version').executeTakeFirstOrThrow()
      if (kept?.version === version) return kept
      const [policy, matrix] = [await newestPolicy(trx), await newestMatrix(trx)]
      const read = { version, policy, matrix, windows: await allWindows(trx) }
      // A change that was committed between these statements has another version, which the next call sees.
      kept = read
      return read
    },
  }
}
