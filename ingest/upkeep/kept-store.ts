import type { RollupStore, TelemetryStore } from '../../contracts/telemetry-store.ts'
import type { DueHours } from './due-hours.ts'
import type { Months } from './months.ts'
import { readSeries } from './read-series.ts'

interface KeptStoreOptions {
  store: TelemetryStore & RollupStore
  dueHours: DueHours
  months: Months
}

/** A store with its upkeep: writes note their months and the hours to roll up; long windows are read from rollups. */
export function openKeptStore({ store, dueHours, months }: KeptStoreOptions): TelemetryStore {
  return {
    async write(samples) {
      const timesMs = samples.map(({ observedAtMs }) => observedAtMs)
      await months.note(timesMs)
      const result = await store.write(samples)
      await dueHours.note(timesMs)
      return result
    },
    series: query => readSeries(query, { store, dueHours }),
    check: () => store.check(),
    close: () => store.close(),
  }
}
