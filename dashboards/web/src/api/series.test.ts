import { expect, test } from 'vitest'
import type { ApiClient } from './client.ts'
import { loadSeries } from './series.ts'

/** A store with one value each second, cut off at the limit like the API. */
function storeOf(seconds: number): { api: Pick<ApiClient, 'GET'>; calls: unknown[] } {
  const calls: unknown[] = []
  const GET = async (_path: string, { params }: { params: { query: Record<string, unknown> } }) => {
    const { query } = params
    calls.push(query)
    const step = Number(query.windowMs ?? 1000)
    const all = Array.from({ length: Math.ceil((seconds * 1000) / step) }, (_, i) => ({
      ts: i * step,
      value: i,
    }))
    const items = all.slice(0, Number(query.limit))
    return { data: { items, nextCursor: items.length < all.length ? 'more' : null } }
  }
  return { api: { GET: GET as unknown as ApiClient['GET'] }, calls }
}

const load = (api: Pick<ApiClient, 'GET'>, toMs: number) =>
  loadSeries(api, { device: 'd', metric: 'm', window: { fromMs: 0, toMs } })

test('what fits comes as it is', async () => {
  const { api, calls } = storeOf(1_200)
  const { points, windowMs } = await load(api, 1_200_000)
  expect(points).toHaveLength(1_200)
  expect(windowMs).toBeUndefined()
  expect(calls).toHaveLength(1)
})

test('a denser series than expected comes in windows, whole', async () => {
  const { api } = storeOf(50_000)
  const { points, windowMs } = await load(api, 50_000_000)
  expect(windowMs).toBeGreaterThan(0)
  expect(points.length).toBeLessThanOrEqual(2_000)
  expect(points.at(-1)?.ts).toBeGreaterThan(49_000_000)
})
