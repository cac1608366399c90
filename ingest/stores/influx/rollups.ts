import { escape as escaped } from '@influxdata/influxdb-client'
import { ForewarnError } from '../../../contracts/errors.ts'
import { HOUR_MS, type RollupStore, type SeriesQuery } from '../../../contracts/telemetry-store.ts'
import type { InfluxClient } from './client.ts'
import { identifier, integer, pointsIn, type QueryAnswer, type Target } from './influxql.ts'

const LINES_PER_REQUEST = 5_000
const FIGURES = ['mean', 'min', 'max', 'count'] as const
/** Behind the name of a class and of the database. */
const SUFFIX = '_1h'

/**
 * Rollups as measurement `<class>_1h` with fields `<metric>_mean`, `…_min`, `…_max`, `…_count` in the database or bucket
 * `<database>_1h`, which is made when it is missing.
 */
export function openRollups(client: InfluxClient, samples: Target): RollupStore {
  const rollups: Target = { db: `${samples.db}${SUFFIX}` }
  const write = async (lines: string[]) => {
    for (let start = 0; start < lines.length; start += LINES_PER_REQUEST) {
      const refused = await client.write(rollups, lines.slice(start, start + LINES_PER_REQUEST).join('\n'))
      if (refused)
        throw new ForewarnError('store_misconfigured', `rollups: ${refused.detail}`, { retryable: true })
    }
  }
  const drop = async (target: Target, beforeMs: number) => {
    await client.query(new URLSearchParams({ ...target, q: `delete where time < ${integer(beforeMs)}ms` }))
  }
  return {
    async rollUp(hourMs) {
      const lines = linesOf(await client.query(hourRequest(samples, hourMs)), hourMs)
      await write(lines).catch(async error => {
        if (!isMissing(error)) throw error
        await create(client, samples.db, rollups.db)
        await write(lines)
      })
    },
    async hours(query) {
      try {
        return pointsIn(await client.query(hoursRequest(query, rollups)))
      } catch (error) {
        if (isMissing(error)) return [] // nothing was rolled up yet
        throw error
      }
    },
    dropSamples: beforeMs => drop(samples, beforeMs),
    dropRollups: beforeMs => drop(rollups, beforeMs),
  }
}

/** All classes, devices and metrics of an hour at once. */
function hourRequest(target: Target, hourMs: number): URLSearchParams {
  const range = `time >= ${integer(hourMs)}ms and time < ${integer(hourMs + HOUR_MS)}ms`
  const q = `select mean(*), min(*), max(*), count(*) from /.*/ where ${range} group by asset, device, site`
  return new URLSearchParams({ ...target, epoch: 'ms', q })
}

function linesOf(answer: QueryAnswer, hourMs: number): string[] {
  const lines: string[] = []
  for (const { name = '', tags = {}, columns = [], values = [] } of answer.results?.[0]?.series ?? []) {
    const row = values[0] ?? []
    const fields = columns.flatMap((column, i) => {
      const [, figure, metric = ''] = /^(mean|min|max|count)_(.+)$/s.exec(column) ?? []
      return figure && row[i] != null ? [`${escaped.tag(`${metric}_${figure}`)}=${row[i]}`] : []
    })
    const keys = Object.entries(tags).flatMap(([tag, value]) =>
      value ? [`,${tag}=${escaped.tag(value)}`] : [],
    )
    if (fields.length > 0)
      lines.push(`${escaped.measurement(`${name}${SUFFIX}`)}${keys.join('')} ${fields.join(',')} ${hourMs}`)
  }
  return lines
}

function hoursRequest(query: SeriesQuery, target: Target): URLSearchParams {
  const { class: name, device, metric, fromMs, toMs, limit } = query
  const columns = FIGURES.map(figure => identifier(`${metric}_${figure}`)).join(', ')
  const range = `time >= ${integer(fromMs)}ms and time < ${integer(toMs)}ms`
  return new URLSearchParams({
    ...target,
    epoch: 'ms',
    params: JSON.stringify({ device }),
    q: `select ${columns} from ${identifier(`${name}${SUFFIX}`)} where "device" = $device and ${range} order by time limit ${integer(limit)}`,
  })
}

const isMissing = (error: unknown): boolean =>
  error instanceof ForewarnError &&
  /(database|bucket).*not found|not found.*(database|bucket)/i.test(error.message)

/** `create database` in 1.x, a bucket beside that of the samples in 2.x. */
async function create(client: InfluxClient, samples: string, rollups: string): Promise<void> {
  try {
    await client
      .query(new URLSearchParams({ q: `create database ${identifier(rollups)}` }))
      .catch(async error => {
        const found = await client.api('GET', `/api/v2/buckets?${new URLSearchParams({ name: samples })}`)
        const orgID = (found as { buckets?: { orgID?: string }[] } | undefined)?.buckets?.[0]?.orgID
        if (!orgID) throw error
        await client.api('POST', '/api/v2/buckets', { orgID, name: rollups, retentionRules: [] })
      })
  } catch (cause) {
    const words = (cause as Error).message
    throw new ForewarnError(
      'store_misconfigured',
      `InfluxDB: hourly rollups need the database or bucket "${rollups}", which could not be made (${words}); make it`,
      { retryable: true, cause },
    )
  }
}
