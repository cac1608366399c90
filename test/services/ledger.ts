import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import type { LedgerEntry } from '../../simulators/load/ledger.ts'
import type { RunningForewarn } from './forewarn.ts'

const WINDOW_MS = 3_600_000

/**
 * What the ledger has and the API does not give back, as sentences. Every event time of a run belongs to one
 * acknowledged message, so that as many points as the run is long are all of them.
 */
export async function missingFrom(
  forewarn: Pick<RunningForewarn, 'api'>,
  ledger: readonly LedgerEntry[],
  metric: string,
): Promise<string[]> {
  const missing: string[] = []
  for (const { device, firstTs, stepMs, acknowledged } of ledger) {
    for (const [first, last] of acknowledged) {
      const [from, to] = [firstTs + first * stepMs, firstTs + last * stepMs + 1]
      const query = new URLSearchParams({ metric, from: `${from}`, to: `${to}`, windowMs: `${WINDOW_MS}` })
      const { body } = await forewarn.api<{ items: SeriesPoint[] }>(
        'GET',
        `/devices/${device}/series?${query}`,
      )
      const stored = body.items.reduce((sum, { count = 0 }) => sum + count, 0)
      const expected = last - first + 1
      if (stored !== expected)
        missing.push(`${device}, ${first} to ${last}: ${stored} of ${expected} are stored`)
    }
  }
  return missing
}
