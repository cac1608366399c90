import { type ChartWindow, coarser } from '../chart/window.ts'
import type { ApiClient } from './client.ts'
import type { Page, SeriesPoint } from './types.ts'

const MOST_POINTS = 2_000

export interface LoadedSeries {
  points: SeriesPoint[]
  windowMs: number | undefined
}

/**
 * Loads the whole range, in means of longer windows when there are more values than a chart can show: a range
 * that is cut off at its end would hide what matters.
 */
export async function loadSeries(
  api: Pick<ApiClient, 'get'>,
  { device, metric, window }: { device: string; metric: string; window: ChartWindow },
  signal?: AbortSignal,
): Promise<LoadedSeries> {
  const { fromMs: from, toMs: to, windowMs } = window
  const path = `/devices/${encodeURIComponent(device)}/series`
  const query = { metric, from, to, windowMs, limit: MOST_POINTS }
  const { items, nextCursor } = await api.get<Page<SeriesPoint>>(path, query, signal)
  if (nextCursor === null) return { points: items, windowMs }
  return loadSeries(api, { device, metric, window: coarser(window) }, signal)
}
