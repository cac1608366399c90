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

export async function settingsVersion(trx: Trx): Promise<number> {
  return (await trx.selectFrom('stageSettings').select('version').executeTakeFirstOrThrow()).version
}

export interface SettingsCache {
  /** Of this version, which the transaction has read: read again where that is not the one that is kept. */
  current(trx: Trx, version: number): Promise<StageSettings>
}

/**
 * Keeps policy and windows in memory. Their version is read in every transaction that judges, so that a finding cannot
 * overtake the window that mutes it, as it could a notification.
 */
export function settingsCache(): SettingsCache {
  let kept: StageSettings | undefined
  return {
    async current(trx, version) {
      if (kept?.version === version) return kept
      const [policy, matrix] = [await newestPolicy(trx), await newestMatrix(trx)]
      const read = { version, policy, matrix, windows: await allWindows(trx) }
      // A change that was committed between these statements has another version, which the next call sees.
      kept = read
      return read
    },
  }
}
