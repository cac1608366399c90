import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LogEntry } from '../../contracts/message-log.ts'
import { createAnnouncementMemory } from '../../ingest/announcements/memory.ts'
import {
  type AnnouncementStore,
  type KeyedAnnouncement,
  openAnnouncements,
} from '../../ingest/announcements/store.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

const NOW = Date.UTC(2026, 0, 1)

/** A log of which only the length is asked. */
const logOf = (first: bigint, next: bigint) => {
  const size = { first, next, bytes: 0 }
  const trimTo = (to: bigint) => {
    size.first = to
  }
  return { size: async () => size, trimTo }
}
const announcement = (key: string, offset: bigint, payload: Uint8Array | string = `${key}@${offset}`) => ({
  key,
  offset,
  receivedAtMs: NOW + Number(offset),
  payload: Buffer.from(payload),
})

describe('announcements', () => {
  let database: TestDatabase
  let pool: pg.Pool
  beforeAll(async () => {
    database = await testDatabase()
    pool = new pg.Pool({ connectionString: database.url, max: 4 })
  })
  beforeEach(() => pool.query('truncate codecs.announcements'))
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })

  const open = (log = logOf(0n, 1_000n), maxBytes?: number) =>
    openAnnouncements({ pool, log, ...(maxBytes !== undefined && { maxBytes }) })
  const count = async () => (await pool.query('select from codecs.announcements')).rowCount

  /** The payload as text, by key. */
  const textsBefore = async (store: AnnouncementStore, keys: string[], offset: bigint) =>
    Object.fromEntries(
      [...(await store.before(keys, offset))].map(([key, { payload }]) => [
        key,
        Buffer.from(payload).toString(),
      ]),
    )

  test('come back as they were: the newest of each key before the offset', async () => {
    const store = await open()
    const bytes = Uint8Array.from({ length: 256 * 1024 }, (_, n) => n % 256)
    const all = [
      announcement('a', 3n, bytes),
      announcement('b', 4n),
      announcement('a', 5n),
      announcement('é\0/', 6n),
    ]
    await store.put(all)
    expect(await textsBefore(store, ['a', 'b', 'é\0/', 'none'], 7n)).toEqual({
      a: 'a@5',
      b: 'b@4',
      'é\0/': 'é\0/@6',
    })
    const [found] = [...(await store.before(['a', 'b'], 4n)).values()]
    expect(found).toEqual({ offset: 3n, receivedAtMs: NOW + 3, payload: Buffer.from(bytes) })
    expect(await textsBefore(store, ['a'], 3n)).toEqual({})
  })

  test('put by two consumers at once are put once', async () => {
    const [one, two] = [await open(), await open()]
    const all = Array.from({ length: 200 }, (_, n) => announcement(`k${n % 7}`, BigInt(n)))
    await Promise.all([one.put(all), two.put(all), one.put(all.slice(100)), two.put(all.slice(0, 150))])
    expect(await count()).toBe(200)
  })

  test('a chatty device does not fill the table, and a consumer far behind still finds what it needs', async () => {
    const log = logOf(0n, 10_000n)
    const store = await open(log)
    await store.put([announcement('quiet', 1n)])
    for (let offset = 2n; offset < 2_002n; offset += 100n) {
      await store.put(Array.from({ length: 100 }, (_, n) => announcement('chatty', offset + BigInt(n))))
    }
    expect(await count()).toBe(2_001) // all of them are in the log still
    expect(await textsBefore(store, ['chatty'], 500n)).toEqual({ chatty: 'chatty@499' })
    log.trimTo(1_990n)
    await store.put([announcement('chatty', 2_002n)])
    expect(await count()).toBe(1 + 14) // 1989 to 2002, and the quiet one
    expect(await textsBefore(store, ['quiet', 'chatty'], 1_990n)).toEqual({
      quiet: 'quiet@1',
      chatty: 'chatty@1989',
    })
  })

  test('beyond the bound the oldest go, those with a successor first, and never a wrong one is found', async () => {
    const store = await open(undefined, 3 * 1_100)
    const large = (key: string, offset: bigint) => announcement(key, offset, Buffer.alloc(1_000, key))
    await store.put([large('a', 1n), large('b', 2n), large('b', 3n), large('b', 4n), large('c', 5n)])
    const offsets = await pool.query('select log_offset::int4 as offset from codecs.announcements order by 1')
    expect(offsets.rows.map(row => row.offset)).toEqual([1, 4, 5])
    expect(await textsBefore(store, ['b'], 4n)).toEqual({})
  })

  test('of a log that was deleted come before all of the new one', async () => {
    const old = await open(logOf(0n, 100n))
    await old.put([announcement('edge', 40n), announcement('device', 41n), announcement('edge', 50n)])
    const fresh = await open(logOf(0n, 0n))
    expect(await textsBefore(fresh, ['edge', 'device'], 0n)).toEqual({ edge: 'edge@50', device: 'device@41' })
    const found = await fresh.before(['edge', 'device'], 0n)
    expect(found.get('edge')?.offset).toBeGreaterThan(found.get('device')?.offset ?? 0n) // in their old order
    await fresh.put([announcement('device', 3n, 'new')])
    const again = await open(logOf(0n, 4n))
    expect(await textsBefore(again, ['edge', 'device'], 3n)).toEqual({ edge: 'edge@50', device: 'device@41' })
    expect(await textsBefore(again, ['edge', 'device'], 4n)).toEqual({ edge: 'edge@50', device: 'new' })
    const third = await open(logOf(0n, 0n))
    expect(await textsBefore(third, ['edge', 'device'], 0n)).toEqual({ edge: 'edge@50', device: 'new' })
  })

  test('PostgreSQL that is away is an error that is worth another try', async () => {
    const away = new pg.Pool({ connectionString: database.url, max: 1 })
    const store = await openAnnouncements({ pool: away, log: logOf(0n, 9n) })
    await away.end()
    for (const tried of [store.before(['a'], 1n), store.put([announcement('a', 1n)])]) {
      await expect(tried).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    }
  })

  describe('the memory of a decoder', () => {
    const KEYS = ['edge', 'device']
    type Message = { key: string; announces: boolean; publisher: string }
    const anyMessage = fc.record({
      key: fc.constantFrom(...KEYS),
      announces: fc.boolean(),
      publisher: fc.constantFrom('p', 'q'),
    })
    const entriesOf = (messages: Message[]) =>
      messages.map((message, n) => ({ entry: entryOf(message, BigInt(n)), message }))
    const entryOf = ({ key, publisher }: Message, offset: bigint): LogEntry => ({
      offset,
      topic: key,
      publisher,
      receivedAtMs: NOW,
      payload: Buffer.from(`${publisher}${key}${offset}`),
    })

    /** What each entry found of both keys. */
    async function walk(
      store: AnnouncementStore,
      batches: ReturnType<typeof entriesOf>[],
      maxBytes?: number,
    ) {
      const memory = createAnnouncementMemory(store, { ...(maxBytes !== undefined && { maxBytes }) })
      const found: string[] = []
      for (const batch of batches) {
        await memory.walk(
          batch,
          () => KEYS,
          ({ entry, message }, announced) => {
            const of = (key: string) => Buffer.from(announced(key)?.payload ?? []).toString()
            found.push(`${entry.offset}: ${KEYS.map(of)}`)
            return message.announces ? message.key : undefined
          },
        )
      }
      return found
    }
    const inBatches = <T>(items: T[], sizes: number[]) => {
      const batches: T[][] = []
      for (let [from, n] = [0, 0]; from < items.length; n++) {
        const size = sizes[n % sizes.length] ?? 1
        batches.push(items.slice(from, from + size))
        from += size
      }
      return batches
    }

    test('stopped anywhere, resumed in any batches, with a writer ahead: always the newest of its publisher before it', async () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyMessage, { minLength: 1, maxLength: 20 }),
          sizes,
          fc.nat({ max: 19 }),
          fc.constantFrom(undefined, 0, 700),
          async (messages, batchSizes, resumeAt, maxBytes) => {
            await pool.query('truncate codecs.announcements')
            const items = entriesOf(messages)
            const right = items.map(({ entry }) => {
              const newest = (key: string) =>
                items.findLast(
                  each =>
                    each.entry.offset < entry.offset &&
                    each.entry.publisher === entry.publisher &&
                    each.message.announces &&
                    each.message.key === key,
                )
              return `${entry.offset}: ${KEYS.map(key => Buffer.from(newest(key)?.entry.payload ?? []).toString())}`
            })
            const writer = await walk(await open(), inBatches(items, batchSizes), maxBytes)
            expect(writer).toEqual(right)
            const engine = await walk(await open(), inBatches(items.slice(resumeAt), batchSizes), maxBytes)
            expect(engine).toEqual(right.slice(resumeAt))
          },
        ),
        { numRuns: 60 },
      )
    })

    test('entries that are given again find what they found, and change nothing for those ahead', async () => {
      const store = await open()
      const items = entriesOf(
        [true, false, true, false, true, false].map(announces => ({
          key: 'edge',
          announces,
          publisher: 'p',
        })),
      )
      const again = [
        items.slice(0, 4),
        items.slice(1, 2),
        items.slice(3, 4),
        items.slice(0, 1),
        items.slice(4),
      ]
      expect(await walk(store, again, 0)).toEqual([
        '0: ,',
        '1: pedge0,',
        '2: pedge0,',
        '3: pedge2,',
        '1: pedge0,',
        '3: pedge2,',
        '0: ,',
        '4: pedge2,',
        '5: pedge4,',
      ])
    })

    test('asks the store once for a key, and again only for what it had to forget', async () => {
      const asked: string[][] = []
      const real = await open()
      const counting: AnnouncementStore = {
        ...real,
        before: (keys, offset) => {
          asked.push([...keys].sort())
          return real.before(keys, offset)
        },
      }
      const items = entriesOf([0, 1, 2, 3].map(() => ({ key: 'edge', announces: true, publisher: 'p' })))
      await walk(counting, inBatches(items, [1]))
      expect(asked).toEqual([['p/device', 'p/edge']])
      asked.length = 0
      await walk(counting, inBatches(items, [1]), 0)
      expect(asked).toHaveLength(4)
    })

    test('entries far ahead that ask for nothing, as a lane for what is new has them, change nothing', async () => {
      const real = await open()
      let asked = 0
      const counting: AnnouncementStore = {
        ...real,
        before: (keys, offset) => {
          asked++
          return real.before(keys, offset)
        },
      }
      const memory = createAnnouncementMemory(counting)
      const found: (bigint | undefined)[] = []
      const visit = (offset: bigint, keys: string[]) =>
        memory.walk(
          [{ entry: entryOf({ key: 'edge', announces: true, publisher: 'p' }, offset) }],
          () => keys,
          (_, announced) => {
            if (keys.length === 0) return undefined
            found.push(announced('edge')?.offset)
            return 'edge'
          },
        )
      for (let offset = 0n; offset < 5n; offset++) {
        await visit(offset, ['edge'])
        await visit(1_000n + 2n * offset, [])
      }
      expect(found).toEqual([undefined, 0n, 1n, 2n, 3n])
      expect(asked).toBe(1)
    })

    test('after a leap the store is asked anew', async () => {
      const store = await open()
      const items = entriesOf([0, 1, 2, 3, 4].map(() => ({ key: 'edge', announces: true, publisher: 'p' })))
      await walk(store, [items])
      expect(await walk(store, [items.slice(0, 2), items.slice(4)])).toEqual([
        '0: ,',
        '1: pedge0,',
        '4: pedge3,',
      ])
    })

    test('a batch of very many keys is worked through in parts', async () => {
      const real = await open()
      let [most, put] = [0, 0]
      const counting: AnnouncementStore = {
        before: (keys, offset) => {
          most = Math.max(most, keys.length)
          return real.before(keys, offset)
        },
        put: (all: readonly KeyedAnnouncement[]) => {
          put += all.length
          return real.put(all)
        },
      }
      const memory = createAnnouncementMemory(counting)
      const items = Array.from({ length: 1_000 }, (_, n) => ({
        entry: entryOf({ key: `k${n % 500}`, announces: true, publisher: 'p' }, BigInt(n)),
      }))
      const found: boolean[] = []
      await memory.walk(
        items,
        ({ entry }) => [entry.topic],
        ({ entry }, announced) => {
          found.push(announced(entry.topic) !== undefined)
          return entry.topic
        },
      )
      expect(most).toBeLessThanOrEqual(256)
      expect(put).toBe(1_000)
      expect(found).toEqual(items.map((_, n) => n >= 500))
    })

    test('what could not be put is not passed: the batch comes again', async () => {
      const real = await open()
      let fails = true
      const flaky: AnnouncementStore = {
        ...real,
        put: all => (fails ? Promise.reject(new Error('away')) : real.put(all)),
      }
      const items = entriesOf([true, false].map(announces => ({ key: 'edge', announces, publisher: 'p' })))
      const memory = createAnnouncementMemory(flaky)
      const found: (bigint | undefined)[] = []
      const walkOnce = () =>
        memory.walk(
          items,
          () => ['edge'],
          ({ message }, announced) => {
            found.push(announced('edge')?.offset)
            return message.announces ? 'edge' : undefined
          },
        )
      await expect(walkOnce()).rejects.toThrow('away')
      fails = false
      await walkOnce()
      expect(found).toEqual([undefined, 0n, undefined, 0n])
    })
  })
})
