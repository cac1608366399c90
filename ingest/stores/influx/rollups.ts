import { escape as escaped } from '@influxdata/influxdb-client'
import { ForewarnError } from '../../../contracts/errors.ts'
import { HOUR_MS, type RollupStore, type SeriesQuery, type Span } from '../../../contracts/telemetry-store.ts'
import type { InfluxClient } from './client.ts'
import { identifier, integer, pointsIn, type QueryAnswer, type Target } from './influxql.ts'

const LINES_PER_REQUEST = 5_000
const FIGURES = ['mean', 'min', 'max', 'count'] as const
/** The server does not stop when we do, and must not delete what is written afterwards. */
const DROP_TIMEOUT_MS = 600_000
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
  /** A comment is no point, but a server without the database says so. */
  const ensure = async () => {
    await client.write(rollups, '# is it there?').catch(async error => {
      if (!isMissing(error)) throw error
      await create(client, samples.db, rollups.db)
    })
  }
  const drop = async (target: Target, { fromMs, toMs }: Span) => {
    const q = `delete where time >= ${integer(fromMs)}ms and time < ${integer(toMs)}ms`
    await client.query(new URLSearchParams({ ...target, q }), { timeoutMs: DROP_TIMEOUT_MS })
  }
  return {
    async rollUp(hourMs) {
      const answer = await client.query(hourRequest(samples, hourMs))
      await ensure()
      const counts = countsIn(await client.query(countsRequest(rollups, hourMs)))
      await write(linesOf(answer, hourMs, counts))
    },
    async hours(query) {
      try {
        return pointsIn(await client.query(hoursRequest(query, rollups)))
      } catch (error) {
        if (isMissing(error)) return [] // nothing was rolled up yet
        throw error
      }
    },
    dropSamples: span => drop(samples, span),
    dropRollups: span => drop(rollups, span),
  }
}

/** All classes, devices and metrics of an hour at once. */
function hourRequest(target: Target, hourMs: number): URLSearchParams {
  const range = `time >= ${integer(hourMs)}ms and time < ${integer(hourMs + HOUR_MS)}ms`
  const q = `select mean(*), min(*), max(*), count(*) from /.*/ where ${range} group by asset, device, site`
  return new URLSearchParams({ ...target, epoch: 'ms', q })
}

/** How many values are in the rollups that an hour has already. */
function countsRequest(target: Target, hourMs: number): URLSearchParams {
  const q = `select /_count$/ from /.*/ where time = ${integer(hourMs)}ms group by asset, device, site`
  return new URLSearchParams({ ...target, epoch: 'ms', q })
}

type Tags = Record<string, string>

function countKey(measurement: string, { asset, device, site }: Tags, field: string): string {
  return JSON.stringify([measurement, asset, device, site, field])
}

function countsIn(answer: QueryAnswer): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { name = '', tags = {}, columns = [], values = [] } of answer.results?.[0]?.series ?? [])
    for (const [i, field] of columns.entries())
      counts.set(countKey(name, tags, field), Number(values[0]?.[i]))
  return counts
}

/** Lines of what has as many values as the rollup that it replaces, or more. */
function linesOf(answer: QueryAnswer, hourMs: number, counts: ReadonlyMap<string, number>): string[] {
  const lines: string[] = []
  for (const { name = '', tags = {}, columns = [], values = [] } of answer.results?.[0]?.series ?? []) {
    const row = values[0] ?? []
    const isFewer = (metric: string) => {
      const before = counts.get(countKey(`${name}${SUFFIX}`, tags, `${metric}_count`)) ?? 0
      return Number(row[columns.indexOf(`count_${metric}`)]) < before
    }
    const fields = columns.flatMap((column, i) => {
      const [, figure, metric = ''] = /^(mean|min|max|count)_(.+)$/s.exec(column) ?? []
      if (!figure || row[i] == null || isFewer(metric)) return []
      return [`${escaped.tag(`${metric}_${figure}`)}=${row[i]}`]
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
