import type { Sample } from '../../../contracts/sample.ts'
import type { RollupStore, TelemetryStore, WriteResult } from '../../../contracts/telemetry-store.ts'
import { writeIsolating } from '../isolate.ts'
import { type InfluxOptions, openClient } from './client.ts'
import { pointsIn, seriesRequest, targetOf } from './influxql.ts'
import { toLine, unwritable } from './line-protocol.ts'
import { openRollups } from './rollups.ts'

const LINES_PER_REQUEST = 5_000

/** InfluxDB 1.6–1.8, 2.4+ and 3.x through `/write` and `/query`, which all of them have. */
export function openInfluxStore(options: InfluxOptions): TelemetryStore & RollupStore {
  const target = targetOf(options.database)
  const client = openClient(options)
  const writeLines = (samples: readonly Sample[]) => client.write(target, samples.map(toLine).join('\n'))
  return {
    ...openRollups(client, target),
    async write(samples) {
      const { writable, rejected } = sift(samples)
      for (let start = 0; start < writable.length; start += LINES_PER_REQUEST) {
        const refused = await writeIsolating(writable.slice(start, start + LINES_PER_REQUEST), writeLines)
        for (const { item, detail } of refused) rejected.push({ sample: item, detail })
      }
      return { rejected }
    },
    series: async request => pointsIn(await client.query(seriesRequest(request, target))),
    async check() {
      // A comment is no point, but takes the way of a write: address, login, permission, database. A version that
      // minds a write without points (400) has passed all of these.
      await client.write(target, '# would a write be taken?')
    },
    close: async () => client.close(),
  }
}

function sift(samples: readonly Sample[]): { writable: Sample[]; rejected: WriteResult['rejected'] } {
  const writable: Sample[] = []
  const rejected: WriteResult['rejected'] = []
  for (const sample of samples) {
    const detail = unwritable(sample)
    if (detail === undefined) writable.push(sample)
    else rejected.push({ sample, detail })
  }
  return { writable, rejected }
}
