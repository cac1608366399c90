import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeadLetter, DeadLetterFilter } from '../../contracts/dead-letters.ts'
import { createAllowance } from '../../ingest/dead-letters/allowance.ts'
import { type DeadLetterStore, openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

describe('dead letters', () => {
  let database: TestDatabase
  let pool: pg.Pool
  let letters: DeadLetterStore
  beforeAll(async () => {
    database = await testDatabase()
    pool = new pg.Pool({ connectionString: database.url, max: 2 })
    letters = openDeadLetters({ pool })
  })
  beforeEach(() => pool.query('truncate dead_letters.letters'))
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })

  const letter = (n: number, more: Partial<DeadLetter> = {}): DeadLetter => ({
    id: `${n}-0`,
    topic: 'telemetry/plant-1/pump-7',
    publisher: 'pump-7',
    payload: Buffer.from(`{"n":${n}}`),
    receivedAtMs: 1767225600000 + n,
    reason: 'unknown_metric',
    detail: `detail ${n}`,
    ...more,
  })
  const pages = async (limit: number) => {
    const ids: string[][] = []
    let before: string | undefined
    do {
      const page = await letters.list({ limit, before })
      ids.push(page.items.map(item => item.id))
      before = page.next
    } while (before !== undefined)
    return ids
  }

  test('come back as they were', async () => {
    const bytes = letter(1, {
      payload: Uint8Array.from({ length: 256 }, (_, n) => n),
      reason: 'malformed_payload',
    })
    const odd = letter(2, { topic: 'é/"quotes"/\\', detail: "a, {b}\n'c'", payload: new Uint8Array() })
    await letters.put([bytes, odd])
    const { items, next } = await letters.list({ limit: 10 })
    expect(next).toBeUndefined()
    expect(items.map(item => ({ ...item, payload: [...item.payload] }))).toEqual(
      [odd, bytes].map(item => ({ ...item, payload: [...item.payload] })),
    )
  })

  test('put again is put once', async () => {
    await letters.put([letter(1), letter(2), letter(1)])
    await letters.put([letter(1, { detail: 'other words' }), letter(3)])
    await letters.put([])
    const { items } = await letters.list({ limit: 10 })
    expect(items.map(item => [item.id, item.detail])).toEqual([
      ['3-0', 'detail 3'],
      ['2-0', 'detail 2'],
      ['1-0', 'detail 1'],
    ])
  })

  test('a new log that counts from the beginning again hides nothing', async () => {
    await letters.put([letter(1)])
    await letters.put([letter(1, { receivedAtMs: 1767225700000, detail: 'another message' })])
    expect((await letters.list({ limit: 10 })).items.map(item => item.detail)).toEqual([
      'another message',
      'detail 1',
    ])
  })

  test('are listed newest first, page by page, also while new ones arrive and times are equal', async () => {
    const same = { receivedAtMs: 1767225600000 }
    await letters.put([0, 1, 2, 3, 4, 5, 6].map(n => letter(n, n < 3 ? same : {})))
    expect(await pages(3)).toEqual([['6-0', '5-0', '4-0'], ['3-0', '2-0', '1-0'], ['0-0']])
    expect(await pages(7)).toHaveLength(1)
    const first = await letters.list({ limit: 3 })
    await letters.put([letter(7)])
    const second = await letters.list({ limit: 3, before: first.next })
    expect(second.items.map(item => item.id)).toEqual(['3-0', '2-0', '1-0'])
  })

  test.each(['', 'x', 'bm9wZQ', Buffer.from("5 '; drop").toString('base64url')])(
    'the cursor %j is invalid',
    async before => {
      await expect(letters.list({ limit: 3, before })).rejects.toMatchObject({
        code: 'invalid',
        field: '/query/cursor',
      })
    },
  )

  test('are never refused for what is in them', async () => {
    const zero = 'a\u0000b\ud800'
    await letters.put([letter(1, { topic: zero, publisher: zero, detail: zero, payload: Buffer.from(zero) })])
    expect((await letters.list({ limit: 1 })).items).toMatchObject([{ topic: 'a\ufffdb\ufffd' }])
  })

  test('many and large ones', async () => {
    const payload = Buffer.alloc(200_000, 0xff)
    await letters.put(Array.from({ length: 2_500 }, (_, n) => letter(n, n % 25 === 0 ? { payload } : {})))
    const { items } = await letters.list({ limit: 500 })
    expect(items.map(item => item.id)).toEqual(Array.from({ length: 500 }, (_, n) => `${2_499 - n}-0`))
    expect(items.filter(item => item.payload.byteLength === payload.byteLength)).toHaveLength(20)
  })

  describe('filters', () => {
    const mixed = [
      letter(1, { device: 'a' }),
      letter(2, { device: 'b/c d', reason: 'unknown_device', publisher: 'gateway-1' }),
      letter(3, { device: 'a', reason: 'unknown_device' }),
      letter(4, { publisher: 'gateway-1' }),
    ]
    const at = (n: number) => 1767225600000 + n
    test.each<[string, DeadLetterFilter, string[]]>([
      ['device', { device: 'a' }, ['3-0', '1-0']],
      ['device with an odd name', { device: 'b/c d' }, ['2-0']],
      ['reason and device', { reason: 'unknown_device', device: 'a' }, ['3-0']],
      ['publisher', { publisher: 'gateway-1' }, ['4-0', '2-0']],
      ['ids', { ids: ['1-0', '4-0', 'none'] }, ['4-0', '1-0']],
      ['no ids', { ids: [] }, []],
      ['a time', { fromMs: at(2), toMs: at(4) }, ['3-0', '2-0']],
      ['nothing', {}, ['4-0', '3-0', '2-0', '1-0']],
    ])('by %s, for the list and for replay', async (_, filter, ids) => {
      await letters.put(mixed)
      const { items } = await letters.list({ limit: 10 }, filter)
      expect(items.map(item => item.id)).toEqual(ids)
      const first = await letters.list({ limit: 1 }, filter)
      if (first.next) {
        const rest = await letters.list({ limit: 10, before: first.next }, filter)
        expect([...first.items, ...rest.items].map(item => item.id)).toEqual(ids)
      }
      expect(await letters.requestReplay(filter)).toBe(ids.length)
      expect(await letters.requestReplay(filter)).toBe(0)
      expect((await letters.marked()).map(item => item.id)).toEqual(ids.toReversed())
    })
  })

  test('those that are marked come oldest first, as many as one statement carries, and can be removed', async () => {
    const payload = Buffer.alloc(3_000_000, 1)
    await letters.put([...[5, 4, 3, 2].map(n => letter(n, { payload })), letter(1)])
    await letters.requestReplay({})
    const first = await letters.marked()
    expect(first.map(item => item.id)).toEqual(['1-0', '2-0', '3-0', '4-0'])
    await letters.remove(first)
    expect((await letters.marked()).map(item => item.id)).toEqual(['5-0'])
    expect((await letters.list({ limit: 10 })).items).toHaveLength(1)
  })

  test('more than a statement marks are marked', async () => {
    await pool.query(`insert into dead_letters.letters (received_at, id, topic, publisher, payload, reason, detail)
      select now() + n * interval '1 ms', n || '-0', '', '', '', 'unknown_metric', '' from generate_series(1, 25000) n`)
    expect(await letters.requestReplay({ reason: 'unknown_metric' })).toBe(25_000)
  })

  test('old ones are deleted few at a time', async () => {
    await letters.put([letter(1), letter(2), letter(3)])
    expect(await letters.expire(1767225600003)).toBe(2)
    expect(await letters.expire(1767225600003)).toBe(0)
    expect((await letters.list({ limit: 10 })).items.map(item => item.id)).toEqual(['3-0'])
  })

  test('a stranger that says ten thousand things an hour is kept in part, and counted', async () => {
    const metrics = new Registry()
    const lines: string[] = []
    const tell = (_: object, text: string) => void lines.push(text)
    const logger = { debug: tell, info: tell, warn: tell, error: tell }
    const allowance = createAllowance({ perName: { letters: 3_600, bytes: 1e9 } })
    const bounded = openDeadLetters({ pool, logger, metrics, allowance })
    const flood = (from: number) =>
      Array.from({ length: 5_000 }, (_, n) =>
        letter(from + n, { reason: 'unknown_device', device: 'loud', publisher: 'gateway-1' }),
      )
    await bounded.put(flood(0))
    await bounded.put(flood(5_000))
    const { rows } = await pool.query('select count(*)::integer as n from dead_letters.letters')
    expect(rows[0].n).toBe(3_601)
    const witnesses = async () =>
      (await bounded.list({ limit: 5_000 })).items.filter(({ skipped }) => skipped !== undefined)
    expect(await witnesses()).toMatchObject([{ id: '3600-0', skipped: 10_000 - 3_601 }])
    expect(lines).toEqual([expect.stringContaining('"gateway-1"')])
    const counter = await metrics.getSingleMetric('forewarn_dead_letters_skipped_total')?.get()
    expect(counter?.values[0]?.value).toBe(10_000 - 3_601)
    await bounded.remove(await witnesses())
    await bounded.put(flood(10_000))
    expect(await witnesses()).toMatchObject([{ id: '10000-0', skipped: 4_999 }])
    await bounded.put(flood(15_000))
    expect(await witnesses()).toMatchObject([{ id: '10000-0', skipped: 9_999 }])
  })

  test('a device name of any length is kept as far as an index takes it', async () => {
    await letters.put([letter(1, { device: '🏭'.repeat(10_000), publisher: 'p'.repeat(10_000) })])
    expect((await letters.list({ limit: 1 })).items).toMatchObject([{ device: '🏭'.repeat(100) }])
  })

  test('no database is temporary', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://x:y@127.0.0.1:1/z' })
    await expect(openDeadLetters({ pool: nowhere }).put([letter(1)])).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    })
    await nowhere.end()
  })
})
