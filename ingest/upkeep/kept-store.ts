import type { Clock } from '../../contracts/clock.ts'
import type { Sample } from '../../contracts/sample.ts'
import type { RollupStore, TelemetryStore, WriteResult } from '../../contracts/telemetry-store.ts'
import type { DueHours } from './due-hours.ts'
import { readSeries } from './read-series.ts'

export const DAY_MS = 86_400_000

interface KeptStoreOptions {
  store: TelemetryStore & RollupStore
  dueHours: DueHours
  clock: Clock
  /** Samples older than this are refused; 0 takes them all. */
  sampleDays: number
}

/** A store with its rollups: writes note the hours to roll up, and long windows are read from rollups. */
export function openKeptStore({ store, dueHours, clock, sampleDays }: KeptStoreOptions): TelemetryStore {
  return {
    async write(samples) {
      const oldestMs = sampleDays > 0 ? clock.nowMs() - sampleDays * DAY_MS : Number.NEGATIVE_INFINITY
      const { young, old } = sift(samples, oldestMs)
      const { rejected } = await store.write(young)
      await dueHours.note(young.map(({ observedAtMs }) => observedAtMs))
      return { rejected: [...old, ...rejected] }
    },
    series: query => readSeries(query, { store, dueHours }),
    check: () => store.check(),
    close: () => store.close(),
  }
}

function sift(
  samples: readonly Sample[],
  oldestMs: number,
): { young: readonly Sample[]; old: WriteResult['rejected'] } {
  if (samples.every(({ observedAtMs }) => observedAtMs >= oldestMs)) return { young: samples, old: [] }
  const limit = new Date(oldestMs).toISOString()
  const detail = `samples before ${limit} are not kept any more; SAMPLE_RETENTION_DAYS would have to be longer`
  return {
    young: samples.filter(({ observedAtMs }) => observedAtMs >= oldestMs),
    old: samples.flatMap(sample => (sample.observedAtMs < oldestMs ? [{ sample, detail }] : [])),
  }
}
