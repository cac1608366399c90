import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import type { SeriesQuery, TelemetryStore } from '../../contracts/telemetry-store.ts'

export interface StoreUnderTest {
  store: TelemetryStore
  /** A sample that this store's server itself refuses. */
  refused: Partial<Sample>
  stop(): Promise<void>
}

const START = Date.UTC(2026, 0, 15)
const MINUTE = 60_000

/** What every `TelemetryStore` does. The store is empty at first; the cases keep to devices of their own. */
export function telemetryStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`telemetry store ${name}`, () => {
    let under: StoreUnderTest
    let store: TelemetryStore
    beforeAll(async () => {
      under = await open()
      store = under.store
    })
    afterAll(() => under?.stop())

    const sample = (
      device: string,
      minute: number,
      values: Record<string, number>,
      more: Partial<Sample> = {},
    ): Sample => ({
      site: 'plant-1',
      asset: `asset-of-${device}`,
      device,
      class: 'pump',
      observedAtMs: START + minute * MINUTE,
      receivedAtMs: START + minute * MINUTE + 250,
      values,
      ...more,
    })
    const series = (device: string, more: Partial<SeriesQuery> = {}) =>
      store.series({
        class: 'pump',
        device,
        metric: 'temperature',
        fromMs: START,
        toMs: START + 1_440 * MINUTE,
        limit: 10_000,
        ...more,
      })
    const write = async (...samples: Sample[]) => expect(await store.write(samples)).toEqual({ rejected: [] })

    test('takes writes', () => store.check())

    test('gives back what was written, by event time, whatever the order of arrival', async () => {
      await write(
        sample('order', 2, { temperature: 3.5 }),
        sample('order', 0, { temperature: -1e-7, pressure: 4 }),
        sample('order', 1, { temperature: 12345678.901234567 }),
      )
      expect(await series('order')).toEqual([
        { ts: START, value: -1e-7 },
        { ts: START + MINUTE, value: 12345678.901234567 },
        { ts: START + 2 * MINUTE, value: 3.5 },
      ])
      expect(await series('order', { metric: 'pressure' })).toEqual([{ ts: START, value: 4 }])
    })

    test('keeps every millisecond and every double', async () => {
      const values = [Number.MAX_VALUE, -Number.MAX_VALUE, 1e-300, 0.1 + 0.2, 1e21, 0, 42]
      await write(
        ...values.map((temperature, ms) => sample('exact', 0, { temperature }, { observedAtMs: START + ms })),
      )
      expect(await series('exact')).toEqual(values.map((value, ms) => ({ ts: START + ms, value })))
    })

    test('takes a batch of nothing', () => write())

    test('same series and time: values merge and the last write wins', async () => {
      await write(
        sample('merge', 0, { temperature: 1, pressure: 10 }),
        sample('merge', 1, { temperature: 5 }),
      )
      await write(sample('merge', 0, { temperature: 2, flow: 20 }))
      expect(await series('merge')).toMatchObject([{ value: 2 }, { value: 5 }])
      expect(await series('merge', { metric: 'pressure' })).toMatchObject([{ value: 10 }])
      expect(await series('merge', { metric: 'flow' })).toMatchObject([{ value: 20 }])
    })

    test('the same inside one batch', async () => {
      await write(
        sample('twice', 0, { temperature: 1, pressure: 10 }),
        sample('twice', 1, { temperature: 7 }),
        sample('twice', 0, { temperature: 2, flow: 20 }),
        sample('twice', 0, { temperature: 3 }),
      )
      expect(await series('twice')).toMatchObject([{ value: 3 }, { value: 7 }])
      expect(await series('twice', { metric: 'pressure' })).toMatchObject([{ value: 10 }])
      expect(await series('twice', { metric: 'flow' })).toMatchObject([{ value: 20 }])
    })

    test('a range includes its beginning, not its end, and stops at the limit', async () => {
      await write(...[0, 1, 2, 3, 4].map(minute => sample('range', minute, { temperature: minute })))
      const range = { fromMs: START + MINUTE, toMs: START + 4 * MINUTE }
      expect((await series('range', range)).map(point => point.value)).toEqual([1, 2, 3])
      expect((await series('range', { ...range, limit: 2 })).map(point => point.value)).toEqual([1, 2])
      expect(await series('range', { fromMs: START + MINUTE, toMs: START + MINUTE })).toEqual([])
    })

    test('windows are aligned to the epoch, and empty ones are absent', async () => {
      await write(
        ...[3, 4, 5, 9, 21].map(minute => sample('windows', minute, { temperature: minute * 10 })),
        sample('windows', 6, { pressure: 1 }),
      )
      const windows = await series('windows', { fromMs: START + 4 * MINUTE, windowMs: 5 * MINUTE })
      expect(windows).toEqual([
        { ts: START, value: 40, min: 40, max: 40, count: 1 }, // the beginning of the range cuts minute 3 off
        { ts: START + 5 * MINUTE, value: 70, min: 50, max: 90, count: 2 },
        { ts: START + 20 * MINUTE, value: 210, min: 210, max: 210, count: 1 },
      ])
      expect(await series('windows', { fromMs: START + 4 * MINUTE, windowMs: 5 * MINUTE, limit: 1 })).toEqual(
        windows.slice(0, 1),
      )
    })

    test('a window of a week begins where weeks of the epoch begin', async () => {
      await write(sample('week', 0, { temperature: 1 }))
      const week = 7 * 86_400_000
      expect(await series('week', { windowMs: week })).toMatchObject([
        { ts: Math.floor(START / week) * week },
      ])
    })

    test('what is unknown is empty', async () => {
      await write(sample('known', 0, { temperature: 1 }))
      expect(await series('unknown')).toEqual([])
      expect(await series('known', { metric: 'unknown' })).toEqual([])
      expect(await series('known', { class: 'unknown' })).toEqual([])
      expect(await series('unknown', { windowMs: MINUTE })).toEqual([])
    })

    test('devices and classes are kept apart', async () => {
      await write(
        sample('apart-1', 0, { temperature: 1 }),
        sample('apart-2', 0, { temperature: 2 }),
        sample('apart-3', 0, { temperature: 3 }, { class: 'compressor' }),
      )
      expect(await series('apart-1')).toMatchObject([{ value: 1 }])
      expect(await series('apart-2')).toMatchObject([{ value: 2 }])
      expect(await series('apart-3')).toEqual([])
      expect(await series('apart-3', { class: 'compressor' })).toMatchObject([{ value: 3 }])
    })

    test.each([
      'with space',
      'comma,equals=quote"single\'',
      '泵-7 Ölpumpe 🛢',
      "'; drop table telemetry.samples; --",
      '"; drop measurement x',
      '$device',
      '%20{x}',
      'x'.repeat(64),
      '=',
    ])('the name %j is only a name', async awkward => {
      const names = { site: awkward, asset: awkward, device: awkward, class: awkward }
      await write(
        sample(awkward, 0, { [awkward]: 1 }, names),
        sample(`${awkward}2`, 0, { [awkward]: 2 }, { ...names, device: `${awkward}2` }),
      )
      const query = { class: awkward, metric: awkward }
      expect(await series(awkward, query)).toEqual([{ ts: START, value: 1 }])
      expect(await series(awkward, { ...query, windowMs: MINUTE })).toMatchObject([{ value: 1 }])
    })

    test('old months and new ones', async () => {
      const times = ['2000-01-01', '2013-12-02', '2014-02-19', '2025-12-31T23:59:59.999Z', '2026-01-01'].map(
        Date.parse,
      )
      await write(
        ...times.map((observedAtMs, value) => sample('old', 0, { temperature: value }, { observedAtMs })),
      )
      expect(await series('old', { fromMs: Date.UTC(2000), toMs: Date.UTC(2027) })).toEqual(
        times.map((ts, value) => ({ ts, value })),
      )
    })

    test('what cannot be stored is named, and all others land', async () => {
      const refused = sample('rejects', 2, { temperature: 2 }, under.refused)
      const notFinite = sample('rejects', 3, { temperature: Number.NaN })
      const good = [0, 1, 4, 5].map(minute => sample('rejects', minute, { temperature: minute }))
      const { rejected } = await store.write(
        [good[0], good[1], refused, notFinite, good[2], good[3]].flatMap(each => each ?? []),
      )
      expect(rejected).toHaveLength(2)
      for (const sample of [refused, notFinite]) {
        expect(rejected.find(each => each.sample === sample)?.detail).toMatch(/\w+/)
      }
      expect((await series('rejects')).map(point => point.value)).toEqual([0, 1, 4, 5])
    })

    test('5,000 samples of 100 devices, three of them refused, written twice', async () => {
      const batch = Array.from({ length: 5_000 }, (_, n) =>
        sample(`many-${n % 100}`, Math.floor(n / 100), { temperature: n, pressure: n / 7 }),
      )
      const bad = [7, 2_500, 4_998]
      for (const n of bad) batch[n] = { ...sample(`bad-${n}`, n % 60, { temperature: 1 }), ...under.refused }
      for (let replay = 0; replay < 2; replay++) {
        const { rejected } = await store.write(batch)
        expect(rejected.map(each => batch.indexOf(each.sample))).toEqual(bad)
      }
      expect(await series('many-1')).toEqual(
        Array.from({ length: 50 }, (_, row) => ({ ts: START + row * MINUTE, value: row * 100 + 1 })),
      )
      expect(await series('many-7')).toHaveLength(49)
      expect(await series('many-42', { metric: 'pressure', windowMs: 1_440 * MINUTE })).toMatchObject([
        { count: 50 },
      ])
    })
  })
}
