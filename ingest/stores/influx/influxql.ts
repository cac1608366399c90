import type { SeriesPoint, SeriesQuery } from '../../../contracts/telemetry-store.ts'

/** The parameters that say where: a bucket of 2.x named `a/b` is database `a` with the retention policy `b`. */
export type Target = { db: string } | { db: string; rp: string }

export function targetOf(database: string): Target {
  const slash = database.indexOf('/')
  return slash < 0 ? { db: database } : { db: database.slice(0, slash), rp: database.slice(slash + 1) }
}

/** Form body of a `/query` request. Names are quoted, texts are parameters, times and counts are checked integers. */
export function seriesRequest(query: SeriesQuery, target: Target): URLSearchParams {
  const { class: measurement, device, metric, fromMs, toMs, limit, windowMs } = query
  const field = identifier(metric)
  const columns =
    windowMs === undefined ? field : `mean(${field}), min(${field}), max(${field}), count(${field})`
  const grouping = windowMs === undefined ? '' : ` group by time(${integer(windowMs)}ms) fill(none)`
  const range = `time >= ${integer(fromMs)}ms and time < ${integer(toMs)}ms`
  return new URLSearchParams({
    ...target,
    epoch: 'ms',
    params: JSON.stringify({ device }),
    q: `select ${columns} from ${identifier(measurement)} where "device" = $device and ${range}${grouping} order by time limit ${integer(limit)}`,
  })
}

interface AnsweredSeries {
  name?: string
  tags?: Record<string, string>
  columns?: string[]
  values?: unknown[][]
}

/** What `/query` answers; each statement has its own error beside the status. */
export interface QueryAnswer {
  error?: string
  results?: { error?: string; series?: AnsweredSeries[] }[]
}

export function errorIn(answer: QueryAnswer): string | undefined {
  return answer.error ?? answer.results?.find(result => result.error !== undefined)?.error
}

/** Rows as in `seriesRequest`: time and value, or time, mean, min, max and count. */
export function pointsIn(answer: QueryAnswer): SeriesPoint[] {
  const rows = answer.results?.[0]?.series?.[0]?.values ?? []
  return rows.map(([ts, value, min, max, count]) =>
    count === undefined
      ? { ts: Number(ts), value: Number(value) }
      : { ts: Number(ts), value: Number(value), min: Number(min), max: Number(max), count: Number(count) },
  )
}

export function identifier(name: string): string {
  return `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

export function integer(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`)
  return value
}
