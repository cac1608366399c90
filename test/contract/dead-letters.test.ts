import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeadLetter, DeadLetters } from '../../contracts/dead-letters.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

describe('dead letters', () => {
  let database: TestDatabase
  let pool: pg.Pool
  let letters: DeadLetters
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
        field: '/cursor',
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

  test('no database is temporary', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://x:y@127.0.0.1:1/z' })
    await expect(openDeadLetters({ pool: nowhere }).put([letter(1)])).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    })
    await nowhere.end()
  })
})
