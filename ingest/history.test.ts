import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import { samplesFrom } from './history.ts'

const device = (id: string): RegisteredDevice => ({
  ...{ id, site: 's', asset: 'a', criticality: 'A' },
  class: { id: 'c', name: 'C', metrics: [], acceptsAnyMetric: true },
})

test('all metrics of all devices come together and in the order of time, whatever the pages', async () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 })
  const stored = fc.record({ a: fc.record({ x: times, y: times }), b: fc.record({ x: times }) })
  await fc.assert(
    fc.asyncProperty(stored, fc.integer({ min: 1, max: 7 }), async (series, page) => {
      const all: Record<string, Record<string, number[]>> = series
      const of = (id: string, metric: string) => (all[id]?.[metric] ?? []).toSorted((a, b) => a - b)
      const store = {
        series: async ({ device: id, metric, fromMs, toMs, limit }: Parameters<typeof read>[0]) =>
          read({ device: id, metric, fromMs, toMs, limit }),
      }
      function read(query: { device: string; metric: string; fromMs: number; toMs: number; limit: number }) {
        const inside = of(query.device, query.metric).filter(ts => ts >= query.fromMs && ts < query.toMs)
        return inside.slice(0, query.limit).map(ts => ({ ts, value: ts }))
      }
      const metricsOf = async ({ id }: RegisteredDevice) => Object.keys(all[id] ?? {})
      const samples: Sample[] = []
      const source = samplesFrom(store, { metricsOf, page })
      for await (const run of source([device('a'), device('b')], { fromMs: 10, toMs: 50 }))
        samples.push(...run)
      const inOrder = samples.map(({ observedAtMs }) => observedAtMs)
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b))
      const inside = Array.from({ length: 40 }, (_, i) => i + 10)
      for (const id of ['a', 'b']) {
        const own = samples.filter(sample => sample.device === id)
        const wanted = inside.flatMap(ts => {
          const metrics = Object.keys(all[id] ?? {}).filter(metric => of(id, metric).includes(ts))
          return metrics.length > 0 ? [{ ts, metrics: metrics.toSorted() }] : []
        })
        const got = own.map(({ observedAtMs: ts, values }) => ({
          ts,
          metrics: Object.keys(values).toSorted(),
        }))
        expect(got).toEqual(wanted)
      }
    }),
    { numRuns: 300 },
  )
})
