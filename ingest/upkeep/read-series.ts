import {
  HOUR_MS,
  type RollupStore,
  type SeriesPoint,
  type SeriesQuery,
  type TelemetryStore,
} from '../../contracts/telemetry-store.ts'
import type { DueHours } from './due-hours.ts'

interface Sources {
  store: TelemetryStore & RollupStore
  dueHours: Pick<DueHours, 'first'>
}

/**
 * Windows of whole hours come from the rollups, as far as those are complete, and from the samples where not: before the
 * first whole hour, and from the first hour on that is still to be rolled up. So a year is read in a moment, also when
 * its samples are gone, and nobody sees a rollup without its late samples.
 */
export async function readSeries(query: SeriesQuery, { store, dueHours }: Sources): Promise<SeriesPoint[]> {
  const { fromMs, toMs, windowMs, limit } = query
  if (windowMs === undefined || windowMs % HOUR_MS !== 0) return store.series(query)
  const headMs = Math.min(toMs, Math.ceil(fromMs / HOUR_MS) * HOUR_MS)
  const endMs = Math.max(headMs, Math.floor(toMs / HOUR_MS) * HOUR_MS)
  const tailMs = (await dueHours.first(headMs, endMs)) ?? endMs
  const hourly = { ...query, windowMs: HOUR_MS, limit: limit * (windowMs / HOUR_MS) }
  const raw = (from: number, to: number) =>
    from < to ? store.series({ ...hourly, fromMs: from, toMs: to }) : []
  const rolled = headMs < endMs ? store.hours({ ...hourly, fromMs: headMs, toMs: endMs }) : []
  const [head, rollups, tail] = await Promise.all([raw(fromMs, headMs), rolled, raw(tailMs, toMs)])
  return intoWindows([...head, ...fuller(rollups, tail)], windowMs).slice(0, limit)
}

/** Of each hour the points of more values: a rollup lacks late samples, and samples are given up before rollups. */
function fuller(rollups: readonly SeriesPoint[], raw: readonly SeriesPoint[]): SeriesPoint[] {
  const hours = new Map(rollups.map(point => [point.ts, point]))
  for (const point of raw) {
    if ((point.count ?? 0) >= (hours.get(point.ts)?.count ?? 0)) hours.set(point.ts, point)
  }
  return [...hours.values()].sort((a, b) => a.ts - b.ts)
}

/** Joins points, oldest first, into windows that are aligned to the Unix epoch. */
function intoWindows(points: readonly SeriesPoint[], windowMs: number): SeriesPoint[] {
  const windows: Required<SeriesPoint>[] = []
  for (const { ts, value, min = value, max = value, count = 1 } of points) {
    const start = Math.floor(ts / windowMs) * windowMs
    const window = windows.at(-1)
    if (window?.ts !== start) {
      windows.push({ ts: start, value, min, max, count })
      continue
    }
    window.value += ((value - window.value) * count) / (window.count + count)
    window.count += count
    window.min = Math.min(window.min, min)
    window.max = Math.max(window.max, max)
  }
  return windows
}
