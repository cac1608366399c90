import { answerOf, given } from '../../../../contracts/api/client.ts'
import { type ChartWindow, coarser } from '../chart/window.ts'
import type { ApiClient } from './client.ts'
import type { SeriesPoint } from './types.ts'

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
  api: Pick<ApiClient, 'GET'>,
  { device, metric, window }: { device: string; metric: string; window: ChartWindow },
  signal?: AbortSignal,
): Promise<LoadedSeries> {
  const { fromMs: from, toMs: to, windowMs } = window
  const query = given({ metric, from: String(from), to: String(to), windowMs, limit: MOST_POINTS })
  const params = { path: { id: device }, query }
  const asked = api.GET('/api/v1/devices/{id}/series', { params, ...(signal && { signal }) })
  const { items, nextCursor } = await answerOf(asked)
  if (nextCursor === null) return { points: items, windowMs }
  return loadSeries(api, { device, metric, window: coarser(window) }, signal)
}
